import { expect, onTestFinished, test } from 'vitest';
import type { Database } from '../../src/persistence/database.js';
import { ReadOnce } from '../../src/persistence/read-once.js';
import { writeState } from '../../src/persistence/system-state-store.js';
import { testApp } from '../support/test-app.js';
import { SqliteFile } from '../../src/persistence/sqlite-file.js';

async function reading() {
  const { database } = await testApp();
  const once = new ReadOnce<number>();
  let reads = 0;
  const ask = (key = 'a', of: Database = database) => once.of(of, key, async () => (reads += 1));
  const commit = (value: string) =>
    database.withTransaction((tx) => writeState(tx, 'promotions_paused', value, 0));
  return { database, ask, commit };
}

test('what was asked for is read once, each thing by itself', async () => {
  const { ask } = await reading();
  expect([await ask(), await ask(), await ask('b'), await ask('b'), await ask()]).toEqual([1, 1, 2, 2, 1]);
});

test('it is read again after every commit', async () => {
  const { ask, commit } = await reading();
  for (const reads of [1, 2, 3]) {
    expect([await ask(), await ask()]).toEqual([reads, reads]);
    await commit(String(reads));
  }
});

test('it is not, after a transaction of which nothing was kept', async () => {
  const { database, ask } = await reading();
  await ask();
  const failing = database.withTransaction(async (tx) => {
    await writeState(tx, 'promotions_paused', 'x', 0);
    throw new Error('rolled back');
  });
  await expect(failing).rejects.toThrow('rolled back');
  expect(await ask()).toBe(1);
});

test('it is read again after a commit of somebody else on the same file', async () => {
  const { database, ask } = await reading();
  expect(await ask()).toBe(1);
  const other = new SqliteFile(database.path);
  onTestFinished(() => void other.close());
  other.exec("INSERT INTO system_state (key, value, created_at, updated_at) VALUES ('other', 'x', '', '')");
  expect(await ask()).toBe(2);
});

test('a commit while it is read is not missed', async () => {
  const { database, commit } = await reading();
  const once = new ReadOnce<string>();
  const early = await once.of(database, 'a', async () => {
    await commit('in between');
    return 'before';
  });
  expect(early).toBe('before');
  expect(await once.of(database, 'a', async () => 'after')).toBe('after');
});

test('a database knows nothing of another', async () => {
  const { ask } = await reading();
  const other = await testApp();
  expect([await ask(), await ask('a', other.database), await ask()]).toEqual([1, 2, 1]);
});

test('it does not grow without end, whatever strangers ask for', async () => {
  const { ask } = await reading();
  await ask('first');
  for (let n = 0; n < 1_000; n += 1) await ask(String(n));
  expect(await ask('first')).toBe(1_002);
});

test('what could not be read is asked for again', async () => {
  const { database } = await reading();
  const once = new ReadOnce<string>();
  await expect(once.of(database, 'a', () => Promise.reject(new Error('locked')))).rejects.toThrow('locked');
  expect(await once.of(database, 'a', async () => 'there')).toBe('there');
});
