import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_CONDITION, whoIsIn } from '../../src/domain/conditional.js';
import { saveAvailability } from '../../src/persistence/stores/availability-store.js';
import { comeTonight } from '../../src/services/answer-evening.js';
import { availabilityDays } from '../../src/services/availability-days.js';
import { goAway } from '../../src/services/away.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { unlinkPlayer } from '../../src/services/link-player.js';
import { personalDataExport } from '../../src/services/personal-data-export.js';
import { personalData } from '../../src/services/privacy.js';
import { clearAvailabilityOn, setAvailability } from '../../src/services/set-availability.js';
import { turnConditional } from '../../src/services/turn-conditional.js';
import { notTonight } from '../../src/services/way-out.js';
import { person } from '../support/people.js';
import { DATE, MINUTE, refusal, START_AT, testApp, type TestApp, value } from '../support/test-app.js';

const TOMORROW = '2026-03-11';

const statuses = async (app: TestApp): Promise<Record<string, string>> => {
  const rows = await app.rows<{ user_id: string; status: string }>(
    'SELECT user_id, status FROM availability_entries ORDER BY user_id',
  );
  return Object.fromEntries(rows.map(({ user_id, status }) => [user_id, status]));
};

async function isInIf(app: TestApp, userId: string, ifAtLeast: number, options = {}) {
  const who = await person(app, userId, { status: null, ...options });
  return value(await setAvailability(app.context, who, { status: 'MAYBE', ifAtLeast }));
}

