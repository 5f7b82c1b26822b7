import type { AnswerCounts } from '../domain/answer.js';
import type { Words } from './texts/words.js';

/**
 * What those answered who were pinged: "3 coming, 1 later (21:10), 1 no answer". Says nothing of what nobody answered;
 * several who come later are told with the first and the last minute they named. `time` words an instant (ms).
 */
export function answersLine(
  { coming, later, notTonight, none, lateBetween }: AnswerCounts,
  { answer }: Pick<Words, 'answer'>,
  time: (instant: number) => string,
): string {
  const minutes = lateBetween ? [...new Set([time(lateBetween.first), time(lateBetween.last)])] : [];
  const when = minutes.length > 0 ? ` (${minutes.join('–')})` : '';
  const parts: [number, string][] = [
    [coming, answer.coming],
    [later, `${answer.later}${when}`],
    [notTonight, answer.notTonight],
    [none, answer.none],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(', ');
}
