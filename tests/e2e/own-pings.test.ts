import { beforeAll, describe, expect, it } from 'vitest';
import type { Person } from './person.js';
import { aSharedEvening, type Evening, messages } from './support.js';

const PLAYERS = {
  ana: {},
  bor: {},
  cene: {},
  dana: {},
  eva: {},
  filip: { promoter: true },
  gal: { phone: 'telegram' },
  hana: { phone: 'telegram' },
  ivo: { phone: 'signal' },
} as const;

type Players = keyof typeof PLAYERS;

/** As it stands in a call. */
const QUESTION = 'Still want these?';

describe('pings that nobody looks at, and the most somebody wants', () => {
  let evening: Evening<Players>;
  let people: Record<Players, Person>;
  const { ownPings, panel } = messages;
  const restOf = (who: Person): unknown[] =>
    evening.records.rows(
      `SELECT calls_asked_at IS NOT NULL AS asked, calls_rest_since IS NOT NULL AS rests
       FROM subscription_preferences WHERE user_id = ?`,
      who.id,
    );
  const chatOf = (who: Person): string => evening.phones!.addressOf(who);

  beforeAll(async () => {
    evening = await aSharedEvening({
      players: PLAYERS,
      reminderIn: 20,
      startIn: 35,
      env: {
        AVAILABILITY_PROMOTION_VOICE_CHECK_ENABLED: 'true',
        AVAILABILITY_PROMOTION_FOLLOWUP_DELAY_SECONDS: '30',
      },
    });
    people = evening.people;
    const shown = await people.dana.uses('preferences');
    expect(shown.text()).toContain(ownPings.limit(null));
    const opened = await evening.discord.press(people.dana.id, shown, ownPings.title);
    const choice = await opened.waitForFollowUp();
    const chosen = await evening.discord.select(people.dana.id, choice, ownPings.placeholder, ['1']);
    expect((await chosen.settled()).text()).toContain(ownPings.limit(1));
    const { ana, bor, cene, gal, hana, ivo } = people;
    evening.wereCalled([ana, bor, cene, gal, hana, ivo], 11);
    await people.filip.promotes();
    await evening.jobEnded('reminder');
  });

  it('ask by the twelfth whether they are still wanted, with a button or a word that keeps them', async () => {
    for (const who of [people.ana, people.bor]) {
      const reminder = await who.dm(1);
      expect(reminder.text()).toContain(QUESTION);
      expect(reminder.buttons().map(({ label }) => label)).toContain(ownPings.keep);
    }
    expect((await people.eva.dm(1)).text()).not.toContain(QUESTION);
    const [, toIvo] = await evening.phones!.signal.waitForMessages(chatOf(people.ivo), 2);
    expect(toIvo!.text).toContain('Reply KEEP to keep them');
    expect(restOf(people.ana)).toEqual([{ asked: 1, rests: 0 }]);
  });

  it('are kept by a press on Discord and Telegram, a word on Signal, and by coming to voice', async () => {
    const { telegram, signal } = evening.phones!;
    const reminder = await people.ana.dm(1);
    expect(await people.ana.pressesWayOut(ownPings.keep, reminder)).toBe(ownPings.kept(true));
    const isOff = (): boolean =>
      reminder.components.some(({ components = [] }) =>
        components.some(({ label, disabled }) => label === ownPings.keep && disabled),
      );
    await evening.discord.waitUntil(isOff, 'the button to be off');
    const asked = await telegram.waitForMessage(
      ({ personId, text }) => personId === chatOf(people.gal) && text.includes(QUESTION),
    );
    expect(await telegram.press(chatOf(people.gal), asked, ownPings.keep)).toBe(ownPings.kept(true));
    const before = signal.messagesTo(chatOf(people.ivo)).length;
    signal.write(chatOf(people.ivo), 'Keep.');
    const answers = await signal.waitForMessages(chatOf(people.ivo), before + 1);
    expect(answers[before]!.text).toBe(ownPings.kept(true));
    const lobby = evening.discord.addChannel({ name: 'Lobby', type: 'voice' });
    evening.discord.setVoice(people.cene.id, lobby.id);
    await evening.discord.waitUntil(
      () => JSON.stringify(restOf(people.cene)) === JSON.stringify([{ asked: 0, rests: 0 }]),
      'the sign of life to be noted',
    );
    for (const who of [people.ana, people.gal, people.ivo])
      expect(restOf(who)).toEqual([{ asked: 0, rests: 0 }]);
  });

  it('rest without an answer, and beyond somebody’s own limit none comes', async () => {
    await evening.jobEnded('start');
    expect(evening.finalRows('start')).toEqual({
      ...{ ana: 'sent', cene: 'sent', eva: 'sent', filip: 'sent', gal: 'sent', ivo: 'sent' },
      ...{ bor: 'skipped (calls_rest)', hana: 'skipped (calls_rest)', dana: 'skipped (over_own_cap)' },
    });
    expect(people.bor.calls).toHaveLength(1);
    expect(people.dana.calls).toHaveLength(1);
    expect((await people.ana.dm(2)).text()).not.toContain(QUESTION);
  });

  it('come back by one press in the preferences, or a word in a chat, where both say that they rest', async () => {
    const { telegram } = evening.phones!;
    const shown = await people.bor.uses('preferences');
    expect(shown.text()).toContain(ownPings.rest);
    expect(shown.text()).not.toContain(panel.consents.calls.off);
    expect(restOf(people.bor)).toEqual([{ asked: 1, rests: 1 }]);
    const woken = await people.bor.presses(ownPings.keep, shown);
    expect(woken.text()).not.toContain(ownPings.rest);
    expect(restOf(people.bor)).toEqual([{ asked: 0, rests: 0 }]);
    telegram.write(chatOf(people.hana), '/status');
    await telegram.waitForMessage(
      ({ personId, text }) => personId === chatOf(people.hana) && text.includes(ownPings.restHow('telegram')),
    );
    telegram.write(chatOf(people.hana), '/keep');
    await telegram.waitForMessage(
      ({ personId, text }) => personId === chatOf(people.hana) && text === ownPings.kept(true),
    );
    expect(restOf(people.hana)).toEqual([{ asked: 0, rests: 0 }]);
  });
});
