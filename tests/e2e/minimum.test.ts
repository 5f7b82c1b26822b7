import { expect, it } from 'vitest';
import { anEvening, messages } from './support.js';

const { callOff, tooFew } = messages.promote;

it('a promoter is asked once about too few, and "Go on" changes nothing', async () => {
  const evening = await anEvening({
    players: { ana: { promoter: true, status: null, optedIn: false }, bor: {} },
    reminderIn: 8,
    startIn: 20,
    env: { SESSION_MINIMUM: '2' },
  });
  const { people, discord } = evening;
  await people.ana.promotes();
  await evening.jobEnded('reminder');
  const question = await people.ana.dm(1);
  expect(question.text()).toBe(tooFew.question(1, 2, evening.startAt));
  expect(question.buttons().map(({ label }) => label)).toEqual([tooFew.callOff, tooFew.goOn]);
  // Pressed twice at once.
  await Promise.all([1, 2].map(() => discord.press(people.ana.id, question, tooFew.goOn)));
  await discord.waitUntil(() => question.text() === tooFew.goesOn, 'the question to be answered');
  expect(question.buttons()).toEqual([]);
  await evening.jobEnded('start');
  expect(evening.finalRows('start')).toEqual({ bor: 'sent' });
  await evening.stopBot();
  const rows = evening.records.rows(
    "SELECT user_id, state FROM notifications_ledger WHERE event_key LIKE 'MINIMUM:%'",
  );
  expect(rows).toEqual([{ user_id: people.ana.id, state: 'sent' }]);
});

it('"Call off" asks whom to tell, and tells them; afterwards both buttons answer in words', async () => {
  const evening = await anEvening({
    players: { ana: { promoter: true, status: null, optedIn: false }, bor: {} },
    reminderIn: 8,
    startIn: 120,
    env: { SESSION_MINIMUM: '2' },
  });
  const { people, discord } = evening;
  await people.ana.promotes();
  await evening.jobEnded('reminder');
  const question = await people.ana.dm(1);
  const whom = await people.ana.presses(tooFew.callOff, question);
  expect(whom.text()).toBe(callOff.question(1, false));
  const pressed = await discord.press(people.ana.id, whom, callOff.tell(1));
  await pressed.waitForEdit((m) => m.text() === callOff.told(1));
  await evening.jobEnded('call_off');
  expect(evening.finalRows('call_off')).toEqual({ bor: 'sent' });
  const over = messages.refusal({ code: 'campaign_over', status: 'cancelled' });
  expect(await people.ana.pressesWayOut(tooFew.goOn, question)).toBe(over);
  expect((await people.ana.presses(tooFew.callOff, question)).text()).toBe(over);
  await evening.stopBot();
});
