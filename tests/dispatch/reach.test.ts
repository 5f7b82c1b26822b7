import { describe, expect, it } from 'vitest';
import { cancelCampaign, type Cancelling } from '../../src/services/cancel-campaign.js';
import { campaignLog } from '../../src/services/campaign-log.js';
import { campaignStatusById } from '../../src/services/campaign-status.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { pausePromotions, resumePromotions } from '../../src/services/pause-promotions.js';
import { setAvailability } from '../../src/services/set-availability.js';
import { stopMessages } from '../../src/services/way-out.js';
import type { Actor } from '../../src/services/context.js';
import { offsetsHere, OFTEN_MS } from '../support/engine-of-run.js';
import { crashAtStatement, faultsOf } from '../support/crash.js';
import { closed, hangs, lostUnanswered, notDelivered, sent, trouble } from '../support/fake-channel.js';
import { settled } from '../support/fake-clock.js';
import { actor, admin, person, players, promoter } from '../support/people.js';
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

const SECOND = 1_000;

/** An evening of which `count` players have been reminded. */
async function reminded(count: number, options: TestAppOptions = {}) {
  const app = await testApp(options);
  await players(app, count);
  const who = await promoter(app);
  const { campaign } = await app.campaign(who);
  await app.advanceTo(REMINDER_AT + MINUTE);
  const cancel = (wish: Cancelling, by: Actor = who) =>
    cancelCampaign(app.context, by, { campaignId: campaign.id, ...wish });
  return { app, who, campaign, cancel };
}

const told = (app: TestApp, campaignId?: string) => app.fates('call_off', campaignId);

/** What somebody has got, by its kind. */
const got = (app: TestApp, userId: string) => app.discord.deliveredTo(userId).map(({ jobType }) => jobType);

