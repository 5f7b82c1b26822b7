import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findAnswer, keepAnswer } from '../../src/persistence/stores/answer-store.js';
import { saveContact } from '../../src/persistence/stores/channel-link-store.js';
import type { EveningAnswer } from '../../src/domain/answer.js';
import { removeDatabase } from '../../src/persistence/file/durable-files.js';
import { ProcessLock } from '../../src/persistence/file/process-lock.js';
import { applyRetention } from '../../src/upkeep/apply-retention.js';
import { keepCalls } from '../../src/services/keep-calls.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { unlinkChannel } from '../../src/services/link-channel.js';
import { linkPlayer, unlinkPlayer } from '../../src/services/link-player.js';
import { pausePromotions } from '../../src/services/pause-promotions.js';
import { updatePreferences } from '../../src/services/update-preferences.js';
import { endCalendar, makeCalendar, readCalendar } from '../../src/services/calendar.js';
import { goAway } from '../../src/services/away.js';
import { clearAvailabilityOn, setAvailability } from '../../src/services/set-availability.js';
import { keepWeekly, setWeekly } from '../../src/services/standing-answers.js';
import { notTonight, stopChat } from '../../src/services/way-out.js';
import { onlyOnSqlite } from '../support/engine-of-run.js';
import { addressOn, admin, person, players, promoter } from '../support/people.js';
import { backUpOf, restored, restoreTo } from '../support/restoring.js';
import {
  DATE,
  GUILD,
  MINUTE,
  REMINDER_AT,
  START_AT,
  refusal,
  testApp,
  type TestApp,
  value,
} from '../support/test-app.js';
import { faultsOf } from '../support/crash.js';
import { notDelivered } from '../support/fake-channel.js';
import { SqliteFile } from '../../src/persistence/file/sqlite-file.js';

onlyOnSqlite('backups are files');

const CHANNELS = ['discord', 'telegram', 'signal'] as const;

async function aDay(people = 3): Promise<TestApp> {
  const app = await testApp({ channels: CHANNELS });
  await players(app, people, { channels: ['telegram'] });
  return app;
}

async function preferencesOf(app: TestApp, userId: string): Promise<Record<string, unknown>> {
  const [row] = await app.rows<Record<string, unknown>>(
    'SELECT * FROM subscription_preferences WHERE user_id = ?',
    userId,
  );
  return row ?? {};
}

async function wishes(app: TestApp): Promise<Record<string, number>> {
  const rows = await app.rows<{ user_id: string; allow_promotions: number }>(
    'SELECT user_id, allow_promotions FROM subscription_preferences ORDER BY user_id',
  );
  return Object.fromEntries(rows.map((row) => [row.user_id, row.allow_promotions]));
}

