import { changeSettings } from '../../src/services/change-settings.js';
import { describe, expect, it } from 'vitest';
import { channelAsUser } from '../../src/domain/event-key.js';
import { de } from '../../src/messages/de/messages.js';
import { en } from '../../src/messages/en/messages.js';
import { findTurnout } from '../../src/persistence/stores/turnout-store.js';
import { comeTonight } from '../../src/services/answer-evening.js';
import { callMore } from '../../src/services/call-more.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { pausePromotions, resumePromotions } from '../../src/services/pause-promotions.js';
import { updatePreferences } from '../../src/services/update-preferences.js';
import { betweenStatements } from '../support/between-statements.js';
import { offsetsHere, OFTEN_MS } from '../support/engine-of-run.js';
import { crashAtStatement, failCommitOf, faultsOf } from '../support/crash.js';
import {
  arrivedUnanswered,
  closed,
  hangs,
  lostUnanswered,
  notDelivered,
  sent,
  trouble,
} from '../support/fake-channel.js';
import { settled } from '../support/fake-clock.js';
import { actor, admin, person, players, promoter } from '../support/people.js';
import {
  DATE,
  FOLLOW_UP_AT,
  MINUTE,
  START_AT,
  testApp,
  type TestApp,
  type TestAppOptions,
  value,
} from '../support/test-app.js';

const SECOND = 1_000;
const CHANNEL = '700000000000000001';
const VOICE: TestAppOptions = { at: '2026-03-10T19:46:07.123Z', checks: { voice: true } };
const BOTH: TestAppOptions = { ...VOICE, checks: { voice: true, gameServer: true } };
const SERVER: TestAppOptions = { ...VOICE, checks: { gameServer: true } };
const WITH_SUMMARY: TestAppOptions = { ...BOTH, summaryChannelId: CHANNEL };

/** So many players, called by one promoter, up to just before the follow-up. */
async function evening(options: TestAppOptions, count = 3): Promise<TestApp> {
  const app = await testApp({ ...options });
  await players(app, count);
  await app.campaign(await promoter(app));
  await app.advanceTo(FOLLOW_UP_AT - 1);
  return app;
}

const nudges = (app: TestApp) =>
  app.discord.delivered.filter(
    ({ jobType, userId }) => jobType === 'follow_up' && !userId.startsWith('channel:'),
  );
const summaries = (app: TestApp) => app.discord.deliveredTo(channelAsUser(CHANNEL));
const followUp = async (app: TestApp) => (await app.jobs()).find(({ job_type }) => job_type === 'follow_up');
const turnout = async (app: TestApp) => {
  const [campaign] = await app.campaigns();
  return findTurnout(app.database.view, campaign!.id);
};

