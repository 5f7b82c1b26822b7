import { expect, it } from 'vitest';
import { anEvening, messages } from './support.js';

it('those who were called learn by Discord, Telegram and Signal that it is off, and nobody is called to the start', async () => {
  const evening = await anEvening({
    players: {
      ana: { promoter: true, status: null, optedIn: false },
      bor: {},
      tea: { phone: 'telegram' },
      sig: { phone: 'signal' },
      quiet: { quiet: true },
    },
    reminderIn: 12,
    startIn: 120,
  });
  const { people, discord } = evening;
  await people.ana.promotes();
  await evening.jobEnded('reminder');

  const { callOff } = messages.promote;
  const question = await people.ana.uses('promote cancel');
  expect(question.text()).toBe(callOff.question(3, false));
  const pressed = await discord.press(people.ana.id, question, callOff.tell(3));
  await pressed.waitForEdit((m) => m.text() === callOff.told(3) && m.buttons().length === 0);
  await evening.jobEnded('call_off');
  expect(evening.finalRows('call_off')).toEqual({
    bor: 'sent',
    tea: 'sent',
    sig: 'sent',
    quiet: 'skipped (not_called)',
  });
  const last = discord.dmsTo(people.bor.id).at(-1);
  expect(last?.text()).toContain('is off.');
  expect(last?.buttons().map(({ label }) => label)).toEqual([messages.buttons.stop]);
  // Who cancels knows it: no direct message tells them.
  expect(discord.dmsTo(people.ana.id)).toEqual([]);

  await evening.stopBot();
  const rows = evening.records.rows(
    "SELECT DISTINCT event_key FROM notifications_ledger WHERE kind = 'call' ORDER BY event_key",
  );
  expect(rows).toEqual([
    { event_key: `PROMOTE:OFF:${evening.date}` },
    { event_key: `PROMOTE:T-15:${evening.date}` },
  ]);
});
