import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { tempDir } from '../support/temp-dir.js';
import type { SoakOrders, SoakSaid } from './support/soak.js';

const PEOPLE = 2_000;
const HOUR_MS = 60 * 60_000;
const BEGINS_AT = '2026-03-10T19:00:00.000Z';

/** Runs one to its end. */
async function soak(orders: Omit<SoakOrders, 'databasePath'>): Promise<SoakSaid[]> {
  const program = fileURLToPath(new URL('soak-child.ts', import.meta.url));
  const all: SoakOrders = { ...orders, databasePath: join(tempDir(), 'muster.sqlite') };
  const child = spawn(process.execPath, ['--expose-gc', '--import', import.meta.resolve('tsx'), program], {
    env: { PATH: process.env['PATH'], MUSTER_SOAK_ORDERS: JSON.stringify(all) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: SoakSaid[] = [];
  const complaints: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => said.push(JSON.parse(line) as SoakSaid));
  createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line));
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, complaints }).toEqual({ code: 0, complaints: [] });
  return said;
}

/** The middle of the heaps, in bytes, between two hours from the beginning. */
function heapBetween(said: readonly SoakSaid[], fromHour: number, toHour: number): number {
  const hour = ({ at }: SoakSaid): number => (at - Date.parse(BEGINS_AT)) / HOUR_MS;
  const heaps = said.filter((one) => hour(one) > fromHour && hour(one) <= toHour).map(({ heap }) => heap);
  return heaps.toSorted((a, b) => a - b)[Math.floor(heaps.length / 2)] ?? Number.NaN;
}

it(`needs no more memory after a day on which ${PEOPLE} people were called twice, and after another evening`, async () => {
  // From 20:00 to 22:30 on the next day: an evening, a night with backup and retention, a day, an evening.
  const said = await soak({ people: PEOPLE, hours: 26.5, beginsAt: BEGINS_AT });
  expect(said.at(-1)).toMatchObject({ sent: 2 * 2 * PEOPLE, backups: 1, retentions: 1, errors: 0 });

  const quarters = [0, 6, 12, 18].map((from) => heapBetween(said, from, from + 6)) as [
    number,
    number,
    number,
    number,
  ];
  expect(quarters[3] / quarters[1]).toBeLessThan(1.05);
  const afterEvening = [heapBetween(said, 1, 2.5), heapBetween(said, 25, 26.5)] as const;
  expect(afterEvening[1] / afterEvening[0]).toBeLessThan(1.05);
});
