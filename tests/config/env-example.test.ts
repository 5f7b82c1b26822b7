import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.js';
import { envExample } from '../../src/config/env-example.js';
import { VARIABLES } from '../../src/config/schema.js';

test('.env.example is what the schema says; if not, run "npm run settings"', () => {
  expect(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')).toBe(envExample());
});

test('it names every variable, and only what is required stands open', () => {
  const open = parseEnv(envExample());
  const required = VARIABLES.filter((variable) => variable.required).map(({ name }) => name);
  expect(Object.keys(open).sort()).toEqual(required.sort());
  for (const { name } of VARIABLES) expect(envExample()).toMatch(new RegExp(`^#?${name}=`, 'm'));
});

test('filled in, and with everything in it switched on, it is a good .env', () => {
  const everything = parseEnv(envExample().replaceAll(/^#(?=[A-Z_]+=)/gm, ''));
  const filledIn = {
    ...everything,
    DISCORD_TOKEN: 'token',
    DISCORD_GUILD_ID: '123456789012345678',
    DISCORD_CLIENT_SECRET: 'secret',
  };
  expect(loadConfig(filledIn).ok).toBe(true);
});

test('no line is too long to read', () => {
  expect(
    envExample()
      .split('\n')
      .filter((line) => line.length > 100),
  ).toEqual([]);
});
