import { describe, expect, it } from 'vitest';
import { accessOf } from '../../src/services/access.js';
import { availabilityDays } from '../../src/services/availability-days.js';
import { actor, admin, person, players, promoter } from '../support/people.js';
import { DATE, refusal, START_AT, testApp, value } from '../support/test-app.js';

const asked = { withNames: true };

describe('the days ahead', () => {
  it('are counted for everybody, and named for linked viewers who ask', async () => {
    const app = await testApp();
    await person(app, 'p1', { name: '**Ana** <@1>' });
    const bor = await person(app, 'p2', { status: 'MAYBE' });
    await person(app, 'p3', { date: '2026-03-12' });

    const nobodys = value(await availabilityDays(app.context, null, asked));
    expect(nobodys.days).toHaveLength(61);
    expect(nobodys.days[0]).toEqual({
      date: DATE,
      counts: { LOOKING: 1, AVAILABLE: 0, MAYBE: 1, NOT_PLAYING: 0 },
      total: 2,
    });
    expect(nobodys.days[2]).toMatchObject({ date: '2026-03-12', total: 1 });
    expect(nobodys.viewer).toEqual({ authenticated: false, linked: false });

    const linked = value(await availabilityDays(app.context, bor, asked));
    expect(linked.days[0]).toMatchObject({
      own: { origin: 'said', status: 'MAYBE' },
      names: {
        LOOKING: [{ name: 'Ana', weekly: false }],
        MAYBE: [{ name: 'Name of p2', weekly: false }],
      },
    });
    expect(linked.days[1]).toMatchObject({ own: { status: null }, names: { LOOKING: [] } });
    expect(value(await availabilityDays(app.context, bor, { withNames: false })).days[0]).not.toHaveProperty(
      'names',
    );

    const unlinked = await person(app, 'p4', { linked: false, status: null });
    const seen = value(await availabilityDays(app.context, unlinked, asked));
    expect(seen.days.some((day) => 'names' in day)).toBe(false);
    expect(seen.viewer).toEqual({ authenticated: true, linked: false });
  });

  it('are at most half a year, and in order', async () => {
    const app = await testApp();
    const of = (from?: string, to?: string) =>
      availabilityDays(app.context, null, { from, to, withNames: false });
    expect(value(await of(DATE, DATE)).days).toHaveLength(1);
    expect(value(await of('tomorrow', '2026-03-13')).days.map(({ date }) => date)).toEqual([
      '2026-03-11',
      '2026-03-12',
      '2026-03-13',
    ]);
    expect(value(await of('2026-01-01', '2026-06-29')).days).toHaveLength(180);
    expect(refusal(await of('2026-01-01', '2026-06-30'))).toBe('invalid_range');
    expect(refusal(await of('2026-03-11', DATE))).toBe('invalid_range');
    expect(refusal(await of('9999-12-31'))).toBe('invalid_range');
    expect(value(await of('9999-12-31', '9999-12-31')).days).toHaveLength(1);
    expect(refusal(await of('someday'))).toBe('invalid_date');
    expect(refusal(await of(DATE, 'someday'))).toBe('invalid_date');
  });

  it('tell whether enough look for a game today, whichever days are asked for', async () => {
    const app = await testApp({ settings: { sessionReadyThreshold: 2 } });
    const ready = async () =>
      value(
        await availabilityDays(app.context, null, { from: '2026-04-01', to: '2026-04-02', withNames: false }),
      ).sessionReady;
    await players(app, 1);
    const before = {
      date: DATE,
      ready: false,
      lookingCount: 1,
      threshold: 2,
      startAt: START_AT,
      eventKey: `SESSION_READY:${DATE}`,
    };
    expect(await ready()).toEqual(before);
    await players(app, 2);
    expect(await ready()).toEqual({ ...before, ready: true, lookingCount: 2 });
  });

  it('are refused to a viewer about whom Discord can not be asked, and to nobody else', async () => {
    const app = await testApp();
    const who = await person(app, 'p1');
    app.directory.available = false;
    expect(refusal(await availabilityDays(app.context, who, asked))).toBe('directory_unavailable');
    value(await availabilityDays(app.context, null, asked));
  });
});

describe('what somebody may do', () => {
  it('is told as the services would', async () => {
    const app = await testApp();
    const access = async (who: Parameters<typeof accessOf>[1]) => value(await accessOf(app.context, who));
    const NOTHING = {
      linked: false,
      isAdmin: false,
      canPromote: false,
      isPromoter: false,
      displayName: null,
      playerName: null,
    };
    const refused = (code: string) => ({ promoteRefusal: { code } });
    expect(await access(actor('stranger'))).toEqual({ ...NOTHING, ...refused('not_a_member') });
    expect(await access(await person(app, 'p1', { linked: false }))).toEqual({
      ...NOTHING,
      displayName: 'Name of p1',
      ...refused('not_linked'),
    });
    expect(await access(await person(app, 'p1'))).toEqual({
      ...NOTHING,
      linked: true,
      displayName: 'Name of p1',
      playerName: 'Name of p1',
      ...refused('not_promoter'),
    });
    const may = { linked: true, canPromote: true, isPromoter: true, promoteRefusal: null };
    expect(await access(await promoter(app))).toMatchObject({ ...may, isAdmin: false });
    expect(await access(await admin(app))).toMatchObject({ ...may, isAdmin: true });
    expect(await access(await admin(app, 'unlinked admin', { linked: false }))).toMatchObject({
      linked: false,
      canPromote: false,
      isPromoter: true,
      isAdmin: true,
      ...refused('not_linked'),
    });
    const who = await promoter(app);
    await app.campaign(who);
    expect(await access(who)).toMatchObject({
      canPromote: true,
      promoteRefusal: { code: 'already_promoted' },
    });
    expect(await access(await admin(app))).toMatchObject({
      promoteRefusal: { code: 'cooldown', date: DATE },
    });
    app.directory.available = false;
    expect(refusal(await accessOf(app.context, actor('p1')))).toBe('directory_unavailable');
  });
});
