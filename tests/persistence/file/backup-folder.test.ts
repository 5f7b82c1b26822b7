import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BackupKind } from '../../../src/domain/backup.js';
import {
  backupName,
  type BackupFile,
  backupsIn,
  deleteAbandoned,
  deleteOldBackups,
  tooOld,
} from '../../../src/persistence/file/backup-folder.js';
import { tempDir } from '../../support/temp-dir.js';

const DATABASE = '/data/muster.sqlite';
const DAY = 24 * 60 * 60_000;
const NOW = Date.parse('2026-03-10T04:02:00.123Z');

const kinds = fc.constantFrom<BackupKind>('nightly', 'manual', 'upgrade');
const backups = fc
  .uniqueArray(
    fc.record({ kind: kinds, takenAt: fc.integer({ min: 0, max: 400 }).map((day) => day * DAY) }),
    {
      maxLength: 40,
      selector: ({ takenAt }) => takenAt,
    },
  )
  .map((all) =>
    all
      .map((backup): BackupFile => ({ ...backup, path: backupName(DATABASE, backup.kind, backup.takenAt) }))
      .sort((a, b) => a.takenAt - b.takenAt),
  );

describe('which backups are too old', () => {
  it('never the newest nightly ones, as many as are kept, nor anything younger than the oldest of them', () => {
    fc.assert(
      fc.property(backups, fc.integer({ min: 1, max: 12 }), (all, keep) => {
        const gone = new Set(tooOld(all, keep));
        const nightly = all.filter(({ kind }) => kind === 'nightly');
        const kept = nightly.slice(-keep);
        for (const backup of kept) expect(gone.has(backup)).toBe(false);
        expect(nightly.filter((backup) => !gone.has(backup))).toEqual(kept);
        for (const backup of all) {
          const isOlder = kept.length === keep && backup.takenAt < (kept[0]?.takenAt ?? 0);
          expect(gone.has(backup)).toBe(isOlder);
        }
      }),
    );
  });

  it('with 0 kept: every upgrade’s but the newest, and nothing else', () => {
    fc.assert(
      fc.property(backups, (all) => {
        const upgrades = all.filter(({ kind }) => kind === 'upgrade');
        expect(tooOld(all, 0)).toEqual(upgrades.slice(0, -1));
      }),
    );
  });
});

describe('a folder of backups', () => {
  const touch = (folder: string, name: string): string => {
    const path = join(folder, name);
    writeFileSync(path, '');
    return path;
  };

  it('tells from the names what there is, oldest first, and leaves alone what is not ours', () => {
    const folder = tempDir();
    touch(folder, backupName(DATABASE, 'nightly', NOW));
    touch(folder, backupName(DATABASE, 'manual', NOW - DAY));
    touch(folder, 'muster-nightly-yesterday.sqlite');
    touch(folder, backupName('/data/other.sqlite', 'nightly', NOW - 9 * DAY));
    touch(folder, `${backupName(DATABASE, 'nightly', NOW + 1)}.77.unfinished`);
    expect(backupsIn(folder, DATABASE).map(({ kind, takenAt }) => [kind, takenAt])).toEqual([
      ['manual', NOW - DAY],
      ['nightly', NOW],
    ]);
    expect(deleteOldBackups(folder, DATABASE, 1)).toBe(1);
    expect(readdirSync(folder)).toHaveLength(4);
  });

  it('that is not there has none', () => {
    expect(backupsIn(join(tempDir(), 'nowhere'), DATABASE)).toEqual([]);
  });

  it('loses what a killed process left unfinished an hour ago, and not what another is at', () => {
    const folder = tempDir();
    const old = touch(folder, `${backupName(DATABASE, 'nightly', NOW - DAY)}.77.unfinished-journal`);
    const fresh = touch(folder, `${backupName(DATABASE, 'nightly', NOW)}.78.unfinished`);
    utimesSync(old, (NOW - DAY) / 1000, (NOW - DAY) / 1000);
    utimesSync(fresh, (NOW - 60_000) / 1000, (NOW - 60_000) / 1000);
    deleteAbandoned(folder, DATABASE, NOW);
    expect([existsSync(old), existsSync(fresh)]).toEqual([false, true]);
  });
});
