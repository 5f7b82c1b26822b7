/**
 * The longest tag we accept, in characters. Source: RFC 5646, 4.4.1, which asks for at least 35; longer ones
 * name no spoken language.
 */
export const LONGEST_LANGUAGE_TAG = 35;

const TAG = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i;

/** A language (BCP 47) from another program; English if it is none, or longer than any. */
export function languageTag(text: string | null | undefined): string {
  const tag = text ?? '';
  return tag.length <= LONGEST_LANGUAGE_TAG && TAG.test(tag) ? tag : 'en';
}
