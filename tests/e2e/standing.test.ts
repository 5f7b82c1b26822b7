import { beforeAll, describe, expect, it } from 'vitest';
import { weekdayOf } from '../../src/domain/session-plan.js';
import type { Person } from './person.js';
import { aSharedEvening, type Evening, messages } from './support.js';

const PLAYERS = {
  ana: { status: null },
  bor: {},
  filip: { promoter: true },
  gal: { status: null, phone: 'telegram' },
  ivo: { status: null, phone: 'signal' },
} as const;

type Players = keyof typeof PLAYERS;

describe('standing answers', () => {
  let evening: Evening<Players>;
  let people: Record<Players, Person>;
  const { standing, panel } = messages;
  const weekly = (who: Person): unknown[] =>
    evening.records.rows('SELECT status FROM availability_weekly_answers WHERE user_id = ?', who.id);
  const absences = (who: Person): unknown[] =>
    evening.records.rows('SELECT away_from FROM availability_absences WHERE user_id = ?', who.id);
  const today = () => weekdayOf(evening.date);

  beforeAll(async () => {
    evening = await aSharedEvening({ players: PLAYERS, reminderIn: 15, startIn: 60 });
    people = evening.people;
  });

  it('are chosen from two lists, shown, and marked as what they are', async () => {
    const shown = await people.ana.uses('availability weekly');
    expect(shown.text()).toContain(standing.about);
    const reply = await evening.discord.select(people.ana.id, shown, standing.choose('AVAILABLE'), [today()]);
    const changed = await reply.settled();
    expect(changed.text()).toContain(
      `${standing.weekday(today())}: ${messages.availabilityStatus('AVAILABLE')}`,
    );
    expect(weekly(people.ana)).toEqual([{ status: 'AVAILABLE' }]);
    const board = await people.ana.uses('availability show');
    expect(board.text()).toContain(standing.own('AVAILABLE', true));
    expect(board.text()).toContain(standing.marked(people.ana.name));
  });

  it('are reached from the preferences, too, and taken back by choosing nothing', async () => {
    const preferences = await people.bor.uses('preferences');
    const opened = await evening.discord.press(people.bor.id, preferences, standing.open);
    const panelOf = await opened.waitForFollowUp();
    expect(panelOf.text()).toContain(standing.title);
    expect(preferences.text()).toContain(panel.title);
    const maybe = standing.choose('MAYBE');
    const chosen = await evening.discord.select(people.bor.id, panelOf, maybe, ['mon', 'tue']);
    await chosen.settled();
    expect(weekly(people.bor)).toHaveLength(2);
    const none = await evening.discord.select(people.bor.id, panelOf, maybe, []);
    await none.settled();
    expect(weekly(people.bor)).toEqual([]);
  });

  it('are said in a chat, by a command or in words', async () => {
    const { telegram, signal } = evening.phones!;
    const chatOf = evening.phones!.addressOf(people.gal);
    telegram.write(chatOf, `/weekly ${standing.weekday(today())} available`);
    await telegram.waitForMessage(
      ({ personId, text }) => personId === chatOf && text.includes(standing.weekday(today())),
    );
    expect(weekly(people.gal)).toEqual([{ status: 'AVAILABLE' }]);
    const number = evening.phones!.addressOf(people.ivo);
    const before = signal.messagesTo(number).length;
    signal.write(number, 'AWAY tomorrow');
    const [answer] = (await signal.waitForMessages(number, before + 1)).slice(before);
    expect(answer!.text).toContain('You’re away until tomorrow');
    expect(absences(people.ivo)).toHaveLength(1);
    signal.write(number, 'BACK');
    await signal.waitForMessages(number, before + 2);
    expect(absences(people.ivo)).toEqual([]);
  });

  it('turn from a condition, once enough are in', async () => {
    const reply = await people.ivo.uses('availability set', {
      status: 'MAYBE',
      date: 'friday',
      if_at_least: 3,
    });
    expect(reply.text()).toContain('as soon as 3 are');
    const waits = await people.ivo.uses('availability show', { date: 'friday' });
    expect(waits.text()).toContain(messages.board.ifAtLeast(3));
    for (const who of [people.bor, people.ana])
      await who.uses('availability set', { status: 'LOOKING', date: 'friday' });
    const turned = await people.ivo.uses('availability show', { date: 'friday' });
    expect(turned.text()).toContain(messages.board.own('LOOKING'));
    expect(turned.text()).not.toContain(messages.board.ifAtLeast(3));
  });

  it('are called by a campaign that asks for the available, but for who goes away meanwhile', async () => {
    const preview = await people.filip.uses('promote preview', { include_available: true });
    expect(preview.text()).toContain(standing.marked(people.ana.name));
    await people.filip.promotes({ include_available: true });
    const away = await people.ana.uses('availability away', { until: 'tomorrow' });
    expect(away.text()).toContain('You’re away until tomorrow');
    await evening.jobEnded('reminder');
    expect(evening.finalRows('reminder')).toEqual({
      ana: 'skipped (away)',
      bor: 'sent',
      filip: 'sent',
      gal: 'sent',
    });
    const shown = await people.ana.uses('availability weekly');
    await people.ana.presses(standing.back, shown);
    expect(absences(people.ana)).toEqual([]);
  });
});
