import type {
  Access as AccessBody,
  Board,
  OwnAnswer as OwnAnswerBody,
  OwnAvailability,
  SetAnswer,
  Standing as StandingBody,
} from '../../contract/availability.js';
import type { EveningAnswer } from '../../domain/answer.js';
import { weeklyUntil } from '../../domain/standing-answers.js';
import type { Messages } from '../../messages/messages.js';
import type { AvailabilityEntry } from '../../persistence/stores/availability-store.js';
import type { Access } from '../../services/access.js';
import { type KeptYes, keptYesWords, type OwnAnswer } from '../../services/answer-evening.js';
import type { AvailabilityDays } from '../../services/availability-days.js';
import type { AnsweredName } from '../../services/show-availability.js';
import type { StandingView } from '../../services/standing-answers.js';
import { iso } from './instants.js';

/** What everybody is told of the place, signed in or not. */
export type Place = Pick<AccessBody, 'community' | 'sign_in'>;

/** What a person may do who is not signed in. */
export function signedOutBody(place: Place): AccessBody {
  return {
    authenticated: false,
    linked_discord: false,
    can_submit: false,
    is_admin: false,
    can_promote: false,
    is_promoter: false,
    display_name: null,
    player_name: null,
    ...place,
    promote_refusal: null,
  };
}

/** What somebody who is signed in may do. A refusal is worded with moments as wall times of `timezone` (IANA). */
export function accessBody(access: Access, place: Place, words: Messages, timezone: string): AccessBody {
  const { linked, promoteRefusal: refusal } = access;
  return {
    authenticated: true,
    linked_discord: linked,
    can_submit: linked,
    is_admin: access.isAdmin,
    can_promote: access.canPromote,
    is_promoter: access.isPromoter,
    display_name: access.displayName,
    player_name: access.playerName,
    ...place,
    promote_refusal: refusal && { code: refusal.code, detail: words.refusal(refusal, { timezone }) },
  };
}

/** What somebody said about the days to come. */
export function ownAvailabilityBody(userId: string, entries: readonly AvailabilityEntry[]): OwnAvailability {
  return { user_id: userId, entries: entries.map(({ date, status }) => ({ date, status })) };
}

/** What somebody answers for weekdays, and whether they are away. */
export function standingBody(
  userId: string,
  { today, week, weeklyUntil: until, awayUntil }: StandingView,
): StandingBody {
  return {
    user_id: userId,
    week: week.map(({ day, status }) => ({ weekday: day, status })),
    weekly_until: until,
    can_be_kept: until !== null && until < weeklyUntil(today),
    away_until: awayUntil,
  };
}

/** What somebody answered for tonight. */
export function ownAnswerBody({ date, answer, until, isOpen }: OwnAnswer): OwnAnswerBody {
  return { ...answerIn(date, answer), counts_until: until === null ? null : iso(until), open: isOpen };
}

/** A yes to tonight that was kept. */
export function setAnswerBodyOf(userId: string, kept: KeptYes, words: Messages): SetAnswer {
  const detail = keptYesWords(words, kept, 'plain');
  return { success: true, user_id: userId, ...answerIn(kept.date, kept.answer), detail };
}

function answerIn(
  date: string,
  answer: EveningAnswer | null,
): Pick<SetAnswer, 'date' | 'answer' | 'late_until'> {
  return {
    date,
    answer: answer?.kind ?? null,
    late_until: answer?.kind === 'LATE' ? iso(answer.until) : null,
  };
}

/** Who plays when, day by day. */
export function availabilityBody({ days, viewer, sessionReady }: AvailabilityDays): Board {
  return {
    days: days.map(({ date, counts, total, own, ownAtLeast = null, names }) => ({
      date,
      counts: { ...counts },
      total,
      ...(own !== undefined && { my_status: own.status, my_origin: own.origin, my_if_at_least: ownAtLeast }),
      ...(names && {
        users_by_status: {
          LOOKING: people(names.LOOKING),
          AVAILABLE: people(names.AVAILABLE),
          MAYBE: people(names.MAYBE),
          NOT_PLAYING: people(names.NOT_PLAYING),
        },
      }),
    })),
    viewer: { authenticated: viewer.authenticated, linked_discord: viewer.linked },
    session_ready: {
      date: sessionReady.date,
      ready: sessionReady.ready,
      looking_count: sessionReady.lookingCount,
      threshold: sessionReady.threshold,
      start_at: iso(sessionReady.startAt),
      event_key: sessionReady.eventKey,
    },
  };
}

function people(names: readonly AnsweredName[]): { display_name: string; weekly: boolean }[] {
  return names.map(({ name, weekly }) => ({ display_name: name, weekly }));
}
