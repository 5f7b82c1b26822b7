import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../cli/program.js';
import type { Person } from './person.js';
import { aFolder, anEvening, messages } from './support.js';

const MANY = Object.fromEntries(Array.from({ length: 24 }, (_, index) => [`player${index + 1}`, {}]));

it('a backup that is restored in the middle of a campaign calls nobody twice', async () => {
  const evening = await anEvening({
    players: { ana: { promoter: true }, ...MANY },
    reminderIn: -60,
    startIn: 8,
    // Slow, so that a backup is made, and more messages leave, before all are out.
    env: { DISCORD_MESSAGES_PER_SECOND: '2' },
  });
  const { ana } = evening.people;
  const everybody = Object.values<Person>(evening.people);
  const calls = (): number => everybody.reduce((sum, person) => sum + person.calls.length, 0);
  const callsInAll = (count: number): Promise<unknown> =>
    evening.discord.waitUntil(() => calls() >= count, `call no. ${count}`, 30_000);
  await ana.promotes();
  await callsInAll(2);

  const env = evening.environment();
  const backup = await run('backup', [], env);
  const path = /^(\S+) is a backup/.exec(backup.said)?.[1];
  expect(path, backup.said).toBeDefined();
  const known = calls();
  await callsInAll(known + 3);
  await evening.bot.stop('SIGKILL');
  const called = calls();
  expect(called).toBeLessThan(everybody.length);

  const restored = await run('restore', ['--yes', path!], env);
  expect(restored.said).toContain('may have sent something since, and are ended: 1.');
  expect(restored.code).toBe(0);
  await evening.restart();
  const status = await ana.uses('promote status');
  expect(status.text()).toContain(messages.promote.title('partial', false));
  await evening.stopBot();

  expect(calls()).toBe(called);
  for (const person of everybody) expect(person.calls.length).toBeLessThanOrEqual(1);
  const fates = Object.entries(evening.finalRows('start'));
  expect(fates).toHaveLength(everybody.length);
  for (const [name, fate] of fates) {
    expect(['sent', 'unknown (restored)'], `${name}: ${fate}`).toContain(fate);
    if (fate === 'sent') expect(evening.people[name as 'ana'].calls).toHaveLength(1);
  }
  expect(fates.filter(([, fate]) => fate !== 'sent').length).toBeGreaterThanOrEqual(
    everybody.length - called,
  );
});

it('a second machine that stands by goes on with the last backup, and calls nobody twice', async () => {
  const evening = await anEvening({
    players: { ana: { promoter: true }, ...MANY },
    reminderIn: -60,
    startIn: 8,
    env: { DISCORD_MESSAGES_PER_SECOND: '2' },
  });
  const { ana } = evening.people;
  const everybody = Object.values<Person>(evening.people);
  const calls = (): number => everybody.reduce((sum, person) => sum + person.calls.length, 0);
  await ana.promotes();
  await evening.discord.waitUntil(() => calls() >= 2, 'two calls', 30_000);
  const backup = await run('backup', [], evening.environment());
  const path = /^(\S+) is a backup/.exec(backup.said)?.[1];
  expect(path, backup.said).toBeDefined();
  const known = calls();
  await evening.discord.waitUntil(() => calls() >= known + 3, 'three more', 30_000);
  await evening.bot.stop('SIGKILL');
  const called = calls();

  // Only the copy is there, on another disk.
  const folder = aFolder();
  const copy = join(folder, basename(path!));
  copyFileSync(path!, copy);
  const elsewhere = { DATABASE_URL: `sqlite:${join(folder, 'data', 'muster.sqlite')}` };
  const restored = await run('restore', ['--yes', copy], { ...evening.environment(), ...elsewhere });
  expect(restored.said).toContain('There was no database before, so nothing could be taken over from it.');
  expect(restored.code).toBe(0);
  await evening.restart(elsewhere);
  const status = await ana.uses('promote status');
  expect(status.text()).toContain(messages.promote.title('partial', false));
  await evening.stopBot();

  expect(calls()).toBe(called);
  for (const person of everybody) expect(person.calls.length).toBeLessThanOrEqual(1);
});

it('a backup put in place by hand is taken up at the start, and says what it costs', async () => {
  const evening = await anEvening({
    players: { ana: { promoter: true }, bor: {} },
    reminderIn: 6,
    startIn: 200,
  });
  const { ana, bor } = evening.people;
  await ana.promotes();
  const env = evening.environment();
  const backup = await run('backup', [], env);
  const path = /^(\S+) is a backup/.exec(backup.said)?.[1];
  await evening.jobEnded('reminder');
  await evening.bot.stop('SIGKILL');
  evening.replaceDatabase(path!);
  await evening.restart();
  const adopted = evening.bot.lines.find(({ event }) => event === 'backup_adopted');
  expect(adopted).toMatchObject({ level: 'warn', jobs: 1, people: 2 });
  expect(evening.bot.lines.find(({ event }) => event === 'taken_up')).toMatchObject({ jobs: 1 });
  await evening.stopBot();
  for (const person of [ana, bor]) expect(person.calls).toHaveLength(1);
  const unclear = 'unknown (restored)';
  expect(evening.finalRows('reminder')).toEqual({ ana: unclear, bor: unclear });
});