describe('a restore takes over every no that was said since the backup:', () => {
  it('who opted out stays out, and who opted in since does so again', async () => {
    const app = await aDay();
    await person(app, 'p4', { optedIn: false });
    const backup = await backUpOf(app);
    value(await updatePreferences(app.context, await person(app, 'p1'), { allowPromotions: false }));
    value(await updatePreferences(app.context, await person(app, 'p4'), { allowPromotions: true }));
    const { carried, replaced } = await restored(app, backup);
    expect(replaced).toBe('sound');
    expect(carried).toMatchObject({ optedOut: 1, erased: 0 });
    expect(await wishes(app)).toEqual({ p1: 0, p2: 1, p3: 1, p4: 0 });
    expect(await preferencesOf(app, 'p1')).toMatchObject({ consented_at: null });
  });

  it('who wants no questions and notices any more gets none, and keeps what they agreed to beside them', async () => {
    const app = await aDay();
    const who = await person(app, 'p1');
    value(await updatePreferences(app.context, who, { allowQuestions: true, allowReadyNotices: true }));
    const backup = await backUpOf(app);
    value(await updatePreferences(app.context, who, { allowQuestions: false, allowReadyNotices: false }));
    expect((await restored(app, backup)).carried).toMatchObject({ optedOut: 1 });
    expect(await preferencesOf(app, 'p1')).toMatchObject({
      allow_promotions: 1,
      allow_questions: 0,
      questions_consented_at: null,
      allow_ready_notices: 0,
      ready_consented_at: null,
    });
  });

  it('an address of a calendar that was ended or replaced stays ended, and those that work go on working', async () => {
    const app = await testApp({ settings: { pageUrl: 'https://muster.example' } });
    const make = async (userId: string): Promise<string> => {
      const made = value(await makeCalendar(app.context, await person(app, userId)));
      return made.address.slice(-47, -4);
    };
    const works = async (token: string): Promise<boolean> =>
      (await readCalendar(app.context, token, 'en')) !== null;
    const [kept, ended, replaced, erased] = [
      await make('ana'),
      await make('bor'),
      await make('cene'),
      await make('dan'),
    ];
    const backup = await backUpOf(app);
    await endCalendar(app.context, { userId: 'bor' });
    const replacing = await make('cene');
    await erasePerson(app.context, { userId: 'dan' });
    const made = await make('eva');
    await restored(app, backup);
    expect(await Promise.all([kept, replacing, made].map(works))).toEqual([true, true, true]);
    expect(await Promise.all([ended, replaced, erased].map(works))).toEqual([false, false, false]);
  });

  it('no address of a calendar lives again where nothing tells which ones have ended', async () => {
    const app = await testApp({ settings: { pageUrl: 'https://muster.example' } });
    const { address } = value(await makeCalendar(app.context, await person(app, 'ana')));
    const backup = await backUpOf(app);
    await app.crash();
    removeDatabase(app.path);
    await restoreTo(app, backup);
    await app.restart();
    expect(await readCalendar(app.context, address.slice(-47, -4), 'en')).toBeNull();
    expect(await app.rows('SELECT 1 FROM calendar_addresses')).toEqual([]);
  });

  it('who was erased stays erased, with all their history, and is guarded tonight', async () => {
    const app = await aDay();
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT + MINUTE);
    const backup = await backUpOf(app);
    await erasePerson(app.context, { userId: 'p1' });
    await erasePerson(app.context, { userId: 'p2' });
    // One of them came back, as somebody new.
    await app.advance(1_000);
    await person(app, 'p2', { optedIn: false });
    const { carried } = await restored(app, backup);
    expect(carried).toMatchObject({ erased: 2 });
    await app.advanceTo(START_AT + MINUTE);
    const everything = await wholeOf(app);
    expect(everything).not.toMatch(/"p1"|"p2"|Name of p[12]|guid-p[12]/);
    expect(everything).toContain('"p3"');
    expect(app.telegram.deliveredTo('p1')).toHaveLength(1);
    expect(app.telegram.deliveredTo('p3')).toHaveLength(2);
    const guarded = (await app.ledger()).filter(({ user_id: id }) => id.startsWith('digest:'));
    expect(guarded).toHaveLength(2);
  });

  it('links that were released, quiet hours, Discord off, and "not tonight"', async () => {
    const app = await aDay(6);
    const backup = await backUpOf(app);
    value(await unlinkChannel(app.context, { userId: 'p1' }, 'telegram', 'command'));
    value(
      await updatePreferences(app.context, await someone('p2'), {
        quietHours: { start: '20:00', end: '23:00' },
      }),
    );
    value(await updatePreferences(app.context, await someone('p3'), { discordDms: false }));
    await app.change(`UPDATE availability_entries SET status = 'NOT_PLAYING' WHERE user_id = 'p4'`);
    await app.change(`DELETE FROM availability_entries WHERE user_id = 'p5'`);
    // An address that changed hands.
    value(await unlinkChannel(app.context, { userId: 'p5' }, 'telegram', 'command'));
    value(await unlinkChannel(app.context, { userId: 'p6' }, 'telegram', 'command'));
    const address = { address: addressOn('telegram', 'p5'), name: '' };
    await app.database.withTransaction((tx) =>
      saveContact(tx, 'p6', 'telegram', app.context.contacts.seal('telegram', address), app.clock.now()),
    );
    const { carried } = await restored(app, backup);
    expect(carried).toMatchObject({ otherWishes: 7, optedOut: 0, erased: 0 });
    expect(await preferencesOf(app, 'p1')).toMatchObject({
      telegram_handle_encrypted: null,
      telegram_digest: null,
    });
    expect(await preferencesOf(app, 'p2')).toMatchObject({
      quiet_hours_start: '20:00',
      quiet_hours_end: '23:00',
    });
    expect(await preferencesOf(app, 'p3')).toMatchObject({ discord_dms: 0 });
    const said = await app.rows('SELECT user_id, status FROM availability_entries ORDER BY user_id');
    expect(said).toMatchObject(
      ['p1', 'p2', 'p3', 'p4', 'p6'].map((id) => ({
        user_id: id,
        status: id === 'p4' ? 'NOT_PLAYING' : 'LOOKING',
      })),
    );
    expect(await preferencesOf(app, 'p5')).toMatchObject({ telegram_handle_encrypted: null });
    const { telegram_handle_encrypted: sealed } = await preferencesOf(app, 'p6');
    expect(app.context.contacts.open(sealed as string)).toEqual(address);
  });

  it('how many calls a week somebody wants at most, but not that they want no limit any more', async () => {
    const app = await aDay();
    const perWeek = async (userId: string, callsPerWeek: number | null): Promise<void> => {
      const who = { userId, displayName: userId, guildId: GUILD, locale: 'en' };
      value(await updatePreferences(app.context, who, { callsPerWeek }));
    };
    await perWeek('p2', 5);
    await perWeek('p3', 5);
    const backup = await backUpOf(app);
    await app.advance(MINUTE);
    await perWeek('p1', 3);
    await perWeek('p2', 2);
    await perWeek('p3', null);
    const { carried } = await restored(app, backup);
    expect(carried?.otherWishes).toBe(2);
    const limits = await app.rows(
      'SELECT max_calls_per_week AS most FROM subscription_preferences ORDER BY user_id',
    );
    expect(limits).toEqual([{ most: 3 }, { most: 2 }, { most: 5 }]);
  });

  it('whose calls rest, who was asked, and who gave a sign of life since', async () => {
    const app = await aDay(4);
    const mark = (userId: string, asked: number | null, rests: number | null): Promise<void> =>
      app.change(
        'UPDATE subscription_preferences SET calls_asked_at = ?, calls_rest_since = ? WHERE user_id = ?',
        asked === null ? null : new Date(asked).toISOString(),
        rests === null ? null : new Date(rests).toISOString(),
        userId,
      );
    const now = app.clock.now();
    for (const id of ['p1', 'p2']) await mark(id, now, now);
    const backup = await backUpOf(app);
    await app.advance(MINUTE);
    // p1 goes on resting, p2 comes back, p3 is asked meanwhile, and nothing is heard of p4.
    await keepCalls(app.context, 'p2');
    await mark('p3', app.clock.now(), null);
    await app.advance(MINUTE);
    await restored(app, backup);
    const marks = await app.rows(
      `SELECT calls_asked_at IS NOT NULL AS asked, calls_rest_since IS NOT NULL AS rests, calls_counted_from AS counted
       FROM subscription_preferences ORDER BY user_id`,
    );
    const heardAt = new Date(now).toISOString();
    expect(marks).toEqual([
      { asked: 1, rests: 1, counted: heardAt },
      { asked: 0, rests: 0, counted: new Date(now + MINUTE).toISOString() },
      { asked: 1, rests: 0, counted: heardAt },
      { asked: 0, rests: 0, counted: heardAt },
    ]);
  });

  it('nothing of that where nobody knows what was since: everybody’s calls count anew, and none rest', async () => {
    const app = await aDay(1);
    const at = new Date(app.clock.now()).toISOString();
    await app.change('UPDATE subscription_preferences SET calls_asked_at = ?, calls_rest_since = ?', at, at);
    const backup = await backUpOf(app);
    await app.crash();
    removeDatabase(app.path);
    copyFileSync(backup, app.path);
    await app.advance(MINUTE);
    await app.restart();
    expect(await preferencesOf(app, 'p1')).toMatchObject({
      calls_asked_at: null,
      calls_rest_since: null,
      calls_counted_from: new Date(app.clock.now()).toISOString(),
    });
  });

  it('weekly answers that were taken back, whoever went away, and a no that a weekly answer would undo', async () => {
    const app = await aDay(0);
    const ana = await person(app, 'ana', { status: null });
    const bor = await person(app, 'bor', { status: null });
    const cene = await person(app, 'cene', { status: null });
    for (const who of [ana, bor, cene])
      value(await setWeekly(app.context, who, { tue: 'AVAILABLE', fri: 'AVAILABLE' }));
    await app.advance(1_000);
    const backup = await backUpOf(app);
    value(await setWeekly(app.context, ana, { tue: null }));
    value(await setWeekly(app.context, ana, { fri: 'MAYBE' }));
    value(await goAway(app.context, bor, 'tomorrow'));
    await notTonight(app.context, cene);
    app.clock.step(10 * MINUTE);
    value(await keepWeekly(app.context, cene));
    const { carried } = await restored(app, backup);
    expect(carried).toMatchObject({ otherWishes: 5, erased: 0 });
    expect(
      await app.rows(
        'SELECT user_id, weekday, status FROM availability_weekly_answers ORDER BY user_id, weekday',
      ),
    ).toEqual([
      { user_id: 'ana', weekday: 5, status: 'MAYBE' },
      ...['bor', 'cene'].flatMap((user_id) =>
        [2, 5].map((weekday) => ({ user_id, weekday, status: 'AVAILABLE' })),
      ),
    ]);
    expect(await app.rows('SELECT user_id, away_until FROM availability_absences')).toEqual([
      { user_id: 'bor', away_until: '2026-03-11' },
    ]);
    expect(await app.rows('SELECT user_id, status FROM availability_entries')).toEqual([
      { user_id: 'cene', status: 'NOT_PLAYING' },
    ]);
  });

  it('conditions that were changed, taken back or met, and those of whoever said no or unlinked their player', async () => {
    const app = await aDay(0);
    const names = ['kept', 'changed', 'plain', 'no', 'cleared', 'unlinked'];
    const who = new Map<string, Awaited<ReturnType<typeof person>>>();
    const says = async (name: string, status: string, ifAtLeast: number | null, date?: string) =>
      value(await setAvailability(app.context, who.get(name)!, { status, ifAtLeast, ...(date && { date }) }));
    for (const name of [...names, 'later', 'met']) who.set(name, await person(app, name, { status: null }));
    for (const name of names) await says(name, 'MAYBE', 40);
    await says('met', 'MAYBE', 2, 'tomorrow');
    await app.advance(1_000);
    const backup = await backUpOf(app);
    await says('changed', 'MAYBE', 41);
    await says('plain', 'MAYBE', null);
    await says('no', 'NOT_PLAYING', null);
    value(await clearAvailabilityOn(app.context, who.get('cleared')!));
    value(await unlinkPlayer(app.context, who.get('unlinked')!));
    await says('later', 'MAYBE', 40);
    await says('later', 'LOOKING', null, 'tomorrow');
    await restored(app, backup);
    expect(await app.rows('SELECT user_id, at_least, turned_at FROM availability_conditions')).toEqual([
      { user_id: 'kept', at_least: 40, turned_at: null },
    ]);
  });

  it('of a database that parted before the backup, conditions it has as others, and not those it lacks', async () => {
    const app = await aDay(0);
    const ana = await person(app, 'ana', { status: null });
    const bor = await person(app, 'bor', { status: null });
    for (const who of [ana, bor])
      value(await setAvailability(app.context, who, { status: 'MAYBE', ifAtLeast: 40 }));
    await app.advance(1_000);
    const older = await backUpOf(app);
    await app.advance(MINUTE);
    const newer = await backUpOf(app);
    await app.advance(MINUTE);
    await restored(app, older);
    await app.advance(MINUTE);
    value(await setAvailability(app.context, ana, { status: 'MAYBE', ifAtLeast: 41 }));
    value(await setAvailability(app.context, bor, { status: 'MAYBE' }));
    await restored(app, newer);
    expect(await app.rows('SELECT user_id, at_least FROM availability_conditions')).toEqual([
      { user_id: 'bor', at_least: 40 },
    ]);
  });

  it('weekly answers of whoever unlinked their player, and an absence that lasts longer', async () => {
    const app = await aDay(0);
    const ana = await person(app, 'ana', { status: null });
    const bor = await person(app, 'bor', { status: null });
    value(await setWeekly(app.context, ana, { tue: 'AVAILABLE' }));
    value(await goAway(app.context, bor, 'tomorrow'));
    await app.advance(1_000);
    const backup = await backUpOf(app);
    value(await unlinkPlayer(app.context, ana));
    value(await goAway(app.context, bor, '2026-03-20'));
    await restored(app, backup);
    expect(await app.rows('SELECT 1 FROM availability_weekly_answers')).toEqual([]);
    expect(await app.rows('SELECT away_until FROM availability_absences')).toEqual([
      { away_until: '2026-03-20' },
    ]);
  });

  it('who is not to be nudged, or not yet, and what was answered otherwise since', async () => {
    const app = await aDay(6);
    const late = { kind: 'LATE', until: START_AT + 20 * MINUTE } as const;
    const answer = (userId: string, given: EveningAnswer) =>
      app.database.withTransaction((tx) =>
        keepAnswer(
          tx,
          { userId, date: DATE, answer: given, channel: 'telegram', campaignId: null },
          app.clock.now(),
        ),
      );
    for (const userId of ['p1', 'p2', 'p3']) await answer(userId, { kind: 'COMING' });
    const backup = await backUpOf(app);
    await answer('p1', late);
    await answer('p2', { kind: 'NOT_TONIGHT' });
    await app.change(`DELETE FROM availability_promotion_answers WHERE user_id = 'p3'`);
    await answer('p4', late);
    await answer('p5', { kind: 'NOT_TONIGHT' });
    await answer('p6', { kind: 'COMING' });
    expect((await restored(app, backup)).carried).toMatchObject({ otherWishes: 5 });
    const kept = await Promise.all(
      ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'].map((userId) => findAnswer(app.database.view, userId, DATE)),
    );
    expect(kept).toEqual([late, { kind: 'NOT_TONIGHT' }, null, late, { kind: 'NOT_TONIGHT' }, null]);
    const ended = await app.rows(
      `SELECT user_id, action FROM account_link_audit_log
       WHERE action IN ('said_not_tonight', 'answer_withdrawn') ORDER BY user_id`,
    );
    expect(ended).toEqual([
      { user_id: 'p2', action: 'said_not_tonight' },
      { user_id: 'p3', action: 'answer_withdrawn' },
    ]);
  });

  it('whose a Signal account is: nobody’s who released it or was erased, and whoever had it last stops by it', async () => {
    const app = await aDay(6);
    const keep = (userId: string, number: string, account?: string) =>
      app.database.withTransaction((tx) => {
        const contact = { address: number, account, name: '' };
        return saveContact(
          tx,
          userId,
          'signal',
          app.context.contacts.seal('signal', contact),
          app.clock.now(),
        );
      });
    // From the account alone: Signal shows a number only to those it is meant for.
    const stop = (account: string) =>
      stopChat(app.context, { channel: 'signal', contact: { address: account, account, name: '' } });
    for (const nth of [1, 2, 4, 6]) await keep(`p${nth}`, `+3864000000${nth}`, `account ${nth}`);
    await keep('p5', '+38640000005');
    const backup = await backUpOf(app);
    await app.advance(1_000);
    value(await unlinkChannel(app.context, { userId: 'p1' }, 'signal', 'command'));
    await erasePerson(app.context, { userId: 'p2' });
    // An account that changed hands: p6, who had another, has it now.
    value(await unlinkChannel(app.context, { userId: 'p4' }, 'signal', 'command'));
    await keep('p6', '+38640000004', 'account 4');
    // One that was not known yet.
    await keep('p5', '+38640000005', 'account 5');
    await restored(app, backup);

    const rows = await app.rows<{ user_id: string; known: number }>(
      'SELECT user_id, signal_account_digest IS NOT NULL AS known FROM subscription_preferences ORDER BY user_id',
    );
    expect(Object.fromEntries(rows.map((row) => [row.user_id, row.known]))).toEqual({
      p1: 0,
      p3: 0,
      p4: 0,
      p5: 1,
      p6: 1,
    });
    for (const account of ['account 1', 'account 2', 'account 6'])
      expect((await stop(account)).ok, account).toBe(false);
    expect(value(await stop('account 4'))).toMatchObject({ userId: 'p6' });
    expect(value(await stop('account 5'))).toMatchObject({ userId: 'p5' });
    expect(await wishes(app)).toEqual({ p1: 1, p3: 1, p4: 1, p5: 0, p6: 0 });
  });

  it('campaigns that were cancelled, and a pause', async () => {
    const app = await aDay();
    const boss = await admin(app);
    const ana = await promoter(app);
    const { campaign } = await app.campaign(ana);
    const backup = await backUpOf(app);
    value(await cancelCampaign(app.context, ana, { notify: false }));
    value(await pausePromotions(app.context, boss));
    const { carried } = await restored(app, backup);
    expect(carried).toMatchObject({ cancelled: 1, paused: true });
    expect(await app.campaignStatus(campaign.id)).toBe('cancelled');
    expect(await app.rows(`SELECT key FROM system_state WHERE key = 'promotions_paused'`)).toHaveLength(1);
    await app.advanceTo(START_AT + MINUTE);
    expect(app.telegram.delivered).toEqual([]);
  });

  it('a follow-up that alone was cancelled, after the start', async () => {
    const app = await testApp({ checks: { voice: true } });
    await players(app, 2);
    const ana = await promoter(app);
    const { campaign } = await app.campaign(ana);
    await app.advanceTo(START_AT + 10_000);
    const backup = await backUpOf(app);
    await app.advance(10_000);
    value(await cancelCampaign(app.context, ana, { notify: false }));
    const { carried } = await restored(app, backup);
    expect(carried).toMatchObject({ cancelled: 1 });
    expect(await app.jobStatuses()).toMatchObject({ start: 'sent', follow_up: 'cancelled' });
    expect(await app.campaignStatus(campaign.id)).toBe('sent');
    await app.advanceTo(START_AT + 5 * MINUTE);
    expect(await app.fates('follow_up')).toEqual({ p1: 'skipped(cancelled)', p2: 'skipped(cancelled)' });
    expect(app.discord.delivered.filter(({ jobType }) => jobType === 'follow_up')).toEqual([]);
  });

  it.each([
    ['while others wait to be told', REMINDER_AT + MINUTE, 'cancelled'],
    ['after everything had gone out', START_AT + MINUTE, 'sent'],
  ])('an evening that was called off, %s', async (_when, at, status) => {
    const app = await testApp();
    await players(app, 3);
    const ana = await promoter(app);
    const { campaign } = await app.campaign(ana);
    await app.advanceTo(at);
    const backup = await backUpOf(app);
    app.discord.script('p2', notDelivered('rate_limited', 5 * MINUTE));
    value(await cancelCampaign(app.context, ana, { notify: true }));
    await app.advance(MINUTE);
    const told = () => app.discord.delivered.filter(({ jobType }) => jobType === 'call_off');
    expect(told().map(({ userId }) => userId)).toEqual(['p1', 'p3']);
    await restored(app, backup);
    // Whoever calls it off again learns that this was done.
    expect(refusal(await cancelCampaign(app.context, ana, { notify: true }))).toBe('campaign_over');
    await app.advanceTo(START_AT + 60 * MINUTE);
    expect(told()).toHaveLength(2);
    const unclear = 'unknown(restored)';
    expect(await app.fates('call_off')).toEqual({ p1: unclear, p2: unclear, p3: unclear });
    expect(await app.campaignStatus(campaign.id)).toBe(status);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('player links that were released, by whoever it was', async () => {
    const app = await aDay();
    await app.advance(MINUTE);
    value(await unlinkPlayer(app.context, await someone('p1')));
    value(await linkPlayer(app.context, await someone('p1'), { guid: 'guid-p1', name: 'Back again' }));
    const backup = await backUpOf(app);
    await app.advance(MINUTE);
    value(await unlinkPlayer(app.context, await admin(app), 'p2'));
    const { carried } = await restored(app, backup);
    expect(carried).toMatchObject({ otherWishes: 1, erased: 0 });
    const links = await app.rows<{ user_id: string }>('SELECT user_id FROM player_links ORDER BY user_id');
    expect(links.map(({ user_id: id }) => id)).toEqual(['p1', 'p3']);
  });

  it('whom a lost campaign called is known by name', async () => {
    const app = await aDay();
    const backup = await backUpOf(app);
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT + MINUTE);
    const { carried } = await restored(app, backup);
    expect(carried).toMatchObject({ guarded: 3 });
    expect((await app.ledger()).map((row) => [row.user_id, row.event_key, row.state])).toEqual(
      ['p1', 'p2', 'p3'].map((id) => [id, `PROMOTE:T-15:${DATE}`, 'sent']),
    );
  });
});

