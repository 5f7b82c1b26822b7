import { expect, it } from 'vitest';
import { VARIABLES } from '../../src/config/schema.js';
import { secretsIn } from '../../src/config/secrets.js';
import { redactor } from '../../src/observability/redact.js';

it('everything that is marked as a secret is struck out, and nothing else', () => {
  const env = Object.fromEntries(VARIABLES.map(({ name }) => [name, `canary-of-${name}`]));
  const redact = redactor(secretsIn(env));
  for (const { name, secret } of VARIABLES) {
    expect(redact(`it says canary-of-${name}.`), name).toBe(
      secret ? 'it says [redacted].' : `it says canary-of-${name}.`,
    );
  }
});

it('each key of a list is one, and so is the password of an address', () => {
  const env = { CONTACT_DATA_ENCRYPTION_KEY: ' one, two ', REDIS_URL: 'redis://ana:p%40ss@redis:6379' };
  const secrets = secretsIn(env);
  expect(secrets).toEqual(expect.arrayContaining(['one', 'two', 'p%40ss', 'p@ss']));
  expect(secrets).not.toContain('');
});

it('a stray % in a password hides nothing and breaks nothing', () => {
  expect(secretsIn({ REDIS_URL: 'redis://ana:100%sure@redis:6379' })).toContain('100%sure');
});

it('the passwords of a database are, but not the rest of its address', () => {
  const url = 'postgres://ana:p%40ss@db/muster?password=other';
  expect(secretsIn({ DATABASE_URL: url })).toEqual(['p%40ss', 'p@ss', 'other']);
});

it('an empty environment has none', () => {
  expect(secretsIn({ DISCORD_TOKEN: '', REDIS_URL: undefined })).toEqual([]);
});
