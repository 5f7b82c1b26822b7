import { describe, expect, it } from 'vitest';
import { findPreferences } from '../../../src/persistence/stores/preference-store.js';
import { ownPreferences } from '../../../src/services/own-preferences.js';
import { erasePerson } from '../../../src/services/erase-person.js';
import { redeemChannelLink, requestChannelLink } from '../../../src/services/link-channel.js';
import { updatePreferences } from '../../../src/services/update-preferences.js';
import { ORIGINAL_TABLES } from '../../../src/upkeep/import/original.js';
import type { ImportPlan } from '../../../src/upkeep/import/plan.js';
import { readCsv } from '../../../src/upkeep/import/read-csv.js';
import { readPostgres } from '../../../src/upkeep/import/read-postgres.js';
import { preferencesBody } from '../../../src/http/bodies/preferences.js';
import { linesOf } from '../../../src/cli/import/report.js';
import { applyTo, everything, reportOn } from '../../support/importing.js';
import { dumpOriginal, inOriginal, makeOriginal, oddCommunity } from '../../support/original.js';
import { actor, promoter } from '../../support/people.js';
import { aPostgres, havePostgres, NEEDS_POSTGRES } from '../../support/postgres.js';
import { DATE, MINUTE, START_AT, testApp, value } from '../../support/test-app.js';

const PEOPLE = 300;
const YESTERDAY = '2026-03-09';
const ENGINES = ['sqlite', 'postgres'] as const;

