import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { growLivedIn } from '../../support/lived-in-database.js';
import { BenchWorld } from '../world.js';

/** What a year of a community that plays every other day leaves. */
export const EVENINGS = 180;
export const PEOPLE = 2_000;

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Beside what else the bench keeps: git does not look there. */
const FOLDER = join(ROOT, 'node_modules/.cache/muster-bench');
/** What decides what is in the database, beside the day. */
const SOURCES = [
  'tests/support/grown-database.ts',
  'tests/support/lived-in-database.ts',
  'tests/bench/year/database.ts',
];
/** The database, the copy that is worked on, a backup of it, and what is written meanwhile. */
const NEEDED_GIB = 8;

/** The year's database, closed, and one with the same people and yesterday alone. */
export interface Pasts {
  readonly year: string;
  readonly empty: string;
}

/**
 * The databases to copy: made once a day, and kept until something else would be in them.
 * @throws Error if the disk has too little room.
 */
export async function pasts(today: string): Promise<Pasts> {
  mkdirSync(FOLDER, { recursive: true });
  const { bavail, bsize } = statfsSync(FOLDER);
  const free = (bavail * bsize) / 2 ** 30;
  if (free < NEEDED_GIB)
    throw new Error(`it takes ${String(NEEDED_GIB)} GiB, and ${free.toFixed(1)} are free in ${FOLDER}`);
  const key = keyOf(today);
  for (const name of readdirSync(FOLDER))
    if (name.startsWith('past-') && !name.includes(key)) rmSync(join(FOLDER, name));
  return { year: await past(EVENINGS, today, key), empty: await past(1, today, key) };
}

async function past(evenings: number, today: string, key: string): Promise<string> {
  const name = `past-${key}-${String(evenings)}.sqlite`;
  const path = join(FOLDER, name);
  if (readdirSync(FOLDER).includes(name)) return path;
  const world = await BenchWorld.open();
  try {
    await world.seal();
    growLivedIn(world.path, { evenings, people: PEOPLE, today });
    // It has its name only once it is whole.
    copyFileSync(world.path, `${path}.part`);
    renameSync(`${path}.part`, path);
    return path;
  } finally {
    world.remove();
  }
}

/** Another day, schema or source makes another database. */
function keyOf(today: string): string {
  const migrations = readdirSync(join(ROOT, 'migrations')).join();
  const sources = SOURCES.map((path) => readFileSync(join(ROOT, path), 'utf8'));
  return createHash('sha256')
    .update([today, migrations, ...sources].join('\0'))
    .digest('hex')
    .slice(0, 16);
}