describe('a restore believes what it replaces only as far as it can:', () => {
  it('a new database, made when the old one was lost, has erased nobody', async () => {
    const app = await aDay();
    const backup = await backUpOf(app);
    await app.crash();
    removeDatabase(app.path);
    await app.advance(MINUTE);
    await app.restart();
    await person(app, 'p2', { optedIn: false });
    const { carried } = await restored(app, backup);
    expect(carried).toMatchObject({ erased: 0, erasedAll: false, optedOut: 1 });
    expect(await wishes(app)).toEqual({ p1: 1, p2: 0, p3: 1 });
    expect(await app.rows('SELECT 1 FROM availability_entries')).toHaveLength(3);
  });

  it('one in which nobody of the backup is missing has erased nobody, whatever it is', async () => {
    const app = await testApp();
    const backup = await backUpOf(app);
    const { carried } = await restored(app, backup);
    expect(carried).toMatchObject({ erased: 0, erasedAll: true });
  });

  it('a channel whose old summaries the retention has deleted is nobody who was erased', async () => {
    const app = await testApp({
      checks: { voice: true },
      summaryChannelId: '700000000000000001',
      sweepEveryMs: 0,
    });
    await players(app, 1);
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 5 * MINUTE);
    const backup = await backUpOf(app);
    const summaries = `SELECT user_id FROM notifications_ledger WHERE event_key LIKE 'SUMMARY:%'`;
    const before = await app.rows(summaries);
    expect(before).toHaveLength(1);
    await app.advance(200 * 24 * 60 * MINUTE);
    await applyRetention(app.context);
    expect(await app.rows(summaries)).toEqual([]);
    const { carried } = await restored(app, backup);
    expect(carried).toMatchObject({ erased: 0, erasedAll: true });
    expect(await app.rows(summaries)).toEqual(before);
  });

  it('one that is no database says nothing', async () => {
    const app = await aDay();
    const backup = await backUpOf(app);
    await app.crash();
    writeFileSync(app.path, 'Dear diary, '.repeat(2_000));
    const { carried, replaced, asidePath } = await restoreTo(app, backup);
    expect([carried, replaced]).toEqual([null, 'unreadable']);
    expect(readFileSync(asidePath!, 'utf8')).toContain('Dear diary');
    await app.restart();
    expect(await wishes(app)).toEqual({ p1: 1, p2: 1, p3: 1 });
  });

  it('one that is damaged somewhere tells what can be read in it, and nobody counts as erased for not being found', async () => {
    const app = await aDay();
    const backup = await backUpOf(app);
    value(await updatePreferences(app.context, await someone('p1'), { allowPromotions: false }));
    await app.database['writer'].sql`PRAGMA wal_checkpoint(TRUNCATE)`;
    const [page] = await app.rows<{ rootpage: number }>(
      `SELECT rootpage FROM sqlite_master WHERE name = 'notifications_ledger'`,
    );
    await app.crash();
    const file = openSync(app.path, 'r+');
    writeSync(file, Buffer.alloc(2_048, 7), 0, 2_048, (page!.rootpage - 1) * 4_096);
    closeSync(file);
    const { carried, replaced } = await restoreTo(app, backup);
    expect(replaced).toBe('damaged');
    expect(carried).toMatchObject({ erasedAll: false, optedOut: 1, guarded: null });
    await app.restart();
    expect(await wishes(app)).toEqual({ p1: 0, p2: 1, p3: 1 });
  });
});

