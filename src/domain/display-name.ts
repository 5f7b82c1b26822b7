const MAX_LENGTH = 32;
const NOBODY = 'Unknown player';

const SPACES = /\s+/gu;
/** Controls, bidi marks, lone surrogates, private use, and letters that show nothing (zero width, fillers). */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** `<@1>`, `<@!1>`, `<@&1>`, `<#1>`, `<:name:1>`, `<a:name:1>`, `<t:1:R>`, `</command:1>`, `<id:guide>` */
const MENTIONS = /<(?:@[!&]?|#|a?:|t:|\/|id:)[^<>]*>/gu;
const MARKUP = /[*_~`|<>#@[\]\\]/gu;
const LINK = /:\/\//gu;
const LIST_MARK = /^(?:[-+] +)+/u;
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;
/** Most names: words of Latin letters and digits, which no rule here changes. */
const PLAIN = /^[\p{Script=Latin}\d]+(?: [\p{Script=Latin}\d]+)*$/u;
const SOMETHING_VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * A name as it may be shown to others: one line without control and format characters, Discord markup, mentions or
 * links, single spaces, at most 32 code points. Empty when nothing of it can be shown. Cleaning a clean name again
 * changes nothing.
 */
export function cleanName(raw: string): string {
  if (raw.length <= MAX_LENGTH && PLAIN.test(raw)) return raw;
  const visible = raw
    .replace(SPACES, ' ')
    .replace(INVISIBLE, '')
    .replace(MENTIONS, '')
    .replace(MARKUP, '')
    .replace(LINK, ' ')
    .replace(PILED_MARKS, '$1')
    .replace(SPACES, ' ')
    .trim()
    .replace(LIST_MARK, '');
  const name = Array.from(visible).slice(0, MAX_LENGTH).join('').trim();
  return SOMETHING_VISIBLE.test(name) ? name : '';
}

/** `cleanName`, or a stand-in where nothing is left to show; so never empty. */
export function displayName(raw: string): string {
  return cleanName(raw) || NOBODY;
}
