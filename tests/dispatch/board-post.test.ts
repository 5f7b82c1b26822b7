import { describe, expect, it } from 'vitest';
import { adoptBackup } from '../../src/upkeep/adopt-backup.js';
import { writeState } from '../../src/persistence/stores/system-state-store.js';
import { changeSettings } from '../../src/services/change-settings.js';
import { pausePromotions } from '../../src/services/pause-promotions.js';
import { settled } from '../support/fake-clock.js';
import { arrivedUnanswered, closed, hangs, notDelivered } from '../support/fake-channel.js';
import { admin, person, players } from '../support/people.js';
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
const BOARD = `channel:${CHANNEL}`;
/** Board time, in Ljubljana. */
const BOARD_AT = Date.parse('2026-03-10T09:00:00.000Z');

/** An app at ten past nine in the morning, with a board channel. */
function anApp(options: TestAppOptions = {}): Promise<TestApp> {
  return testApp({ at: '2026-03-10T08:10:07.123Z', given: { board_channel_id: CHANNEL }, ...options });
}

const look = (app: TestApp): Promise<void> => app.dispatcher.postBoard(new AbortController().signal);

/** How the row of the day's board stands. */
const stateOf = async (app: TestApp): Promise<(string | undefined)[]> =>
  (await app.ledger()).filter(({ kind }) => kind === 'post').map((row) => `${row.event_key} ${row.state}`);

const boards = (app: TestApp) =>
  app.rows('SELECT message_id, channel_id, entry_date FROM availability_boards ORDER BY message_id');

describe('the board by itself', () => {
  it('is posted at its time, once, with its buttons, and is on record then', async () => {
    const app = await anApp();
    await players(app, 2);
    await look(app);
    await app.advanceTo(BOARD_AT - 1);
    await look(app);
    expect(app.discord.delivered).toEqual([]);
    await app.advanceTo(BOARD_AT);
    await look(app);
    await look(app);
    const [post, ...others] = app.discord.delivered;
    expect(others).toEqual([]);
    expect(post?.delivery.recipient).toEqual({ userId: BOARD, address: CHANNEL });
    expect(post?.text).toMatch(/^\*\*Tonight, Tuesday 10 March, 21:00\*\*: who’s in\?[^]*2 of 6 players/);
    expect(post?.delivery.message.actions.map(({ action, id }) => `${action}:${id}`)).toEqual(
      ['LOOKING', 'AVAILABLE', 'MAYBE', 'NOT_PLAYING', 'MAYBE:6'].map(
        (answer) => `availability-set:${DATE}:${answer}`,
      ),
    );
    expect(await stateOf(app)).toEqual([`BOARD:${DATE} sent`]);
    expect(await boards(app)).toEqual([
      { message_id: post?.messageId, channel_id: CHANNEL, entry_date: DATE },
    ]);
    expect(app.eventsOf('post_settled')).toMatchObject([{ date: DATE, channelId: CHANNEL, outcome: 'sent' }]);
  });

  it('whose time has passed is posted until the session starts, and not after', async () => {
    const app = await anApp({ at: '2026-03-10T19:58:00.000Z' });
    await look(app);
    expect(app.discord.delivered).toHaveLength(1);
    const late = await anApp({ at: new Date(START_AT).toISOString() });
    await look(late);
    expect(late.discord.requests).toEqual([]);
    expect(await stateOf(late)).toEqual([]);
  });

  it('is only for days with a session', async () => {
    const app = await anApp({ plan: 'wed 20:00' });
    await app.advanceTo(BOARD_AT + MINUTE);
    await look(app);
    expect(app.discord.requests).toEqual([]);
    await app.advanceTo(BOARD_AT + 24 * 60 * MINUTE);
    await look(app);
    expect(app.discord.delivered[0]?.text).toMatch(/Wednesday 11 March, 20:00/);
  });

  it('comes in force with its setting, and goes with it', async () => {
    const app = await anApp({ given: {} });
    await app.advanceTo(BOARD_AT + MINUTE);
    await look(app);
    expect(app.discord.requests).toEqual([]);
    const boss = await admin(app);
    value(await changeSettings(app.context, boss, { board_channel_id: CHANNEL, board_time: '11:00' }));
    await look(app);
    expect(app.discord.requests).toEqual([]);
    value(await changeSettings(app.context, boss, { board_time: '10:01' }));
    await look(app);
    expect(app.discord.delivered).toHaveLength(1);
  });

  it('comes while messages to people are paused, and while they are switched off', async () => {
    const app = await anApp();
    value(await pausePromotions(app.context, await admin(app)));
    await app.dispatcher.drain();
    await app.advanceTo(BOARD_AT);
    await look(app);
    expect(app.discord.delivered).toHaveLength(1);
  });

  it('that Discord refuses is told of once, and not tried again that day', async () => {
    const app = await anApp();
    app.discord.script(BOARD, closed('forbidden'));
    await app.advanceTo(BOARD_AT);
    for (let minute = 0; minute < 5; minute += 1) {
      await look(app);
      await app.advance(MINUTE);
    }
    expect(app.discord.requests).toHaveLength(1);
    expect(app.eventsOf('post_settled')).toEqual([
      {
        type: 'post_settled',
        post: 'board',
        date: DATE,
        channelId: CHANNEL,
        outcome: 'failed',
        code: 'forbidden',
      },
    ]);
    expect(await boards(app)).toEqual([]);
  });

  it('that provably did not arrive is tried again', async () => {
    const app = await anApp();
    app.discord.script(BOARD, notDelivered());
    await app.advanceTo(BOARD_AT);
    await look(app);
    expect(await stateOf(app)).toEqual([`BOARD:${DATE} retry`]);
    await app.advance(MINUTE);
    await look(app);
    expect(await stateOf(app)).toEqual([`BOARD:${DATE} sent`]);
    expect(app.discord.delivered).toHaveLength(1);
  });

  it('that did not arrive before the session started is over then', async () => {
    const app = await anApp();
    app.discord.reply = () => notDelivered('rate_limited', 30 * MINUTE);
    await app.advanceTo(START_AT - 45 * MINUTE);
    await look(app);
    expect(await stateOf(app)).toEqual([`BOARD:${DATE} retry`]);
    await app.advanceTo(START_AT);
    await look(app);
    expect(await stateOf(app)).toEqual([`BOARD:${DATE} failed`]);
    expect(app.discord.requests).toHaveLength(1);
  });

  it('that may have arrived is asked for again only while Discord knows its nonce', async () => {
    const app = await anApp();
    app.discord.nonceWindowMs = 2 * MINUTE;
    app.discord.script(BOARD, arrivedUnanswered);
    await app.advanceTo(BOARD_AT);
    await look(app);
    await app.advance(5 * MINUTE);
    await look(app);
    expect(app.discord.requests).toHaveLength(1);
    expect(await stateOf(app)).toEqual([`BOARD:${DATE} unknown`]);
  });
});

