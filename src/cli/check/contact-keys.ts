import type { Config, DatabasePlace } from '../../config/config.js';
import { unreadableContacts } from '../../upkeep/rotate-contacts.js';
import { ContactVault } from '../../vault/contact-vault.js';
import { reading } from '../reading.js';
import { type Check, fault, ok, warning } from './finding.js';

/** Whether the keys open every contact that is kept. */
export function contactKeyCheck({ contactKeys, telegram, signal, database }: Config): Check {
  const what = 'contact key';
  return {
    what,
    async look() {
      const unreadable = await countUnreadable(database, contactKeys);
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

async function countUnreadable(database: DatabasePlace, keys: readonly string[]): Promise<number> {
  const counts = await reading(database, 'subscription_preferences', (connection) =>
    unreadableContacts(connection, new ContactVault(keys)),
  );
  return counts ? counts.telegram + counts.signal : 0;
}
