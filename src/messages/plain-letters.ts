/** Invisible letters, marks on letters, and direction marks. */
const UNSEEN = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** A text in plain letters: full-width letters and the like become normal ones, marks and what nobody sees are dropped. */
export function plainLetters(text: string): string {
  return text.normalize('NFKD').replace(UNSEEN, '');
}

/** The same in small letters. */
export function plainSmallLetters(text: string): string {
  // A capital may become a small letter with a mark of its own.
  return plainLetters(text).toLowerCase().replace(UNSEEN, '');
}
