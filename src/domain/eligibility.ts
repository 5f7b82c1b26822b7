import type { AvailabilityStatus } from './availability.js';
import type { CampaignRequest, SkipReason } from './campaign.js';
import { channelOrder, type ChannelType } from './channel-choice.js';
import type { PersonState } from './person.js';
import { isQuiet } from './quiet-hours.js';
import { isAllowed } from './consent.js';
import type { MessageKind } from './message-kinds.js';

/** Whether a person belongs to the snapshot, and by which channel they would be called first. */
export type Eligibility =
  | { readonly eligible: true; readonly channel: ChannelType }
  | { readonly eligible: false; readonly reason: SkipReason };

/** What of a person decides *who* is called. */
export type Callable = Pick<
  PersonState,
  'status' | 'allowPromotions' | 'preferredChannel' | 'targets' | 'isOverOwnCap' | 'callsRest'
>;

/** Whether a person may be called right now, and by which channels, best first (never empty). */
export type Consent =
  | { readonly go: true; readonly channels: readonly ChannelType[] }
  | { readonly go: false; readonly reason: SkipReason };

/**
 * Decides *who* is called, for preview and creation. Returns the first reason in this order: no_entry,
 * not_playing, status_not_included, left_guild, not_opted_in, no_channel, over_own_cap, calls_rest. Quiet hours don't count
 * here; they count at the send. Without `inGuild`: as if they were a member, which is Discord's to say.
 */
export function eligibility(
  person: Callable & { readonly inGuild?: boolean },
  request: CampaignRequest,
  configured: ReadonlySet<ChannelType>,
): Eligibility {
  if (person.status === null) return { eligible: false, reason: 'no_entry' };
  if (person.status === 'NOT_PLAYING') return { eligible: false, reason: 'not_playing' };
  if (!isAskedFor(person.status, request)) return { eligible: false, reason: 'status_not_included' };
  if (person.inGuild === false) return { eligible: false, reason: 'left_guild' };
  if (!person.allowPromotions) return { eligible: false, reason: 'not_opted_in' };
  const [channel] = channelOrder(person.preferredChannel, person.targets, configured);
  if (!channel) return { eligible: false, reason: 'no_channel' };
  if (person.isOverOwnCap) return { eligible: false, reason: 'over_own_cap' };
  return person.callsRest ? { eligible: false, reason: 'calls_rest' } : { eligible: true, channel };
}

/**
 * Decides *whether and how* a recipient gets a kind of message at `instant` (ms), from their current preferences and what
 * they consented to. Returns the first reason in this order: left_guild, not_opted_in, away, no_entry, not_playing (or for those
 * who are asked whether they play, answered), no_channel, quiet_hours. Whether they now say LOOKING, AVAILABLE or MAYBE does
 * not matter: creation decided who is called. Nor does anything a promoter says (`promotes`), who is to act on it.
 */
export function consentAtSend(
  person: PersonState,
  instant: number,
  configured: ReadonlySet<ChannelType>,
  { consent, whom }: Pick<MessageKind, 'consent' | 'whom'>,
  promotes = false,
): Consent {
  if (!person.inGuild) return { go: false, reason: 'left_guild' };
  if (!isAllowed(person, consent)) return { go: false, reason: 'not_opted_in' };
  const said = standsInTheWay(person, whom, promotes);
  if (said) return { go: false, reason: said };
  const channels = channelOrder(person.preferredChannel, person.targets, configured);
  if (channels.length === 0) return { go: false, reason: 'no_channel' };
  if (isQuiet(person.quietHours, person.timezone, instant)) return { go: false, reason: 'quiet_hours' };
  return { go: true, channels };
}

/** Why what somebody says of the date is a reason not to write to them; `null`: it is none. */
function standsInTheWay(
  person: PersonState,
  whom: MessageKind['whom'],
  promotes: boolean,
): SkipReason | null {
  if (whom === 'silent') return standsAgainstAsking(person);
  return whom === 'interested' && promotes ? null : notPlaying(person);
}

/** In the last week of their weekly answers somebody is asked although one of these counts; see `isToBeAsked`. */
function standsAgainstAsking({ status, origin, weeklyEnds = null }: PersonState): SkipReason | null {
  if (status === null) return origin === 'away' ? 'away' : null;
  return origin === 'weekly' && weeklyEnds !== null ? null : 'answered';
}

/** Why somebody does not play; `null`: they do, in one way or another. */
export function notPlaying({ status, origin }: Pick<PersonState, 'status' | 'origin'>): SkipReason | null {
  if (status === null) return origin === 'away' ? 'away' : 'no_entry';
  return status === 'NOT_PLAYING' ? 'not_playing' : null;
}

function isAskedFor(status: AvailabilityStatus, request: CampaignRequest): boolean {
  switch (status) {
    case 'LOOKING':
      return true;
    case 'AVAILABLE':
      return request.includeAvailable;
    case 'MAYBE':
      return request.includeMaybe;
    case 'NOT_PLAYING':
      return false;
  }
}