describe('in if enough are', () => {
  it('waits as a maybe, and turns with the answer that makes enough', async () => {
    const app = await testApp();
    expect(await isInIf(app, 'ana', 3)).toMatchObject({ status: 'MAYBE', atLeast: 3 });
    await person(app, 'bor');
    const cene = await person(app, 'cene', { status: null });
    expect(await statuses(app)).toEqual({ ana: 'MAYBE', bor: 'LOOKING' });
    app.events.length = 0;
    value(await setAvailability(app.context, cene, { status: 'LOOKING' }));
    expect(await statuses(app)).toEqual({ ana: 'LOOKING', bor: 'LOOKING', cene: 'LOOKING' });
    expect(app.events.flatMap((event) => (event.type === 'availability_set' ? [event.userId] : []))).toEqual([
      'ana',
      'cene',
    ]);
    value(await setAvailability(app.context, cene, { status: 'NOT_PLAYING' }));
    expect(await statuses(app)).toMatchObject({ ana: 'LOOKING' });
  });

  it('lets those who wait for each other be in together, by a yes to tonight, too', async () => {
    const app = await testApp();
    expect(await isInIf(app, 'ana', 3)).toMatchObject({ status: 'MAYBE' });
    await isInIf(app, 'bor', 3);
    const cene = await person(app, 'cene', { status: null });
    value(await comeTonight(app.context, cene, { minutesLate: null, channel: null }));
    expect(await statuses(app)).toEqual({ ana: 'LOOKING', bor: 'LOOKING', cene: 'LOOKING' });
    expect(await isInIf(app, 'dana', 4)).toMatchObject({ status: 'LOOKING', atLeast: null });
  });

  it('is dropped by whatever its person says next', async () => {
    const app = await testApp();
    const says: Record<string, (who: Awaited<ReturnType<typeof person>>) => Promise<unknown>> = {
      maybe: (who) => setAvailability(app.context, who, { status: 'MAYBE' }),
      no: (who) => setAvailability(app.context, who, { status: 'NOT_PLAYING' }),
      tonight: (who) => notTonight(app.context, who),
      away: (who) => goAway(app.context, who, 'today'),
      nothing: (who) => clearAvailabilityOn(app.context, who),
      erased: (who) => erasePerson(app.context, who),
    };
    for (const [name, say] of Object.entries(says)) {
      const who = await person(app, name, { status: null });
      value(await setAvailability(app.context, who, { status: 'MAYBE', ifAtLeast: 2 + 40 }));
      await say(who);
    }
    expect(await app.rows('SELECT 1 FROM availability_conditions')).toEqual([]);
  });

  it('ends with the link of its player, for without one nobody could say that yes', async () => {
    const app = await testApp();
    await isInIf(app, 'ana', 2);
    value(await unlinkPlayer(app.context, await person(app, 'ana', { status: null })));
    const bor = await person(app, 'bor', { status: null });
    value(await setAvailability(app.context, bor, { status: 'LOOKING' }));
    expect(await statuses(app)).toEqual({ ana: 'MAYBE', bor: 'LOOKING' });
    expect(await app.rows('SELECT 1 FROM availability_conditions')).toEqual([]);
  });

  it('goes with a maybe and a number that makes sense, and turns nobody after the start', async () => {
    const app = await testApp();
    const ana = await person(app, 'ana', { status: null });
    for (const [status, ifAtLeast] of [
      ['LOOKING', 6],
      ['MAYBE', 1],
      ['MAYBE', MOST_CONDITION + 1],
    ] as const)
      expect(refusal(await setAvailability(app.context, ana, { status, ifAtLeast }))).toBe(
        'invalid_condition',
      );
    value(await setAvailability(app.context, ana, { status: 'MAYBE', ifAtLeast: 2 }));
    await app.advanceTo(START_AT + MINUTE);
    const bor = await person(app, 'bor', { status: null });
    value(await setAvailability(app.context, bor, { status: 'LOOKING' }));
    expect(await statuses(app)).toEqual({ ana: 'MAYBE', bor: 'LOOKING' });
  });

  it('is seen by its person alone, and is in their export', async () => {
    const app = await testApp();
    await isInIf(app, 'ana', 17);
    const ana = await person(app, 'ana', { status: null });
    const bor = await person(app, 'bor', { status: null });
    const asked = { from: DATE, to: DATE, withNames: true };
    expect(value(await availabilityDays(app.context, ana, asked)).days[0]?.ownAtLeast).toBe(17);
    expect(JSON.stringify(value(await availabilityDays(app.context, bor, asked)).days)).not.toContain('17');
    expect(value(await availabilityDays(app.context, bor, asked)).days[0]?.ownAtLeast).toBeNull();
    const data = personalDataExport(await personalData(app.context, ana), app.clock.now());
    expect(data.conditions).toEqual([{ date: DATE, at_least: 17, met: false }]);
  });

  it('turns exactly whom the rule takes in, whatever is said in whatever order', async () => {
    const anySaying = fc.record({
      who: fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5', 'p6'),
      says: fc.oneof(fc.constantFrom('LOOKING', 'MAYBE', 'NOT_PLAYING'), fc.integer({ min: 2, max: 7 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anySaying, { minLength: 4, maxLength: 14 }), async (sayings) => {
        const app = await testApp({ sweepEveryMs: 0 });
        const model = new Map<string, string | number>();
        for (const { who, says } of sayings) {
          const one = await person(app, who, { status: null });
          const ifAtLeast = typeof says === 'number' ? says : null;
          const status = typeof says === 'number' ? 'MAYBE' : says;
          value(await setAvailability(app.context, one, { status, ifAtLeast }));
          model.set(who, says);
          const open = [...model].flatMap(([userId, atLeast]) =>
            typeof atLeast === 'number' ? [{ userId, atLeast }] : [],
          );
          const sure = [...model.values()].filter((each) => each === 'LOOKING').length;
          for (const { userId } of whoIsIn(sure, open)) model.set(userId, 'LOOKING');
          const expected = [...model].map(([id, said]) => [id, typeof said === 'number' ? 'MAYBE' : said]);
          expect(await statuses(app)).toEqual(Object.fromEntries(expected));
        }
        await app.close();
      }),
      { numRuns: 25, interruptAfterTimeLimit: 15_000 },
    );
  }, 40_000);
});

describe('that it is on by a condition that was met', () => {
  it('is on record with the answer that met it, and told to those whose answers turned, but not to who answered', async () => {
    const app = await testApp({ settings: { sessionReadyThreshold: 3 } });
    await isInIf(app, 'ana', 3, { told: true });
    await isInIf(app, 'bor', 3, { told: true });
    const cene = await person(app, 'cene', { status: null, told: true });
    value(await setAvailability(app.context, cene, { status: 'LOOKING' }));
    const [row] = await app.rows<{ value: string }>(
      "SELECT value FROM system_state WHERE key LIKE 'untold:%'",
    );
    expect(row?.value).toBe('cene');
    await app.advance(MINUTE);
    expect(await app.fates('ready')).toEqual({ ana: 'sent', bor: 'sent' });
    for (const name of ['ana', 'bor'])
      expect(app.discord.deliveredTo(name).map(({ text }) => text)).toEqual([
        expect.stringContaining('in if enough are, and they are'),
      ]);
    await app.advanceTo(START_AT - MINUTE);
    expect(app.discord.deliveredTo('ana')).toHaveLength(1);
  });

  it('is judged with an answer for tonight, and with none for another date', async () => {
    const app = await testApp({ settings: { sessionReadyThreshold: 2 } });
    const says = { userName: 'somebody', status: 'MAYBE', atLeast: 2 } as const;
    await person(app, 'ana');
    await person(app, 'bor', { date: TOMORROW });
    const now = app.clock.now();
    const turned = await app.database.withTransaction(async (tx) => {
      for (const [userId, date] of [
        ['cene', TOMORROW],
        ['dana', DATE],
      ] as const)
        await saveAvailability(tx, { ...says, id: app.newId(), userId, date }, now);
      const other = await turnConditional(app.context, tx, { answerer: 'bor', date: TOMORROW }, now);
      // Tonight two would be looking by now, had anybody looked.
      await tx.sql`UPDATE availability_entries SET status = 'LOOKING' WHERE user_id = 'dana'`;
      await saveAvailability(tx, { ...says, id: app.newId(), userId: 'eva', date: TOMORROW }, now);
      const again = await turnConditional(app.context, tx, { answerer: 'eva', date: TOMORROW }, now);
      await saveAvailability(tx, { ...says, id: app.newId(), userId: 'eva', date: DATE }, now);
      const tonight = await turnConditional(app.context, tx, { answerer: 'ana', date: DATE }, now);
      return [other, again, tonight];
    });
    expect(turned).toEqual([
      { userIds: ['cene'], tidings: null },
      { userIds: ['eva'], tidings: null },
      { userIds: ['eva'], tidings: 'ready' },
    ]);
  });

  it('does not say so to who is in without a condition', async () => {
    const app = await testApp({ settings: { sessionReadyThreshold: 2 } });
    await person(app, 'ana', { told: true });
    const bor = await person(app, 'bor', { status: null });
    value(await setAvailability(app.context, bor, { status: 'LOOKING' }));
    await app.advance(MINUTE);
    expect(app.discord.deliveredTo('ana').map(({ text }) => text)).toEqual([
      expect.not.stringContaining('in if enough are'),
    ]);
  });

  it('is told to the others where a condition itself made it so', async () => {
    const app = await testApp({ settings: { sessionReadyThreshold: 3 } });
    await isInIf(app, 'ana', 3, { told: true });
    await person(app, 'bor', { told: true });
    await app.advance(1_000);
    await isInIf(app, 'cene', 3, { told: true });
    await app.advance(MINUTE);
    expect(await app.fates('ready')).toEqual({ ana: 'sent', bor: 'sent' });
  });
});
