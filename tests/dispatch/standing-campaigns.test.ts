import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/local-time.js';
import { auditOf } from '../../src/persistence/stores/audit-store.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { changeSettings } from '../../src/services/change-settings.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { pausePromotions, resumePromotions } from '../../src/services/pause-promotions.js';
import { clearAvailabilityOn } from '../../src/services/set-availability.js';
import {
  keepStandingCampaigns,
  removeStandingCampaigns,
  setStandingCampaigns,
  showStandingCampaigns,
  stopStandingCampaign,
} from '../../src/services/standing-campaigns.js';
import { stopMessages } from '../../src/services/way-out.js';
import { applyRetention } from '../../src/upkeep/apply-retention.js';
import { crashAtStatement, faultsOf } from '../support/crash.js';
import { arrivedUnanswered, closed, notDelivered } from '../support/fake-channel.js';
import { settled } from '../support/fake-clock.js';
import { actor, admin, person, type PersonOptions, players, promoter } from '../support/people.js';
import { backUpOf, restored } from '../support/restoring.js';
import {
  DATE,
  MINUTE,
  refusal,
  REMINDER_AT,
  START_AT,
  testApp,
  type TestApp,
  type TestAppOptions,
  value,
} from '../support/test-app.js';
import { OFTEN_MS, onlyOnSqlite } from '../support/engine-of-run.js';

const SECOND = 1_000;
const DAY = 24 * 60 * MINUTE;
const TELL_FROM = REMINDER_AT - 30 * MINUTE;
const BEFORE = '2026-03-10T19:00:07.123Z';

/** A club where three have to look for a game and do, and whose promoter has set Tuesdays; another promoter wants notices. */
async function aClub({ settings, ...options }: TestAppOptions = {}, looking = 3): Promise<TestApp> {
  const app = await testApp({
    at: BEFORE,
    sweepEveryMs: OFTEN_MS,
    settings: { sessionReadyThreshold: 3, ...settings },
    ...options,
  });
  await players(app, looking);
  await aPromoter(app, 'promoter', { name: 'Ada' });
  await aPromoter(app, 'promoter-2', { name: 'Bob', told: true });
  await set(app);
  return app;
}

const aPromoter = (app: TestApp, userId: string, options: PersonOptions = {}) =>
  promoter(app, userId, options);

const set = async (app: TestApp, who = 'promoter', includeAvailable = false): Promise<void> => {
  const wish = { days: ['tue'], includeAvailable, includeMaybe: false } as const;
  value(await setStandingCampaigns(app.context, actor(who), wish));
};

/** What promoters were told, in their order. */
const told = (app: TestApp, who = 'promoter', what = 'Tonight’s pings go out at') =>
  app.discord.deliveredTo(who).filter(({ delivery }) => delivery.message.text.includes(what));
const notOut = (app: TestApp, who = 'promoter') => told(app, who, 'don’t go out by themselves');

const reasons = (app: TestApp) =>
  app.eventsOf('standing_campaign').map(({ step, reason }) => (reason === null ? step : `${step} ${reason}`));

const stop = async (app: TestApp, who = 'promoter-2') =>
  value(await stopStandingCampaign(app.context, actor(who), DATE));

const realCampaigns = async (app: TestApp) =>
  (await app.campaigns()).filter(({ kind }) => kind === 'promotion');

/** Days later, for which nobody needs to sweep. */
const restartedAt = async (app: TestApp, at: number): Promise<void> => {
  await app.crash();
  await app.advanceTo(at);
  await app.restart();
  await app.advance(10 * SECOND);
};