describe.skipIf(!havePostgres)(`a community of ${PEOPLE} that moves in (${NEEDS_POSTGRES})`, () => {
  const community = oddCommunity(PEOPLE, { date: DATE, yesterday: YESTERDAY });

  async function anOriginal(): Promise<string> {
    const url = await aPostgres();
    await makeOriginal(url, community.rows);
    return url;
  }

  it.each(ENGINES)('is there once, and a second time changes nothing: into %s', async (engine) => {
    const url = await anOriginal();
    const source = await readPostgres(url, null);
    const app = await testApp({ engine, channels: ['discord', 'telegram', 'signal'] });
    const reported = await reportOn(app, source);
    const done = await applyTo(app, source);
    expect(done.tables).toEqual(reported.tables);
    expect(done.notes).toEqual(reported.notes);
    const before = await everything(app);
    const again = await applyTo(app, source);
    expect(again.changes).toEqual([]);
    expect(await everything(app)).toEqual(before);
    expect(app.discord.delivered).toEqual([]);
    expect(app.telegram.delivered).toEqual([]);
    const audit = await app.rows<{ action: string; metadata: string }>(
      `SELECT action, metadata FROM account_link_audit_log`,
    );
    expect(audit.filter(({ action }) => action === 'imported')).toHaveLength(1);
    for (const { action, metadata } of audit)
      if (action !== 'imported') expect(JSON.parse(metadata)).toMatchObject({ how: 'import' });
  });

  it('adds up to the source’s own counts, each row with one fate', async () => {
    const url = await anOriginal();
    const app = await testApp();
    const { tables, missing } = await applyTo(app, await readPostgres(url, null));
    expect(missing).toEqual([]);
    expect(tables.map(({ table }) => table).sort()).toEqual([...ORIGINAL_TABLES].sort());
    for (const { table, rows, fates } of tables) {
      const [counted] = await inOriginal<{ n: string }>(url, `SELECT count(*) AS n FROM ${table}`);
      const sum = Object.values(fates).reduce((all, each) => all + each, 0);
      expect([table, rows, sum]).toEqual([table, Number(counted?.n), Number(counted?.n)]);
    }
    const [{ n: entries } = { n: 0 }] = await app.rows<{ n: number }>(
      'SELECT COUNT(*) AS n FROM availability_entries',
    );
    const known = community.people.filter(({ isKnown, status }) => isKnown && status !== null);
    expect(entries).toBe(known.length);
  });

  it('is the same from a folder of CSV, and from PostgreSQL', async () => {
    const url = await anOriginal();
    const folder = dumpOriginal(url, ORIGINAL_TABLES);
    const [fromServer, fromFolder] = [await readPostgres(url, 'UTC'), readCsv(folder, null)];
    const app = await testApp();
    const sorted = ({ changes }: ImportPlan): string[] => changes.map((each) => JSON.stringify(each)).sort();
    const [one, other] = [await reportOn(app, fromServer), await reportOn(app, fromFolder)];
    expect(sorted(one)).toEqual(sorted(other));
    expect(one.notes).toEqual(other.notes);
    await applyTo(app, fromServer);
    expect((await applyTo(app, fromFolder)).changes).toEqual([]);
  });

  it('tells of nobody by name, id or address', async () => {
    const app = await testApp();
    const source = await readPostgres(await anOriginal(), null);
    const said = linesOf(await applyTo(app, source), source, true).join('\n');
    expect(said).not.toMatch(/Ana|Baron|Newer|User|typed|\d{9}|GUID\d|\+386/);
    expect(said).toContain('availability_entries');
    expect(said).toMatch(/with a status nobody knows/);
  });

  it.each(ENGINES)('calls right after the move exactly who may be called: from %s', async (engine) => {
    const source = await readPostgres(await anOriginal(), null);
    const app = await testApp({ engine, channels: ['discord', 'telegram'], at: '2026-03-10T19:00:07.123Z' });
    const everybody = community.people.filter(({ isKnown }) => isKnown);
    // Every seventh has left the server since.
    const here = everybody.filter((_, index) => index % 7 !== 3);
    for (const { discordId } of here) app.directory.join(discordId);
    await applyTo(app, source);
    await app.campaign(await promoter(app), { includeAvailable: true });
    await app.advanceTo(START_AT + 20 * MINUTE);
    const called = here
      .filter(
        ({ consents, status, isQuietAtNine }) =>
          consents && !isQuietAtNine && (status === 'LOOKING' || status === 'AVAILABLE'),
      )
      .map(({ discordId }) => discordId)
      .sort();
    const delivered = [...app.discord.delivered, ...app.telegram.delivered];
    const at = (jobType: string): string[] =>
      delivered
        .filter((message) => message.jobType === jobType)
        .map(({ userId }) => userId)
        .sort();
    expect(called.length).toBeGreaterThan(50);
    expect(at('start')).toEqual(called);
    expect(at('reminder')).toEqual(called);
    const byTelegram = here.filter(
      ({ telegram, discordId }) => telegram !== null && called.includes(discordId),
    );
    expect(new Set(app.telegram.delivered.map(({ userId }) => userId))).toEqual(
      new Set(byTelegram.map(({ discordId }) => discordId)),
    );
  });

  it('shows whoever has to link again that they have to, until they do', async () => {
    const app = await testApp({ channels: ['discord', 'telegram'] });
    const url = await anOriginal();
    await applyTo(app, await readPostgres(url, null));
    const again = community.people.filter(({ linksAgain }) => linksAgain.includes('telegram'));
    expect(again.length).toBeGreaterThan(20);
    for (const { discordId, linksAgain, isKnown } of community.people) {
      if (!isKnown) continue;
      const kept = await findPreferences(app.database.view, discordId);
      expect([discordId, kept?.linkAgain ?? []]).toEqual([discordId, linksAgain]);
    }
    const [{ discordId: userId } = { discordId: '' }] = again;
    app.directory.join(userId);
    const shown = value(await ownPreferences(app.context, actor(userId)));
    expect(preferencesBody(userId, shown).link_again).toEqual(['telegram']);
    const { token } = value(await requestChannelLink(app.context, actor(userId), 'telegram'));
    value(await redeemChannelLink(app.context, 'telegram', token, { address: '5', name: 'Ana' }));
    expect(value(await ownPreferences(app.context, actor(userId))).preferences.linkAgain).toEqual([]);
    expect((await applyTo(app, await readPostgres(url, null))).notes.link_again_telegram).toBe(
      again.length - 1,
    );
  });

  it('brings nobody back who had themselves erased here, before the move or after it', async () => {
    const source = await readPostgres(await anOriginal(), null);
    const app = await testApp();
    const [first, second] = community.people.filter(({ consents, telegram }) => consents && telegram);
    await erasePerson(app.context, { userId: first!.discordId });
    await applyTo(app, source);
    await erasePerson(app.context, { userId: second!.discordId });
    const { tables } = await applyTo(app, source);
    expect(tables.find(({ table }) => table === 'player_links')?.fates.erased).toBe(2);
    const all = JSON.stringify(await everything(app));
    expect(all).not.toContain(first!.discordId);
    expect(all).not.toContain(second!.discordId);
  });

  it('leaves a no that somebody said here, whatever the original says later', async () => {
    const url = await anOriginal();
    const app = await testApp();
    await applyTo(app, await readPostgres(url, null));
    const person = community.people.find(({ consents, telegram }) => consents && telegram)!;
    app.directory.join(person.discordId);
    value(await updatePreferences(app.context, actor(person.discordId), { allowPromotions: false }));
    await inOriginal(url, `UPDATE subscription_preferences SET updated_at = '2026-03-10 18:00'`);
    const { changes } = await applyTo(app, await readPostgres(url, null));
    expect(changes.filter(({ kind }) => kind !== 'seen')).toEqual([]);
    const shown = value(await ownPreferences(app.context, actor(person.discordId)));
    expect(shown.preferences.allowPromotions).toBe(false);
  });
});
