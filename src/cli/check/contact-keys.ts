import { existsSync } from 'node:fs';
import type { Config, DatabaseFile, DatabasePlace } from '../../config/config.js';
import { SqliteConnection } from '../../persistence/engine/sqlite-connection.js';
import { readerDataSource } from '../../persistence/engine/data-source.js';
import { unreadableContacts } from '../../upkeep/rotate-contacts.js';
import { ContactVault } from '../../vault/contact-vault.js';
import { type Check, fault, ok, warning } from './finding.js';

/** Whether the keys open every contact that is kept. */
export function contactKeyCheck({ contactKeys, telegram, signal, database }: Config): Check {
  const what = 'contact key';
  return {
    what,
    async look() {
      const unreadable = isThere(database) ? await countUnreadable(database.path, contactKeys) : 0;
      if (unreadable > 0) {
        const said = `${unreadable} kept contacts are opened by no key in CONTACT_DATA_ENCRYPTION_KEY`;
        return fault(what, `${said}: put the key that sealed them back at the end of the list`);
      }
      if (contactKeys.length > 0) return ok(what, 'opens every contact that is kept');
      return telegram || signal
        ? warning(
            what,
            'nobody can link a channel: set CONTACT_DATA_ENCRYPTION_KEY (`npm run key` makes one)',
          )
        : ok(what, 'none is set, and none is needed without Telegram and Signal');
    },
  };
}

function isThere(database: DatabasePlace): database is DatabaseFile {
  return database.kind === 'sqlite' && existsSync(database.path);
}

async function countUnreadable(path: string, keys: readonly string[]): Promise<number> {
  const connection = await SqliteConnection.open(readerDataSource(path));
  try {
    const [table] = await connection.sql`
      SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'subscription_preferences'`;
    if (table === undefined) return 0;
    const { telegram, signal } = await unreadableContacts(connection, new ContactVault(keys));
    return telegram + signal;
  } finally {
    await connection.close();
  }
}
