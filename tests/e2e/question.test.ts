import { beforeAll, describe, expect, it } from 'vitest';
import { ButtonStyle } from 'discord.js';
import type { StoredMessage } from '../../demo/discord/stored-message.js';
import type { Person } from './person.js';
import { aSharedEvening, type Evening, messages } from './support.js';

/** Discord's green: the answer that was given. */
const SUCCESS: number = ButtonStyle.Success;

const PLAYERS = {
  ana: { status: null, asked: true, optedIn: false },
  bor: { status: null, asked: true },
  cene: { status: null, asked: true },
  dana: { status: 'MAYBE', asked: true },
  eva: { status: null },
  filip: { promoter: true },
  gal: { status: null, asked: true, optedIn: false, phone: 'telegram' },
  hana: { status: null, asked: true, phone: 'telegram' },
  ivo: { status: null, asked: true, phone: 'signal' },
  jana: { status: null, asked: true, phone: 'signal' },
} as const;

type Players = keyof typeof PLAYERS;

describe('the question', () => {
  let evening: Evening<Players>;
  let people: Record<Players, Person>;
  const { buttons, replies, panel, chat } = messages;
  const entries = (who: Person): unknown[] =>
    evening.records.rows('SELECT status FROM availability_entries WHERE user_id = ?', who.id);

  beforeAll(async () => {
    evening = await aSharedEvening({ players: PLAYERS, questionIn: 11, reminderIn: 40, startIn: 60 });
    people = evening.people;
    await evening.jobEnded('question');
  });

  it('reaches those who want it and have said nothing, with a button for each answer', async () => {
    expect(evening.finalRows('question')).toEqual({
      ...{ ana: 'sent', bor: 'sent', cene: 'sent' },
      ...{ gal: 'sent', hana: 'sent', ivo: 'sent', jana: 'sent' },
    });
    for (const who of [people.gal, people.hana, people.ivo, people.jana]) expect(who.dms).toEqual([]);
    const question = await people.ana.dm(1);
    expect(question.text()).toContain('Are you playing?');
    expect(question.buttons().map(({ label }) => label)).toEqual([
      ...(['LOOKING', 'AVAILABLE', 'MAYBE', 'NOT_PLAYING'] as const).map(messages.availabilityStatus),
      buttons.ends['dont-ask'],
    ]);
    expect(people.dana.dms).toEqual([]);
    expect(people.eva.dms).toEqual([]);
  });

  it('takes an answer where it is read, shows which, and lets them change it', async () => {
    const [question] = people.ana.dms as [StoredMessage];
    const chosen = (): (string | undefined)[] =>
      question.components
        .flatMap(({ components = [] }) => components)
        .filter(({ style }) => style === SUCCESS)
        .map(({ label }) => label);
    for (const status of ['AVAILABLE', 'LOOKING'] as const) {
      const label = messages.availabilityStatus(status);
      const said = await people.ana.pressesWayOut(label, question);
      expect(said).toContain(replies.availabilitySet(status, evening.date, evening.date));
      await evening.discord.waitUntil(() => chosen().join() === label, `${label} to be marked`);
    }
    expect(entries(people.ana)).toEqual([{ status: 'LOOKING' }]);
  });

  it('ends by "Don’t ask me" alone, which offers to stop everything; both stay in the preferences', async () => {
    const [question] = people.bor.dms as [StoredMessage];
    expect(await people.bor.pressesWayOut(buttons.ends['dont-ask'], question)).toBe(
      replies.ended['dont-ask'],
    );
    const offers = (label: string) => () => question.buttons().some((each) => each.label === label);
    await evening.discord.waitUntil(offers(buttons.stopEverything), 'everything to be offered');
    const shown = await people.bor.uses('preferences');
    expect(shown.text()).toContain(panel.consents.questions.off);
    expect(shown.text()).not.toContain(panel.consents.calls.off);
    expect(await people.bor.pressesWayOut(buttons.stopEverything, question)).toBe(replies.stopped);
    expect((await people.bor.uses('preferences')).text()).toContain(panel.consents.calls.off);
  });

  it('takes an answer by a button on Telegram, and “Don’t ask me”, which offers to stop everything', async () => {
    const { telegram } = evening.phones!;
    const chatOf = (who: Person): string => evening.phones!.addressOf(who);
    const questionTo = (who: Person) =>
      telegram.waitForMessage(
        ({ personId, text }) => personId === chatOf(who) && text.includes('Are you playing?'),
      );
    const asked = await questionTo(people.gal);
    const maybe = messages.availabilityStatus('MAYBE');
    const said = await telegram.press(chatOf(people.gal), asked, maybe);
    expect(said).toContain(replies.availabilitySet('MAYBE', evening.date, evening.date));
    const isMarked = (): boolean => asked.buttons.some(({ text }) => text === `✓ ${maybe}`);
    await telegram.waitUntil(isMarked, 'the answer to be marked');
    expect(entries(people.gal)).toEqual([{ status: 'MAYBE' }]);

    const unwanted = await questionTo(people.hana);
    expect(await telegram.press(chatOf(people.hana), unwanted, buttons.ends['dont-ask'])).toBe(
      replies.ended['dont-ask'],
    );
    const offersAll = (): boolean => unwanted.buttons.some(({ text }) => text === buttons.stopEverything);
    await telegram.waitUntil(offersAll, 'everything to be offered');
    const shown = await people.hana.uses('preferences');
    expect(shown.text()).toContain(panel.consents.questions.off);
    expect(shown.text()).not.toContain(panel.consents.calls.off);
    expect(await telegram.press(chatOf(people.hana), unwanted, buttons.stopEverything)).toBe(replies.stopped);
    expect((await people.hana.uses('preferences')).text()).toContain(panel.consents.calls.off);
  });

  it('takes an answer in words on Signal, and STOP QUESTIONS, which ends the questions alone', async () => {
    const { signal } = evening.phones!;
    const writes = async (who: Person, words: string): Promise<string> => {
      const number = evening.phones!.addressOf(who);
      const before = signal.messagesTo(number).length;
      signal.write(number, words);
      return (await signal.waitForMessages(number, before + 1))[before]!.text;
    };
    const [, question] = await signal.waitForMessages(evening.phones!.addressOf(people.ivo), 2);
    expect(question!.text).toContain('STOP QUESTIONS');
    expect(await writes(people.ivo, 'TODAY looking')).toContain(
      replies.availabilitySet('LOOKING', evening.date, evening.date),
    );
    expect(entries(people.ivo)).toEqual([{ status: 'LOOKING' }]);

    expect(await writes(people.jana, 'STOP QUESTIONS')).toBe(
      `${replies.ended['dont-ask']} ${chat.stopEverything('signal')}`,
    );
    const shown = await people.jana.uses('preferences');
    expect(shown.text()).toContain(panel.consents.questions.off);
    expect(shown.text()).not.toContain(panel.consents.calls.off);
    expect(entries(people.jana)).toEqual([]);
  });

  it('takes a no from somebody who has left, and leaves the evening’s campaign its own slot', async () => {
    const [question] = people.cene.dms as [StoredMessage];
    evening.discord.removeMember(people.cene.id);
    expect(await people.cene.pressesWayOut(buttons.ends['dont-ask'], question)).toBe(
      replies.ended['dont-ask'],
    );
    const card = await people.filip.promotes();
    expect(card.message.text()).toContain(evening.startAt / 1000);
  });
});
