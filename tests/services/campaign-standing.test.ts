import { describe, expect, it } from 'vitest';
import { campaignStatusById, campaignStatusOn, campaignViewOf } from '../../src/services/campaign-status.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { unlinkPlayer } from '../../src/services/link-player.js';
import { pausePromotions } from '../../src/services/pause-promotions.js';
import { betweenStatements } from '../support/between-statements.js';
import { skipOnPostgres } from '../support/engine-of-run.js';
import { notDelivered } from '../support/fake-channel.js';
import { admin, person, players, promoter } from '../support/people.js';
import { MINUTE, refusal, REMINDER_AT, START_AT, testApp, type TestApp, value } from '../support/test-app.js';

const OTHERS_COMMIT = 'the tests beside it commit on the same server, so that everybody reads again';

/** The statements that are made on either connection while `work` runs. */
async function statementsOf(app: TestApp, work: () => Promise<unknown>): Promise<string[]> {
  const made: string[] = [];
  const restore = (['reader', 'writer'] as const).map((connection) =>
    betweenStatements(app.database[connection], (text, go) => {
      made.push(text);
      return go();
    }),
  );
  await work();
  for (const undo of restore) undo();
  return made;
}

async function anEvening(): Promise<{
  app: TestApp;
  boss: Awaited<ReturnType<typeof promoter>>;
  id: string;
}> {
  const app = await testApp();
  await players(app, 5);
  const boss = await promoter(app);
  const { campaign } = await app.campaign(boss);
  return { app, boss, id: campaign.id };
}

