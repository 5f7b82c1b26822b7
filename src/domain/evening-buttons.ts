import { type EveningAnswer, LATE_CHOICES } from './answer.js';

/** A number of minutes as a button. */
export type LatePress = `late-${(typeof LATE_CHOICES)[number]}`;
const LATE_PRESSES = LATE_CHOICES.map((minutes): LatePress => `late-${minutes}`);

/** The buttons by which somebody answers for an evening, and what they turn into. */
export const EVENING_PRESSES = [
  'coming',
  'later',
  ...LATE_PRESSES,
  'back',
  'not-tonight',
  'back-in',
] as const;
export type EveningPress = (typeof EVENING_PRESSES)[number];

/** What stands under a message that asks for an answer, up to the way to stop. */
const ASKED = ['coming', 'later', 'not-tonight'] as const satisfies readonly EveningPress[];

/** A button for the evening, or the way to stop beside it. */
export interface EveningButton {
  readonly action: EveningPress | 'stop';
  /** It says what was answered. */
  readonly chosen: boolean;
}

export function isEveningPress(action: string): action is EveningPress {
  return EVENING_PRESSES.some((known) => known === action);
}

/** How many minutes late a press says somebody is, `null`: they are on time; `undefined` where it is no yes. */
export function latenessIn(press: EveningPress): number | null | undefined {
  if (press === 'coming' || press === 'back-in') return null;
  return LATE_CHOICES.find((minutes) => press === `late-${minutes}`);
}

/** The press that gives this answer: it leaves it marked. `null`: nothing is. */
export function pressOf(answer: EveningAnswer | null): EveningPress {
  switch (answer?.kind) {
    case 'COMING':
      return 'coming';
    case 'LATE':
      return LATE_PRESSES[0] ?? 'later';
    case 'NOT_TONIGHT':
      return 'not-tonight';
    default:
      return 'back';
  }
}

/**
 * What stands under a message once one of its buttons for the evening was pressed. "Later" makes room for how much, and
 * after that everything is there again, with the answer marked; the way to stop is always there. A message with nothing but
 * a no takes that and the way back from it in turn.
 */
export function eveningButtonsAfter(
  pressed: EveningPress,
  present: readonly EveningButton['action'][],
): readonly EveningButton[] {
  if (pressed === 'later')
    return [...LATE_PRESSES, 'back' as const, 'stop' as const].map((action) => ({ action, chosen: false }));
  const asks = present.some(
    (action) => action !== 'stop' && action !== 'not-tonight' && action !== 'back-in',
  );
  if (!asks)
    return present.map((action) => ({
      action: action === pressed ? otherOf(action) : action,
      chosen: false,
    }));
  const answer =
    latenessIn(pressed) === undefined ? pressed : latenessIn(pressed) === null ? 'coming' : 'later';
  return [...ASKED, 'stop' as const].map((action) => ({ action, chosen: action === answer }));
}

function otherOf(action: EveningButton['action']): EveningButton['action'] {
  switch (action) {
    case 'not-tonight':
      return 'back-in';
    case 'back-in':
      return 'not-tonight';
    default:
      return action;
  }
}
