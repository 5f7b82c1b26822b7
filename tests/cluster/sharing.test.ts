import type { REST } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { Boards } from '../../src/discord/boards.js';
import { ProgressReports } from '../../src/discord/progress-reports.js';
import type { MusterEvent } from '../../src/domain/events.js';
import { en } from '../../src/messages/en/messages.js';
import { comeTonight } from '../../src/services/answer-evening.js';
import { callMore } from '../../src/services/call-more.js';
import { cancelCampaign } from '../../src/services/cancel-campaign.js';
import { changeSettings } from '../../src/services/change-settings.js';
import { createCampaign } from '../../src/services/create-campaign.js';
import { pausePromotions, resumePromotions } from '../../src/services/pause-promotions.js';
import { setAvailability } from '../../src/services/set-availability.js';
import { faultsOf } from '../support/crash.js';
import { sent } from '../support/fake-channel.js';
import { settled } from '../support/fake-clock.js';
import { actor, admin, person, players, promoter } from '../support/people.js';
import { havePostgres, NEEDS_POSTGRES } from '../support/postgres.js';
import {
  DATE,
  type Life,
  MINUTE,
  REMINDER_AT,
  START_AT,
  testApp,
  type TestApp,
  type TestAppOptions,
  value,
} from '../support/test-app.js';

const SECOND = 1_000;
const CHANNEL = '400000000000000001';

describe('on SQLite', () => sharing('sqlite'));
describe.skipIf(!havePostgres)(`on PostgreSQL (${NEEDS_POSTGRES})`, () => sharing('postgres'));

