import { expect, test } from 'vitest';
import { ReadOnce } from '../../../src/persistence/engine/read-once.js';
import { readState, writeState } from '../../../src/persistence/stores/system-state-store.js';
import { onBothEnginesAlone } from '../../support/both-engines.js';

onBothEnginesAlone('reading once', (newDatabase) => {
  async function reading() {
    const open = await newDatabase();
    const database = await open();
    const once = new ReadOnce(database);
    let reads = 0;
    const ask = async (key = 'a', of: ReadOnce = once) => (await of.now()).of(key, async () => (reads += 1));
    const commit = (value: string, by = database) =>
      by.withTransaction((tx) => writeState(tx, 'promotions_paused', value, 0));
    return { database, open, once, ask, commit };
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

  test('it is not, after a transaction that wrote nothing', async () => {
    const { database, ask } = await reading();
    await ask();
    await database.withTransaction((tx) => readState(tx, 'promotions_paused'));
    expect(await ask()).toBe(1);
  });

  test('it is read again after a commit of another process on the same database', async () => {
    const { open, ask, commit } = await reading();
    expect(await ask()).toBe(1);
    await commit('x', await open());
    expect(await ask()).toBe(2);
  });

  test('a commit while it is read is not missed', async () => {
    const { once, commit } = await reading();
    const early = await (
      await once.now()
    ).of('a', async () => {
      await commit('in between');
      return 'before';
    });
    expect(early).toBe('before');
    expect(await (await once.now()).of('a', async () => 'after')).toBe('after');
  });

  test('a database knows nothing of another', async () => {
    const { ask } = await reading();
    const other = await reading();
    expect([await ask(), await ask('a', new ReadOnce(other.database)), await ask()]).toEqual([1, 2, 1]);
  });

  test('it does not grow without end, whatever strangers ask for', async () => {
    const { ask } = await reading();
    await ask('first');
    for (let n = 0; n < 1_000; n += 1) await ask(String(n));
    expect(await ask('first')).toBe(1_002);
  });

  test('what could not be read is asked for again', async () => {
    const { once } = await reading();
    await expect((await once.now()).of('a', () => Promise.reject(new Error('locked')))).rejects.toThrow(
      'locked',
    );
    expect(await (await once.now()).of('a', async () => 'there')).toBe('there');
  });

  test('what is made of a moment is not told to who asks after a commit', async () => {
    const { once, commit } = await reading();
    const moment = await once.now();
    const first = await moment.of('part', async () => 'before');
    await commit('in between');
    expect(await moment.of('whole', async () => first)).toBe('before');
    expect(await (await once.now()).of('whole', async () => 'after')).toBe('after');
  });

  test('what only grows is read on from where it was, and once a commit', async () => {
    const { once, commit } = await reading();
    const ask = async (key: string) =>
      (await once.now()).continued<number>(key, async (_, before = 0) => before + 1);
    expect([await ask('a'), await ask('a'), await ask('b')]).toEqual([1, 1, 1]);
    await commit('next');
    expect([await ask('a'), await ask('a'), await ask('b')]).toEqual([2, 2, 2]);
  });

  test('only so many are read on, those that were read last', async () => {
    const { once, commit } = await reading();
    const ask = async (key: string) =>
      (await once.now()).continued<number>(key, async (_, before = 0) => before + 1);
    for (let n = 0; n <= 32; n += 1) await ask(String(n));
    await commit('next');
    expect([await ask('0'), await ask('32')]).toEqual([1, 2]);
  });

  test('what is made of something that was read is made once', async () => {
    const { once } = await reading();
    let written = 0;
    const made = (source: object) => once.made(source, () => ({ written: (written += 1) }));
    const [one, other] = [{ sent: 3 }, { sent: 3 }];
    expect(made(one)).toBe(made(one));
    expect(written).toBe(1);
    expect(made(other)).toEqual({ written: 2 });
  });
});