describe('the follow-up', () => {
  it('nudges those who are missing 90 seconds after the start, and nobody else', async () => {
    const app = await evening(VOICE);
    app.voice.join('p1');
    expect(nudges(app)).toEqual([]);
    await app.advance(SECOND);
    expect(await app.fates('follow_up')).toEqual({ p1: 'skipped(present)', p2: 'sent', p3: 'sent' });
    const endOfStart = Date.parse(
      (await app.jobs()).find(({ job_type }) => job_type === 'start')!.finished_at!,
    );
    expect(nudges(app).map(({ at }) => at)).toEqual([
      endOfStart + 90 * SECOND,
      endOfStart + 90 * SECOND + 25,
    ]);
    expect(nudges(app)[0]!.text).toContain("you're not in voice yet");
    expect(await app.jobStatuses()).toMatchObject({ start: 'sent', follow_up: 'sent' });
    expect(await app.campaignStatus((await app.campaigns())[0]!.id)).toBe('sent');
    expect(await faultsOf(app)).toEqual([]);
  });

  it('counts from the end of the start job, however long that takes', async () => {
    const app = await testApp(VOICE);
    await players(app, 2);
    await app.campaign(await promoter(app));
    app.discord.script('p2', notDelivered('rate_limited', 5 * MINUTE));
    await app.advanceTo(START_AT + 4 * MINUTE);
    expect(await app.jobStatuses()).toMatchObject({ start: 'pending', follow_up: 'pending' });
    await app.advance(4 * MINUTE);
    const [start, nudge] = (await app.jobs()).filter(({ job_type }) => job_type !== 'reminder');
    expect(Date.parse(nudge!.run_at)).toBe(Date.parse(start!.finished_at!) + 90 * SECOND);
    expect(nudges(app).map(({ at }) => at)[0]).toBe(Date.parse(nudge!.run_at));
  });

  it('is set by the end of the start job, also over a restart in between', async () => {
    const app = await testApp(VOICE);
    await players(app, 2);
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + MINUTE);
    await app.restart();
    await app.advanceTo(FOLLOW_UP_AT + SECOND);
    expect(await app.fates('follow_up')).toEqual({ p1: 'sent', p2: 'sent' });
  });

  it('looks again before each nudge', async () => {
    const app = await testApp(VOICE);
    await players(app, 3);
    await app.campaign(await promoter(app));
    app.discord.reply = ({ jobType, userId }) => {
      if (jobType === 'follow_up' && userId === 'p1') app.voice.join('p3');
      return sent;
    };
    await app.advanceTo(FOLLOW_UP_AT + SECOND);
    expect(await app.fates('follow_up')).toEqual({ p1: 'sent', p2: 'sent', p3: 'skipped(present)' });
    // The summary's numbers are those of the first look.
    expect(await turnout(app)).toMatchObject({ expected: 3, inVoice: 0 });
  });

  it('looks again before it repeats a nudge that did not arrive', async () => {
    const app = await evening(VOICE, 1);
    app.discord.script('p1', notDelivered('rate_limited', 30 * SECOND));
    await app.advance(10 * SECOND);
    app.voice.join('p1');
    await app.advance(30 * SECOND);
    expect(await app.fates('follow_up')).toEqual({ p1: 'skipped(present)' });
    expect(nudges(app)).toEqual([]);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('tells who is on the game server, but not in voice, to join voice', async () => {
    const app = await evening(BOTH);
    app.voice.join('p1');
    app.gameServer.names = ['^1Name of p1', 'name OF p2'];
    await app.advance(SECOND);
    expect(await app.fates('follow_up')).toEqual({ p1: 'skipped(present)', p2: 'sent', p3: 'sent' });
    const texts = Object.fromEntries(nudges(app).map(({ userId, text }) => [userId, text]));
    expect(texts['p2']).toContain("You're on the server, but not in voice yet");
    expect(texts['p3']).toContain("you're not in voice yet");
    expect(app.gameServer.asked).toBe(1);
    expect(await turnout(app)).toMatchObject({ expected: 3, inVoice: 1, onServer: 1 });
  });

  it('goes on without a game server that gives no answer, as long as voice is known', async () => {
    const app = await evening(BOTH);
    app.gameServer.answers = false;
    await app.advance(SECOND);
    expect(await app.fates('follow_up')).toEqual({ p1: 'sent', p2: 'sent', p3: 'sent' });
    expect(await turnout(app)).toMatchObject({ expected: 3, inVoice: 0, onServer: null });
  });

  it('goes by the game server where voice is not looked at', async () => {
    const app = await evening(SERVER);
    app.gameServer.names = ['Name of p2'];
    app.voice.join('p1');
    await app.advance(SECOND);
    expect(await app.fates('follow_up')).toEqual({ p1: 'sent', p2: 'skipped(present)', p3: 'sent' });
    expect(await turnout(app)).toMatchObject({ expected: 3, inVoice: null, onServer: 1 });
  });

  it('takes nobody for present by a name they have not proved, where links must be proved', async () => {
    const app = await testApp({ ...SERVER, settings: { playerLinkPolicy: 'verified' } });
    await players(app, 2);
    await app.change(`UPDATE player_links SET verified_at = created_at`);
    const who = await promoter(app);
    await app.change(`UPDATE player_links SET verified_at = created_at WHERE user_id = 'promoter'`);
    await app.campaign(who);
    await app.change(`UPDATE player_links SET verified_at = NULL WHERE user_id = 'p2'`);
    app.gameServer.names = ['Name of p1', 'Name of p2'];
    await app.advanceTo(FOLLOW_UP_AT + SECOND);
    expect(await app.fates('follow_up')).toEqual({ p1: 'skipped(present)', p2: 'sent' });
  });

  it('asks again who wants to be called, and keeps their quiet hours', async () => {
    const app = await evening(VOICE, 4);
    value(await updatePreferences(app.context, actor('p1'), { allowPromotions: false }));
    await person(app, 'p2', { status: 'NOT_PLAYING' });
    await person(app, 'p3', { quietHours: { start: '21:01', end: '23:00' } });
    app.directory.leave('p4');
    await app.advance(SECOND);
    expect(await app.fates('follow_up')).toEqual({
      p1: 'skipped(not_opted_in)',
      p2: 'skipped(not_playing)',
      p3: 'skipped(quiet_hours)',
      p4: 'skipped(left_guild)',
    });
    expect(await followUp(app)).toMatchObject({ status: 'skipped' });
    expect(app.eventsOf('job_finished').at(-1)).toMatchObject({ endReason: null });
  });

  it('leaves out whom the start message did not reach, but not who may have it', async () => {
    const app = await testApp(VOICE);
    await players(app, 3);
    await app.campaign(await promoter(app));
    app.discord.reply = ({ jobType, userId }) => {
      if (jobType !== 'start') return sent;
      if (userId === 'p1') return closed();
      return userId === 'p2' ? lostUnanswered : sent;
    };
    await app.advanceTo(START_AT + 20 * MINUTE);
    expect(await app.fates('start')).toEqual({
      p1: 'failed(channel_closed)',
      p2: expect.stringMatching(/^unknown/) as string,
      p3: 'sent',
    });
    expect(await app.fates('follow_up')).toEqual({ p1: 'skipped(not_called)', p2: 'sent', p3: 'sent' });
    expect(await turnout(app)).toMatchObject({ expected: 2 });
  });

  it('has nobody to nudge when everybody is there, and says so', async () => {
    const app = await evening(WITH_SUMMARY);
    app.voice.join('p1', 'p2', 'p3');
    await app.advance(SECOND);
    expect(nudges(app)).toEqual([]);
    expect(await followUp(app)).toMatchObject({ status: 'skipped' });
    expect(app.eventsOf('job_finished').at(-1)).toMatchObject({
      status: 'skipped',
      endReason: 'nobody_missing',
    });
    expect(summaries(app)).toHaveLength(1);
  });

  it('is missed with the start message that nobody got', async () => {
    const app = await testApp(VOICE);
    await players(app, 2);
    await app.campaign(await promoter(app));
    await app.crash();
    await app.advanceTo(START_AT + 31 * MINUTE);
    await app.restart();
    await app.advance(2 * MINUTE);
    expect(await app.jobStatuses()).toMatchObject({ start: 'missed', follow_up: 'skipped' });
    expect(await app.fates('follow_up')).toEqual({ p1: 'skipped(not_called)', p2: 'skipped(not_called)' });
    expect(await turnout(app)).toBeNull();
    expect(app.discord.delivered).toEqual([]);
  });

  it('gets its moment, and has nobody to nudge, after a start job that gave up', async () => {
    const app = await testApp({
      ...WITH_SUMMARY,
      maxAttempts: 2,
      messagesFor: () => ({
        ...en,
        campaignMessage: (input) => {
          if (input.jobType === 'start') throw new Error('no words');
          return en.campaignMessage(input);
        },
      }),
    });
    await players(app, 2);
    await app.campaign(await promoter(app));
    await app.advanceTo(START_AT + 5 * MINUTE);
    expect(await app.fates('start')).toEqual({ p1: 'failed(job_error)', p2: 'failed(job_error)' });
    expect(await app.jobStatuses()).toMatchObject({ start: 'failed', follow_up: 'skipped' });
    expect(await app.fates('follow_up')).toEqual({ p1: 'skipped(not_called)', p2: 'skipped(not_called)' });
    expect([nudges(app), summaries(app), await turnout(app)]).toEqual([[], [], null]);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('is missed when the process comes back after its last useful moment', async () => {
    const app = await evening(WITH_SUMMARY);
    await app.crash();
    await app.advanceTo(START_AT + 45 * MINUTE);
    await app.restart();
    await app.advance(MINUTE);
    expect(await app.fates('follow_up')).toEqual({
      p1: 'skipped(missed)',
      p2: 'skipped(missed)',
      p3: 'skipped(missed)',
    });
    expect(await followUp(app)).toMatchObject({ status: 'missed' });
    expect(summaries(app)).toEqual([]);
    expect(await turnout(app)).toMatchObject({ expected: 3, inVoice: null, onServer: null, joined: null });
  });

  it('is not there where nothing is looked at', async () => {
    const app = await testApp({ ...VOICE, checks: {} });
    await players(app, 1);
    const { notices } = await app.campaign(await promoter(app));
    expect(notices).toContainEqual({ code: 'no_follow_up' });
    expect(Object.keys(await app.jobStatuses())).not.toContain('follow_up');
  });

  it('ends without a word where the checks were switched off after the campaign was created', async () => {
    const app = await evening(VOICE);
    value(await changeSettings(app.context, await admin(app), { voice_check_enabled: 'off' }));
    await app.advanceTo(FOLLOW_UP_AT + SECOND);
    expect(await app.fates('follow_up')).toEqual({
      p1: 'skipped(not_checked)',
      p2: 'skipped(not_checked)',
      p3: 'skipped(not_checked)',
    });
    expect(app.eventsOf('job_finished').at(-1)).toMatchObject({ endReason: 'not_checked' });
  });

  it('alone is stopped by cancelling after the start', async () => {
    const app = await evening(VOICE);
    const cancelled = value(await cancelCampaign(app.context, actor('promoter'), { notify: false }));
    expect(cancelled).toMatchObject({ followUpOnly: true, slotFreed: false });
    await app.advance(MINUTE);
    expect(nudges(app)).toEqual([]);
    expect(await app.jobStatuses()).toMatchObject({ start: 'sent', follow_up: 'cancelled' });
    expect(await app.campaignStatus(cancelled.campaign.id)).toBe('sent');
    expect(await faultsOf(app)).toEqual([]);
  });

  it('waits while promotions are paused', async () => {
    const app = await evening(VOICE);
    const boss = await admin(app);
    value(await pausePromotions(app.context, boss));
    await app.advance(5 * MINUTE);
    expect(nudges(app)).toEqual([]);
    value(await resumePromotions(app.context, boss));
    await app.advance(MINUTE);
    expect(nudges(app)).toHaveLength(3);
    expect(nudges(app)[0]!.text).toContain('started 6 minutes ago');
  });

  it('forgets who erased their data meanwhile', async () => {
    const app = await evening(VOICE, 2);
    await erasePerson(app.context, { userId: 'p1' });
    await app.advance(SECOND);
    expect(Object.values(await app.fates('follow_up')).sort()).toEqual(['sent', 'skipped(erased)']);
    expect(await turnout(app)).toMatchObject({ expected: 1 });
  });
});

describe('a follow-up that can not tell who is there', () => {
  it('calls nobody missing, and goes on once it can', async () => {
    const app = await evening(VOICE);
    app.voice.known = false;
    await app.advance(12 * SECOND);
    expect(nudges(app)).toEqual([]);
    expect(await followUp(app)).toMatchObject({
      status: 'pending',
      attempts: 0,
      waiting_for: 'presence',
    });
    app.voice.known = true;
    app.voice.join('p1', 'p2');
    await app.advance(5 * SECOND);
    expect(await app.fates('follow_up')).toMatchObject({ p1: 'skipped(present)', p3: 'sent' });
    expect(await followUp(app)).toMatchObject({
      status: 'sent',
      attempts: 0,
      waiting_for: null,
      last_error: null,
    });
  });

  it('goes on the moment it can, and not at its next look', async () => {
    const app = await evening({ ...VOICE, sweepEveryMs: 0 });
    app.voice.known = false;
    await app.dispatcher.sweep();
    await app.advance(SECOND);
    expect(await followUp(app)).toMatchObject({ status: 'pending', waiting_for: 'presence' });
    app.voice.known = true;
    app.voice.join('p1', 'p2');
    app.dispatcher.voiceKnown();
    await app.advance(100);
    expect(await app.fates('follow_up')).toEqual({
      p1: 'skipped(present)',
      p2: 'skipped(present)',
      p3: 'sent',
    });
  });

  it('stops in the middle when voice is lost, and takes up the others afterwards', async () => {
    const app = await evening(VOICE);
    app.discord.reply = ({ jobType }) => {
      if (jobType === 'follow_up') app.voice.known = false;
      return sent;
    };
    await app.advance(20 * SECOND);
    expect(nudges(app)).toHaveLength(1);
    app.discord.reply = () => sent;
    app.voice.known = true;
    await app.advance(10 * SECOND);
    expect(nudges(app)).toHaveLength(3);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('gives its job back for at once where its process stops: another may know who is there', async () => {
    const app = await evening(VOICE);
    app.voice.known = false;
    const drained: Promise<void>[] = [];
    betweenStatements(app.database['writer'], (text, go) => {
      // Once it has its people.
      if (text.includes('FROM availability_promotion_recipients')) drained.push(app.dispatcher.drain());
      return go();
    });
    await app.advance(20 * SECOND);
    await Promise.all(drained);
    expect(nudges(app)).toEqual([]);
    // Not for some seconds later, as where it waits to be told itself.
    const left = await followUp(app);
    expect(left).toMatchObject({ status: 'pending', owner: null, next_run_at: left?.updated_at });
  });

  it('ends failed with that reason at its last useful moment, and posts no summary', async () => {
    const app = await evening(WITH_SUMMARY);
    app.voice.known = false;
    await app.advanceTo(START_AT + 46 * MINUTE);
    expect(await app.fates('follow_up')).toEqual({
      p1: 'failed(presence_unknown)',
      p2: 'failed(presence_unknown)',
      p3: 'failed(presence_unknown)',
    });
    expect(await followUp(app)).toMatchObject({
      status: 'failed',
      waiting_for: null,
      last_error: 'presence_unknown',
    });
    expect(app.eventsOf('job_finished').at(-1)).toMatchObject({ endReason: 'presence_unknown' });
    expect(await turnout(app)).toMatchObject({ expected: 3, inVoice: null, joined: null });
    expect(summaries(app)).toEqual([]);
    expect(await app.campaignStatus((await app.campaigns())[0]!.id)).toBe('sent');
  });

  it('fails for nobody who was not called', async () => {
    const app = await testApp(VOICE);
    await players(app, 2);
    await app.campaign(await promoter(app));
    app.discord.script('p1', closed(), closed());
    app.voice.known = false;
    await app.advanceTo(START_AT + 46 * MINUTE);
    expect(await app.fates('follow_up')).toEqual({
      p1: 'skipped(not_called)',
      p2: 'failed(presence_unknown)',
    });
  });

  it('is told so by a silent game server where voice is not looked at', async () => {
    const app = await evening(SERVER);
    app.gameServer.answers = false;
    await app.advance(MINUTE);
    expect(nudges(app)).toEqual([]);
    expect(await followUp(app)).toMatchObject({ status: 'pending', waiting_for: 'presence' });
    app.gameServer.answers = true;
    await app.advance(5 * SECOND);
    expect(nudges(app)).toHaveLength(3);
  });
});

describe('several campaigns of one evening', () => {
  it('nudge each person once, each campaign its own people', async () => {
    const app = await testApp({ ...VOICE, settings: { globalCooldown: false } });
    await players(app, 2);
    const first = await app.campaign(await promoter(app));
    await person(app, 'maybe', { status: 'MAYBE' });
    const second = await app.campaign(await promoter(app, 'promoter-2'), { includeMaybe: true });
    await app.advanceTo(FOLLOW_UP_AT + MINUTE);
    expect(
      nudges(app)
        .map(({ userId }) => userId)
        .sort(),
    ).toEqual(['maybe', 'p1', 'p2']);
    const fates = { ...(await app.fates('follow_up', first.campaign.id)) };
    const others = await app.fates('follow_up', second.campaign.id);
    expect(others['maybe']).toBe('sent');
    for (const id of ['p1', 'p2']) {
      expect([fates[id], others[id]].sort()).toEqual(['sent', 'skipped(already_contacted)']);
    }
    expect(
      (await app.ledger()).filter(({ event_key }) => event_key === `PROMOTE:FOLLOWUP:${DATE}`),
    ).toHaveLength(3);
    expect(await faultsOf(app)).toEqual([]);
  });
});

describe('the summary', () => {
  it('is posted once, in numbers, with a picture and without names or pings', async () => {
    const app = await evening(WITH_SUMMARY);
    app.voice.join('p1');
    app.gameServer.names = ['Name of p2'];
    await app.advance(SECOND);
    const [summary, ...more] = summaries(app);
    expect(more).toEqual([]);
    expect(summary!.text).toContain(
      '3 players pinged: 1 in voice, 1 only on the game server, 1 not here yet',
    );
    expect(summary!.text).not.toMatch(/Name of|<@/);
    const { attachment, actions } = summary!.delivery.message;
    expect(actions).toEqual([]);
    if (!attachment || !('png' in attachment)) throw new Error('no picture');
    expect(Buffer.from(attachment.png).toString()).toContain('1 on the game server');
    expect(attachment.description).toContain('3 players pinged');
    await app.advance(30 * MINUTE);
    expect(summaries(app)).toHaveLength(1);
    expect(app.eventsOf('summary_settled')).toMatchObject([{ channelId: CHANNEL, outcome: 'sent' }]);
  });

  it('tells what was answered where at least five were pinged, and of nobody who it was', async () => {
    const app = await evening(WITH_SUMMARY, 5);
    value(await comeTonight(app.context, actor('p1'), { minutesLate: null, channel: null }));
    await app.advance(SECOND);
    expect(summaries(app)[0]!.text).toMatch(/\nAnswers: 1 coming, 4 no answer$/);
    const few = await evening(WITH_SUMMARY, 4);
    value(await comeTonight(few.context, actor('p1'), { minutesLate: null, channel: null }));
    await few.advance(SECOND);
    expect(summaries(few)[0]!.text).not.toContain('Answers');
  });

  it('says who was not pinged, and who stepped in, where fewer are there than make a session', async () => {
    const of = async (threshold: number): Promise<string> => {
      const app = await testApp({ ...WITH_SUMMARY, settings: { sessionReadyThreshold: threshold } });
      await players(app, 4);
      await person(app, 'quiet', { quietHours: { start: '20:00', end: '23:00' }, timezone: 'UTC' });
      await person(app, 'not asked', { optedIn: false });
      for (const id of ['s1', 's2']) await person(app, id, { status: 'AVAILABLE' });
      const who = await promoter(app);
      await app.campaign(who);
      app.voice.join('p1');
      await app.advanceTo(START_AT + SECOND);
      value(await callMore(app.context, who, { count: 2 }));
      await app.advanceTo(FOLLOW_UP_AT - SECOND);
      app.voice.join('s2');
      await app.advance(2 * SECOND);
      return summaries(app)[0]!.text;
    };
    expect(await of(2)).toMatch(
      /\nNot pinged: 1 in quiet hours, 1 with session pings off; 1 of 2 standbys pinged stepped in\.$/,
    );
    expect(await of(1)).not.toContain('Not pinged');
  });

  it('waits a minute for who is in voice, by which it says who stepped in, and then leaves that out', async () => {
    const app = await testApp({ ...WITH_SUMMARY, sweepEveryMs: 5 * SECOND });
    await players(app, 4);
    for (const id of ['s1', 's2']) await person(app, id, { status: 'AVAILABLE' });
    const who = await promoter(app);
    await app.campaign(who);
    await app.advanceTo(START_AT + SECOND);
    value(await callMore(app.context, who, { count: 2 }));
    await app.advanceTo(FOLLOW_UP_AT - SECOND);
    app.voice.join('s2');
    app.discord.reply = ({ jobType }) => {
      if (jobType === 'follow_up' && nudges(app).length === 3) app.voice.known = false;
      return sent;
    };
    await app.advance(MINUTE);
    expect([nudges(app).length, summaries(app).length]).toEqual([4, 0]);
    await app.advance(10 * SECOND);
    expect(summaries(app)).toHaveLength(1);
    expect(summaries(app)[0]!.text).not.toContain('stepped in');
    expect(await faultsOf(app)).toEqual([]);
  });

  it('is still posted when Discord is well again only after the follow-up has ended', async () => {
    const app = await evening(WITH_SUMMARY);
    app.discord.reply = () => trouble();
    await app.advanceTo(START_AT + 46 * MINUTE);
    expect(await followUp(app)).toMatchObject({
      status: expect.stringMatching(/^(failed|missed)$/) as string,
    });
    expect(summaries(app)).toEqual([]);
    app.discord.reply = () => sent;
    await app.advanceTo(START_AT + 60 * MINUTE - 1);
    expect(summaries(app)).toHaveLength(1);
    expect(await faultsOf(app)).toEqual([]);
  });

  it('neither holds up nor fails the follow-up when it is refused, and says so', async () => {
    const app = await evening(WITH_SUMMARY);
    app.discord.script(channelAsUser(CHANNEL), closed('forbidden'));
    await app.advance(MINUTE);
    expect(await followUp(app)).toMatchObject({ status: 'sent' });
    expect(summaries(app)).toEqual([]);
    expect(app.eventsOf('summary_settled')).toMatchObject([{ outcome: 'failed', code: 'forbidden' }]);
    expect((await app.ledger()).at(-1)).toMatchObject({ state: 'failed', error_code: 'forbidden' });
    expect(await faultsOf(app)).toEqual([]);
  });

  it('is tried again when it did not arrive, and asked for under the same nonce when it may have', async () => {
    const app = await evening(WITH_SUMMARY);
    app.discord.script(channelAsUser(CHANNEL), notDelivered(), arrivedUnanswered);
    await app.advance(3 * MINUTE);
    expect(summaries(app)).toHaveLength(1);
    const requests = app.discord.requestsTo(channelAsUser(CHANNEL));
    expect(requests).toHaveLength(3);
    expect(new Set(requests.map(({ nonce }) => nonce)).size).toBe(1);
    expect((await app.ledger()).at(-1)).toMatchObject({ state: 'sent' });
  });

  it('is worded in the language of the server', async () => {
    const app = await evening({ ...WITH_SUMMARY, serverLocale: 'de' }, 1);
    await app.advance(SECOND);
    const numbers = (await turnout(app))!;
    const { attachment, text } = summaries(app)[0]!.delivery.message;
    expect(text).toBe(de.turnout.summary(numbers, START_AT));
    expect(attachment).toMatchObject({ description: de.turnout.barOf(numbers) });
  });

  it('ends with its last useful moment also where it can not be worded', async () => {
    const broken = {
      ...en.turnout,
      summary: (): string => {
        throw new Error('no words');
      },
    };
    const app = await evening({ ...WITH_SUMMARY, messagesFor: () => ({ ...en, turnout: broken }) }, 1);
    await app.advance(MINUTE);
    expect(app.eventsOf('background_error')).not.toEqual([]);
    expect((await app.ledger()).at(-1)).toMatchObject({ state: 'retry' });
    await app.advanceTo(START_AT + 61 * MINUTE);
    expect((await app.ledger()).at(-1)).toMatchObject({ state: 'failed', error_code: 'expired' });
  });

  it('waits while promotions are paused, and is not drawn again and again meanwhile', async () => {
    const app = await evening(WITH_SUMMARY, 1);
    app.discord.script(channelAsUser(CHANNEL), notDelivered('rate_limited', 10 * SECOND));
    let drawn = 0;
    const words = app.life.dispatch.followUp.messages;
    Object.assign(app.life.dispatch.followUp, { messages: () => (drawn++, words()) });
    await app.advance(5 * SECOND);
    value(await pausePromotions(app.context, await admin(app)));
    await app.advance(10 * MINUTE);
    expect({ posted: summaries(app).length, drawn }).toEqual({ posted: 0, drawn: 1 });
    value(await resumePromotions(app.context, await admin(app)));
    await app.advance(MINUTE);
    expect({ posted: summaries(app).length, drawn }).toEqual({ posted: 1, drawn: 2 });
  });

  it('that is on its way when the process drains is waited for, and settled', async () => {
    const app = await evening(WITH_SUMMARY, 1);
    app.discord.script(channelAsUser(CHANNEL), hangs(true));
    await app.advance(5 * SECOND);
    expect(app.dispatcher.inFlight).toBe(1);
    let drained = false;
    const drain = app.dispatcher.drain().then(() => (drained = true));
    await settled();
    expect(drained).toBe(false);
    app.discord.release();
    await drain;
    expect((await app.ledger()).at(-1)).toMatchObject({ state: 'sent' });
    expect(app.dispatcher.inFlight).toBe(0);
  });

  it('that could not be reserved is not taken for one on its way', async () => {
    const app = await evening(WITH_SUMMARY, 1);
    app.voice.join('p1');
    const disk = failCommitOf(app, /SET state = 'sending'/);
    await app.advance(5 * SECOND);
    expect(disk.failed).toBe(true);
    expect(app.dispatcher.inFlight).toBe(0);
    await app.advance(MINUTE);
    expect(summaries(app)).toHaveLength(1);
    expect(app.dispatcher.inFlight).toBe(0);
  });

  it('is not posted in a dry run', async () => {
    const app = await testApp(WITH_SUMMARY);
    await players(app, 2);
    await app.campaign(await promoter(app), { dryRun: true });
    app.voice.join('p1');
    app.gameServer.names = ['Name of p2'];
    await app.advanceTo(FOLLOW_UP_AT + MINUTE);
    expect(summaries(app)).toEqual([]);
    expect(await app.fates('follow_up')).toEqual({ p1: 'simulated(present)', p2: 'simulated' });
    const report = app.discord.deliveredTo('promoter').at(-1)!.delivery.message.attachment!;
    expect('text' in report && report.text).toContain("You're on the server, but not in voice yet");
    expect(await turnout(app)).toBeNull();
    expect(await faultsOf(app)).toEqual([]);
  });

  for (const arrives of [true, false]) {
    it(`that ${arrives ? 'arrived' : 'got lost'} as the process was killed is there once`, async () => {
      const app = await evening(WITH_SUMMARY);
      app.discord.script(channelAsUser(CHANNEL), hangs(arrives));
      await app.advance(5 * SECOND);
      await app.crash();
      await app.advance(10 * SECOND);
      await app.restart();
      await app.advance(MINUTE);
      expect(summaries(app)).toHaveLength(1);
      expect(await faultsOf(app)).toEqual([]);
    });

    it(`that ${arrives ? 'arrived' : 'got lost'} so long before the restart that nobody can tell is not posted again`, async () => {
      const app = await evening(WITH_SUMMARY);
      app.discord.script(channelAsUser(CHANNEL), hangs(arrives));
      await app.advance(5 * SECOND);
      await app.crash();
      await app.advance(3 * MINUTE);
      await app.restart();
      await app.advance(MINUTE);
      expect(summaries(app)).toHaveLength(Number(arrives));
      expect((await app.ledger()).at(-1)).toMatchObject({ state: 'unknown', error_code: 'restart' });
    });
  }
});

describe('who came within a quarter of an hour', () => {
  const LOOK_AT = FOLLOW_UP_AT + 15 * MINUTE;

  it('is seen once more after the last nudge, together with whom the follow-up saw', async () => {
    const app = await evening({ ...VOICE, sweepEveryMs: OFTEN_MS }, 4);
    app.voice.join('p1');
    await app.advance(MINUTE);
    app.voice.join('p2', 'p3');
    app.voice.leave('p1');
    await app.advanceTo(LOOK_AT - SECOND);
    expect(await turnout(app)).toMatchObject({ expected: 4, inVoice: 1, joined: null });
    await app.advanceTo(LOOK_AT + 10 * SECOND);
    expect(await turnout(app)).toMatchObject({ expected: 4, inVoice: 1, joined: 3 });
  });

  it('counts from the start message when nobody was nudged', async () => {
    const app = await evening({ ...VOICE, sweepEveryMs: OFTEN_MS }, 2);
    app.voice.join('p1', 'p2');
    await app.advanceTo(START_AT + 15 * MINUTE - 10 * SECOND);
    expect(await turnout(app)).toMatchObject({ joined: null });
    await app.advance(20 * SECOND);
    expect(await turnout(app)).toMatchObject({ joined: 2 });
  });

  it('is still seen after a restart', async () => {
    const app = await evening(VOICE, 2);
    await app.advance(MINUTE);
    await app.crash();
    await app.advanceTo(LOOK_AT + MINUTE);
    app.voice.join('p2');
    await app.restart();
    expect(await turnout(app)).toMatchObject({ joined: 1 });
  });

  it('is not known when the process was down, or voice unknown, for too long', async () => {
    for (const lost of ['process', 'voice'] as const) {
      const app = await evening(VOICE, 2);
      await app.advance(MINUTE);
      app.voice.join('p2');
      if (lost === 'process') await app.crash();
      else app.voice.known = false;
      await app.advanceTo(LOOK_AT + 4 * MINUTE);
      app.voice.known = true;
      if (lost === 'process') await app.restart();
      await app.advance(MINUTE);
      expect(await turnout(app)).toMatchObject({ expected: 2, joined: null });
      expect(
        await app.rows('SELECT * FROM availability_promotion_turnouts WHERE look_at IS NOT NULL'),
      ).toEqual([]);
    }
  });
});

describe('killed at any statement of a follow-up', () => {
  /** One who is there, one who is reached at the second try, one whose door has closed since the start. */
  async function untilTheFollowUp(): Promise<TestApp> {
    const app = await testApp({ ...WITH_SUMMARY });
    await players(app, 3);
    await app.campaign(await promoter(app));
    await app.advanceTo(FOLLOW_UP_AT - 1);
    app.voice.join('p1');
    app.discord.script('p2', notDelivered());
    app.discord.reply = ({ userId }) => (userId === 'p3' ? closed() : sent);
    return app;
  }

  const GOOD_ENDS: Record<string, readonly string[]> = {
    p1: ['skipped(present)'],
    p2: ['sent'],
    p3: ['failed(channel_closed)', 'unknown(maybe_delivered)'],
  };

  /** What is wrong at the end of an evening in which the process died at a statement; `null`: it made fewer. */
  async function killedAt(statement: number): Promise<string[] | null> {
    const app = await untilTheFollowUp();
    const process = crashAtStatement(app, statement);
    await app.advance(4 * SECOND);
    if (!process.dead) return null;
    await settled();
    await app.restart();
    await app.advance(MINUTE);
    const fates = await app.fates('follow_up');
    const ends = Object.entries(GOOD_ENDS).flatMap(([id, good]) =>
      good.includes(fates[id] ?? '') ? [] : [`${id}: ${fates[id] ?? 'nothing'}`],
    );
    const posted = summaries(app).length;
    const { expected, inVoice } = (await turnout(app)) ?? {};
    if (posted !== 1) ends.push(`${posted} summaries`);
    if (expected !== 3 || inVoice !== 1) ends.push(`turnout ${expected}, ${inVoice}`);
    const planned = await app.rows('SELECT * FROM availability_promotion_turnouts WHERE look_at IS NOT NULL');
    if (planned.length !== 1) ends.push('no look at who comes later');
    return [...(await faultsOf(app)), ...ends];
  }

  const STRIDE = 24;
  for (const offset of offsetsHere(STRIDE)) {
    it(`${offset}, ${offset + STRIDE}, ${offset + 2 * STRIDE} …, it ends as if nothing had happened`, async () => {
      let statement = offset;
      for (; ; statement += STRIDE) {
        const faults = await killedAt(statement);
        if (!faults) break;
        expect(faults, `killed at statement ${statement}`).toEqual([]);
      }
      expect(statement).toBeGreaterThan(80);
    }, 60_000);
  }
});
