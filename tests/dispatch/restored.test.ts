import { changeSettings } from '../../src/services/change-settings.js';
import { copyFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { removeDatabase } from '../../src/persistence/file/durable-files.js';
import { createCampaign } from '../../src/services/create-campaign.js';
import { channelAsUser } from '../../src/domain/event-key.js';
import { faultsOf, faultsOfCalls } from '../support/crash.js';
import { onlyOnSqlite } from '../support/engine-of-run.js';
import { arrivedUnanswered, closed, hangs, notDelivered } from '../support/fake-channel.js';
import { admin, person, players, promoter } from '../support/people.js';
import { backUpOf, restored, restoreTo } from '../support/restoring.js';
import {
  value,
  FOLLOW_UP_AT,
  MINUTE,
  REMINDER_AT,
  START_AT,
  testApp,
  type TestApp,
  type TestAppOptions,
} from '../support/test-app.js';

onlyOnSqlite('backups are files');

const SECOND = 1_000;
const BEGIN = Date.parse('2026-03-10T19:30:00.000Z');
const REQUEST = { includeAvailable: false, includeMaybe: false, dryRun: false };

/** What becomes of the database a restore replaces. */
type Replaced = 'is there' | 'is gone' | 'is broken' | 'was a backup put there by hand';

const CHANNEL = '700000000000000001';
const WITH_FOLLOW_UP: TestAppOptions = { checks: { voice: true }, summaryChannelId: CHANNEL };

/** An evening on which one message a second leaves. */
async function evening(people = 6, sweepEveryMs = MINUTE, options: TestAppOptions = {}): Promise<TestApp> {
  const app = await testApp({ at: '2026-03-10T19:29:00.000Z', sweepEveryMs, ...options });
  app.discord.messagesPerSecond = 1;
  await app.restart();
  await players(app, people);
  await promoter(app);
  return app;
}

async function putBack(app: TestApp, backup: string, replaced: Replaced): Promise<void> {
  await app.crash();
  if (replaced === 'was a backup put there by hand') {
    removeDatabase(app.path);
    copyFileSync(backup, app.path);
  } else {
    if (replaced === 'is gone') removeDatabase(app.path);
    if (replaced === 'is broken') writeFileSync(app.path, 'Dear diary, '.repeat(2_000));
    await restoreTo(app, backup);
  }
  await app.restart();
}

async function ask(app: TestApp, dryRun = false): Promise<void> {
  await createCampaign(
    app.context,
    { userId: 'promoter', displayName: 'P', guildId: '100000000000000001', locale: 'en' },
    { ...REQUEST, dryRun },
  );
}

/** A backup and its restore at any two moments of an evening whose campaign is made at a third, or made anew. */
async function faultsAround(moments: {
  createdAt: number;
  backupAt: number;
  restoredAt: number;
  replaced: Replaced;
  dryRun: boolean;
}): Promise<string[]> {
  const { createdAt, backupAt, restoredAt, replaced, dryRun } = moments;
  const app = await evening(6, MINUTE, WITH_FOLLOW_UP);
  app.voice.join('p4', 'p5');
  app.discord.script('p1', notDelivered('rate_limited', 3 * SECOND));
  app.discord.script('p2', arrivedUnanswered);
  app.discord.reply = ({ userId }) =>
    userId === 'p3' ? closed() : { outcome: { kind: 'sent', messageId: '' } };
  let backup = '';
  const deeds: [at: number, deed: () => Promise<void>][] = [
    [createdAt, () => ask(app, dryRun)],
    [backupAt, async () => void (backup = await backUpOf(app))],
  ];
  for (const [at, deed] of deeds.toSorted(([a], [b]) => a - b)) {
    await app.advanceTo(at);
    await deed();
  }
  await app.advanceTo(restoredAt);
  await putBack(app, backup, replaced);
  // The promoter sees no campaign, and asks for another.
  if ((await app.campaigns()).length === 0) await ask(app, dryRun);
  await app.advanceTo(START_AT + 61 * MINUTE);
  const faults = await faultsOfCalls(app);
  const nudged = app.discord.delivered.filter(({ jobType }) => jobType === 'follow_up');
  for (const { userId } of nudged) {
    if (app.voice.people.has(userId)) faults.push(`${userId} was nudged, but was there`);
  }
  const posted = app.discord.deliveredTo(channelAsUser(CHANNEL)).length;
  if (posted > (dryRun ? 0 : 1)) faults.push(`${posted} summaries`);
  await app.close();
  return faults;
}

describe('a backup that is restored around a campaign', () => {
  // Dense where something happens: while the reminder or the start is sent.
  const dense = (from: number): fc.Arbitrary<number> =>
    fc.integer({ min: -2, max: 16 }).map((s) => from + s * SECOND);
  const instants = fc.oneof(
    { weight: 2, arbitrary: dense(REMINDER_AT) },
    { weight: 2, arbitrary: dense(START_AT) },
    { weight: 2, arbitrary: dense(FOLLOW_UP_AT + 6 * SECOND) },
    { weight: 1, arbitrary: fc.integer({ min: BEGIN, max: START_AT + 40 * MINUTE }) },
  );
  const mostlyReal = fc.integer({ min: 0, max: 3 }).map((n) => n === 0);

  it.each<Replaced>(['is there', 'is gone', 'is broken', 'was a backup put there by hand'])(
    'calls nobody twice and forgets nobody, whenever that is, where what it replaces %s',
    async (replaced) => {
      await fc.assert(
        fc.asyncProperty(instants, instants, instants, mostlyReal, async (asked, one, other, dryRun) => {
          const [backupAt, restoredAt] = [Math.min(one, other), Math.max(one, other)];
          const createdAt = Math.min(asked, restoredAt);
          const faults = await faultsAround({ createdAt, backupAt, restoredAt, replaced, dryRun });
          expect(faults).toEqual([]);
        }),
        { numRuns: 15, endOnFailure: true },
      );
    },
    60_000,
  );

  it('records who may have been called since as unclear, and goes on with what is to come', async () => {
    const app = await evening();
    await ask(app);
    await app.advanceTo(REMINDER_AT + 2_500);
    const backup = await backUpOf(app);
    await app.advanceTo(REMINDER_AT + 4_500);
    const { unclear } = await restored(app, backup);
    expect(unclear).toEqual({ jobs: 1, people: 3 });
    expect(app.discord.delivered).toHaveLength(5);

    await app.advanceTo(START_AT + MINUTE);
    const sure = { p1: 'sent', p2: 'sent', p3: 'sent' };
    const unknown = 'unknown(restored)';
    expect(await app.fates('reminder')).toEqual({ ...sure, p4: unknown, p5: unknown, p6: unknown });
    expect(await app.fates('start')).toEqual({ ...sure, p4: 'sent', p5: 'sent', p6: 'sent' });
    expect(await app.jobStatuses()).toEqual({ reminder: 'partial', start: 'sent' });
    expect(app.discord.delivered).toHaveLength(5 + 6);
    const unclearRows = (await app.ledger()).filter(({ error_code: code }) => code === 'restored');
    expect(unclearRows.map(({ user_id: id, state }) => [id, state])).toEqual([
      ['p4', 'unknown'],
      ['p5', 'unknown'],
      ['p6', 'unknown'],
    ]);
  });

  it('ends what was under way, or waited for a retry, at the moment of the backup', async () => {
    const app = await evening(3);
    app.discord.script('p1', notDelivered('rate_limited', MINUTE));
    app.discord.script('p2', hangs(true));
    await ask(app);
    await app.advanceTo(REMINDER_AT + 1_500);
    expect((await app.ledger()).map(({ state }) => state)).toEqual(['retry', 'sending']);
    const backup = await backUpOf(app);
    app.discord.release();
    await app.advance(10 * SECOND);
    await restored(app, backup);
    const unknown = 'unknown(restored)';
    expect(await app.fates('reminder')).toEqual({ p1: unknown, p2: unknown, p3: unknown });
    await app.advanceTo(START_AT + MINUTE);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('leaves a job that was over before the backup was made as it is: too late, and never tried', async () => {
    const app = await evening(2);
    await ask(app);
    await app.crash();
    await app.advanceTo(START_AT + 35 * MINUTE);
    const backup = await backUpOf(app);
    await app.advance(MINUTE);
    expect((await restoreTo(app, backup)).unclear).toEqual({ jobs: 0, people: 0 });
    await app.restart();
    expect(await app.fates('start')).toEqual({ p1: 'skipped(missed)', p2: 'skipped(missed)' });
  });

  it('calls nobody for a moment of a lost campaign, when the start is then put later', async () => {
    const app = await evening(4);
    const backup = await backUpOf(app);
    await ask(app);
    await app.advanceTo(START_AT + 2_500);
    expect(app.discord.delivered).toHaveLength(4 + 3);
    await app.crash();
    removeDatabase(app.path);
    await restoreTo(app, backup);
    await app.restart();
    const later = { reminder_time: '21:30', start_time: '22:00' };
    value(await changeSettings(app.context, await admin(app), later));
    await ask(app);
    await app.advanceTo(START_AT + 65 * MINUTE);
    expect(app.discord.delivered).toHaveLength(4 + 3);
    const lost = 'skipped(restored)';
    expect(await app.fates('start')).toEqual({ p1: lost, p2: lost, p3: lost, p4: lost });
    expect(await app.fates('reminder')).toEqual({ p1: lost, p2: lost, p3: lost, p4: lost });
  });

  it('leaves tomorrow alone', async () => {
    const app = await evening(2, 30 * MINUTE);
    const backup = await backUpOf(app);
    await ask(app);
    await app.advanceTo(START_AT + MINUTE);
    await restored(app, backup);
    await app.advanceTo('2026-03-11T19:30:00.000Z');
    for (const id of ['p1', 'p2']) await person(app, id, { date: '2026-03-11' });
    await ask(app);
    await app.advanceTo('2026-03-11T20:05:00.000Z');
    expect(await app.fates('start')).toEqual({ p1: 'sent', p2: 'sent' });
  });

  /** A campaign whose start went out, one a second, up to so long before or after its follow-up. */
  async function untilFollowUp(offset: number, people = 3): Promise<TestApp> {
    const app = await evening(people, MINUTE, WITH_FOLLOW_UP);
    await ask(app);
    await app.advanceTo(START_AT + 30 * SECOND);
    const followUp = (await app.jobs()).find((job) => job.job_type === 'follow_up');
    await app.advanceTo(Date.parse(followUp!.run_at) + offset);
    return app;
  }
  const nudged = (app: TestApp): string[] =>
    app.discord.delivered
      .filter(({ jobType, userId }) => jobType === 'follow_up' && userId.startsWith('p'))
      .map(({ userId }) => userId);
  const summaries = (app: TestApp): number => app.discord.deliveredTo(channelAsUser(CHANNEL)).length;
  const unknown = 'unknown(restored)';

  it('nudges who is missing, where the follow-up was still to come', async () => {
    const app = await evening(3, MINUTE, WITH_FOLLOW_UP);
    app.voice.join('p2');
    await ask(app);
    const backup = await backUpOf(app);
    await app.advanceTo(START_AT + 20 * SECOND);
    await restored(app, backup);
    await app.advanceTo(START_AT + 5 * MINUTE);
    expect(await app.fates('start')).toEqual({ p1: unknown, p2: unknown, p3: unknown });
    expect(await app.fates('follow_up')).toEqual({ p1: 'sent', p2: 'skipped(present)', p3: 'sent' });
    expect(summaries(app)).toBe(1);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('ends a follow-up that had begun, and neither nudges nor posts again', async () => {
    const app = await untilFollowUp(500);
    const backup = await backUpOf(app);
    await app.advance(10 * SECOND);
    expect(nudged(app)).toEqual(['p1', 'p2', 'p3']);
    expect(summaries(app)).toBe(1);
    await restored(app, backup);
    expect(await app.fates('follow_up')).toEqual({ p1: 'sent', p2: unknown, p3: unknown });
    await app.advance(60 * MINUTE);
    expect(nudged(app)).toEqual(['p1', 'p2', 'p3']);
    expect(summaries(app)).toBe(1);
    expect(await faultsOfCalls(app)).toEqual([]);
  });

  it('does not post a summary that was waiting when the backup was made', async () => {
    const app = await untilFollowUp(-1, 1);
    app.discord.script(channelAsUser(CHANNEL), notDelivered('rate_limited', 30 * SECOND));
    await app.advance(5 * SECOND);
    const backup = await backUpOf(app);
    await app.advance(2 * MINUTE);
    expect(summaries(app)).toBe(1);
    await restored(app, backup);
    await app.advance(60 * MINUTE);
    expect(summaries(app)).toBe(1);
    expect((await app.ledger()).at(-1)).toMatchObject({ state: 'unknown', error_code: 'restored' });
    expect((await app.log()).at(-1)).toMatchObject({ outcome: 'unknown', reason: 'restored', is_final: 0 });
    expect(await faultsOf(app)).toEqual([]);
  });

  it('does not post a summary that was under way when the backup was made, and says so once', async () => {
    const app = await untilFollowUp(-1, 1);
    app.discord.script(channelAsUser(CHANNEL), hangs(true));
    await app.advance(5 * SECOND);
    const backup = await backUpOf(app);
    app.discord.release();
    await app.advance(2 * MINUTE);
    await restored(app, backup);
    await app.advance(60 * MINUTE);
    expect(summaries(app)).toBe(1);
    expect((await app.ledger()).at(-1)).toMatchObject({ state: 'unknown', error_code: 'restored' });
    const lines = (await app.log()).filter(({ event_key }) => event_key.startsWith('SUMMARY:'));
    expect(lines).toMatchObject([{ outcome: 'unknown', reason: 'restored' }]);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('of a dry run ends its follow-up, too', async () => {
    const app = await evening(2, MINUTE, WITH_FOLLOW_UP);
    await ask(app, true);
    await app.advanceTo(START_AT + MINUTE);
    const backup = await backUpOf(app);
    await app.advanceTo(FOLLOW_UP_AT + 10 * SECOND);
    await restored(app, backup);
    await app.advance(60 * MINUTE);
    expect(await app.fates('follow_up')).toEqual({ p1: unknown, p2: unknown });
    expect(app.discord.delivered.map(({ userId, jobType }) => [userId, jobType])).toEqual([
      ['promoter', 'reminder'],
      ['promoter', 'start'],
      ['promoter', 'follow_up'],
    ]);
  });

  it('of a dry run ends it, and takes nobody’s place', async () => {
    const app = await evening(2);
    await createCampaign(app.context, await promoter(app), { ...REQUEST, dryRun: true });
    const backup = await backUpOf(app);
    await app.advanceTo(REMINDER_AT + 10 * SECOND);
    await restored(app, backup);
    expect(await app.fates('reminder')).toEqual({ p1: 'unknown(restored)', p2: 'unknown(restored)' });
    expect(await app.ledger()).toEqual([]);
    await app.advanceTo(START_AT + MINUTE);
    expect(app.discord.delivered.map(({ userId, jobType }) => [userId, jobType])).toEqual([
      ['promoter', 'reminder'],
      ['promoter', 'start'],
    ]);
  });
});
