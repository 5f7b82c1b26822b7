/**
 * The longest tag that is taken, in characters. Source: RFC 5646, 4.4.1, which asks for 35 at least; longer ones name
 * nothing anybody speaks.
 */
export const LONGEST_LANGUAGE_TAG = 35;

const TAG = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i;

/** A language (BCP 47) as somebody else's program named it; English where it is none, or longer than any is. */
export function languageTag(text: string | null | undefined): string {
  const tag = text ?? '';
  return tag.length <= LONGEST_LANGUAGE_TAG && TAG.test(tag) ? tag : 'en';
}
