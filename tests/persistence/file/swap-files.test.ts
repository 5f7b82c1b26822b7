import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { swapIn, type SwapSteps } from '../../../src/persistence/file/swap-files.js';
import { tempDir } from '../../support/temp-dir.js';

const DONE: SwapSteps = {
  link: linkSync,
  remove: (path) => rmSync(path),
  rename: renameSync,
  sync: () => {},
};

interface Place {
  readonly path: string;
  readonly fresh: string;
  readonly aside: string;
  /** What lies at a path and beside it; `-` for nothing. */
  readonly at: (path: string) => string;
}

function aPlace({ log }: { log: boolean }): Place {
  const folder = tempDir();
  const path = join(folder, 'muster.sqlite');
  const fresh = `${path}.restoring`;
  writeFileSync(path, 'old');
  if (log) writeFileSync(`${path}-wal`, 'log');
  writeFileSync(fresh, 'new');
  const at = (file: string): string =>
    [file, `${file}-wal`].map((one) => (existsSync(one) ? readFileSync(one, 'utf8') : '-')).join(' ');
  return { path, fresh, aside: `${path}.aside`, at };
}

/** Steps of which the `n`th fails; `dead`: and every later one, as in a process that was killed there. */
function failingAt(n: number, dead: boolean): { steps: SwapSteps; count: () => number } {
  let count = 0;
  const guard = <A extends unknown[]>(step: (...args: A) => void) => {
    return (...args: A): void => {
      count += 1;
      if (count === n || (dead && count > n)) throw new Error('on purpose');
      step(...args);
    };
  };
  const { link, remove, rename, sync } = DONE;
  const steps = { link: guard(link), remove: guard(remove), rename: guard(rename), sync: guard(sync) };
  return { steps, count: () => count };
}

describe('swapping a database in', () => {
  it('leaves the new one in place, alone, and the old one whole under its other name', () => {
    const { path, fresh, aside, at } = aPlace({ log: true });
    expect(swapIn(fresh, path, aside)).toBe(true);
    expect([at(path), at(aside), existsSync(fresh)]).toEqual(['new -', 'old log', false]);
  });

  it('where there was none needs no other name', () => {
    const { path, fresh, aside, at } = aPlace({ log: false });
    rmSync(path);
    expect(swapIn(fresh, path, aside)).toBe(false);
    expect([at(path), at(aside)]).toEqual(['new -', '- -']);
  });

  it('never writes over what was put aside before', () => {
    const { path, fresh, aside, at } = aPlace({ log: false });
    writeFileSync(aside, 'older');
    expect(() => swapIn(fresh, path, aside)).toThrow(/EEXIST/);
    expect([at(path), at(aside)]).toEqual(['old -', 'older -']);
  });

  it('that fails at any step is undone, or was done', () => {
    for (let n = 1; ; n += 1) {
      const { path, fresh, aside, at } = aPlace({ log: true });
      const { steps, count } = failingAt(n, false);
      try {
        swapIn(fresh, path, aside, steps);
      } catch {
        // On purpose.
      }
      if (count() < n) break;
      const wasDone = at(path) === 'new -' && at(aside) === 'old log';
      expect(wasDone || (at(path) === 'old log' && at(aside) === '- -'), `step ${n}`).toBe(true);
    }
  });

  it('killed at any step leaves the old one or the new one, and never a new one with an old log', () => {
    for (let n = 1; ; n += 1) {
      const { path, fresh, aside, at } = aPlace({ log: false });
      const { steps, count } = failingAt(n, true);
      try {
        swapIn(fresh, path, aside, steps);
      } catch {
        // On purpose.
      }
      if (count() < n) break;
      expect(['old -', 'new -'], `step ${n}`).toContain(at(path));
      if (at(path) === 'new -') expect(at(aside), `step ${n}`).toBe('old -');
    }
  });

  it('killed at any step of a swap with a log that could not be folded in, too, loses nothing', () => {
    for (let n = 1; ; n += 1) {
      const { path, fresh, aside, at } = aPlace({ log: true });
      const { steps, count } = failingAt(n, true);
      try {
        swapIn(fresh, path, aside, steps);
      } catch {
        // On purpose.
      }
      if (count() < n) break;
      expect(['old log', 'old -', 'new -'], `step ${n}`).toContain(at(path));
      if (at(path) !== 'old log') expect(at(aside), `step ${n}`).toBe('old log');
    }
  });
});
