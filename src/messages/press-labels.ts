import type { EveningButton } from '../domain/evening-buttons.js';
import type { ButtonTexts } from './texts/replies.js';

/** What stands on the buttons by which somebody answers for an evening, and on the way to stop beside them. */
export function pressLabels(buttons: ButtonTexts): Readonly<Record<EveningButton['action'], string>> {
  return {
    coming: buttons.coming,
    later: buttons.later,
    'late-10': buttons.lateBy(10),
    'late-20': buttons.lateBy(20),
    'late-30': buttons.lateBy(30),
    back: buttons.back,
    'not-tonight': buttons.notTonight,
    'back-in': buttons.backIn,
    stop: buttons.stop,
  };
}