describe('how a campaign stands, while many ask', () => {
  it('is one statement for whoever asks when nothing is new, by date or by id', async ({ skip }) => {
    skipOnPostgres(skip, OTHERS_COMMIT);
    const { app, boss, id } = await anEvening();
    const viewer = await person(app, 'viewer', { status: null });
    await app.advanceTo(START_AT + MINUTE);
    value(await campaignStatusById(app.context, boss, id));
    for (const ask of [
      () => campaignStatusById(app.context, viewer, id),
      () => campaignStatusOn(app.context, viewer),
      () => campaignStatusOn(app.context, boss),
      () => campaignStatusOn(app.context, viewer, '2026-03-09'),
      () => campaignStatusById(app.context, viewer, 'no such campaign'),
    ]) {
      expect(await statementsOf(app, ask)).toHaveLength(1);
    }
  });

  it('is the same object for everybody and without a statement until something is committed', async ({
    skip,
  }) => {
    skipOnPostgres(skip, OTHERS_COMMIT);
    const { app, id } = await anEvening();
    const viewer = await person(app, 'viewer', { status: null });
    const other = await person(app, 'other', { status: null });
    const first = value(await campaignStatusById(app.context, viewer, id));
    expect(value(await campaignStatusOn(app.context, other))).toBe(first);
    const again = () => campaignStatusById(app.context, viewer, id);
    expect(await statementsOf(app, again)).toEqual([]);
    expect(value(await again())).toBe(first);
    value(await pausePromotions(app.context, await admin(app)));
    const paused = value(await again());
    expect(paused).not.toBe(first);
    expect(paused).toEqual({ ...first, paused: true });
  });

  it('is nothing at once for who has just lost their link, or left', async () => {
    const { app, boss, id } = await anEvening();
    const viewer = await person(app, 'viewer', { status: null });
    const other = await person(app, 'other', { status: null });
    for (const one of [viewer, other, boss]) value(await campaignStatusById(app.context, one, id));
    value(await unlinkPlayer(app.context, viewer));
    app.directory.leave('other');
    expect(refusal(await campaignStatusById(app.context, viewer, id))).toBe('not_linked');
    expect(refusal(await campaignStatusById(app.context, other, id))).toBe('not_a_member');
    value(await campaignStatusById(app.context, boss, id));
  });

  it('reads only what is new when something is, for all of them together', async ({ skip }) => {
    skipOnPostgres(skip, OTHERS_COMMIT);
    const { app, boss, id } = await anEvening();
    const viewer = await person(app, 'viewer', { status: null });
    value(await campaignStatusById(app.context, boss, id));
    await app.advanceTo(REMINDER_AT + MINUTE);
    const first = await statementsOf(app, () => campaignStatusById(app.context, viewer, id));
    expect(first).toHaveLength(4);
    expect(first[1]).toContain('id >');
    expect(first[2]).toContain('availability_promotion_answers');
    expect(first[3]).toContain('account_link_audit_log');
    expect(await statementsOf(app, () => campaignStatusOn(app.context, boss))).toHaveLength(1);
  });

  it('looks at no table as a whole', async ({ skip }) => {
    skipOnPostgres(skip, 'it reads its query plans');
    const { app, boss, id } = await anEvening();
    await app.advanceTo(START_AT + MINUTE);
    for (const ask of [
      () => campaignStatusById(app.context, boss, id),
      () => campaignStatusOn(app.context, boss),
    ]) {
      const made = await statementsOf(app, ask);
      expect(made).not.toEqual([]);
      for (const sql of made) {
        const parameters = Array.from(sql.matchAll(/\?/g), () => null);
        const plan = await app.rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...parameters);
        const scans = plan.filter(({ detail }) => /^SCAN (?!v$|CONSTANT)/.test(detail));
        expect(scans, sql).toEqual([]);
      }
    }
  });

  it('says at every moment of an evening what counting everything says', async () => {
    const { app, boss, id } = await anEvening();
    app.discord.script('p2', notDelivered(), notDelivered());
    app.discord.script('p3', notDelivered());
    const check = async (): Promise<void> => {
      const seen = value(await campaignStatusById(app.context, boss, id));
      const { canCancel: _, promotedBy: __, reached: ___, standbysLeft: ____, ...view } = seen;
      expect(view).toEqual(await campaignViewOf(app.database.view, seen.campaign));
    };
    await check();
    for (let minute = 0; minute < 70; minute++) {
      await app.advance(MINUTE / 2);
      await check();
      if (minute === 35) await erasePerson(app.context, { userId: 'p4' });
      if (minute === 40) value(await pausePromotions(app.context, await admin(app)));
    }
    expect(value(await campaignStatusById(app.context, boss, id)).paused).toBe(true);
  });

  it('is right for more campaigns than are kept in mind', async () => {
    const app = await testApp();
    await players(app, 1);
    const boss = await promoter(app);
    const ids: string[] = [];
    for (let n = 0; n < 40; n++) {
      ids.push((await app.campaign(boss, { dryRun: true })).campaign.id);
      // Nobody may do so faster.
      await app.clock.advance(7_000);
    }
    await app.advanceTo(START_AT + MINUTE);
    for (const id of [...ids, ...ids]) {
      expect(value(await campaignStatusById(app.context, boss, id)).counts).toMatchObject({ simulated: 1 });
    }
  });
});

describe('what a viewer may see of it', () => {
  it('is nothing without a link, whatever they ask, and a date that is none is told to the others', async () => {
    const { app, boss, id } = await anEvening();
    const unlinked = await person(app, 'unlinked', { linked: false });
    expect(refusal(await campaignStatusById(app.context, unlinked, id))).toBe('not_linked');
    expect(refusal(await campaignStatusById(app.context, unlinked, 'none'))).toBe('not_linked');
    expect(refusal(await campaignStatusOn(app.context, unlinked, 'someday'))).toBe('not_linked');
    expect(refusal(await campaignStatusOn(app.context, boss, 'someday'))).toBe('invalid_date');
  });

  it("is not somebody else's dry run", async () => {
    const app = await testApp();
    await players(app, 1);
    const boss = await promoter(app);
    const dry = await app.campaign(boss, { dryRun: true });
    const other = await promoter(app, 'promoter-2');
    expect(refusal(await campaignStatusById(app.context, other, dry.campaign.id))).toBe('campaign_not_found');
    expect(value(await campaignStatusOn(app.context, other))).toBeNull();
    expect(value(await campaignStatusOn(app.context, boss))?.campaign.id).toBe(dry.campaign.id);
    const real = await app.campaign(other);
    expect(value(await campaignStatusOn(app.context, boss))?.campaign.id).toBe(dry.campaign.id);
    expect(value(await campaignStatusOn(app.context, other))?.campaign.id).toBe(real.campaign.id);
  });
});
