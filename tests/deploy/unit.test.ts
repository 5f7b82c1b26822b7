import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { read, ROOT } from '../docs/documents.js';
import { longestStopMs, unit } from './files.js';

const { main } = JSON.parse(read('package.json')) as { main: string };
const haveSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

describe('the systemd unit', () => {
  it('runs the program npm start runs, as a user of its own', () => {
    expect(unit('ExecStart')).toEqual([`/usr/bin/node ${main}`]);
    expect(unit('User')).toEqual(['muster']);
    expect(unit('WorkingDirectory')).toEqual(['/opt/muster']);
  });

  it('waits for a stop to settle', () => {
    expect(Number(unit('TimeoutStopSec')[0]) * 1000).toBeGreaterThan(longestStopMs());
    expect(unit('KillSignal')).toEqual(['SIGTERM']);
  });

  it('starts over what that may mend, and not a configuration somebody has to change', () => {
    const code = /EXIT_CONFIGURATION = (\d+)/.exec(read('src/process.ts'))?.[1];
    expect(unit('Restart')).toEqual(['on-failure']);
    expect(unit('RestartPreventExitStatus')).toEqual([code]);
    expect(unit('StartLimitIntervalSec')).toEqual(['0']);
  });

  it('lets it write in one place, and gain nothing', () => {
    expect(unit('ProtectSystem')).toEqual(['strict']);
    expect(unit('StateDirectory')).toEqual(['muster']);
    expect(unit('NoNewPrivileges')).toEqual(['yes']);
    expect(unit('CapabilityBoundingSet')).toEqual(['']);
    expect(unit('ReadWritePaths')).toEqual([]);
  });

  it('does not forbid what V8 lives by', () => {
    expect(unit('MemoryDenyWriteExecute')).toEqual(['no']);
  });

  it.skipIf(!haveSystemd)('is one to systemd (needs systemd-analyze on the PATH)', () => {
    const verified = spawnSync('systemd-analyze', ['verify', `${ROOT}deploy/muster.service`], {
      encoding: 'utf8',
    });
    const ofTheUnit = verified.stderr
      .split('\n')
      .filter((line) => line.includes('Unknown key') || line.includes('Failed to parse'));
    expect(ofTheUnit).toEqual([]);
  });
});
