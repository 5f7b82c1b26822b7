import { expect, it } from 'vitest';
import { type DatabaseTrouble, Health } from '../../../src/persistence/engine/health.js';

const saying = (code: string): Error => Object.assign(new Error(code), { driverError: { code } });

function watched() {
  const health = new Health();
  const told: (string | null)[] = [];
  health.watch((trouble: DatabaseTrouble | null) => told.push(trouble?.fault ?? null));
  return { health, told };
}

it('trouble is told when it begins or becomes another, and once when it is over', () => {
  const { health, told } = watched();
  for (const code of ['08006', '57P01', '25006', '25006']) health.failed(saying(code));
  expect(health.fault).toBe('read_only');
  health.went();
  health.went();
  expect(told).toEqual(['unreachable', 'read_only', null]);
  expect(health.fault).toBeNull();
});

it('what is no trouble of the database’s is none', () => {
  const { health, told } = watched();
  for (const error of [saying('23505'), new TypeError('a bug'), null]) health.failed(error);
  expect(told).toEqual([]);
});

it('reading shows that it can be reached, and no more', () => {
  const { health, told } = watched();
  health.failed(saying('08006'));
  health.read();
  health.failed(saying('53100'));
  health.read();
  expect(told).toEqual(['unreachable', null, 'disk_full']);
});
