import { DiscordAPIError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { Boards } from '../../src/discord/boards.js';
import type { ReplyPayload } from '../../src/discord/presenters/reply-payload.js';
import { boardMessage, dayBoardOf } from '../../src/dispatch/day-board.js';
import { en } from '../../src/messages/en/messages.js';
import { changeSettings } from '../../src/services/change-settings.js';
import { comeTonight } from '../../src/services/answer-evening.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { clearAvailabilityOn, setAvailability } from '../../src/services/set-availability.js';
import { notTonight } from '../../src/services/way-out.js';
import { ID, testBridge } from '../http/test-bridge.js';
import { settled } from '../support/fake-clock.js';
import { addressOn, admin, person, players, promoter } from '../support/people.js';
import { saidTo, saidToPress } from '../support/said.js';
import {
  DATE,
  MINUTE,
  START_AT,
  testApp,
  type TestApp,
  type TestAppOptions,
  value,
} from '../support/test-app.js';

const CHANNEL = '400000000000000001';

/** An edit that Discord was asked for. */
interface Edit {
  readonly at: number;
  readonly messageId: string;
  readonly text: string;
  readonly buttons: number;
}

/** Boards of a test app, and a Discord that notes how they are edited. */
class Wall {
  readonly edits: Edit[] = [];
  /** What Discord answers to the next edits in place of success. */
  readonly refusals: Error[] = [];
  readonly stop = new AbortController();
  boards: Boards;

  constructor(readonly app: TestApp) {
    this.boards = this.begin();
  }

  static async open(options: TestAppOptions = {}): Promise<Wall> {
    return new Wall(await testApp(options));
  }

  /** The boards of the process that runs now. */
  begin(): Boards {
    const { app } = this;
    const patch = async (route: string, { body }: { body: ReplyPayload }) => {
      await Promise.resolve();
      const refusal = this.refusals.shift();
      if (refusal) throw refusal;
      this.edits.push({
        at: app.clock.now(),
        messageId: route.split('/').at(-1) ?? '',
        text: body.content ?? '',
        buttons: body.components?.length ?? 0,
      });
    };
    const boards = new Boards(
      app.context,
      { patch },
      () => en,
      (signal) => app.dispatcher.postBoard(signal),
    );
    app.context.events.on((event) => boards.handle(event));
    this.boards = boards;
    return boards;
  }

  /** Posts a board by hand. */
  async post(messageId: string, date = DATE): Promise<void> {
    const shows = boardMessage(en, await dayBoardOf(this.app.context, date));
    await this.boards.record({ messageId, channelId: CHANNEL, date }, shows);
    await settled();
  }

  /** Lets the boards look after themselves from here on. */
  keep(): void {
    void this.boards.keep(this.stop.signal);
  }

  /** Says yes, each time by somebody else. */
  async yes(userId: string, date = DATE): Promise<void> {
    const who = await person(this.app, userId, { status: null });
    value(await setAvailability(this.app.context, who, { status: 'LOOKING', date }));
    await settled();
  }

  get looking(): (string | undefined)[] {
    return this.edits.map(({ text }) => /Looking to play: (\d+)/.exec(text)?.[1]);
  }
}

const gone = (code: number) =>
  new DiscordAPIError({ code, message: 'No' }, code, 404, 'PATCH', 'https://discord.com', {});

describe('a board', () => {
  it('is edited whenever somebody answers, by any door', async () => {
    const wall = await Wall.open();
    const { app } = wall;
    const ana = await person(app, 'ana', { status: null });
    await players(app, 1);
    const { campaign } = await app.campaign(await promoter(app));
    await wall.post('1');
    const doors: readonly (() => Promise<unknown>)[] = [
      () => setAvailability(app.context, ana, { status: 'LOOKING' }),
      () => notTonight(app.context, ana, campaign.id),
      () => comeTonight(app.context, ana, { minutesLate: null, campaignId: campaign.id, channel: 'discord' }),
      () => clearAvailabilityOn(app.context, ana),
      () => setAvailability(app.context, ana, { status: 'LOOKING' }),
      () => setAvailability(app.context, ana, { status: 'NOT_PLAYING' }),
      () => erasePerson(app.context, { userId: 'p1' }),
    ];
    for (const door of doors) {
      await door();
      await app.advance(6_000);
    }
    expect(wall.looking).toEqual(['2', '1', '2', '1', '2', '1', '0']);
  });

  it('is edited when somebody answers on the page, on Telegram or on Signal', async () => {
    const bridge = await testBridge({
      channels: ['discord', 'telegram', 'signal'],
      settings: { questionTime: '20:31' },
    });
    const { app } = bridge;
    await bridge.put('linked');
    for (const channel of ['telegram', 'signal'] as const) {
      await person(app, channel, { channels: [channel], preferred: channel, status: null, asked: true });
    }
    const wall = new Wall(app);
    await wall.post('1');
    await app.advance(2 * MINUTE);
    const [question] = await app.campaigns();
    const tele = {
      channel: 'telegram',
      contact: { address: addressOn('telegram', 'telegram'), name: 'T' },
    } as const;
    const sig = {
      channel: 'signal',
      contact: { address: addressOn('signal', 'signal'), name: 'S' },
    } as const;
    const onThePage =
      (method: 'POST' | 'DELETE', path = '', body = {}) =>
      () =>
        bridge.as(ID.linked, method, `/api/availability${path}`, body);
    const doors: readonly (readonly [() => Promise<unknown>, looking: string])[] = [
      [onThePage('POST', '', { date: DATE, status: 'LOOKING' }), '1'],
      [onThePage('POST', '/not-tonight'), '0'],
      [onThePage('POST', '', { date: DATE, status: 'LOOKING' }), '1'],
      [onThePage('DELETE', `/${DATE}`), '0'],
      [() => saidToPress(app.context, tele, { action: 'looking', campaignId: question!.id }), '1'],
      [() => saidTo(app.context, tele, 'not tonight'), '0'],
      [() => saidTo(app.context, sig, 'TODAY looking'), '1'],
      [() => saidTo(app.context, sig, 'CLEAR today'), '0'],
    ];
    for (const [door, looking] of doors) {
      await door();
      await app.advance(6_000);
      expect(wall.edits.at(-1)?.text).toContain(`Looking to play: ${looking} ·`);
    }
    expect(wall.edits).toHaveLength(doors.length);
  });

  it('of another date is left alone, and one that shows the truth already too', async () => {
    const wall = await Wall.open();
    await wall.post('1');
    await wall.yes('ana', '2026-03-11');
    await wall.app.advance(MINUTE);
    expect(wall.edits).toEqual([]);
  });

  it('is one of several of its date, and all of them are edited', async () => {
    const wall = await Wall.open();
    await wall.post('1');
    await wall.post('2');
    await wall.app.advance(MINUTE);
    await wall.yes('ana');
    expect(wall.edits.map(({ messageId }) => messageId)).toEqual(['1', '2']);
  });

  it('is edited at once, and then once in five seconds however many answer', async () => {
    const wall = await Wall.open();
    await wall.post('1');
    await wall.app.advance(MINUTE);
    const from = wall.app.clock.now();
    for (let answer = 0; answer < 60; answer += 1) {
      await wall.yes(`p${answer}`);
      await wall.app.advance(1_000);
    }
    await wall.app.advance(10_000);
    const times = wall.edits.map(({ at }) => at - from);
    expect(times[0]).toBe(0);
    expect(times.length).toBeLessThanOrEqual(13);
    for (const [index, at] of times.slice(1).entries())
      expect(at - times[index]!).toBeGreaterThanOrEqual(5_000);
    expect(wall.looking.at(-1)).toBe('60');
  });

  it('follows the settings that it shows', async () => {
    const wall = await Wall.open();
    await wall.post('1');
    const change = { availability_session_ready_threshold: '2', start_time: '22:00' };
    value(await changeSettings(wall.app.context, await admin(wall.app), change));
    await wall.app.advance(MINUTE);
    expect(wall.edits.at(-1)?.text).toMatch(/22:00.*0 of 2 players/s);
  });

  it('loses its buttons at the very start, and tells how many came once that is known', async () => {
    const wall = await Wall.open({ checks: { voice: true } });
    const { app } = wall;
    await players(app, 3);
    await app.campaign(await promoter(app));
    await wall.post('1');
    wall.keep();
    app.voice.join('p1', 'p2');
    await app.advanceTo(START_AT - 1);
    expect(wall.edits).toEqual([]);
    await app.advanceTo(START_AT);
    expect(wall.edits).toMatchObject([{ at: START_AT, buttons: 0 }]);
    expect(wall.edits[0]?.text).toContain('3 of 6 players signed up.');
    await app.advanceTo(START_AT + 30 * MINUTE);
    expect(wall.edits).toHaveLength(2);
    expect(wall.edits[1]?.text).toContain('2 came.');
    // The day after, it is left as it is.
    app.clock.step(24 * 60 * MINUTE);
    await app.advance(MINUTE);
    expect(wall.edits.at(-1)?.text).toMatch(/^\*\*Tuesday 10 March/);
    const edits = wall.edits.length;
    expect(await app.rows('SELECT 1 FROM availability_boards WHERE closed_at IS NULL')).toEqual([]);
    await app.change("UPDATE availability_entries SET status = 'MAYBE'");
    wall.boards.handle({ type: 'availability_set', userId: 'p1', date: DATE, status: 'MAYBE' });
    await app.advance(MINUTE);
    expect(wall.edits).toHaveLength(edits);
    wall.stop.abort();
  });

  it('has its moment also where that comes while it is looked whether it has come', async () => {
    const app = await testApp({ at: new Date(START_AT - 1).toISOString() });
    const looks: number[] = [];
    const boards = new Boards(
      app.context,
      { patch: () => Promise.resolve() },
      () => en,
      async () => {
        looks.push(app.clock.now());
        // The look itself takes some time.
        if (looks.length === 1) app.clock.step(2);
      },
    );
    const stop = new AbortController();
    void boards.keep(stop.signal);
    await app.advance(1);
    stop.abort();
    expect(looks).toEqual([START_AT - 1, START_AT + 1]);
  });

  it('is true again after a restart, and edited only where it was not', async () => {
    const wall = await Wall.open();
    await wall.post('1');
    await wall.app.advance(MINUTE);
    await wall.app.restart();
    wall.begin();
    wall.keep();
    await settled();
    expect(wall.edits).toEqual([]);
    await wall.app.restart();
    // Said while nothing listened.
    await person(wall.app, 'ana');
    wall.begin();
    wall.keep();
    await wall.app.advance(1);
    expect(wall.looking).toEqual(['1']);
    wall.stop.abort();
  });
});

describe('a board that can not be edited', () => {
  it.each([10003, 10008, 50001, 50013])(
    'is left as it is when Discord says %i, with one line',
    async (code) => {
      const wall = await Wall.open();
      await wall.post('1');
      wall.refusals.push(gone(code));
      await wall.yes('ana');
      await wall.app.advance(MINUTE);
      await wall.yes('bor');
      await wall.app.advance(MINUTE);
      expect(wall.edits).toEqual([]);
      expect(wall.app.eventsOf('board_lost')).toEqual([
        { type: 'board_lost', date: DATE, channelId: CHANNEL, code: String(code) },
      ]);
      // Whoever presses its buttons edits it by that press.
      expect(await wall.boards.record({ messageId: '1', channelId: CHANNEL, date: DATE })).toBe(false);
    },
  );

  it('now is tried again at the next answer, and by itself ever more rarely', async () => {
    const wall = await Wall.open({ sweepEveryMs: 0 });
    await wall.post('1');
    wall.keep();
    await wall.app.advance(MINUTE);
    const fault = () => new Error('Discord is down');
    wall.refusals.push(...Array.from({ length: 100 }, fault));
    await wall.yes('ana');
    await wall.app.advance(10 * MINUTE);
    const tried = 100 - wall.refusals.length;
    expect(tried).toBeGreaterThan(2);
    expect(tried).toBeLessThan(6);
    expect(wall.app.eventsOf('background_error').filter(({ where }) => where === 'board')).toHaveLength(1);
    wall.refusals.length = 0;
    await wall.yes('bor');
    await wall.app.advance(6_000);
    expect(wall.looking).toEqual(['2']);
    wall.stop.abort();
  });
});

it('a board nobody recorded is kept once it is', async () => {
  const wall = await Wall.open();
  await wall.app.advance(MINUTE);
  expect(await wall.boards.record({ messageId: '1', channelId: CHANNEL, date: DATE })).toBe(true);
  await settled();
  expect(wall.looking).toEqual(['0']);
});
