import { beforeEach, expect, it } from 'vitest';
import {
  boardIsUnclear,
  boardShows,
  closeBoard,
  datesOfOpenBoards,
  openBoardsOf,
  recordBoard,
} from '../../../src/persistence/stores/board-store.js';
import type { Tx } from '../../../src/persistence/engine/database.js';
import { DATE, NEXT_DATE, NOW, type OpenStores, type StoresWorld } from './world.js';

/** The boards that are kept true. */
export function boardsContract(open: OpenStores): void {
  let db: StoresWorld;
  const write = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => db.withTransaction(fn);
  const board = (messageId: string, date = DATE) => ({ messageId, channelId: 'c', date, shown: '' });
  const record = (messageId: string, date?: string) =>
    write((tx) => recordBoard(tx, board(messageId, date), NOW));

  beforeEach(async () => {
    db = await open();
  });

  it('are on record once, each of its date, until they are closed', async () => {
    expect(await record('m1')).toBe(true);
    expect(await record('m1', NEXT_DATE)).toBe(true);
    expect(await record('m2')).toBe(true);
    expect(await record('m3', NEXT_DATE)).toBe(true);
    expect(await openBoardsOf(db.view, DATE)).toEqual([board('m1'), board('m2')]);
    expect(await datesOfOpenBoards(db.view)).toEqual([DATE, NEXT_DATE]);
    await write((tx) => closeBoard(tx, 'm1', NOW));
    await write((tx) => closeBoard(tx, 'm3', NOW));
    expect(await record('m1')).toBe(false);
    expect(await openBoardsOf(db.view, DATE)).toEqual([board('m2')]);
    expect(await datesOfOpenBoards(db.view)).toEqual([DATE]);
  });

  it('are remembered with what they show', async () => {
    await record('m1');
    const shows = (before: string, shown: string): Promise<boolean> =>
      write((tx) => boardShows(tx, { messageId: 'm1', shown: before }, shown, NOW));
    expect(await shows('', 'a digest')).toBe(true);
    expect(await openBoardsOf(db.view, DATE)).toEqual([{ ...board('m1'), shown: 'a digest' }]);
    await write((tx) => boardIsUnclear(tx, 'm1', 'x', NOW));
    expect(await shows('a digest', 'another')).toBe(false);
    expect(await openBoardsOf(db.view, DATE)).toEqual([{ ...board('m1'), shown: 'unclear:x' }]);
  });
}
