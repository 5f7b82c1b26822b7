import type { AvailabilityStatus } from '../domain/availability.js';
import { channelOrder } from '../domain/channel-choice.js';
import { clockOn, reminderMoment, sessionStart } from '../domain/evening.js';
import { wallTime } from '../domain/local-time.js';
import { runsForEverybody } from '../domain/message-kinds.js';
import { isQuiet } from '../domain/quiet-hours.js';
import type { Messages } from '../messages/messages.js';
import { timeOfDay } from '../messages/moment.js';
import { slotOfDate } from '../persistence/stores/campaign-store.js';
import { messagesAhead } from '../persistence/stores/late-answer-store.js';
import { type KnownPerson, personFor } from '../persistence/stores/person-store.js';
import { promotionsPaused } from '../persistence/stores/system-state-store.js';
import type { ServiceContext } from './context.js';

/** A status that may bring a message. */
export type Playing = Exclude<AvailabilityStatus, 'NOT_PLAYING'>;

/** What will come of what somebody said about a day. Nothing is promised that may not happen. Times in milliseconds. */
export type WhatFollows =
  /** Nothing is known to follow. */
  | { readonly kind: 'nothing' }
  /** They want to play, but that evening's messages were scheduled before, without them. */
  | { readonly kind: 'called_without'; readonly startAt: number; readonly timezone: string }
  /** They do not want to be called. */
  | { readonly kind: 'pings_off' }
  /** No channel reaches them. */
  | { readonly kind: 'no_channel' }
  /** Whatever comes would come in their quiet hours. */
  | { readonly kind: 'quiet' }
  /** Messages at these times: surely once they are scheduled, before that only if a campaign asks for the status. */
  | {
      readonly kind: 'pings';
      readonly at: readonly number[];
      readonly timezone: string;
      readonly scheduled: boolean;
      readonly status: Playing;
    };

const NOTHING: WhatFollows = { kind: 'nothing' };

/** Looks up what will come of a member's status for a date (`YYYY-MM-DD`) that was just saved. */
export async function whatFollows(
  context: ServiceContext,
  userId: string,
  date: string,
  status: AvailabilityStatus,
): Promise<WhatFollows> {
  const { database, settings, clock } = context;
  if (status === 'NOT_PLAYING' || !settings.promotionsEnabled) return NOTHING;
  const now = clock.now();
  const ahead = await messagesAhead(database.view, userId, date, now);
  const theirs = ahead.filter(({ listed }) => listed);
  const [other] = ahead;
  if (other && theirs.length === 0) {
    if (status !== 'LOOKING') return NOTHING;
    return { kind: 'called_without', startAt: other.startAt, timezone: other.timezone };
  }
  // A date is promoted once: what its campaign had to send is sent.
  if (!other && (await slotOfDate(database.view, date))) return NOTHING;
  const moments = theirs.length > 0 ? theirs.map(({ runAt }) => runAt) : plannedMoments(context, date, now);
  if (moments === null) return NOTHING;
  const person = await personFor(database.view, userId, date, settings.timezone, context.contacts);
  if (!person.allowPromotions) return { kind: 'pings_off' };
  if (moments.length === 0 || (await promotionsPaused(database.view))) return NOTHING;
  return pingsFor(context, person, { moments, scheduled: theirs.length > 0, status });
}

function pingsFor(
  { channels }: ServiceContext,
  person: KnownPerson,
  { moments, scheduled, status }: { moments: readonly number[]; scheduled: boolean; status: Playing },
): WhatFollows {
  const { preferredChannel, targets, quietHours, timezone } = person;
  if (channelOrder(preferredChannel, targets, channels).length === 0) return { kind: 'no_channel' };
  const at = [...new Set(moments)]
    .sort((one, other) => one - other)
    .filter((moment) => !isQuiet(quietHours, timezone, moment));
  return at.length === 0 ? { kind: 'quiet' } : { kind: 'pings', at, timezone, scheduled, status };
}

/**
 * When messages would come by the plan. None for a day without a session, which may get one all the same; `null` when that
 * day's session has begun.
 */
function plannedMoments({ settings }: ServiceContext, date: string, now: number): number[] | null {
  const clock = clockOn(date, settings);
  if (!clock) return [];
  const session = { ...clock, timezone: settings.timezone };
  const startAt = sessionStart(date, session);
  if (startAt <= now) return null;
  const reminderAt = reminderMoment(date, session);
  // A clock change may push the reminder to the start or beyond: then there is none.
  return runsForEverybody({ reminderAt: reminderAt < startAt ? reminderAt : null, startAt, followUpAt: null })
    .map(({ runAt }) => runAt)
    .filter((runAt) => runAt > now);
}

/** What they are told of it, if there is anything to tell: on Discord in the reader's own time, elsewhere in theirs. */
export function followingWords(
  { replies }: Messages,
  follows: WhatFollows,
  style: 'discord' | 'plain',
): string | null {
  const words = (instant: number, timezone: string): string =>
    style === 'discord' ? timeOfDay(instant, style) : wallTime(instant, timezone);
  switch (follows.kind) {
    case 'nothing':
      return null;
    case 'called_without':
      return replies.calledWithout(words(follows.startAt, follows.timezone));
    case 'pings_off':
      return replies.pingsOff;
    case 'no_channel':
      return replies.pingsNowhere;
    case 'quiet':
      return replies.pingsQuiet;
    case 'pings': {
      const at = follows.at.map((instant) => words(instant, follows.timezone));
      return replies.pingsAt(follows.scheduled ? 'scheduled' : follows.status, at);
    }
  }
}
