import { describe, expect, it } from 'vitest';
import { betweenStatements } from '../support/between-statements.js';
import { players, promoter } from '../support/people.js';
import { havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import { REMINDER_AT, testApp, type TestApp } from '../support/test-app.js';
import type { Cut, Way } from '../support/postgres-way.js';
import { wayTo } from '../support/way-to-postgres.js';

const SECOND = 1_000;
/** The sweeps' distance in production. */
const SWEEP_MS = 5 * SECOND;

/** An evening of two people, shortly before their reminder, on a way to the database that can be cut. */
async function shortlyBefore(): Promise<{ app: TestApp; way: Way }> {
  let way: Way | null = null;
  const app = await testApp({
    engine: 'postgres',
    sweepEveryMs: SWEEP_MS,
    wayToPostgres: async (url) => (way = await wayTo(url)).url,
  });
  await players(app, 2);
  await app.campaign(await promoter(app));
  await app.advanceTo(REMINDER_AT - 1);
  return { app, way: way! };
}

/** Cuts the connection at the first commit that `is` true of, given the statements of its transaction. */
function cutAtCommit(
  { app, way }: { app: TestApp; way: Way },
  cut: Cut,
  is: (statements: readonly string[]) => boolean,
): { readonly done: boolean } {
  const at = { done: false };
  let statements: string[] = [];
  betweenStatements(app.database['writer'], (text, go) => {
    if (text.startsWith('BEGIN')) statements = [];
    statements.push(text);
    if (text === 'COMMIT' && !at.done && is(statements)) {
      at.done = true;
      way.cutWriter(cut);
    }
    return go();
  });
  return at;
}

const says = (words: string) => (statements: readonly string[]) =>
  statements.some((text) => text.includes(words));

const WRITES = (text: string): boolean => /^\s*(INSERT|UPDATE|DELETE)/.test(text);

const CUTS: readonly [Cut, string][] = [
  ['after', 'that was kept'],
  ['before', 'that was not kept'],
];

describe.skipIf(!havePostgres)(`a connection that is lost at a commit (${NEEDS_POSTGRES})`, () => {
  it.each(CUTS)(
    '(%s: %s) costs nobody their call, and nobody is called twice, at whichever',
    async (cut) => {
      for (let nth = 1; ; nth += 1) {
        const evening = await shortlyBefore();
        const { app } = evening;
        let commits = 0;
        const at = cutAtCommit(evening, cut, (made) => made.some(WRITES) && (commits += 1) === nth);
        await app.advanceTo(REMINDER_AT + 20 * SECOND);
        const found = { nth, fates: await app.fates('reminder'), job: (await app.jobStatuses())['reminder'] };
        expect(found).toEqual({ nth, fates: { p1: 'sent', p2: 'sent' }, job: 'sent' });
        expect([nth, app.discord.delivered.length]).toEqual([nth, 2]);
        await app.close();
        // A claim, for each of two a reservation and what became of it, the end: all of them have been cut.
        if (!at.done) return expect(nth).toBeGreaterThan(6);
      }
    },
    60_000,
  );

  it('of a reservation leaves a row that its own process takes up at its next look', async () => {
    const evening = await shortlyBefore();
    const { app } = evening;
    const at = cutAtCommit(evening, 'after', says('INSERT INTO notifications_ledger'));
    await app.advance(SECOND);
    expect(at.done).toBe(true);
    const [row] = await app.ledger();
    expect(row).toMatchObject({ state: 'sending', owner: app.life.owner });
    expect(app.discord.requestsTo(row!.user_id)).toEqual([]);
    await app.advance(SWEEP_MS);
    expect((await app.ledger()).find(({ id }) => id === row!.id)).not.toMatchObject({ state: 'sending' });
    await app.advance(SWEEP_MS);
    expect(app.discord.deliveredTo(row!.user_id)).toHaveLength(1);
    expect((await app.ledger()).find(({ id }) => id === row!.id)).toMatchObject({ state: 'sent' });
  });

  it.each(CUTS)('(%s) of what became of a message %s is recorded once', async (cut) => {
    const evening = await shortlyBefore();
    const { app } = evening;
    const at = cutAtCommit(evening, cut, says('INSERT INTO availability_promotion_send_logs'));
    await app.advance(2 * SECOND);
    expect(at.done).toBe(true);
    expect((await app.log()).map(({ user_id, outcome }) => [user_id, outcome]).toSorted()).toEqual([
      ['p1', 'sent'],
      ['p2', 'sent'],
    ]);
    expect(app.discord.requests).toHaveLength(2);
    expect(app.eventsOf('background_error')).toMatchObject([{ where: 'settle' }]);
    expect((await app.jobStatuses())['reminder']).toBe('sent');
  });
});
