import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { Database } from '../../src/persistence/engine/database.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of a database that has every migration and nothing else: copy it, never open it. */
    readonly emptyDatabase: string;
  }
}

/** Migrates one database for all tests of a run, because migrating takes longer than most tests. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-template-'));
  const path = join(folder, 'empty.sqlite');
  await (await Database.open(path)).close();
  project.provide('emptyDatabase', path);
  return () => rmSync(folder, { recursive: true, force: true });
}
