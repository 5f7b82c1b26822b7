import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readEnvFile } from '../../src/config/env-file.js';
import { envExample } from '../../src/config/env-example.js';
import { withSettings } from '../../src/config/env-text.js';

const values = (text: string): Readonly<Record<string, string>> => readEnvFile(Buffer.from(text)).values;

it('a setting takes its own place, and nothing else changes', () => {
  const text = '# mine\nA=1\nBRIDGE_PORT=8090\n#B=2\n';
  expect(withSettings(text, { A: '3', B: '4' })).toBe('# mine\nA=3\nBRIDGE_PORT=8090\nB=4\n');
  expect(withSettings('A=1', { C: '5' })).toBe('A=1\nC=5\n');
  expect(withSettings('  export A=1\r\nB=2\r\n', { A: '3' })).toBe('A=3\r\nB=2\r\n');
});

it('of several lines of a setting one is left, for the last would win', () => {
  expect(withSettings('A=1\n#A=0\nA=2\n', { A: '3' })).toBe('#A=1\n#A=0\nA=3\n');
  expect(withSettings('A=1\nA=2\n', { A: null })).toBe('#A=1\n#A=2\n');
  expect(withSettings('B=1\n', { A: null })).toBe('B=1\n');
});

it('a name within another is not taken for it', () => {
  expect(withSettings('DATA=1\nA_B=2\n', { A: '3' })).toBe('DATA=1\nA_B=2\nA=3\n');
});

it('whatever is written is read again, in any file, and the other settings are as they were', () => {
  const names = ['A', 'B', 'DISCORD_TOKEN'];
  const value = fc.stringMatching(/^[\w.:/#'"$&\\,+-]{0,20}$/).filter((text) => !/['"].*['"]|^$/.test(text));
  const line = fc.oneof(
    fc
      .tuple(fc.constantFrom('', '#', 'export '), fc.constantFrom(...names, 'OTHER'))
      .map(([a, b]) => `${a}${b}=x`),
    fc.constantFrom('', '# a remark about A=1'),
  );
  fc.assert(
    fc.property(fc.array(line), fc.constantFrom(...names), value, (lines, name, wanted) => {
      const before = lines.join('\n');
      const after = values(withSettings(before, { [name]: wanted }));
      expect(after).toEqual({ ...values(before), [name]: wanted });
    }),
  );
});

it('.env.example keeps all of its lines but the ones that were set', () => {
  const set = withSettings(envExample(), { DISCORD_TOKEN: 'a.b.c', PROMOTER_DISCORD_IDS: null });
  expect(set.split('\n')).toHaveLength(envExample().split('\n').length);
  expect(values(set)).toEqual({ DISCORD_TOKEN: 'a.b.c', DISCORD_GUILD_ID: '' });
});
