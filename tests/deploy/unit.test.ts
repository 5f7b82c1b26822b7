import { EXIT } from '../../src/exit-codes.js';
import { describe, expect, it } from 'vitest';
import { read, section } from '../docs/documents.js';
import { longestStopMs, unit } from './files.js';

const { scripts } = JSON.parse(read('package.json')) as { scripts: { start: string } };

describe('the systemd unit', () => {
  it('runs the program npm start runs, as a user of its own', () => {
    expect(unit('ExecStart')).toEqual([`/usr/bin/${scripts.start}`]);
    expect(unit('User')).toEqual(['muster']);
    expect(unit('WorkingDirectory')).toEqual(['/opt/muster']);
  });

  it('waits for a stop to settle', () => {
    expect(Number(unit('TimeoutStopSec')[0]) * 1000).toBeGreaterThan(longestStopMs());
    expect(unit('KillSignal')).toEqual(['SIGTERM']);
  });

  it('starts over what that may mend, and not a configuration somebody has to change', () => {
    expect(unit('Restart')).toEqual(['on-failure']);
    expect(unit('RestartPreventExitStatus')).toEqual([String(EXIT.misconfigured)]);
    expect(unit('StartLimitIntervalSec')).toEqual(['0']);
  });

  it('lets it write in one place, and gain nothing', () => {
    expect(unit('ProtectSystem')).toEqual(['strict']);
    expect(unit('StateDirectory')).toEqual(['muster']);
    expect(unit('NoNewPrivileges')).toEqual(['yes']);
    expect(unit('CapabilityBoundingSet')).toEqual(['']);
    expect(unit('ReadWritePaths')).toEqual([]);
  });

  it('is put in place by what docs/install.md says', () => {
    const said = section('docs/install.md', '## As a systemd service');
    expect(said).toContain(`cd ${unit('WorkingDirectory')[0] ?? '?'}\n`);
    expect(said).toContain(`.env.example ${unit('EnvironmentFile')[0] ?? '?'}\n`);
    expect(said).toMatch(new RegExp(`useradd --system .* ${unit('User')[0] ?? '?'}\\n`));
    expect(said).toContain(
      `-m ${unit('StateDirectoryMode')[0] ?? '?'} /var/lib/${unit('StateDirectory')[0] ?? '?'}\n`,
    );
    expect(said).toContain(`DATABASE_URL=sqlite:/var/lib/${unit('StateDirectory')[0] ?? '?'}/`);
    expect(said).toContain('deploy/muster.service /etc/systemd/system/');
  });

  it('does not forbid what V8 lives by', () => {
    expect(unit('MemoryDenyWriteExecute')).toEqual(['no']);
  });

  it('has each setting in the section where systemd looks for it', () => {
    const sections = read('deploy/muster.service').split(/^\[(\w+)\]$/m);
    const named = (section: string): string[] =>
      [...(sections[sections.indexOf(section) + 1] ?? '').matchAll(/^(\w+)=/gm)].map(
        (match) => match[1] ?? '',
      );
    expect(new Set(named('Unit'))).toEqual(
      new Set(['Description', 'Documentation', 'Wants', 'After', 'StartLimitIntervalSec']),
    );
    expect(named('Install')).toEqual(['WantedBy']);
    expect(named('Service')).toEqual(expect.arrayContaining(['ExecStart', 'Restart', 'ProtectSystem']));
  });
});
