import { expect, it } from 'vitest';
import { namesOf, type ServerAnswer } from '../../../src/presence/game-server/names-of.js';

const named = (...names: readonly string[]) => names.map((name) => ({ name }));

function answer(told: Partial<ServerAnswer>): ServerAnswer {
  return { name: 'The Club', maxplayers: 32, numplayers: 0, players: [], bots: [], ...told };
}

it('a server that counts more players than it lists does not tell who is there', () => {
  expect(namesOf(answer({ numplayers: 12 }))).toBeNull();
  expect(namesOf(answer({ numplayers: 13, players: named('Tom', 'Ann') }))).toBeNull();
  expect(namesOf(answer({ numplayers: 2, players: named('Tom', 'Ann') }))).toEqual(['Tom', 'Ann']);
});

it('nor does one that hides all the names, or says nothing at all', () => {
  expect(namesOf(answer({ numplayers: 2, players: named('', '') }))).toBeNull();
  expect(namesOf(answer({ name: '', maxplayers: 0 }))).toBeNull();
  expect(namesOf(answer({ name: '' }))).toEqual([]);
});

it('an answer with a line nobody can read is not half believed', () => {
  const players = [{ name: 'Tom', raw: { ping: 48 } }];
  expect(namesOf(answer({ players }))).toEqual(['Tom']);
  expect(namesOf(answer({ players, bots: [{ name: 'player', raw: { ping: Number.NaN } }] }))).toBeNull();
});

it('bytes that are UTF-8 are read as that, others are left as they are', () => {
  const names = ['Å½an', 'â˜•', 'José', 'Žan', '名前', 'Tom'];
  expect(namesOf(answer({ players: named(...names) }))).toEqual(['Žan', '☕', 'José', 'Žan', '名前', 'Tom']);
});
