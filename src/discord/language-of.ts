import type { BaseInteraction } from 'discord.js';
import { languageFor } from '../domain/languages.js';
import { languageTag } from '../domain/language-tag.js';
import { languageKept } from '../persistence/stores/preference-store.js';
import type { ServiceContext } from '../services/context.js';

/** An interaction has to be taken within 3 s, so a slow database costs its person the language and not the answer. */
const PATIENCE_MS = 500;

/**
 * The language somebody is answered in (BCP 47): the one they use Discord in, or the one they chose that Discord lacks. A
 * database that fails, or is slow, leaves it at Discord's. Never throws.
 */
export async function languageOf(
  { user, locale }: Pick<BaseInteraction, 'user' | 'locale'>,
  { database, clock }: Pick<ServiceContext, 'database' | 'clock'>,
): Promise<string> {
  const onDiscord = languageTag(locale);
  const known = new AbortController();
  try {
    const late = clock.sleep(PATIENCE_MS, known.signal).then(() => null);
    const kept = await Promise.race([languageKept(database.view, user.id), late]);
    return languageFor(kept, onDiscord);
  } catch {
    // What is wrong with the database is told where it is asked for more than this.
    return onDiscord;
  } finally {
    known.abort();
  }
}
