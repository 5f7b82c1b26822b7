import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatFaults, loadConfig } from '../../src/config/config.js';
import { readSettings, type Settings } from '../../src/config/environment.js';
import { VARIABLES } from '../../src/config/schema.js';
import { settingMeant } from '../../src/config/setting-names.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-env-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const dotEnv = (text: string): void => writeFileSync(path.join(folder, '.env'), text);
const read = (env: Record<string, string> = {}): Settings => readSettings(folder, env);

test('without a .env it is the real environment', () => {
  expect(read({ A: '1' })).toEqual({ variables: { A: '1' }, faults: [], remarks: [] });
});

test('.env adds to the real environment, which wins even where it is empty', () => {
  dotEnv('# comment\nA=file\nB="in quotes" # why\nC=file\n');
  expect(read({ A: 'real', C: '' }).variables).toEqual({ A: 'real', B: 'in quotes', C: '' });
});

test('a .env that cannot be read is an error, not an empty file', () => {
  mkdirSync(path.join(folder, '.env'));
  expect(() => read()).toThrow(/EISDIR/);
});

test('reads the process’s environment unless it is given one', () => {
  expect(readSettings(folder).variables).toEqual({ ...process.env });
});

describe('a name that is nearly a setting’s', () => {
  test('is a fault in .env, with the line and what may be meant', () => {
    dotEnv(
      'DISCORD_GUILD_ID=1\nAVAILABILITY_PROMOTION_ENABELD=false\nAVAILABILITY_PROMOTION_STARTTIME=20:00\n',
    );
    const { faults, remarks } = read();
    expect(faults).toEqual([
      {
        name: 'AVAILABILITY_PROMOTION_ENABELD',
        reason: 'in line 2 of .env is no setting of Muster (did you mean AVAILABILITY_PROMOTION_ENABLED?)',
      },
      {
        name: 'AVAILABILITY_PROMOTION_STARTTIME',
        reason: 'in line 3 of .env is no setting of Muster (did you mean AVAILABILITY_PROMOTION_START_TIME?)',
      },
    ]);
    expect(remarks).toEqual([]);
  });

  test('is a fault in the real environment where nobody else would have it', () => {
    const { faults } = read({ AVAILABILITY_PROMOTION_ENABELD: 'false' });
    expect(faults).toEqual([
      {
        name: 'AVAILABILITY_PROMOTION_ENABELD',
        reason: 'in the environment is no setting of Muster (did you mean AVAILABILITY_PROMOTION_ENABLED?)',
      },
    ]);
  });

  test('is a remark in the real environment where another program may want it', () => {
    const { faults, remarks } = read({
      DATABASE_URI: 'postgres://elsewhere',
      REDIS_PORT: '6379',
      PATH: '/bin',
    });
    expect(faults).toEqual([]);
    expect(remarks).toEqual([
      {
        name: 'DATABASE_URI',
        reason: 'in the environment is no setting of Muster (did you mean DATABASE_URL?)',
      },
      {
        name: 'REDIS_PORT',
        reason: 'in the environment is no setting of Muster (so it does nothing here)',
      },
    ]);
  });

  test('is a remark in .env where it is the end of one setting’s, and nobody’s elsewhere', () => {
    dotEnv('GUILD_ID=1\nTIMEZONE=Europe/Vienna\nHOST=x\n');
    const { faults, remarks } = read({ PROMOTER_DISCORD_IDS: '', PUBLIC_URL: 'https://elsewhere' });
    expect(faults).toEqual([]);
    expect(remarks).toEqual([
      {
        name: 'GUILD_ID',
        reason: 'in line 1 of .env is no setting of Muster (did you mean DISCORD_GUILD_ID?)',
      },
      {
        name: 'TIMEZONE',
        reason: 'in line 2 of .env is no setting of Muster (did you mean AVAILABILITY_PROMOTION_TIMEZONE?)',
      },
    ]);
  });

  test('is told of once, though .env is in the real environment too', () => {
    dotEnv('AVAILABILITY_PROMOTION_ENABELD=false\n');
    expect(read({ AVAILABILITY_PROMOTION_ENABELD: 'false' }).faults).toHaveLength(1);
  });

  test.each(['discord_token', 'DISCORD_TOKN', 'DISCORD_TOKEN_', 'DICSORD_TOKEN', 'ALERT_CHANEL_ID'])(
    'is recognised: %s',
    (name) => expect(settingMeant(name)).not.toBeNull(),
  );

  test.each(['PATH', 'HOME', 'NODE_ENV', 'DISCORD', 'REDIS_HOST', 'TELEGRAM_CHAT_ID', 'LOG_FORMAT', 'TZ'])(
    'is not guessed at where nothing comes near: %s',
    (name) => expect(settingMeant(name)).toBeNull(),
  );

  test('is never a setting itself, and one slip of a finger is always found out', () => {
    const slip = fc.record({
      name: fc.constantFrom(...VARIABLES.map(({ name }) => name).filter((name) => name.length >= 8)),
      at: fc.nat(),
      how: fc.constantFrom('left out', 'twice', 'exchanged'),
    });
    fc.assert(
      fc.property(slip, ({ name, at, how }) => {
        const i = at % (name.length - 1);
        const middle = {
          'left out': '',
          twice: name.slice(i, i + 1).repeat(2),
          exchanged: name.charAt(i + 1) + name.charAt(i),
        };
        const typed = name.slice(0, i) + middle[how] + name.slice(i + (how === 'exchanged' ? 2 : 1));
        fc.pre(typed !== name && !VARIABLES.some((each) => each.name === typed));
        dotEnv(`${typed}=secret-value\n`);
        const { faults } = read();
        expect(faults.map((fault) => fault.name)).toEqual([typed]);
        expect(faults[0]?.reason).toContain('did you mean');
        expect(JSON.stringify(faults)).not.toContain('secret-value');
      }),
    );
  });
});

test('a line that can’t be read is a fault with its number, told with all the others', () => {
  dotEnv('DISCORD_TOKEN=a.b.c\nAVAILABILITY_PROMOTION_ENABLED false\n');
  const { variables, faults } = read();
  const loaded = loadConfig(variables, faults);
  const told = loaded.ok ? '' : formatFaults(loaded.faults);
  expect(told).toContain('line 2 of .env is no NAME=value');
  expect(told).toContain('DISCORD_GUILD_ID is missing.');
});

test('a setting that stands twice in .env is told of', () => {
  dotEnv('LOG_LEVEL=info\nA=1\nA=2\nLOG_LEVEL=debug\n');
  expect(read().remarks).toEqual([
    { name: 'LOG_LEVEL', reason: 'is set in lines 1 and 4 of .env: the last counts' },
  ]);
});

test.each(['"a.b.c"', "'a.b.c'", '`a.b.c`'])(
  'quotation marks that are part of a value are a fault: %s',
  (token) => {
    const loaded = loadConfig({ DISCORD_TOKEN: token, DISCORD_GUILD_ID: '123456789012345678' });
    expect(loaded).toMatchObject({ ok: false, faults: [{ name: 'DISCORD_TOKEN' }] });
    const told = loaded.ok ? '' : formatFaults(loaded.faults);
    expect(told).toMatch(/quotation mark.*--env-file/);
    expect(told).not.toContain('a.b.c');
  },
);