describe('calling an evening off', () => {
  it('is asked about once anybody was reached, and changes nothing until it is said', async () => {
    const { app, cancel, campaign } = await reminded(3);
    const asked = await cancel({});
    expect(asked).toEqual({
      ok: false,
      refusal: { code: 'notify_needed', campaignId: campaign.id, reached: 3, stopsNothing: false },
    });
    expect(await app.jobStatuses()).toEqual({ reminder: 'sent', start: 'pending' });
  });

  it('needs no word about it where nobody was reached, and takes one', async () => {
    for (const wish of [{}, { notify: true }, { notify: false }]) {
      const app = await testApp();
      await players(app, 1);
      const who = await promoter(app);
      await app.campaign(who);
      expect(value(await cancelCampaign(app.context, who, wish))).toMatchObject({ told: 0, slotFreed: true });
      await app.advanceTo(START_AT + 50 * MINUTE);
      expect(app.discord.requests).toEqual([]);
    }
  });

  it('tells those who were called, at once, under a key of its own, and stops the rest', async () => {
    const { app, campaign, cancel } = await reminded(2);
    expect(value(await cancel({ notify: true }))).toMatchObject({
      told: 2,
      slotFreed: false,
      followUpOnly: false,
    });
    await app.advance(2 * SECOND);
    expect(await told(app)).toEqual({ p1: 'sent', p2: 'sent' });
    const last = app.discord.delivered.at(-1);
    expect(last?.at).toBeLessThan(REMINDER_AT + MINUTE + SECOND);
    const keys = (await app.ledger()).map(({ user_id, event_key, kind, state }) => [
      user_id,
      event_key,
      kind,
      state,
    ]);
    expect(keys).toContainEqual(['p1', `PROMOTE:OFF:${DATE}`, 'call', 'sent']);
    await app.advanceTo(START_AT + 60 * MINUTE);
    expect(got(app, 'p1')).toEqual(['reminder', 'call_off']);
    expect(await app.campaignStatus(campaign.id)).toBe('cancelled');
    expect(await app.jobStatuses()).toEqual({ reminder: 'sent', start: 'cancelled', call_off: 'sent' });
    expect(await faultsOf(app)).toEqual([]);
  });

  it('names the evening and no reason, and carries Stop alone', async () => {
    const app = await testApp({ channels: ['discord', 'telegram', 'signal'] });
    await person(app, 'ana');
    await person(app, 'tele', { channels: ['telegram'], preferred: 'telegram' });
    await person(app, 'sig', { channels: ['signal'], preferred: 'signal', locale: 'de' });
    const who = await promoter(app);
    await app.campaign(who);
    await app.advanceTo(REMINDER_AT + MINUTE);
    value(await cancelCampaign(app.context, who, { notify: true }));
    await app.advance(2 * SECOND);
    const [discord, telegram, signal] = [app.discord, app.telegram, app.signal].map(
      ({ delivered }) => delivered.at(-1)?.delivery.message,
    );
    expect(discord?.text).toContain(`<t:${START_AT / 1000}:t>, is off.`);
    expect(discord?.actions.map(({ action }) => action)).toEqual(['stop']);
    expect(discord?.links ?? []).toEqual([]);
    expect(telegram?.text).toContain('at 21:00 (Europe/Ljubljana), is off.');
    expect(telegram?.actions.map(({ action }) => action)).toEqual(['stop']);
    expect(signal?.text).toContain('fällt aus.');
    expect(signal?.text).toContain('STOPP');
    expect(signal?.text).not.toContain('HEUTE');
  });

  it('reaches whom the reminder or the start reached or may have, and nobody else', async () => {
    const app = await testApp();
    await players(app, 5);
    const who = await promoter(app);
    await app.campaign(who);
    app.discord.script('p2', closed(), sent);
    app.discord.script('p3', closed(), closed());
    app.discord.nonceWindowMs = 0;
    app.discord.script('p4', lostUnanswered);
    await app.restart();
    await app.advanceTo(START_AT + MINUTE);
    expect(await app.fates('start')).toMatchObject({ p2: 'sent', p3: 'failed(channel_closed)' });
    expect(value(await cancelCampaign(app.context, who, { notify: true })).told).toBe(4);
    await app.advance(MINUTE);
    expect(await told(app)).toEqual({
      p1: 'sent',
      p2: 'sent',
      p3: 'skipped(not_called)',
      p4: 'sent',
      p5: 'sent',
    });
  });

  it('waits for what is under way, and tells those whom it reached', async () => {
    const app = await testApp();
    await players(app, 3);
    const who = await promoter(app);
    await app.campaign(who);
    app.discord.reply = ({ userId, jobType }) => {
      if (jobType !== 'reminder' || userId === 'p1') return sent;
      return hangs(userId === 'p2');
    };
    await app.advanceTo(REMINDER_AT + SECOND);
    expect(value(await cancelCampaign(app.context, who, { notify: true })).told).toBe(3);
    await app.advance(3 * SECOND);
    expect(await told(app)).toEqual({ p1: 'sent' });
    app.discord.release(notDelivered().outcome);
    await app.advance(3 * SECOND);
    // What nobody confirmed counts as the channel's answer tells: it did not arrive.
    expect(await told(app)).toEqual({
      p1: 'sent',
      p2: 'skipped(not_called)',
      p3: 'skipped(not_called)',
    });
  });

  it('holds quiet hours, and leaves out who stopped, said no, left or erased their data meanwhile', async () => {
    const { app, cancel } = await reminded(6);
    const night = { start: '20:50', end: '23:00' };
    await app.change(
      "UPDATE subscription_preferences SET quiet_hours_start = ?, quiet_hours_end = ? WHERE user_id = 'p1'",
      night.start,
      night.end,
    );
    await app.advanceTo(REMINDER_AT + 6 * MINUTE);
    await stopMessages(app.context, { userId: 'p2' }, 'button');
    const no = { date: DATE, status: 'NOT_PLAYING' } as const;
    value(await setAvailability(app.context, actor('p3'), no));
    app.directory.leave('p4');
    await erasePerson(app.context, { userId: 'p5' });
    expect(value(await cancel({ notify: true })).told).toBe(6);
    await app.advance(2 * MINUTE);
    const fates = await told(app);
    expect(fates).toMatchObject({
      p1: 'skipped(quiet_hours)',
      p2: 'skipped(not_opted_in)',
      p4: 'skipped(left_guild)',
      p6: 'sent',
    });
    expect(Object.values(fates)).toContain('skipped(erased)');
    expect(await faultsOf(app)).toEqual([]);
  });

  it('waits for a pause, and for a channel in trouble', async () => {
    const { app, cancel } = await reminded(2);
    const boss = await admin(app);
    value(await pausePromotions(app.context, boss));
    expect(value(await cancel({ notify: true }))).toMatchObject({ told: 2, paused: true });
    await app.advance(5 * MINUTE);
    expect(app.discord.requests).toHaveLength(2);
    app.discord.script('p1', trouble('unavailable', 60_000));
    value(await resumePromotions(app.context, boss));
    await app.advance(5 * MINUTE);
    expect(await told(app)).toEqual({ p1: 'sent', p2: 'sent' });
  });

  it('tells nobody later than 45 minutes after the start', async () => {
    const { app, cancel } = await reminded(2);
    value(await pausePromotions(app.context, await admin(app)));
    value(await cancel({ notify: true }));
    await app.advanceTo(START_AT + 46 * MINUTE);
    expect(app.discord.requests).toHaveLength(2);
    expect(await told(app)).toEqual({ p1: 'skipped(missed)', p2: 'skipped(missed)' });
    expect((await app.jobStatuses()).call_off).toBe('missed');
  });

  it('is possible where everything has gone out, until then, and keeps the status', async () => {
    const { app, campaign, cancel, who } = await reminded(2);
    await app.advanceTo(START_AT + 10 * MINUTE);
    expect(await cancel({})).toMatchObject({
      refusal: { code: 'notify_needed', reached: 2, stopsNothing: true },
    });
    expect(refusal(await cancel({ notify: false }))).toBe('campaign_over');
    const before = value(await campaignStatusById(app.context, who, campaign.id));
    expect([before.canCancel, before.reached]).toEqual([true, 2]);
    expect(value(await cancelCampaign(app.context, who, { notify: true }))).toMatchObject({
      told: 2,
      followUpOnly: true,
    });
    await app.advance(MINUTE);
    expect(await told(app)).toEqual({ p1: 'sent', p2: 'sent' });
    expect(await app.campaignStatus(campaign.id)).toBe('sent');
    const after = value(await campaignStatusById(app.context, who, campaign.id));
    expect([after.canCancel, after.reached]).toEqual([false, 0]);

    const late = await reminded(2);
    await late.app.advanceTo(START_AT + 45 * MINUTE);
    for (const wish of [{}, { notify: true }, { notify: false }])
      expect(refusal(await late.cancel(wish))).toBe('campaign_over');
  });

  it('is done once: a second press is told that it is over', async () => {
    const { app, cancel } = await reminded(2);
    const both = await Promise.all([cancel({ notify: true }), cancel({ notify: true })]);
    expect(both.map(({ ok }) => ok)).toEqual([true, false]);
    expect(both.map((each) => (each.ok ? null : each.refusal.code))).toEqual([null, 'campaign_over']);
    await app.advance(MINUTE);
    expect(refusal(await cancel({ notify: true }))).toBe('campaign_over');
    expect(got(app, 'p1')).toEqual(['reminder', 'call_off']);

    const quiet = await reminded(2);
    value(await quiet.cancel({ notify: false }));
    expect(refusal(await quiet.cancel({ notify: true }))).toBe('campaign_over');
    await quiet.app.advance(MINUTE);
    expect(got(quiet.app, 'p1')).toEqual(['reminder']);
  });

  it('stops the follow-up', async () => {
    const { app, cancel } = await reminded(2, { checks: { voice: true } });
    await app.advanceTo(START_AT + MINUTE);
    expect(value(await cancel({ notify: true }))).toMatchObject({ told: 2, followUpOnly: true });
    await app.advanceTo(START_AT + 60 * MINUTE);
    expect(got(app, 'p1')).toEqual(['reminder', 'start', 'call_off']);
    expect(await app.fates('follow_up')).toEqual({ p1: 'skipped(cancelled)', p2: 'skipped(cancelled)' });
  });

  it('tells nobody whom another campaign of the evening has called, which goes on', async () => {
    const app = await testApp({ settings: { globalCooldown: false } });
    await person(app, 'ana');
    await person(app, 'may', { status: 'MAYBE' });
    const [one, other] = [await promoter(app), await promoter(app, 'promoter-2')];
    const first = await app.campaign(one);
    await app.advanceTo(REMINDER_AT + MINUTE);
    // It calls everybody to the start, and the first campaign comes too late for that.
    const second = await app.campaign(other, { includeMaybe: true });
    await app.change(
      "UPDATE availability_promotion_jobs SET next_run_at = ? WHERE campaign_id = ? AND job_type = 'start'",
      new Date(START_AT + 5 * MINUTE).toISOString(),
      first.campaign.id,
    );
    await app.advanceTo(START_AT + MINUTE);
    value(await cancelCampaign(app.context, one, { campaignId: first.campaign.id, notify: true }));
    await app.advance(MINUTE);
    expect(await told(app, first.campaign.id)).toEqual({ ana: 'skipped(called_elsewhere)' });
    // That one is called off, too: now both know.
    value(await cancelCampaign(app.context, other, { campaignId: second.campaign.id, notify: true }));
    await app.advance(MINUTE);
    expect(await told(app, second.campaign.id)).toEqual({ ana: 'sent', may: 'sent' });
  });

  it('goes on after a restart, once', async () => {
    const { app, cancel } = await reminded(3);
    app.discord.reply = () => hangs(true);
    value(await cancel({ notify: true }));
    await app.advance(SECOND);
    await app.crash();
    app.discord.reply = () => sent;
    await app.restart();
    await app.advance(MINUTE);
    expect(await told(app)).toEqual({ p1: 'sent', p2: 'sent', p3: 'sent' });
    for (const id of ['p1', 'p2', 'p3']) expect(got(app, id)).toEqual(['reminder', 'call_off']);
  });

  it('may be done by an admin, and by nobody else; the log knows the kind, the audit log who', async () => {
    const { app, cancel, campaign } = await reminded(1);
    const boss = await admin(app);
    expect(refusal(await cancel({ notify: true }, await promoter(app, 'promoter-2')))).toBe(
      'campaign_not_found',
    );
    value(await cancel({ notify: true }, boss));
    await app.advance(MINUTE);
    const log = value(await campaignLog(app.context, boss, {}));
    expect(log.lines?.map(({ jobType }) => jobType)).toContain('call_off');
    const audit = await app.rows<{ user_id: string; actor_id: string; metadata: string }>(
      "SELECT * FROM account_link_audit_log WHERE action = 'campaign_called_off'",
    );
    expect(audit).toMatchObject([{ user_id: 'promoter', actor_id: 'admin' }]);
    expect(JSON.parse(audit[0]!.metadata)).toEqual({ campaign: campaign.id, date: DATE, told: '1' });
    expect(app.eventsOf('campaign_cancelled')).toMatchObject([{ actorId: 'admin', told: 1 }]);
  });
});

