import { expect, it } from 'vitest';
import { KeyedQueue } from '../../src/domain/keyed-queue.js';

it('runs what concerns the same thing in order, and does not wait for other things', async () => {
  const turns = new KeyedQueue();
  const done: string[] = [];
  let finishFirst = (): void => undefined;
  const first = turns.run('a', async () => {
    await new Promise<void>((resolve) => (finishFirst = resolve));
    done.push('first');
  });
  const second = turns.run('a', async () => void done.push('second'));
  await turns.run('b', async () => void done.push('other'));
  expect(done).toEqual(['other']);
  finishFirst();
  await Promise.all([first, second]);
  expect(done).toEqual(['other', 'first', 'second']);
});

it('tells a failure to whoever asked for it, and goes on', async () => {
  const turns = new KeyedQueue();
  const failing = turns.run('a', () => Promise.reject(new Error('no')));
  const next = turns.run('a', async () => undefined);
  await expect(failing).rejects.toThrow('no');
  await expect(next).resolves.toBeUndefined();
});
