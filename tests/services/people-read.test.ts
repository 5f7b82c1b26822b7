import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createCampaign } from '../../src/services/create-campaign.js';
import { peopleStill, readPeople } from '../../src/services/people-read.js';
import { saveAvailability } from '../../src/persistence/stores/availability-store.js';
import { peopleOf } from '../../src/persistence/stores/audience-store.js';
import { betweenStatements } from '../support/between-statements.js';
import { skipOnPostgres } from '../support/engine-of-run.js';
import { person, players, promoter } from '../support/people.js';
import { DATE, testApp, type TestApp, value } from '../support/test-app.js';

const REQUEST = { includeAvailable: false, includeMaybe: false, dryRun: false };

let app: TestApp;
beforeEach(async () => {
  app = await testApp();
  await players(app, 3);
});

/** Where everybody with an entry was read while `work` ran: outside of a transaction, or within. */
async function readingsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const readings: string[] = [];
  const undo = (['reader', 'writer'] as const).map((name) =>
    betweenStatements(app.database[name], (text, go) => {
      if (text.includes('SELECT s.user_id, k.player_name') && text.includes('WITH day(date)'))
        readings.push(name);
      return go();
    }),
  );
  await work();
  for (const each of undo) each();
  return readings;
}

/** Does `work` when Discord is asked who is a member: after the first reading and before the transaction. */
function whileDiscordIsAsked(work: () => unknown): void {
  const { membersAmong } = app.directory;
  app.directory.membersAmong = async (...asked) => {
    await work();
    return membersAmong.apply(app.directory, asked);
  };
}

async function recipients(): Promise<string[]> {
  const rows = await app.rows<{ user_id: string }>(
    'SELECT user_id FROM availability_promotion_recipients ORDER BY user_id',
  );
  return rows.map(({ user_id }) => user_id);
}

const says = (userId: string, status: 'LOOKING' | 'NOT_PLAYING'): Promise<void> =>
  app.database.withTransaction((tx) =>
    saveAvailability(tx, { id: app.newId(), userId, userName: userId, date: DATE, status }, app.clock.now()),
  );

describe('creating a campaign', () => {
  it('reads who is there once, where nothing is committed while Discord is asked', async ({ skip }) => {
    skipOnPostgres(skip, 'the tests beside it commit on the same server, so that everybody reads again');
    const who = await promoter(app);
    expect(await readingsDuring(() => app.campaign(who))).toEqual(['reader']);
    expect(await recipients()).toEqual(['p1', 'p2', 'p3']);
  });

  it('reads again in its transaction what somebody has said meanwhile', async () => {
    const who = await promoter(app);
    whileDiscordIsAsked(() => says('p2', 'NOT_PLAYING'));
    expect(await readingsDuring(() => app.campaign(who))).toEqual(['reader', 'writer']);
    expect(await recipients()).toEqual(['p1', 'p3']);
  });

  it('reads again what another process has written meanwhile', async () => {
    const who = await promoter(app);
    whileDiscordIsAsked(() => app.changeFromOutside("DELETE FROM availability_entries WHERE user_id = 'p1'"));
    expect(await readingsDuring(() => app.campaign(who))).toEqual(['reader', 'writer']);
    expect(await recipients()).toEqual(['p2', 'p3']);
  });

  it('reads the other evening’s people, where Discord’s answer came after midnight', async () => {
    const who = await promoter(app);
    await person(app, 'p2', { date: '2026-03-11' });
    whileDiscordIsAsked(() => app.clock.step(24 * 60 * 60_000));
    const read = await readingsDuring(async () => {
      value(await createCampaign(app.context, who, REQUEST));
    });
    expect(read).toEqual(['reader', 'writer']);
    expect(await recipients()).toEqual(['p2']);
  });
});

describe('people who were read before', () => {
  it('are read again by the rule that is in force now', async () => {
    const read = await readPeople(app.context, DATE);
    const stricter = {
      ...app.context,
      settings: { ...app.context.settings, playerLinkPolicy: 'verified' as const },
    };
    await app.database.withTransaction(async (tx) => {
      expect(await peopleStill(app.context, tx, DATE, read)).toBe(read.people);
      expect(await peopleStill(stricter, tx, DATE, read)).not.toBe(read.people);
    });
  });

  it('are what the transaction would read, whatever happened in between', async () => {
    const nothing = (): Promise<void> => Promise.resolve();
    const happenings: Record<string, () => Promise<unknown>> = {
      nothing,
      'a yes': () => says('p1', 'LOOKING'),
      'a no': () => says('p1', 'NOT_PLAYING'),
      'somebody new': () => says(`n${app.newId()}`, 'LOOKING'),
      'a look': () => app.rows('SELECT * FROM availability_entries'),
      'a transaction that only reads': () => app.database.withTransaction((tx) => tx.sql`SELECT 1`),
      'a transaction that is taken back': () =>
        app.database
          .withTransaction(async (tx) => {
            await tx.sql`DELETE FROM availability_entries`;
            throw new Error('no');
          })
          .catch(nothing),
      'a commit that is about something else': () =>
        app.change(
          `INSERT INTO system_state VALUES ('progress:x', ?, '', '')
           ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
          app.newId(),
        ),
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...Object.keys(happenings)), { maxLength: 4 }),
        fc.nat({ max: 4 }),
        async (names, readAfter) => {
          for (const name of names.slice(0, readAfter)) await happenings[name]!();
          const read = await readPeople(app.context, DATE);
          for (const name of names.slice(readAfter)) await happenings[name]!();
          await app.database.withTransaction(async (tx) => {
            const { timezone, playerLinkPolicy } = app.context.settings;
            const now = await peopleOf(tx, DATE, timezone, app.context.contacts, playerLinkPolicy);
            expect(await peopleStill(app.context, tx, DATE, read)).toEqual(now);
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});