describe('calling off, killed at any statement', () => {
  /** What is wrong at the end of an evening in which the process died at a statement; `null`: it made fewer. */
  async function killedAt(statement: number): Promise<string[] | null> {
    const { app, cancel } = await reminded(2, { sweepEveryMs: OFTEN_MS });
    app.discord.script('p1', notDelivered());
    const process = crashAtStatement(app, statement);
    // It gets no answer where the process dies.
    void cancel({ notify: true }).catch(() => undefined);
    await app.advance(5 * SECOND);
    if (!process.dead) return null;
    await settled();
    await app.restart();
    // Whoever pressed sees no answer, and presses again.
    const again = await cancel({ notify: true });
    await app.advance(30 * SECOND);
    const fates = Object.entries(await told(app)).flatMap(([id, fate]) =>
      fate === 'sent' ? [] : [`${id}: ${fate}`],
    );
    const messages = ['p1', 'p2'].flatMap((id) => {
      const its = got(app, id).join();
      return its === 'reminder,call_off' ? [] : [`${id} got ${its}`];
    });
    const code = again.ok ? null : again.refusal.code;
    return [
      ...(await faultsOf(app)),
      ...fates,
      ...messages,
      ...(code === null || code === 'campaign_over' ? [] : [code]),
    ];
  }

  // Spread over several tests, so that none takes long.
  const STRIDE = 24;
  for (const offset of offsetsHere(STRIDE)) {
    it(`${offset}, ${offset + STRIDE} …, everybody is told once`, async () => {
      let statement = offset;
      for (; ; statement += STRIDE) {
        const faults = await killedAt(statement);
        if (!faults) break;
        expect(faults, `killed at statement ${statement}`).toEqual([]);
      }
      expect(statement).toBeGreaterThan(40);
    }, 60_000);
  }
});
