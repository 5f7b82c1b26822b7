import { ButtonStyle } from 'discord.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../demo/discord/stored-message.js';
import { wallTime } from '../../src/domain/local-time.js';
import type { Person } from './person.js';
import { aSharedEvening, type Evening, messages } from './support.js';

/** Discord's green: the answer that was given. */
const SUCCESS: number = ButtonStyle.Success;
const MINUTE = 60_000;

const PLAYERS = {
  ana: { promoter: true },
  bor: {},
  cene: {},
  gal: { phone: 'telegram' },
  ivo: { phone: 'signal' },
  jana: { phone: 'signal' },
  luka: { status: null, optedIn: false },
} as const;

type Players = keyof typeof PLAYERS;

describe('answers to a ping', () => {
  let evening: Evening<Players>;
  let people: Record<Players, Person>;
  const { buttons, wayOut, replies } = messages;
  /** The answer on record, and what the day's entry says. */
  const kept = (who: Person): unknown =>
    evening.records.rows(
      `SELECT a.answer, a.channel_type, e.status FROM availability_promotion_answers a
       JOIN availability_entries e ON e.user_id = a.user_id AND e.entry_date = a.answer_date
       WHERE a.user_id = ?`,
      who.id,
    )[0];
  const labels = (message: StoredMessage): string[] => message.buttons().map(({ label }) => label);
  const chosen = (message: StoredMessage): (string | undefined)[] =>
    message.components
      .flatMap(({ components = [] }) => components)
      .filter(({ style }) => style === SUCCESS)
      .map(({ label }) => label);
  const inTime = (at: number): string => `<t:${at / 1000}:t>`;

  beforeAll(async () => {
    evening = await aSharedEvening({ players: PLAYERS, reminderIn: 14, startIn: 120 });
    people = evening.people;
    await people.ana.promotes();
    await evening.jobEnded('reminder');
  });

  it('stand under it in one row on Discord, and are marked once they are given', async () => {
    const [reminder] = people.bor.dms as [StoredMessage];
    expect(reminder.components).toHaveLength(1);
    expect(labels(reminder)).toEqual([buttons.coming, buttons.later, buttons.notTonight, buttons.stop]);
    expect(await people.bor.pressesWayOut(buttons.coming, reminder)).toBe(
      wayOut.coming(inTime(evening.startAt)),
    );
    await evening.discord.waitUntil(() => chosen(reminder).join() === buttons.coming, 'Coming to be marked');
    expect(kept(people.bor)).toEqual({ answer: 'COMING', channel_type: 'discord', status: 'LOOKING' });
    expect(await people.bor.pressesWayOut(buttons.coming, reminder)).toBe(wayOut.comingAlready);
  });

  it('make room for how much later, with the way out still there, and lead back to what was chosen', async () => {
    const [reminder] = people.bor.dms as [StoredMessage];
    const choice = [buttons.lateBy(10), buttons.lateBy(20), buttons.lateBy(30), buttons.back, buttons.stop];
    await evening.discord.press(people.bor.id, reminder, buttons.later);
    await evening.discord.waitUntil(() => labels(reminder).join() === choice.join(), 'the minutes');
    await evening.discord.press(people.bor.id, reminder, buttons.back);
    await evening.discord.waitUntil(
      () => chosen(reminder).join() === buttons.coming,
      'Coming to be marked again',
    );

    await evening.discord.press(people.bor.id, reminder, buttons.later);
    await evening.discord.waitUntil(() => labels(reminder).join() === choice.join(), 'the minutes again');
    const said = await people.bor.pressesWayOut(buttons.lateBy(20), reminder);
    expect(said).toBe(wayOut.late(inTime(evening.startAt + 20 * MINUTE), false));
    await evening.discord.waitUntil(() => chosen(reminder).join() === buttons.later, 'Later to be marked');
    expect(kept(people.bor)).toMatchObject({ answer: 'LATE', status: 'LOOKING' });
  });

  it('end with a no, or with everything, as before', async () => {
    const [reminder] = people.cene.dms as [StoredMessage];
    expect(await people.cene.pressesWayOut(buttons.notTonight, reminder)).toBe(replies.notTonight);
    await evening.discord.waitUntil(
      () => chosen(reminder).join() === buttons.notTonight,
      'the no to be marked',
    );
    expect(kept(people.cene)).toEqual({
      answer: 'NOT_TONIGHT',
      channel_type: 'discord',
      status: 'NOT_PLAYING',
    });
    expect(await people.cene.pressesWayOut(buttons.coming, reminder)).toBe(wayOut.backIn);
    expect(kept(people.cene)).toMatchObject({ answer: 'COMING', status: 'LOOKING' });
    await evening.discord.press(people.cene.id, reminder, buttons.later);
    await evening.discord.waitUntil(() => labels(reminder).includes(buttons.back), 'the minutes');
    expect(await people.cene.pressesWayOut(buttons.stop, reminder)).toBe(replies.stopped);
  });

  it('are commands too, also for somebody who was not called', async () => {
    expect((await people.luka.uses('availability coming')).text()).toBe(
      wayOut.coming(inTime(evening.startAt)),
    );
    const late = await people.luka.uses('availability late', { minutes: 5 });
    expect(late.text()).toBe(wayOut.late(inTime(evening.startAt + 5 * MINUTE), false));
    expect(kept(people.luka)).toMatchObject({ answer: 'LATE', status: 'LOOKING' });
    expect(people.luka.dms).toEqual([]);
  });

  it('stand under it in two rows on Telegram', async () => {
    const { telegram } = evening.phones!;
    const chat = evening.phones!.addressOf(people.gal);
    const reminder = await telegram.waitForMessage(
      ({ personId, buttons: under }) => personId === chat && under.length > 0,
    );
    const shown = (): string[] => reminder.buttons.map(({ text }) => text);
    expect(shown()).toEqual([buttons.coming, buttons.later, buttons.notTonight, buttons.stop]);
    expect(reminder.buttons.map(({ row }) => row)).toEqual([0, 0, 1, 1]);
    expect(await telegram.press(chat, reminder, buttons.later)).toBe(wayOut.howMuchLater);
    await telegram.waitUntil(() => shown().includes(buttons.back), 'the minutes');
    expect(shown()).toContain(buttons.stop);
    const zone = evening.records.rows<{ timezone: string }>(
      'SELECT timezone FROM availability_promotion_campaigns',
    )[0]!.timezone;
    expect(await telegram.press(chat, reminder, buttons.lateBy(10))).toBe(
      wayOut.late(wallTime(evening.startAt + 10 * MINUTE, zone), false),
    );
    await telegram.waitUntil(() => shown().includes(`✓ ${buttons.later}`), 'Later to be marked');
    expect(kept(people.gal)).toEqual({ answer: 'LATE', channel_type: 'telegram', status: 'LOOKING' });
  });

  it('are words on Signal, in the language of who writes', async () => {
    const { signal } = evening.phones!;
    const writes = async (who: Person, words: string): Promise<string> => {
      const number = evening.phones!.addressOf(who);
      const before = signal.messagesTo(number).length;
      signal.write(number, words);
      return (await signal.waitForMessages(number, before + 1))[before]!.text;
    };
    const told = signal.messagesTo(evening.phones!.addressOf(people.ivo)).at(-1)!;
    expect(told.text).toContain('Reply COMING');
    await writes(people.ivo, 'Coming!');
    expect(kept(people.ivo)).toEqual({ answer: 'COMING', channel_type: 'signal', status: 'LOOKING' });
    expect(await writes(people.ivo, 'LATE')).toBe(messages.chat.lateHow('signal'));
    await writes(people.jana, 'Später 15');
    expect(kept(people.jana)).toMatchObject({ answer: 'LATE' });
    await writes(people.ivo, 'TODAY no');
    expect(kept(people.ivo)).toMatchObject({ answer: 'NOT_TONIGHT', status: 'NOT_PLAYING' });
  });
});
