/** The languages that Muster speaks, by their ISO 639-1 codes. */
export const LANGUAGE_CODES = ['en', 'de', 'sl'] as const;
export type LanguageCode = (typeof LANGUAGE_CODES)[number];

/**
 * Those of them that nobody can set Discord to, so they are chosen in the preferences. Source: Discord's list of locales
 * (https://docs.discord.com/developers/reference#locales).
 */
export const NOT_ON_DISCORD = ['sl'] as const satisfies readonly LanguageCode[];

/**
 * The language a person is answered in by Discord's door, and written to in (BCP 47): the one they use it in, unless
 * what is `kept` of them is a language that Discord lacks.
 */
export function languageFor(kept: string | null, usesDiscordIn: string): string {
  return kept !== null && isNotOnDiscord(kept) ? kept : usesDiscordIn;
}

/** Whether a BCP 47 tag is of a language that Discord lacks. */
export function isNotOnDiscord(tag: string): boolean {
  const [language = ''] = tag.toLowerCase().split(/[-_]/);
  return NOT_ON_DISCORD.some((code) => code === language);
}