describe('a restore', () => {
  it('signs everybody out, and voids link tokens and codes to wear in the game', async () => {
    const app = await aDay(1);
    app.options.settings = { playerLinkPolicy: 'verified' };
    await app.restart();
    const made = value(await linkPlayer(app.context, await someone('p1'), { guid: 'another', name: 'P' }));
    expect(made.proof).not.toBeNull();
    const later = '2026-03-11T19:30:00.000Z';
    await app.change(`INSERT INTO sessions VALUES ('hash', 'p1', ?, ?, ?)`, later, later, later);
    await app.change(
      `INSERT INTO availability_channel_links VALUES ('p1', 'signal', 'hash', ?, ?, 1, NULL, ?, ?)`,
      later,
      later,
      later,
      later,
    );
    const backup = await backUpOf(app);
    await app.change('DELETE FROM sessions');
    await restored(app, backup);
    expect(await app.rows('SELECT * FROM sessions')).toEqual([]);
    expect(await app.rows('SELECT * FROM player_proofs')).toEqual([]);
    expect(await app.rows('SELECT token_hash FROM availability_channel_links')).toEqual([
      { token_hash: null },
    ]);
  });

  it('keeps what it replaces under another name, whole, and leaves the backup as it was', async () => {
    const app = await aDay(1);
    const backup = await backUpOf(app);
    const bytes = readFileSync(backup);
    await app.advance(MINUTE);
    await person(app, 'p9');
    const { asidePath } = await restored(app, backup);
    expect(readFileSync(backup)).toEqual(bytes);
    expect(asidePath).toBe(`${app.path}.before-restore-20260310T193107123Z`);
    expect(statSync(app.path).mode & 0o777).toBe(0o600);
    const aside = new SqliteFile(asidePath!, { readonly: true });
    expect(aside.prepare('SELECT user_id FROM player_links ORDER BY 1').pluck().all()).toEqual(['p1', 'p9']);
    aside.close();
    // It can be taken back the same way.
    await app.advance(MINUTE);
    value(await updatePreferences(app.context, await someone('p1'), { allowPromotions: false }));
    const { lost, carried } = await restored(app, asidePath!);
    expect(lost.restoredAt).toBe(app.clock.now());
    // p9 is missing in what is replaced, for it never knew them; p1 did say no in it.
    expect(carried).toMatchObject({ erased: 0, erasedAll: false, optedOut: 1 });
    expect(await wishes(app)).toEqual({ p1: 0, p9: 1 });
    expect(readdirSync(app.folder).filter((name) => name.includes('restoring'))).toEqual([]);
  });

  it('of a copy that was made by hand counts from what it knows last', async () => {
    const app = await aDay();
    await app.campaign(await promoter(app));
    await app.advanceTo(REMINDER_AT - 1);
    await app.crash();
    const copy = join(app.folder, 'copy.sqlite');
    for (const suffix of ['', '-wal']) {
      if (existsSync(app.path + suffix)) copyFileSync(app.path + suffix, copy + suffix);
    }
    await app.restart();
    await app.advance(MINUTE);
    expect(app.telegram.delivered).toHaveLength(3);
    const { lost, unclear } = await restored(app, copy);
    expect(lost.backupAt).toBe(Date.parse('2026-03-10T19:30:07.123Z'));
    expect(unclear).toEqual({ jobs: 1, people: 3 });
    await app.advanceTo(START_AT + MINUTE);
    expect(app.telegram.delivered).toHaveLength(6);
  });

  it('brings an older release’s backup up to date, and refuses a newer one’s', async () => {
    const app = await aDay(1);
    const old = join(app.folder, 'old.sqlite');
    const file = new SqliteFile(old);
    file.exec(readFileSync(new URL('../fixtures/first-release.sql', import.meta.url), 'utf8'));
    file.close();
    const newer = await backUpOf(app);
    const changed = new SqliteFile(newer);
    changed.exec(`INSERT INTO migrations (timestamp, name) VALUES (1990000000000, 'Later1990000000000')`);
    changed.close();
    await app.crash();
    await expect(restoreTo(app, newer)).rejects.toThrow(/newer Muster than this one \(Later1990000000000\)/);
    await app.clock.advanceTo('2026-03-11T18:00:00Z');
    await restoreTo(app, old);
    await app.restart();
    expect(await app.rows('SELECT 1 FROM availability_promotion_campaigns')).toHaveLength(2);
  });

  it('refuses, in words, what is no use, and changes nothing', async () => {
    const app = await aDay(1);
    const backup = await backUpOf(app);
    const lock = ProcessLock.acquire(app.path);
    await expect(restoreTo(app, backup)).rejects.toThrow(/already running/);
    lock.release();
    await app.crash();
    const before = readFileSync(app.path);
    const write = (name: string, content: string | Buffer): string => {
      const path = join(app.folder, name);
      writeFileSync(path, content);
      return path;
    };
    const empty = join(app.folder, 'empty.sqlite');
    const file = new SqliteFile(empty);
    file.exec('CREATE TABLE t (id)');
    file.close();
    const torn = readFileSync(backup).subarray(0, 20_000);
    await expect(restoreTo(app, join(app.folder, 'none'))).rejects.toThrow(/There is no/);
    await expect(restoreTo(app, app.path)).rejects.toThrow(/is the database itself/);
    await expect(restoreTo(app, write('diary', 'Dear diary, '.repeat(2_000)))).rejects.toThrow(
      /no SQLite database/,
    );
    await expect(restoreTo(app, write('torn', torn))).rejects.toThrow(/torn is damaged.*nothing was changed/);
    await expect(restoreTo(app, empty)).rejects.toThrow(/no database of Muster/);
    expect(readFileSync(app.path)).toEqual(before);
    expect(readdirSync(app.folder).filter((name) => /restoring|before-restore/.test(name))).toEqual([]);
  });
});

/** Somebody who is there already, asking. */
async function someone(userId: string) {
  return { userId, displayName: `Name of ${userId}`, guildId: '100000000000000001', locale: 'en' };
}

async function wholeOf(app: TestApp): Promise<string> {
  const tables = await app.rows<{ name: string }>(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
  );
  const all = [];
  for (const { name } of tables) all.push(await app.rows(`SELECT * FROM "${name}"`));
  return JSON.stringify(all);
}