describe('a process that dies around its post', () => {
  it('after the request left posts no second one within the nonce, and knows the first', async () => {
    const app = await anApp();
    app.discord.nonceWindowMs = 2 * MINUTE;
    app.discord.rememberedMs = 2 * MINUTE;
    await app.advanceTo(BOARD_AT);
    app.discord.script(BOARD, hangs(true));
    void look(app);
    await settled();
    expect(app.discord.delivered).toHaveLength(1);
    await app.restart();
    await app.dispatcher.recover();
    await app.advance(1_000);
    await look(app);
    expect(app.discord.delivered).toHaveLength(1);
    expect(await stateOf(app)).toEqual([`BOARD:${DATE} sent`]);
    expect(await boards(app)).toHaveLength(1);
  });

  it('and comes back too late to ask posts no second one', async () => {
    const app = await anApp();
    app.discord.nonceWindowMs = 2 * MINUTE;
    await app.advanceTo(BOARD_AT);
    app.discord.script(BOARD, hangs(true));
    void look(app);
    await settled();
    await app.crash();
    app.clock.step(5 * MINUTE);
    await app.restart();
    await app.dispatcher.recover();
    await look(app);
    expect(app.discord.requests).toHaveLength(1);
    expect(await stateOf(app)).toEqual([`BOARD:${DATE} unknown`]);
  });

  it('before it was on record as a board finds it', async () => {
    const app = await anApp();
    await app.advanceTo(BOARD_AT);
    await look(app);
    await app.change('DELETE FROM availability_boards');
    await app.restart();
    await look(app);
    expect(await boards(app)).toHaveLength(1);
    expect(app.discord.delivered).toHaveLength(1);
  });
});

it('a backup of before the post does not bring it again', async () => {
  const app = await anApp();
  await person(app, 'ana');
  await app.database.withTransaction((tx) =>
    writeState(tx, 'backup_taken_at', new Date(app.clock.now()).toISOString(), app.clock.now()),
  );
  await app.advanceTo(BOARD_AT + MINUTE);
  await adoptBackup(app.context);
  await look(app);
  expect(app.discord.requests).toEqual([]);
});
