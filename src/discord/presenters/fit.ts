import type { Messages } from '../../messages/messages.js';

/** What the value of an embed's field may hold. */
export const MAX_FIELD = 1024;

/** The parts in one text of at most `max` characters: as many as fit, from the first, and then how many do not. */
export function fit(messages: Messages, parts: readonly string[], separator: string, max: number): string {
  const whole = parts.join(separator);
  if (whole.length <= max) return whole;
  // The longest "and n more" there can be, so that it fits whatever comes before it.
  const room = max - separator.length - messages.andMore(parts.length).length;
  let text = '';
  let shown = 0;
  for (const part of parts) {
    const longer = shown === 0 ? part : `${text}${separator}${part}`;
    if (longer.length > room) break;
    text = longer;
    shown += 1;
  }
  const rest = messages.andMore(parts.length - shown);
  return shown === 0 ? rest : `${text}${separator}${rest}`;
}