describe('a standing campaign', () => {
  it('is told half an hour before the reminder, and goes out in the name of whoever set it', async () => {
    const app = await aClub();
    await app.advanceTo(TELL_FROM - SECOND);
    expect(told(app)).toEqual([]);
    await app.advanceTo(TELL_FROM + 10 * SECOND);
    for (const who of ['promoter', 'promoter-2']) {
      const [message, ...more] = told(app, who);
      expect(more).toEqual([]);
      const { text, actions } = message!.delivery.message;
      expect(text).toContain(`<t:${REMINDER_AT / SECOND}:t> unless one of you says no`);
      expect(text).toContain('3 are looking');
      expect(text).toContain('in the name of Ada');
      expect(actions.map(({ action, id }) => `${action} ${id}`)).toEqual([
        `promote-standing stop:${DATE}`,
        `promote-standing preview:${DATE}`,
        ...(who === 'promoter' ? [] : [`stop-ready ${DATE}`]),
      ]);
    }
    await app.advanceTo(REMINDER_AT - 2 * MINUTE);
    expect(await realCampaigns(app)).toEqual([]);
    await app.advanceTo(START_AT + 60 * MINUTE);
    const [campaign, ...others] = await realCampaigns(app);
    expect(others).toEqual([]);
    expect(campaign).toMatchObject({ initiated_by: 'promoter', campaign_date: DATE, status: 'sent' });
    expect(await app.fates('reminder')).toEqual({ p1: 'sent', p2: 'sent', p3: 'sent' });
    expect(await app.fates('start')).toEqual({ p1: 'sent', p2: 'sent', p3: 'sent' });
    expect((await app.finalRows('reminder')).every(({ at }) => at < REMINDER_AT + 5 * SECOND)).toBe(true);
    expect(reasons(app)).toEqual(['propose', 'make']);
    expect(notOut(app)).toEqual([]);
    const history = await auditOf(app.database.view, 'promoter');
    expect(history.map(({ action, actorId }) => `${action} ${actorId}`)).toEqual([
      'standing_campaign_set promoter',
      'standing_campaign_made muster',
    ]);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('is told and goes out once a week, and not on other days', async () => {
    const app = await aClub();
    await app.advanceTo(START_AT + 60 * MINUTE);
    await restartedAt(app, TELL_FROM + DAY);
    await app.advanceTo(START_AT + DAY);
    await restartedAt(app, TELL_FROM + 7 * DAY - MINUTE);
    for (const id of ['p1', 'p2', 'p3']) await person(app, id, { date: addDays(DATE, 7) });
    await app.advanceTo(START_AT + 7 * DAY + MINUTE);
    expect((await realCampaigns(app)).map((campaign) => campaign.campaign_date)).toEqual([
      DATE,
      addDays(DATE, 7),
    ]);
    expect(told(app)).toHaveLength(2);
  });

  it('calls those who were asked for', async () => {
    const app = await aClub();
    await person(app, 'ava', { status: 'AVAILABLE' });
    await set(app, 'promoter', true);
    await app.advanceTo(START_AT + MINUTE);
    expect(Object.keys(await app.fates('start'))).toEqual(['ava', 'p1', 'p2', 'p3']);
  });

  it('waits for enough who are looking as long as promoters have time to say no', async () => {
    const app = await aClub({}, 2);
    await app.advanceTo(TELL_FROM + 10 * MINUTE);
    expect(told(app)).toEqual([]);
    await person(app, 'p3');
    await app.advance(10 * SECOND);
    expect(told(app)).toHaveLength(1);

    const late = await aClub({}, 2);
    await late.advanceTo(REMINDER_AT - 10 * MINUTE);
    await person(late, 'p3');
    await late.advanceTo(START_AT + MINUTE);
    expect(told(late)).toEqual([]);
    expect(await realCampaigns(late)).toEqual([]);
  });

  it('does not go out once a promoter says no, and the others who were told are told that, once', async () => {
    const app = await aClub();
    await app.advanceTo(TELL_FROM + MINUTE);
    const both = await Promise.all([
      stopStandingCampaign(app.context, actor('promoter-2'), DATE),
      stopStandingCampaign(app.context, actor('promoter'), DATE),
    ]);
    expect(both.map((each) => value(each).outcome).toSorted()).toEqual(['off', 'stopped']);
    const first = value(both[0]).outcome === 'stopped' ? 'promoter-2' : 'promoter';
    await app.advanceTo(START_AT + 60 * MINUTE);
    expect(await realCampaigns(app)).toEqual([]);
    expect(notOut(app, first)).toEqual([]);
    const other = first === 'promoter' ? 'promoter-2' : 'promoter';
    expect(notOut(app, other).map(({ delivery }) => delivery.message.text)).toEqual([
      expect.stringContaining(`${first === 'promoter' ? 'Ada' : 'Bob'} said no`),
    ]);
    const stopped = (await auditOf(app.database.view, 'promoter')).filter(
      ({ action }) => action === 'standing_campaign_stopped',
    );
    expect(stopped.map(({ actorId }) => actorId)).toEqual([first]);
  });

  it('that was created is not stopped any more, but can be cancelled by whose it is, and admins', async () => {
    const app = await aClub();
    const boss = await admin(app);
    await app.advanceTo(REMINDER_AT - 30 * SECOND);
    const [campaign] = await realCampaigns(app);
    expect(await stop(app)).toMatchObject({ outcome: 'made', mayCancel: false });
    expect(await stop(app, boss.userId)).toMatchObject({ outcome: 'made', mayCancel: true });
    const own = await stop(app, 'promoter');
    expect(own).toMatchObject({ outcome: 'made', mayCancel: true, proposal: { campaignId: campaign!.id } });
    value(await cancelCampaign(app.context, actor('promoter'), { campaignId: campaign!.id }));
    await app.advanceTo(START_AT + MINUTE);
    // Somebody has called the evening off: it is not made again.
    expect(await realCampaigns(app)).toHaveLength(1);
    expect(await app.fates('start')).toEqual({
      p1: 'skipped(cancelled)',
      p2: 'skipped(cancelled)',
      p3: 'skipped(cancelled)',
    });
  });

  it.each<[string, (app: TestApp) => Promise<unknown>, string]>([
    ['too few are left', (app) => clearAvailabilityOn(app.context, actor('p1'), DATE), 'too_few'],
    ['messages are paused', async (app) => pausePromotions(app.context, await admin(app)), 'switched_off'],
    ['it is removed', (app) => removeStandingCampaigns(app.context, actor('promoter-2'), null), 'changed'],
    ['somebody else sets it', (app) => set(app, 'promoter-2'), 'changed'],
    ['somebody has planned the evening', (app) => app.campaign(actor('promoter-2')), 'taken'],
    ['whoever set it has erased their data', (app) => erasePerson(app.context, actor('promoter')), 'changed'],
    [
      'nobody who looks wants pings',
      async (app) => {
        for (const id of ['p1', 'p2', 'p3']) await stopMessages(app.context, actor(id), 'discord');
      },
      'nobody_to_call',
    ],
  ])('does not go out where %s meanwhile, and promoters are told why', async (_why, meanwhile, reason) => {
    const app = await aClub();
    await app.advanceTo(TELL_FROM + MINUTE);
    const before = (await realCampaigns(app)).length;
    await meanwhile(app);
    await app.advanceTo(REMINDER_AT - 50 * SECOND);
    if (reason === 'switched_off') value(await resumePromotions(app.context, actor('admin')));
    await app.advanceTo(START_AT + MINUTE);
    expect(reasons(app)).toEqual(['propose', `drop ${reason}`]);
    expect((await realCampaigns(app)).length).toBe(before + (reason === 'taken' ? 1 : 0));
    expect(notOut(app, 'promoter-2')).toHaveLength(1);
  });

  it('ends where whoever set it has left or may not promote any more, and the other promoters are told', async () => {
    const left = await aClub();
    left.directory.leave('promoter');
    await left.advanceTo(START_AT + MINUTE);
    expect(reasons(left)).toEqual(['end left']);
    expect(told(left, 'promoter-2', 'has left the server')).toHaveLength(1);
    expect(value(await showStandingCampaigns(left.context, actor('promoter-2'))).days).toEqual([]);

    const unlinked = await aClub();
    await unlinked.advanceTo(TELL_FROM + MINUTE);
    await unlinked.change("DELETE FROM player_links WHERE user_id = 'promoter'");
    await unlinked.advanceTo(START_AT + MINUTE);
    expect(reasons(unlinked)).toEqual(['propose', 'end may_not']);
    expect(await realCampaigns(unlinked)).toEqual([]);
    expect(told(unlinked, 'promoter-2', 'no promoter with a linked player')).toHaveLength(1);
    expect(notOut(unlinked, 'promoter')).toHaveLength(1);
  });

  it('does not end where another promoter takes it over at the moment at which whoever set it is found gone', async () => {
    const app = await aClub();
    app.directory.leave('promoter');
    const { directory } = app;
    const membersAmong = directory.membersAmong.bind(directory);
    let takesOver = true;
    directory.membersAmong = async (...asked) => {
      if (app.clock.now() >= TELL_FROM && takesOver) {
        takesOver = false;
        await set(app, 'promoter-2');
      }
      return membersAmong(...asked);
    };
    await app.advanceTo(START_AT + MINUTE);
    expect(takesOver).toBe(false);
    expect(reasons(app)).toEqual(['propose', 'make']);
    expect(told(app, 'promoter-2', 'has left the server')).toEqual([]);
    expect((await realCampaigns(app)).map((campaign) => campaign.initiated_by)).toEqual(['promoter-2']);
  });

  it('is told to nobody who has left or may not promote any more by the time it could be told', async () => {
    const app = await aClub();
    const quietHours = { start: '20:00', end: '20:25' };
    await aPromoter(app, 'promoter-3', { told: true, quietHours });
    await aPromoter(app, 'promoter-4', { told: true, quietHours, admin: true });
    await app.advanceTo(TELL_FROM + MINUTE);
    expect(told(app)).toHaveLength(1);
    app.directory.leave('promoter-3');
    app.directory.join('promoter-4', { roleIds: [] });
    await app.advanceTo(START_AT + MINUTE);
    expect([told(app, 'promoter-3'), told(app, 'promoter-4')]).toEqual([[], []]);
    expect(await realCampaigns(app)).toHaveLength(1);
  });

  it('does not go out where no promoter could be told, by closed messages or in quiet hours', async () => {
    const shut = await aClub();
    for (const who of ['promoter', 'promoter-2']) shut.discord.script(who, closed(), closed());
    await shut.advanceTo(START_AT + MINUTE);
    expect(reasons(shut)).toEqual(['propose', 'drop nobody_told']);
    expect(await realCampaigns(shut)).toEqual([]);

    const quiet = await testApp({
      at: BEFORE,
      sweepEveryMs: OFTEN_MS,
      settings: { sessionReadyThreshold: 3 },
    });
    await players(quiet, 3);
    await aPromoter(quiet, 'promoter', { quietHours: { start: '20:00', end: '23:00' } });
    await set(quiet);
    await quiet.advanceTo(START_AT + MINUTE);
    expect(told(quiet)).toEqual([]);
    expect(reasons(quiet)).toEqual(['propose', 'drop nobody_told']);
    expect(quiet.eventsOf('promoter_told').at(0)).toMatchObject({ outcome: 'failed', code: 'expired' });
  });

  it('waits for the end of quiet hours, as long as there is time to say no', async () => {
    const app = await testApp({ at: BEFORE, sweepEveryMs: OFTEN_MS, settings: { sessionReadyThreshold: 3 } });
    await players(app, 3);
    await aPromoter(app, 'promoter', { quietHours: { start: '20:00', end: '20:30' } });
    await set(app);
    await app.advanceTo(REMINDER_AT - 16 * MINUTE);
    expect(told(app)).toEqual([]);
    await app.advanceTo(START_AT + MINUTE);
    expect(told(app)).toHaveLength(1);
    expect(await realCampaigns(app)).toHaveLength(1);
  });

  it('is not told while messages are paused or switched off, or somebody has planned the evening', async () => {
    const paused = await aClub();
    value(await pausePromotions(paused.context, await admin(paused)));
    const off = await aClub({ settings: { promotionsEnabled: false } });
    const taken = await aClub();
    await taken.campaign(actor('promoter-2'));
    for (const app of [paused, off, taken]) {
      await app.advanceTo(START_AT + MINUTE);
      expect(told(app)).toEqual([]);
      expect(reasons(app)).toEqual([]);
    }
  });

  it('tells who agreed to notices and may promote, and no others', async () => {
    const app = await aClub();
    await aPromoter(app, 'promoter-3');
    await person(app, 'fan', { told: true, status: null });
    await admin(app, 'boss', { told: true });
    await app.advanceTo(REMINDER_AT - MINUTE * 5);
    expect(['promoter-3', 'fan'].flatMap((who) => told(app, who))).toEqual([]);
    expect(told(app, 'boss')).toHaveLength(1);
  });

  it('is never before the moment that was told, where the reminder is moved meanwhile', async () => {
    const app = await aClub();
    await app.advanceTo(TELL_FROM + MINUTE);
    value(await changeSettings(app.context, await admin(app), { reminder_time: '20:20' }));
    await app.advanceTo(REMINDER_AT - 61 * SECOND);
    expect(await realCampaigns(app)).toEqual([]);
    await app.advanceTo(START_AT + MINUTE);
    expect(await realCampaigns(app)).toHaveLength(1);
    expect(await app.fates('start')).toEqual({ p1: 'sent', p2: 'sent', p3: 'sent' });
  });

  it('goes out though the process was down at its moment, and not once the session has started', async () => {
    const app = await aClub();
    await app.advanceTo(TELL_FROM + MINUTE);
    await app.crash();
    await app.advanceTo(REMINDER_AT + 3 * MINUTE);
    await app.restart();
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.fates('start')).toEqual({ p1: 'sent', p2: 'sent', p3: 'sent' });

    const late = await aClub();
    await late.advanceTo(TELL_FROM + MINUTE);
    await late.crash();
    await late.advanceTo(START_AT + DAY);
    await late.restart();
    await late.advance(MINUTE);
    expect(await realCampaigns(late)).toEqual([]);
    expect(reasons(late)).toEqual(['propose', 'drop too_late']);
  });

  it('is made once Discord answers again', async () => {
    const app = await aClub();
    await app.advanceTo(TELL_FROM + MINUTE);
    app.directory.available = false;
    await app.advanceTo(REMINDER_AT + MINUTE);
    expect(await realCampaigns(app)).toEqual([]);
    app.directory.available = true;
    await app.advanceTo(START_AT + MINUTE);
    expect(await realCampaigns(app)).toHaveLength(1);
  });

  it('is told and made once, whatever becomes of the request and wherever the process is killed', async () => {
    const app = await aClub();
    app.discord.script('promoter', arrivedUnanswered);
    app.discord.script('promoter-2', notDelivered('rate_limited', 20 * SECOND));
    await app.advanceTo(START_AT + MINUTE);
    for (const who of ['promoter', 'promoter-2']) expect(told(app, who)).toHaveLength(1);
    expect(await realCampaigns(app)).toHaveLength(1);
  });

  it.each([
    ['promoters are told', TELL_FROM],
    ['it is made', REMINDER_AT - MINUTE],
  ])('is told and made once, at whichever statement the process is killed when %s', async (_when, moment) => {
    let deaths = 0;
    for (const n of [1, 2, 3, 5, 8, 11, 15, 19, 24, 30, 37, 45]) {
      const app = await aClub({ sweepEveryMs: 0, at: new Date(TELL_FROM - SECOND).toISOString() });
      const sweep = async (): Promise<void> => {
        await app.dispatcher.sweep();
        await settled();
      };
      if (moment > TELL_FROM) {
        await app.advanceTo(TELL_FROM);
        await sweep();
      }
      await app.advanceTo(moment);
      const doomed = crashAtStatement(app, n);
      void app.dispatcher.sweep();
      await app.advance(5 * SECOND);
      if (doomed.dead) await app.restart();
      deaths += Number(doomed.dead);
      for (const at of [TELL_FROM + MINUTE, REMINDER_AT - 40 * SECOND]) {
        if (app.clock.now() < at) await app.advanceTo(at);
        await sweep();
      }
      await app.advanceTo(START_AT + MINUTE);
      expect([told(app).length, told(app, 'promoter-2').length]).toEqual([1, 1]);
      expect(await realCampaigns(app)).toHaveLength(1);
      expect(await app.fates('start')).toEqual({ p1: 'sent', p2: 'sent', p3: 'sent' });
      await app.close();
    }
    expect(deaths).toBeGreaterThan(8);
  });
});

describe('two processes on one database', () => {
  it('tell promoters once and make it once, though both look at the same moment', async () => {
    const app = await aClub({
      shared: true,
      sweepEveryMs: 0,
      at: new Date(TELL_FROM - SECOND).toISOString(),
    });
    const other = await app.beside();
    for (const at of [TELL_FROM, TELL_FROM + MINUTE, REMINDER_AT - MINUTE, REMINDER_AT - 30 * SECOND]) {
      await app.advanceTo(at);
      const sweeps = Promise.all([app.dispatcher.sweep(), other.dispatcher.sweep()]);
      await app.advance(5 * SECOND);
      await sweeps;
      await settled();
    }
    expect([told(app).length, told(app, 'promoter-2').length]).toEqual([1, 1]);
    expect(await realCampaigns(app)).toHaveLength(1);
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.fates('start')).toEqual({ p1: 'sent', p2: 'sent', p3: 'sent' });
  });
});

