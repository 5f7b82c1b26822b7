import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Database } from '../../src/persistence/engine/database.js';
import { tempDir } from '../support/temp-dir.js';
import { storesContract } from './stores-contract.js';

storesContract('SQLite', async () => {
  const database = await Database.open(join(tempDir(), 'muster.sqlite'));
  onTestFinished(() => database.close());
  return database;
});
