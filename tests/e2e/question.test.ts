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
} as const;

type Players = keyof typeof PLAYERS;

describe('the question, on Discord', () => {
  let evening: Evening<Players>;
  let people: Record<Players, Person>;
  const { buttons, replies, panel } = messages;

  beforeAll(async () => {
    evening = await aSharedEvening({ players: PLAYERS, questionIn: 8, reminderIn: 40, startIn: 60 });
    people = evening.people;
    await evening.jobEnded('question');
  });

  it('reaches those who want it and have said nothing, with a button for each answer', async () => {
    expect(evening.finalRows('question')).toEqual({ ana: 'sent', bor: 'sent', cene: 'sent' });
    const question = await people.ana.dm(1);
    expect(question.text()).toContain('Are you playing?');
    expect(question.buttons().map(({ label }) => label)).toEqual([
      ...(['LOOKING', 'AVAILABLE', 'MAYBE', 'NOT_PLAYING'] as const).map(messages.availabilityStatus),
      buttons.dontAsk,
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
    const rows = evening.records.rows(
      'SELECT status FROM availability_entries WHERE user_id = ?',
      people.ana.id,
    );
    expect(rows).toEqual([{ status: 'LOOKING' }]);
  });

  it('ends by "Don’t ask me" alone, which offers to stop everything; both stay in the preferences', async () => {
    const [question] = people.bor.dms as [StoredMessage];
    expect(await people.bor.pressesWayOut(buttons.dontAsk, question)).toBe(replies.questionsStopped);
    const offers = (label: string) => () => question.buttons().some((each) => each.label === label);
    await evening.discord.waitUntil(offers(buttons.stopEverything), 'everything to be offered');
    const shown = await people.bor.uses('preferences');
    expect(shown.text()).toContain(panel.consents.questions.off);
    expect(shown.text()).not.toContain(panel.consents.calls.off);
    expect(await people.bor.pressesWayOut(buttons.stopEverything, question)).toBe(replies.stopped);
    expect((await people.bor.uses('preferences')).text()).toContain(panel.consents.calls.off);
  });

  it('takes a no from somebody who has left, and leaves the evening’s campaign its own slot', async () => {
    const [question] = people.cene.dms as [StoredMessage];
    evening.discord.removeMember(people.cene.id);
    expect(await people.cene.pressesWayOut(buttons.dontAsk, question)).toBe(replies.questionsStopped);
    const card = await people.filip.promotes();
    expect(card.message.text()).toContain(evening.startAt / 1000);
  });
});
