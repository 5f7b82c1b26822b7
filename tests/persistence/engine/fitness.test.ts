import { expect, it } from 'vitest';
import { type ServerFacts, unfitness } from '../../../src/persistence/engine/fitness.js';

const FIT: ServerFacts = {
  versionNum: 150_018,
  version: '15.18',
  isCopy: false,
  encoding: 'UTF8',
  user: 'muster',
  schema: 'public',
  mayMakeTables: true,
  outOfReach: [],
};
const way = { variable: 'DATABASE_SESSION_URL', url: 'postgres://muster:hunter2@db.example/club' } as const;
const said = (facts: Partial<ServerFacts>, needsTables = true) => {
  const unfit = unfitness({ ...FIT, ...facts }, way, needsTables);
  return unfit && { words: unfit.message, lasting: unfit.lasting };
};

it('a server that is as it should be can serve', () => {
  expect(said({})).toBeNull();
});

it('one that is too old, or has no place for tables, is refused with what to do', () => {
  expect(said({ versionNum: 140_020, version: '14.20' })).toEqual({
    words:
      'db.example/club is PostgreSQL 14.20, and Muster needs 15 or newer. Upgrade it, or name another in DATABASE_SESSION_URL, and start again.',
    lasting: true,
  });
  expect(said({ schema: null, mayMakeTables: false })?.words).toContain('CREATE SCHEMA AUTHORIZATION muster');
});

it('without tables to make nobody needs the right to', () => {
  expect(said({ mayMakeTables: false }, false)).toBeNull();
  expect(said({ mayMakeTables: false }, true)?.lasting).toBe(true);
});

it('one that may become the one to write to is waited for', () => {
  expect(said({ isCopy: true })).toMatchObject({ lasting: false });
});