describe('the lapse of standing campaigns', () => {
  const NOON = Date.parse('2026-03-10T11:00:00Z');

  it('is told once in the last week and once when it has come, and any press of a promoter keeps them', async () => {
    const app = await aClub({}, 0);
    await restartedAt(app, NOON + 49 * DAY - 60.5 * MINUTE);
    expect(told(app, 'promoter', 'standing pings end')).toEqual([]);
    await app.advance(MINUTE);
    await restartedAt(app, NOON + 51 * DAY);
    for (const who of ['promoter', 'promoter-2']) {
      const [near, ...more] = told(app, who, 'standing pings end');
      expect(more).toEqual([]);
      const [keep] = near!.delivery.message.actions;
      expect(keep).toMatchObject({ action: 'promote-standing', label: 'Keep them' });
    }
    value(await keepStandingCampaigns(app.context, actor('promoter-2')));
    await restartedAt(app, NOON + 58 * DAY);
    expect(told(app, 'promoter', 'standing pings ended')).toEqual([]);
    expect(value(await showStandingCampaigns(app.context, actor('promoter'))).until).toBe(
      addDays(DATE, 51 + 55),
    );
    await restartedAt(app, NOON + 120 * DAY);
    await restartedAt(app, NOON + 121 * DAY);
    for (const who of ['promoter', 'promoter-2'])
      expect(told(app, who, 'standing pings ended')).toHaveLength(1);
    const left = value(await showStandingCampaigns(app.context, actor('promoter')));
    expect(left).toMatchObject({ days: [], until: null });
    expect(refusal(await keepStandingCampaigns(app.context, actor('promoter')))).toBe('standing_not_found');
  });
});

