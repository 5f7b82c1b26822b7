import { expect, it } from 'vitest';
import { anEvening, messages } from './support.js';

const STEP_IN = 'can you step in?';

it('standbys are asked by Discord, Telegram and Signal to step in, and nobody else once they say that they come', async () => {
  const evening = await anEvening({
    players: {
      ana: { promoter: true, status: null, optedIn: false },
      bor: {},
      dis: { status: 'AVAILABLE' },
      tea: { status: 'AVAILABLE', phone: 'telegram' },
      sig: { status: 'AVAILABLE', phone: 'signal' },
      max: { status: 'MAYBE' },
      out: { status: 'AVAILABLE', optedIn: false },
    },
    reminderIn: 40,
    startIn: 120,
  });
  const { people, discord } = evening;
  const { telegram, signal } = evening.phones!;
  const { buttons, promote, replies } = messages;
  await people.ana.promotes();

  const asked = await people.ana.uses('promote more', { count: 3 });
  expect(asked.text()).toBe(replies.moreCalled(3, 4, false));
  const dm = await people.dis.dm(1);
  expect(dm.text()).toContain(STEP_IN);
  expect(dm.buttons().map(({ label }) => label)).toEqual([
    buttons.coming,
    buttons.later,
    buttons.notTonight,
    buttons.stop,
  ]);
  const chat = evening.phones!.addressOf(people.tea);
  const onTelegram = await telegram.waitForMessage(
    ({ personId, text }) => personId === chat && text.includes(STEP_IN),
  );
  await evening.settled('one_more', people.sig, 'sent');
  const number = evening.phones!.addressOf(people.sig);
  const onSignal = signal.messagesTo(number);
  expect(onSignal.at(-1)?.text).toContain(STEP_IN);

  await people.dis.pressesWayOut(buttons.coming, dm);
  await telegram.press(chat, onTelegram, buttons.coming);
  signal.write(number, 'COMING');
  await signal.waitForMessages(number, onSignal.length + 1);
  expect(evening.records.rows('SELECT answer FROM availability_promotion_answers')).toEqual(
    Array(3).fill({ answer: 'COMING' }),
  );
  // Who is listed for the evening itself is not asked, nor is the next in line.
  const asIs = { bor: 'nothing', dis: 'sent', tea: 'sent', sig: 'sent' };
  expect(evening.finalRows('one_more')).toEqual(asIs);
  expect(discord.dmsTo(people.max.id)).toEqual([]);

  const status = await people.ana.uses('promote status');
  const answers = { coming: 3, later: 0, notTonight: 0, none: 0, lateBetween: null };
  expect(status.text()).toContain(promote.answers(answers));
  const more = await people.ana.presses(promote.callStandby, status);
  expect(more.text()).toBe(replies.moreCalled(1, 1, false));
  expect((await people.max.dm(1)).text()).toContain(STEP_IN);
  await evening.settled('one_more', people.max, 'sent');
  const over = await people.ana.uses('promote more');
  expect(over.text()).toBe(messages.refusal({ code: 'no_standbys' }));

  await evening.stopBot();
  expect(evening.finalRows('one_more')).toEqual({ ...asIs, max: 'sent' });
  const keys = "SELECT DISTINCT event_key FROM notifications_ledger WHERE user_id <> ? AND kind = 'call'";
  expect(evening.records.rows(keys, people.bor.id)).toEqual([{ event_key: `PROMOTE:MORE:${evening.date}` }]);
});
