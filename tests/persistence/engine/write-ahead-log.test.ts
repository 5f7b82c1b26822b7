import { statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, type MockInstance, onTestFinished, vi } from 'vitest';
import { SqliteEngine } from '../../../src/persistence/engine/sqlite-engine.js';
import { WriteAheadLog } from '../../../src/persistence/engine/write-ahead-log.js';
import { FileWorkError } from '../../../src/persistence/file/file-work.js';
import { tempDir } from '../../support/temp-dir.js';

const PAGE = 4096;

let path: string;
let engine: SqliteEngine;
/** Each time a thread was asked to fold. */
let fold: MockInstance<WriteAheadLog['fold']>;
beforeEach(async () => {
  path = join(tempDir(), 'muster.sqlite');
  engine = await SqliteEngine.open(path);
  onTestFinished(() => engine.close().catch(() => undefined));
  await engine.writer.sql`CREATE TABLE pages (id INTEGER PRIMARY KEY, content BLOB)`;
  fold = vi.spyOn(WriteAheadLog.prototype, 'fold');
  onTestFinished(() => fold.mockRestore());
});

/** Commits a transaction of about so many pages. */
async function commit(pages: number): Promise<void> {
  const tx = await engine.begin();
  await tx.sql`
    WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ${pages})
    INSERT INTO pages (content) SELECT zeroblob(4000) FROM n`;
  await tx.sql`COMMIT`;
}

/** How many pages of the log are not in the file yet. */
function waiting(): number {
  const { file } = engine.writer;
  const [state] = file.pragma('wal_checkpoint(NOOP)') as [{ log: number; checkpointed: number }];
  return state.log - state.checkpointed;
}

/** How long the log ever was, in pages. */
const longest = (): number => Math.floor(statSync(`${path}-wal`).size / PAGE);

describe('the log of the database', () => {
  it('is folded between small transactions, without a thread, before it is long', async () => {
    for (let n = 0; n < 60; n += 1) await commit(50);
    expect(longest()).toBeLessThan(1_200);
    expect(fold).not.toHaveBeenCalled();
  });

  it('is folded by one thread after a large transaction, and others go on meanwhile', async () => {
    await commit(3_000);
    expect(waiting()).toBeGreaterThan(3_000);
    for (let n = 0; n < 5; n += 1) await commit(1);
    expect(fold).toHaveBeenCalledOnce();
    await fold.mock.results[0]?.value;
    expect(waiting()).toBeLessThan(100);
    for (let n = 0; n < 60; n += 1) await commit(50);
    // Once it is in the file, it begins anew.
    expect(longest()).toBeLessThan(5_000);
  });

  it('is folded here once a thread can’t for long, and nothing that was committed fails or is lost', async () => {
    fold.mockRejectedValue(new FileWorkError('no thread', undefined));
    for (let n = 0; n < 12; n += 1) {
      await commit(3_000);
      await Promise.allSettled(fold.mock.results.map(({ value }) => value as Promise<void>));
    }
    expect(longest()).toBeLessThan(21_000);
    expect(await engine.reader.sql`SELECT COUNT(*) AS count FROM pages`).toEqual([{ count: 36_000 }]);
  });

  it('is folded in bulk work when the work says so, and at its end', async () => {
    const other = deferred();
    const second = engine.inBulk(() => other.promise);
    await engine.inBulk(async (foldNow) => {
      await commit(1_500);
      await commit(1);
      expect(waiting()).toBeGreaterThan(1_500);
      await foldNow();
      expect(waiting()).toBe(0);
      await commit(1_500);
    });
    expect(waiting()).toBe(0);
    // The other goes on.
    await commit(1_500);
    await commit(1);
    expect(waiting()).toBeGreaterThan(1_500);
    other.resolve();
    await second;
    expect(fold).toHaveBeenCalledTimes(3);
  });

  it('is not closed on while a thread folds it', async () => {
    await commit(3_000);
    await commit(1);
    await engine.close();
    const [folding] = fold.mock.settledResults;
    expect(folding?.type).toBe('fulfilled');
  });
});

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
