import type { CampaignRecipient, CampaignRequest, LeftOut, SkipReason } from '../domain/campaign.js';
import type { AvailabilityStatus } from '../domain/availability.js';
import { CHANNEL_TYPES, type ChannelType } from '../domain/channel-choice.js';
import { displayName } from '../domain/display-name.js';
import { eligibility } from '../domain/eligibility.js';
import type { CallablePerson } from '../persistence/stores/person-store.js';

/** Somebody who would be called, or might be. */
export interface AudienceMember extends Omit<CampaignRecipient, 'id'> {
  readonly status: AvailabilityStatus;
  /** They have said nothing about the date: it is their answer for its weekday. */
  readonly weekly: boolean;
  readonly person: CallablePerson;
}

type ByReason = Readonly<Partial<Record<SkipReason, number>>>;

/** Who would be called, and how many would not, by reason. */
export interface Audience {
  readonly members: readonly AudienceMember[];
  /** Those left out for their status alone, who may be called where some are missing: first those who can, then who might. */
  readonly standbys: readonly AudienceMember[];
  /** How many others were left out for their status, and what else keeps them from being called. */
  readonly noStandbys: ByReason;
  readonly channelsSummary: Readonly<Record<ChannelType, number>>;
  readonly excluded: ByReason;
  /** Who would be called, had they answered whether they still want that. */
  readonly resting: readonly string[];
}

/** Who had put themselves down for the date, and can't be called: see {@link LeftOut}. */
export function leftOutOf({ excluded, noStandbys }: Audience, saidNothing: number): LeftOut {
  const of = (reason: SkipReason): number => (excluded[reason] ?? 0) + (noStandbys[reason] ?? 0);
  return {
    pingsOff: of('not_opted_in'),
    ownLimit: of('over_own_cap') + of('calls_rest'),
    unreachable: of('no_channel') + of('left_guild'),
    saidNothing,
  };
}

/** People that only Discord can still exclude, as standbys, too; all others are left out, members or not. */
export function candidatesOf(
  people: readonly CallablePerson[],
  request: CampaignRequest,
  configured: ReadonlySet<ChannelType>,
): string[] {
  const all = everybody(request);
  return people.filter((person) => eligibility(person, all, configured).eligible).map(({ userId }) => userId);
}

/**
 * Sorts everybody who plays on the date in one way or another into those who would be called and those left out, each with a reason, and
 * finds the standbys among those.
 * `inGuild` knows the members among {@link candidatesOf}.
 */
export function audienceOf(
  people: readonly CallablePerson[],
  inGuild: ReadonlySet<string>,
  request: CampaignRequest,
  configured: ReadonlySet<ChannelType>,
): Audience {
  const members: AudienceMember[] = [];
  const standbys: AudienceMember[] = [];
  const resting: string[] = [];
  const excluded: Partial<Record<SkipReason, number>> = {};
  const noStandbys: Partial<Record<SkipReason, number>> = {};
  const channelsSummary = Object.fromEntries(CHANNEL_TYPES.map((type) => [type, 0])) as Record<
    ChannelType,
    number
  >;
  const all = everybody(request);
  for (const person of people) {
    const verdict = verdictOn(person, inGuild, request, configured);
    if (verdict.eligible) {
      channelsSummary[verdict.member.channel] += 1;
      members.push(verdict.member);
      continue;
    }
    count(excluded, verdict.reason);
    if (verdict.reason === 'calls_rest') resting.push(person.userId);
    if (verdict.reason !== 'status_not_included') continue;
    const otherwise = verdictOn(person, inGuild, all, configured);
    if (otherwise.eligible) standbys.push(otherwise.member);
    else count(noStandbys, otherwise.reason);
  }
  const surest = (status: AvailabilityStatus): AudienceMember[] =>
    standbys.filter((standby) => standby.status === status);
  return {
    members,
    standbys: [...surest('AVAILABLE'), ...surest('MAYBE')],
    channelsSummary,
    excluded,
    noStandbys,
    resting,
  };
}

/** The request that leaves nobody out for their status who plays, in one way or another. */
function everybody(request: CampaignRequest): CampaignRequest {
  return { ...request, includeAvailable: true, includeMaybe: true };
}

function verdictOn(
  person: CallablePerson,
  inGuild: ReadonlySet<string>,
  request: CampaignRequest,
  configured: ReadonlySet<ChannelType>,
): { eligible: true; member: AudienceMember } | { eligible: false; reason: SkipReason } {
  const { userId, status, origin } = person;
  const verdict = eligibility(person, request, configured);
  if (!verdict.eligible) return verdict;
  if (status === null || !inGuild.has(userId)) return { eligible: false, reason: 'left_guild' };
  const { channel } = verdict;
  const name = displayName(person.displayName);
  return {
    eligible: true,
    member: { userId, displayName: name, status, weekly: origin === 'weekly', channel, person },
  };
}

function count(by: Partial<Record<SkipReason, number>>, reason: SkipReason): void {
  by[reason] = (by[reason] ?? 0) + 1;
}
