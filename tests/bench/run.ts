/**
 * `npm run bench`: measures, prints a table, keeps it in bench/results.json and on docs/performance.md. With names
 * after it, measures only those and only prints. Goals are told, not enforced: missing one is no failure.
 */
import { create, preview } from './audience.bench.js';
import { board } from './board.bench.js';
import { channels } from './channels.bench.js';
import { cluster } from './cluster.bench.js';
import { crowd } from './crowd.bench.js';
import { drain } from './drain.bench.js';
import { footprint } from './footprint.bench.js';
import { lateness } from './lateness.bench.js';
import { ledger } from './ledger.bench.js';
import { describe, thisMachine } from './machine.js';
import { keep } from './page.js';
import { polling } from './polling.bench.js';
import { terminalTable } from './report.js';
import { resume } from './resume.bench.js';
import type { Bench, BenchResult } from './result.js';
import { retries } from './retries.bench.js';
import { upkeep } from './upkeep.bench.js';
import { visit } from './visit.bench.js';
import { year } from './year.bench.js';

const BENCHES: Readonly<Record<string, Bench>> = {
  ledger,
  preview,
  create,
  drain,
  channels,
  lateness,
  retries,
  polling,
  board,
  crowd,
  resume,
  upkeep,
  footprint,
  cluster,
  visit,
  year,
};
/** What takes gigabytes on the disk, and minutes: a run of everything leaves it out. */
const ONLY_NAMED = ['year'];

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  print(`There is no ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(1);
}
const machine = thisMachine();
print(describe(machine));
const results: BenchResult[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 ? !wanted.includes(name) : ONLY_NAMED.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  results.push(...(await bench()));
}
print(`\n${terminalTable(results)}`);
if (wanted.length === 0) await keep({ takenAt: new Date().toISOString(), machine, results });
