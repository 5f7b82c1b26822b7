import type { CampaignRecipient, CampaignRequest, SkipReason } from '../domain/campaign.js';
import type { AvailabilityStatus } from '../domain/availability.js';
import { CHANNEL_TYPES, type ChannelType } from '../domain/channel-choice.js';
import { displayName } from '../domain/display-name.js';
import { eligibility } from '../domain/eligibility.js';
import type { PersonState } from '../domain/person.js';
import type { KnownPerson } from '../persistence/stores/person-store.js';

/** Somebody who would be called. */
export interface AudienceMember extends Omit<CampaignRecipient, 'id'> {
  readonly status: AvailabilityStatus;
  readonly person: KnownPerson;
}

/** Who would be called, and how many would not, by reason. */
export interface Audience {
  readonly members: readonly AudienceMember[];
  readonly channelsSummary: Readonly<Record<ChannelType, number>>;
  readonly excluded: Readonly<Partial<Record<SkipReason, number>>>;
}

/** People that only Discord can still exclude; all others are left out, members or not. */
export function candidatesOf(
  people: readonly KnownPerson[],
  request: CampaignRequest,
  configured: ReadonlySet<ChannelType>,
): string[] {
  return people
    .filter((person) => eligibility(asMember(person), request, configured).eligible)
    .map(({ userId }) => userId);
}

/**
 * Sorts everybody with an entry for the date into those who would be called and those left out, each with a reason.
 * `inGuild` knows the members among {@link candidatesOf}.
 */
export function audienceOf(
  people: readonly KnownPerson[],
  inGuild: ReadonlySet<string>,
  request: CampaignRequest,
  configured: ReadonlySet<ChannelType>,
): Audience {
  const members: AudienceMember[] = [];
  const excluded: Partial<Record<SkipReason, number>> = {};
  const channelsSummary = Object.fromEntries(CHANNEL_TYPES.map((type) => [type, 0])) as Record<
    ChannelType,
    number
  >;
  for (const person of people) {
    const verdict = eligibility(asMember(person), request, configured);
    if (!verdict.eligible || person.status === null || !inGuild.has(person.userId)) {
      const reason = verdict.eligible ? 'left_guild' : verdict.reason;
      excluded[reason] = (excluded[reason] ?? 0) + 1;
      continue;
    }
    channelsSummary[verdict.channel] += 1;
    members.push({
      userId: person.userId,
      displayName: displayName(person.displayName),
      status: person.status,
      channel: verdict.channel,
      person,
    });
  }
  return { members, channelsSummary, excluded };
}

/** Somebody as if Discord had said that they are a member. Spelled out, for `...` takes as long as the database does. */
function asMember(person: KnownPerson): PersonState {
  const { status, allowPromotions, allowQuestions, allowReadyNotices } = person;
  const { preferredChannel, targets, quietHours, timezone, locale } = person;
  return {
    status,
    allowPromotions,
    allowQuestions,
    allowReadyNotices,
    preferredChannel,
    targets,
    quietHours,
    timezone,
    locale,
    inGuild: true,
  };
}