function sharing(engine: 'sqlite' | 'postgres'): void {
  /** Two processes on one database; each takes the other for alive. */
  async function two(options: TestAppOptions = {}): Promise<{ app: TestApp; other: Life }> {
    const app = await testApp({ engine, shared: true, sweepEveryMs: 0, ...options });
    const other = await app.beside();
    app.living.add(app.life.owner).add(other.owner);
    return { app, other };
  }

  /** Time goes on a little, by which nothing falls due. */
  const aMoment = (app: TestApp): Promise<void> => app.advance(50);

  describe('what one process is told', () => {
    it('holds in the other at once: settings, and a start of its own', async () => {
      const { app, other } = await two();
      const boss = await admin(app);
      const changes: unknown[] = [];
      other.context.live.onChange(() => changes.push(other.context.settings.startTime));
      value(await changeSettings(app.context, boss, { start_time: '22:00' }));
      await aMoment(app);
      expect(other.context.settings.startTime).toBe('22:00:00');
      expect(changes).toEqual(['22:00:00']);
      await players(app, 2);
      const own = Date.parse('2026-03-10T21:30:00.000Z');
      await app.campaign(await promoter(app), { startTime: '22:30' });
      await aMoment(app);
      expect(other.context.settings.ownStarts?.on(DATE)).toBe(own);
      // Told once, by the process that did it.
      expect(app.eventsOf('settings_changed')).toHaveLength(1);
      expect(app.eventsOf('campaign_created')).toHaveLength(1);
    });

    it('is found at the next look, where the news of it is lost', async () => {
      const { app, other } = await two();
      app.news.isCut = true;
      value(await changeSettings(app.context, await admin(app), { start_time: '22:00' }));
      await players(app, 2);
      await app.campaign(await promoter(app), { startTime: '22:30' });
      await aMoment(app);
      expect(other.context.settings.startTime).toBe('21:00:00');
      expect(other.context.settings.ownStarts?.on(DATE)).toBeNull();
      app.news.missed();
      await aMoment(app);
      expect(other.context.settings.startTime).toBe('22:00:00');
      expect(other.context.settings.ownStarts?.on(DATE)).toBe(Date.parse('2026-03-10T21:30:00.000Z'));
    });
  });

  describe('a run in another process', () => {
    /** The other process calls people, one in ten seconds. */
    async function called(people = 5) {
      const app = await testApp({ engine, shared: true, sweepEveryMs: 0 });
      app.discord.messagesPerSecond = 0.1;
      // A process asks for the pace when it begins.
      await app.restart();
      const runs = await app.beside();
      app.living.add(app.life.owner).add(runs.owner);
      await players(app, people);
      const wanted = { includeAvailable: false, includeMaybe: false, dryRun: false };
      const { campaign } = value(await createCampaign(runs.context, await promoter(app), wanted));
      await app.advanceTo(REMINDER_AT + SECOND);
      const [job] = await app.jobs();
      expect(job).toMatchObject({ status: 'running', owner: runs.owner });
      return { app, runs, campaign };
    }
    const isOver = async (app: TestApp, { dispatcher }: Life): Promise<boolean> => {
      let over = false;
      void dispatcher.idle().then(() => (over = true));
      await aMoment(app);
      return over;
    };

    it('ends at once when the campaign is cancelled here', async () => {
      const { app, runs, campaign } = await called();
      expect(await isOver(app, runs)).toBe(false);
      value(await cancelCampaign(app.context, actor('promoter'), { campaignId: campaign.id, notify: false }));
      expect(await isOver(app, runs)).toBe(true);
      expect(Object.values(await app.fates('reminder')).filter((fate) => fate !== 'sent')).toEqual(
        Array(4).fill('skipped(cancelled)'),
      );
      expect(await faultsOf(app)).toEqual([]);
    });

    it('ends with its next turn where the news of that is lost, and calls nobody more', async () => {
      const { app, runs, campaign } = await called();
      app.news.isCut = true;
      value(await cancelCampaign(app.context, actor('promoter'), { campaignId: campaign.id, notify: false }));
      expect(await isOver(app, runs)).toBe(false);
      await app.advance(10 * SECOND);
      expect(await isOver(app, runs)).toBe(true);
      expect(app.discord.delivered).toHaveLength(1);
    });

    it('pauses at once when all is paused here, and goes on at once when it is resumed', async () => {
      const { app, runs } = await called();
      const boss = await admin(app);
      value(await pausePromotions(app.context, boss));
      expect(await isOver(app, runs)).toBe(true);
      expect((await app.jobs())[0]).toMatchObject({ status: 'pending' });
      await app.advance(20 * SECOND);
      value(await resumePromotions(app.context, boss));
      await aMoment(app);
      expect((await app.jobs())[0]).toMatchObject({ status: 'running' });
      await app.advance(MINUTE);
      expect(Object.values(await app.fates('reminder'))).toEqual(Array(5).fill('sent'));
    });

    it('that stops leaves its job to the others at once', async () => {
      const { app, runs } = await called();
      const drained = runs.dispatcher.drain();
      await aMoment(app);
      await drained;
      // The other one has swept before.
      expect((await app.jobs())[0]).toMatchObject({ status: 'running', owner: app.life.owner });
    });
  });

  describe('an answer here', () => {
    it('lets a follow-up look again at once that waits in the process that knows who is in voice', async () => {
      const { app, other } = await two({
        checks: { voice: true },
        at: '2026-03-10T19:46:07.123Z',
        sweepEveryMs: 5 * SECOND,
      });
      app.voiceless.add(app.life.owner);
      await players(app, 2);
      await app.campaign(await promoter(app));
      await app.advanceTo(START_AT + MINUTE);
      const come = async (userId: string, minutesLate: number | null): Promise<void> => {
        value(await comeTonight(app.context, actor(userId), { minutesLate, channel: null }));
      };
      await come('p1', 40);
      await come('p2', 40);
      await app.advanceTo(START_AT + 5 * MINUTE);
      const job = async () => (await app.jobs()).find(({ job_type: type }) => type === 'follow_up');
      expect(await job()).toMatchObject({ status: 'pending' });
      await come('p2', null);
      await app.advance(1_100);
      const nudges = app.discord.delivered.filter(({ jobType }) => jobType === 'follow_up');
      expect(nudges.map(({ userId }) => userId)).toEqual(['p2']);
      expect(other.owner).not.toBe(app.life.owner);
    });
  });

  describe('a follow-up of a process that stops, and gives the gateway back first', () => {
    /** A follow-up of five, one a second, here; the first nudge was sent, and its answer takes two seconds. */
    async function underWay() {
      const app = await testApp({
        engine,
        shared: true,
        sweepEveryMs: 0,
        checks: { voice: true },
        at: '2026-03-10T19:46:07.123Z',
      });
      app.discord.messagesPerSecond = 1;
      // A process asks for the pace when it begins.
      await app.restart();
      const other = await app.beside();
      app.living.add(app.life.owner).add(other.owner);
      app.voiceless.add(other.owner);
      await players(app, 5);
      await app.campaign(await promoter(app));
      await app.advanceTo(START_AT + MINUTE);
      // A process that has never looked begins with nothing.
      await other.dispatcher.sweep();
      app.discord.reply = () => ({ ...sent, afterMs: 2 * SECOND });
      const nudges = (): string[] =>
        app.discord.delivered.filter(({ jobType }) => jobType === 'follow_up').map(({ userId }) => userId);
      for (let second = 0; nudges().length === 0 && second < 100; second += 1) await app.advance(500);
      app.discord.reply = () => sent;
      const job = async () => (await app.jobs()).find(({ job_type: type }) => type === 'follow_up');
      expect(await job()).toMatchObject({ status: 'running', owner: app.life.owner });
      return { app, other, nudges, job };
    }

    /** Nobody here is told of voice any more: the other one is to be. */
    function handOver(app: TestApp, other: Life): Promise<void> {
      const drained = app.dispatcher.drain();
      app.voice.known = false;
      app.voiceless.add(app.life.owner).delete(other.owner);
      return drained;
    }

    async function expectAllNudgedOnce(app: TestApp, nudges: () => string[], present: string) {
      await app.advance(10 * SECOND);
      const fates = await app.fates('follow_up');
      expect(Object.values(fates).sort()).toEqual(['sent', 'sent', 'sent', 'sent', 'skipped(present)']);
      expect(fates[present]).toBe('skipped(present)');
      expect(new Set(nudges()).size).toBe(nudges().length);
      expect(await faultsOf(app)).toEqual([]);
    }

    it('is left as it is until the other one knows who is in voice, and goes on in that moment', async () => {
      const { app, other, nudges, job } = await underWay();
      const drained = handOver(app, other);
      await app.advance(3 * SECOND);
      await drained;
      expect(nudges()).toHaveLength(1);
      const late = ['p1', 'p2'].find((userId) => !nudges().includes(userId))!;
      app.voice.join(late);
      app.voice.known = true;
      other.dispatcher.voiceKnown();
      await aMoment(app);
      expect(await job()).toMatchObject({ status: 'running', owner: other.owner });
      await expectAllNudgedOnce(app, nudges, late);
    });

    it('goes on the moment its last message is answered, where the other one knows before', async () => {
      const { app, other, nudges, job } = await underWay();
      const drained = handOver(app, other);
      await aMoment(app);
      const late = ['p1', 'p2'].find((userId) => !nudges().includes(userId))!;
      app.voice.join(late);
      app.voice.known = true;
      other.dispatcher.voiceKnown();
      await aMoment(app);
      expect(await job()).toMatchObject({ owner: app.life.owner });
      const isLeft = async (): Promise<boolean> => (await job())?.owner !== app.life.owner;
      for (let tick = 0; !(await isLeft()) && tick < 100; tick += 1) await aMoment(app);
      await drained;
      await aMoment(app);
      expect(await job()).toMatchObject({ status: 'running', owner: other.owner });
      await expectAllNudgedOnce(app, nudges, late);
    });
  });

  describe('one more, asked for in a process that does not know who is in voice', () => {
    async function asked({ isCut }: { isCut: boolean }) {
      const { app, other } = await two({ checks: { voice: true }, at: '2026-03-10T19:46:07.123Z' });
      app.voiceless.add(app.life.owner);
      const who = await promoter(app);
      await person(app, 'player');
      for (const id of ['one', 'two']) await person(app, id, { status: 'AVAILABLE' });
      await app.campaign(who);
      await app.advanceTo(START_AT + MINUTE);
      // A process that has never looked begins with nothing.
      await other.dispatcher.sweep();
      app.news.isCut = isCut;
      value(await callMore(app.context, who, { count: 1 }));
      await app.advance(2 * SECOND);
      const owners = async (): Promise<string[]> =>
        (await app.ledger()).flatMap(({ user_id: id, owner }) => (id === 'player' ? [] : [owner]));
      return { app, other, owners };
    }

    it('is called at once by the one that knows', async () => {
      const { other, owners } = await asked({ isCut: false });
      expect(await owners()).toEqual([other.owner]);
    });

    it('is called by no other, and by that one at its next look where the news is lost', async () => {
      const { app, other, owners } = await asked({ isCut: true });
      expect(await owners()).toEqual([]);
      const sweeps = other.dispatcher.sweep();
      await app.advance(2 * SECOND);
      await sweeps;
      expect(await owners()).toEqual([other.owner]);
    });
  });

  describe('a board', () => {
    /** Discord as it is shown, and a board in each process; `keeper` is whose turn it is to edit. */
    async function boards() {
      const { app, other } = await two();
      const lives = [app.life, other] as const;
      const turn: { keeper: Life | null } = { keeper: app.life };
      const shown: string[] = [];
      /** Each ends an edit that hangs. */
      const hanging: (() => void)[] = [];
      /** Where the next edits hang: on their way there, or on the way back. */
      const hangs: ('there' | 'back')[] = [];
      const patch = async (_route: unknown, { body }: { body?: unknown }): Promise<void> => {
        const text = (body as { content: string }).content;
        const where = hangs.shift();
        const hang = (): Promise<void> => new Promise((resolve) => hanging.push(resolve));
        if (where === 'there') await hang();
        shown.push(/Looking to play: (\d+)/.exec(text)?.[1] ?? '');
        if (where === 'back') await hang();
      };
      const each = lives.map((life) => {
        const isUs = (): boolean => turn.keeper === life;
        const made = new Boards(
          life.context,
          { patch: patch },
          () => en,
          async () => undefined,
          { isUs, news: life.news },
        );
        life.context.events.on((event) => made.handle(event));
        life.news.on((heard) => made.hear(heard));
        return made;
      });
      const says = async (life: Life, userId: string): Promise<void> => {
        const who = await person(app, userId, { status: null });
        value(await setAvailability(life.context, who, { status: 'LOOKING', date: DATE }));
        await aMoment(app);
      };
      return {
        app,
        other,
        each,
        turn,
        shown,
        says,
        hangs,
        goOn: () => hanging.shift()?.(),
      };
    }
    const POSTED = { messageId: 'm1', channelId: CHANNEL, date: DATE };

    it('is edited by the one process whose turn it is, whoever posts it and wherever people answer', async () => {
      const { app, other, each, shown, says } = await boards();
      await each[1]!.record(POSTED);
      await aMoment(app);
      expect(shown).toEqual(['0']);
      await app.advance(5 * SECOND);
      await says(other, 'ana');
      expect(shown).toEqual(['0', '1']);
      await app.advance(5 * SECOND);
      await says(app.life, 'bor');
      expect(shown).toEqual(['0', '1', '2']);
    });

    it('is true in the end, though an edit of the process that kept it before comes after', async () => {
      const { app, other, each, turn, shown, says, hangs, goOn } = await boards();
      await each[0]!.record(POSTED);
      await app.advance(5 * SECOND);
      hangs.push('there');
      await says(app.life, 'ana');
      turn.keeper = other;
      await says(other, 'bor');
      await app.advance(5 * SECOND);
      expect(shown).toEqual(['0', '2']);
      goOn();
      await app.advance(6 * SECOND);
      expect(shown).toEqual(['0', '2', '1', '2']);
    });

    it('also where that edit ends while the later one is under way', async () => {
      const { app, other, each, turn, shown, says, hangs, goOn } = await boards();
      await each[0]!.record(POSTED);
      await app.advance(5 * SECOND);
      hangs.push('there', 'back');
      await says(app.life, 'ana');
      turn.keeper = other;
      await says(other, 'bor');
      goOn();
      await aMoment(app);
      goOn();
      await app.advance(11 * SECOND);
      expect(shown).toEqual(['0', '2', '1', '2']);
    });
  });

  describe('a campaign’s progress', () => {
    /** Progress in each process, and what Discord was asked to show. */
    async function followed() {
      const { app, other } = await two({ sweepEveryMs: 30 * SECOND, at: '2026-03-10T19:43:07.123Z' });
      await players(app, 3);
      app.dmChannels.set('promoter', '555');
      const { campaign } = await app.campaign(await promoter(app));
      /** `null`: each process takes itself for the one. */
      const turn: { keeper: Life | null } = { keeper: other };
      const shown: { by: Life; how: string; route: string; text: string }[] = [];
      const held: { now: Promise<void> | null } = { now: null };
      const each = [app.life, other].map((life) => {
        const show =
          (how: string) =>
          async (route: string, { body }: { body: { embeds: { description?: string }[] } }) => {
            const text = JSON.stringify(body.embeds);
            const waits = held.now;
            held.now = null;
            await waits;
            shown.push({ by: life, how, route, text });
            return { id: 'm1' };
          };
        const rest = { patch: show('patch'), post: show('post') } as unknown as REST;
        const isUs = (): boolean => turn.keeper === null || turn.keeper === life;
        const progress = new ProgressReports(life.context, rest, life.context.clock, {
          isUs,
          news: life.news,
        });
        life.context.events.on((event) => progress.handle(event));
        life.news.on((heard) => progress.hear(heard));
        return progress;
      });
      return { app, other, campaign, turn, shown, each, held };
    }

    it('is shown by one process, in one message, wherever its messages leave', async () => {
      const { app, other, shown } = await followed();
      await app.advanceTo(START_AT + 5 * MINUTE);
      expect(shown.length).toBeGreaterThan(1);
      expect(shown.every(({ by }) => by === other)).toBe(true);
      expect(shown.filter(({ how }) => how === 'post')).toHaveLength(1);
      expect(shown.at(-1)?.text).toContain('3 pinged');
    });

    it('begins with one message also where two processes take it for their turn', async () => {
      const { app, turn, shown } = await followed();
      turn.keeper = null;
      await app.advanceTo(START_AT + 5 * MINUTE);
      expect(new Set(shown.map(({ by }) => by)).size).toBe(2);
      expect(shown.filter(({ how }) => how === 'post')).toHaveLength(1);
    });

    it('ends with the last numbers, though an edit of the process that showed it before comes after', async () => {
      const { app, turn, shown, held } = await followed();
      await app.advanceTo(REMINDER_AT + MINUTE);
      let goOn = (): void => undefined;
      held.now = new Promise((resolve) => (goOn = resolve));
      await app.advanceTo(START_AT + 10);
      turn.keeper = app.life;
      await app.advance(MINUTE);
      const before = shown.length;
      goOn();
      await app.advance(10 * SECOND);
      expect(shown.length).toBeGreaterThan(before + 1);
      expect(shown.at(-1)?.by).toBe(app.life);
    });

    it('is told to the end where another process began it, though the one it was confirmed at is back', async () => {
      const { app, other, campaign, turn, shown, each } = await followed();
      turn.keeper = app.life;
      const expiresAt = START_AT + 60 * MINUTE;
      each[0]!.follow(campaign.id, { applicationId: 'a', token: 't', expiresAt, locale: 'en' });
      turn.keeper = other;
      await app.advanceTo(REMINDER_AT + MINUTE);
      expect(shown.at(-1)).toMatchObject({ by: other, route: '/channels/555/messages/m1' });
      turn.keeper = app.life;
      await app.advanceTo(START_AT + 5 * MINUTE);
      const last = (begins: string) => shown.findLast(({ route }) => route.startsWith(begins))?.text;
      expect(last('/webhooks/')).toContain('3 pinged');
      expect(last('/channels/')).toBe(last('/webhooks/'));
    });

    it('is shown anew by the process that has taken over, also what it has not heard of', async () => {
      const { app, turn, shown, each } = await followed();
      app.news.isCut = true;
      await app.advanceTo(START_AT + 30 * SECOND);
      const before = shown.length;
      turn.keeper = app.life;
      each[0]!.lookAgain();
      await app.advance(2 * SECOND);
      expect(shown.slice(before).map(({ by }) => by)).toContain(app.life);
      expect(shown.at(-1)?.text).toContain('3 pinged');
    });
  });

  describe('whatever comes round with time', () => {
    /** A whole day with everything that Muster does by itself; what was told and posted of it, in order of its words. */
    async function aDay(processes: 1 | 2): Promise<{ told: string[]; posts: number; faults: string[] }> {
      const app = await testApp({
        engine,
        shared: processes === 2,
        at: '2026-03-10T16:50:07.123Z',
        sweepEveryMs: 30 * SECOND,
        checks: { voice: true },
        summaryChannelId: '400000000000000002',
        given: { board_channel_id: CHANNEL },
        settings: { questionTime: '18:00', sessionReadyThreshold: 6, sessionMinimum: 9 },
      });
      if (processes === 2) {
        const other = await app.beside();
        app.living.add(app.life.owner).add(other.owner);
      }
      await players(app, 4);
      await person(app, 'asked', { status: null, asked: true, optedIn: false });
      await person(app, 'told', { status: 'AVAILABLE', told: true, optedIn: false });
      await app.campaign(await promoter(app));
      await app.advanceTo('2026-03-10T17:05:00.000Z');
      for (const each of ['ana', 'bor']) {
        const who = await person(app, each, { status: null });
        value(await setAvailability(app.context, who, { status: 'LOOKING', date: DATE }));
        await settled();
      }
      await app.advanceTo(START_AT + 2 * 60 * MINUTE);
      const told = app.events.filter(({ type }) => ONCE.has(type)).map(wordsOf);
      const posts = app.discord.delivered.filter(({ delivery }) =>
        delivery.recipient.userId.startsWith('channel:'),
      ).length;
      return { told: told.sort(), posts, faults: await faultsOf(app) };
    }

    it('is done and told as often by two processes as by one', async () => {
      const [alone, together] = [await aDay(1), await aDay(2)];
      expect(new Set(alone.told.map((words) => words.split(' ')[0]))).toEqual(ONCE);
      expect(together).toEqual(alone);
    }, 60_000);
  });
}

/** What is to be told once for a community, however many processes look. */
const ONCE: ReadonlySet<string> = new Set<MusterEvent['type']>([
  'campaign_created',
  'system_campaign_started',
  'session_tidings',
  'post_settled',
  'promoter_asked',
  'job_started',
  'job_finished',
  'send_settled',
  'summary_settled',
  'turnout_seen',
]);

function wordsOf(event: MusterEvent): string {
  const { type } = event;
  if (type === 'send_settled') return `${type} ${event.jobType} ${event.userId} ${event.outcome}`;
  if (type === 'job_started' || type === 'job_finished') return `${type} ${event.jobType}`;
  if (type === 'system_campaign_started') return `${type} ${event.kind}`;
  if (type === 'session_tidings') return `${type} ${event.tidings}`;
  if (type === 'post_settled') return `${type} ${event.post} ${event.outcome}`;
  return type;
}
