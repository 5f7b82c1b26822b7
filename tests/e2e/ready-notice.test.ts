import { beforeAll, describe, expect, it } from 'vitest';
import type { Person } from './person.js';
import { aSharedEvening, type Evening, messages } from './support.js';

const PLAYERS = {
  ana: { told: true },
  bor: { status: null, told: true },
  cene: { status: 'MAYBE', told: true },
  dana: {},
  filip: { status: null, promoter: true, told: true },
  gal: { status: 'MAYBE', told: true, phone: 'telegram' },
  hana: { status: 'MAYBE', promoter: true, told: true, phone: 'telegram' },
  ivo: { status: 'MAYBE', told: true, phone: 'signal' },
} as const;

type Players = keyof typeof PLAYERS;

describe('that it is on', () => {
  let evening: Evening<Players>;
  let people: Record<Players, Person>;
  const { buttons, replies, panel, chat } = messages;
  const endsTheNoticeAlone = async (who: Person): Promise<void> => {
    const shown = await who.uses('preferences');
    expect(shown.text()).toContain(panel.consents.ready.off);
    expect(shown.text()).not.toContain(panel.consents.calls.off);
  };

  beforeAll(async () => {
    evening = await aSharedEvening({
      players: PLAYERS,
      reminderIn: 300,
      startIn: 600,
      env: { AVAILABILITY_SESSION_READY_THRESHOLD: '3' },
    });
    people = evening.people;
    await people.bor.uses('availability set', { status: 'LOOKING' });
    await evening.jobEnded('ready');
  });

  it('is told at once to those who want to know, but not to who made it so', async () => {
    expect(evening.finalRows('ready')).toEqual({
      ...{ ana: 'sent', cene: 'sent', filip: 'sent' },
      ...{ gal: 'sent', hana: 'sent', ivo: 'sent' },
    });
    for (const who of [people.gal, people.hana, people.ivo]) expect(who.dms).toEqual([]);
    expect(people.bor.dms).toEqual([]);
    expect(people.dana.dms).toEqual([]);
    const notice = await people.ana.dm(1);
    expect(notice.text()).toMatch(/^It’s on: 3 are looking tonight\./);
    expect(notice.text()).toContain(`<t:${evening.startAt / 1000}:t>`);
    expect(notice.buttons().map(({ label }) => label)).toEqual([buttons.ends['stop-ready']]);
  });

  it('ends by its own button alone, which offers to stop everything', async () => {
    const notice = await people.ana.dm(1);
    const stop = buttons.ends['stop-ready'];
    expect(await people.ana.pressesWayOut(stop, notice)).toBe(replies.ended['stop-ready']);
    const offers = (): boolean => notice.buttons().some(({ label }) => label === buttons.stopEverything);
    await evening.discord.waitUntil(offers, 'everything to be offered');
    await endsTheNoticeAlone(people.ana);
    expect(await people.ana.pressesWayOut(buttons.stopEverything, notice)).toBe(replies.stopped);
    expect((await people.ana.uses('preferences')).text()).toContain(panel.consents.calls.off);
  });

  it('ends by its button on Telegram, where promoters are told in words where to preview', async () => {
    const { telegram } = evening.phones!;
    const chatOf = (who: Person): string => evening.phones!.addressOf(who);
    const noticeTo = (who: Person) =>
      telegram.waitForMessage(
        ({ personId, text }) => personId === chatOf(who) && text.startsWith('It’s on:'),
      );
    const notice = await noticeTo(people.gal);
    const stop = buttons.ends['stop-ready'];
    expect(await telegram.press(chatOf(people.gal), notice, stop)).toBe(replies.ended['stop-ready']);
    const offersAll = (): boolean => notice.buttons.some(({ text }) => text === buttons.stopEverything);
    await telegram.waitUntil(offersAll, 'everything to be offered');
    await endsTheNoticeAlone(people.gal);

    expect(notice.text).not.toContain('/promote');
    const promoters = await noticeTo(people.hana);
    expect(promoters.text).toContain('/promote create');
    expect(promoters.buttons.map(({ text }) => text)).toEqual([stop]);
  });

  it('ends by STOP READY on Signal alone', async () => {
    const { signal } = evening.phones!;
    const number = evening.phones!.addressOf(people.ivo);
    const [, notice] = await signal.waitForMessages(number, 2);
    expect(notice!.text).toContain('STOP READY');
    signal.write(number, 'STOP READY');
    const [, , said] = await signal.waitForMessages(number, 3);
    expect(said!.text).toBe(`${replies.ended['stop-ready']} ${chat.stopEverything('signal')}`);
    await endsTheNoticeAlone(people.ivo);
  });

  it('lets a promoter preview the evening’s pings and confirm them where the notice is read', async () => {
    const notice = await people.filip.dm(1);
    expect(notice.buttons().map(({ label }) => label)).toEqual([
      buttons.previewPings,
      buttons.ends['stop-ready'],
    ]);
    const preview = await people.filip.presses(buttons.previewPings, notice);
    expect(preview.text()).toContain(String(evening.startAt / 1000));
    const confirmed = await people.filip.presses(buttons.confirm, preview);
    expect(confirmed.text()).toContain(String(evening.startAt / 1000));
    const campaigns = evening.records.rows(
      "SELECT initiated_by, recipient_count FROM availability_promotion_campaigns WHERE kind = 'promotion'",
    );
    // Dana and Bor: Ana has stopped everything.
    expect(campaigns).toEqual([{ initiated_by: people.filip.id, recipient_count: 2 }]);
  });

  it('shows nobody else whom they would ping', async () => {
    const notice = await people.cene.dm(1);
    expect(notice.buttons().some(({ label }) => label === buttons.previewPings)).toBe(false);
    // Nor does the button say who may: that is asked when it is pressed.
    const theirs = (await people.filip.dm(1)).buttons().find(({ label }) => label === buttons.previewPings)!;
    const pressed = await evening.discord.pressCustomId(people.cene.id, notice, theirs.customId);
    expect((await pressed.settled()).text()).toBe(messages.refusal({ code: 'not_promoter' }));
  });
});
