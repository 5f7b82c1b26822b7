import type { Source } from './original.js';

/** An id of Discord's. Those of website accounts are far shorter. */
const DISCORD_ID = /^[1-9]\d{14,19}$/;

/** Whose rows the original's are. */
export class People {
  /** Website accounts, and the Discord account of each; `null`: it has several, and nobody knows which is meant. */
  readonly #byAccount = new Map<string, string | null>();

  constructor(source: Source) {
    for (const row of source.tables.get('discord_accounts')?.rows ?? []) {
      const account = row['user_id']?.trim();
      const discord = row['discord_user_id']?.trim() ?? '';
      if (!account || !DISCORD_ID.test(discord)) continue;
      const known = this.#byAccount.get(account);
      this.#byAccount.set(account, known === undefined || known === discord ? discord : null);
    }
  }

  /** The Discord id of whoever has an id there: of the website, or from before there were any, of Discord. `null`: none. */
  idOf(text: string | null | undefined): string | null {
    const id = text?.trim() ?? '';
    const known = this.#byAccount.get(id);
    if (known !== undefined) return known;
    return DISCORD_ID.test(id) ? id : null;
  }
}
