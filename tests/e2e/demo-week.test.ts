import { expect, it } from 'vitest';
import { columns, Demo } from './demo-command.js';

it('the demo lives a week, checks what people got, and ends by itself', async () => {
  const demo = new Demo('--week');
  expect(await demo.exited).toBe(0);
  const said = demo.said.join('\n');
  const isOn = /It’s on: 6 are looking[^]*Eva +is in by her condition/;
  const days = said.split(/\n(?=Monday|Tuesday|Thursday|Saturday|Sunday|The week)/);
  const of = (day: string): string => days.filter((part) => part.startsWith(day)).join('\n');
  expect(of('Monday')).toMatch(/available, every week; away until Saturday[^]*\/promote standing set/);
  const [tuesday, thursday, saturday, sunday] = ['Tuesday', 'Thursday', 'Saturday', 'Sunday'].map(of);
  for (const day of [tuesday, thursday, saturday, sunday]) expect(day).toMatch(isOn);
  expect(tuesday).toMatch(
    /board[^]*Available: 1[^]*the question, to 4: Cene, Gal \(Telegram\), Hana, and Ivo/,
  );
  expect(tuesday).toMatch(/go out at 20:45:00 unless one of you says no[^]*the reminder, to 7: Ana, Bor/);
  expect(tuesday).toMatch(/Bor +presses “Not tonight”[^]*asks Nika[^]*Nika +presses “Coming”/);
  expect(tuesday).toMatch(
    /the start ping, to 6:[^]*the follow-up, to 1: Eva[^]*Ivo +joins voice, later as said/,
  );
  expect(thursday).toMatch(
    /Dan +presses “Stop”[^]*nothing goes out[^]*don’t go out by themselves: Dan said no/,
  );
  expect(thursday).not.toContain('the reminder, to');
  expect(saturday).toMatch(/the reminder, to 6: (?![^]*Hana, and)[^]*that it is off, to 6:/);
  expect(sunday).toMatch(
    /the reminder, to 7: [^]*Filip[^]*the start ping, to 7:[^]*the follow-up, nobody needs it/,
  );
  expect(of('The week')).toMatch(
    /Hana +2 \+ 1 +0 \+ 1 +0 \+ 1 +0 \+ 1 +6\n[^]*8 came +stopped +called off +9 came/,
  );
  expect(of('The week')).toMatch(
    /it sent (\d+) messages, and \1 arrived[^]*nobody got the same message twice/,
  );
  expect(said).not.toContain('NOT SO');
  // Nothing has to be broken by a terminal, but what can't be.
  expect(demo.said.filter((told) => columns(told) > 80 && !told.includes('/tmp/'))).toEqual([]);
  await demo.isGone();
});

it('the demo’s week ends with Ctrl-C, and leaves no process behind', async () => {
  const demo = new Demo('--week');
  await demo.hears(/^Tuesday .*the board/, 60_000);
  demo.signal('SIGINT');
  expect(await demo.exited).toBe(130);
  await demo.isGone();
});