describe('a short retention', () => {
  it('has nobody told twice that standing campaigns lapse', async () => {
    const app = await aClub({ settings: { retentionDays: 2 } }, 0);
    for (let day = 48; day <= 60; day += 1) {
      await restartedAt(app, Date.parse('2026-03-10T12:00:00Z') + day * DAY);
      await applyRetention(app.context);
    }
    for (const who of ['promoter', 'promoter-2']) {
      expect(told(app, who, 'standing pings end after')).toHaveLength(1);
      expect(told(app, who, 'standing pings ended after')).toHaveLength(1);
    }
  });
});

describe('a restored backup', () => {
  onlyOnSqlite('a restore puts a file in the place of another');

  it.each([
    ['before promoters were told', TELL_FROM - MINUTE],
    ['between that and its creation', TELL_FROM + 5 * MINUTE],
  ])('of %s tells nobody again and makes no second campaign', async (_when, backedUpAt) => {
    const app = await aClub();
    await app.advanceTo(backedUpAt);
    const backup = await backUpOf(app);
    await app.advanceTo(REMINDER_AT - 30 * SECOND);
    expect(await realCampaigns(app)).toHaveLength(1);
    const before = app.discord.delivered.length;
    await restored(app, backup);
    await app.advanceTo(START_AT + 60 * MINUTE);
    expect(told(app)).toHaveLength(1);
    expect(await realCampaigns(app)).toEqual([]);
    const after = app.discord.delivered.slice(before).map(({ delivery }) => delivery.message.text);
    expect(after.filter((text) => text.includes('go out at'))).toEqual([]);
  });

  it('takes over what was removed and stopped since', async () => {
    const app = await aClub();
    const backup = await backUpOf(app);
    value(await removeStandingCampaigns(app.context, actor('promoter'), null));
    await restored(app, backup);
    expect(value(await showStandingCampaigns(app.context, actor('promoter'))).days).toEqual([]);
  });
});
