import type { Campaign, CampaignJob } from '../domain/campaign.js';
import type { OutgoingMessage } from '../domain/channel.js';
import type { ChannelType } from '../domain/channel-choice.js';
import type { View } from '../persistence/engine/database.js';
import { lookingOn } from '../persistence/stores/availability-store.js';
import type { KnownPerson } from '../persistence/stores/person-store.js';
import type { Note } from '../messages/texts/calls.js';
import type { DispatchContext } from './context.js';
import type { Particulars } from './judge.js';

/** A job's message, worded for one person and channel as of now. */
export async function callMessage(
  context: DispatchContext,
  view: View,
  { campaign, job }: { campaign: Campaign; job: CampaignJob },
  to: { person: KnownPerson; channel: ChannelType; particulars?: Particulars },
): Promise<OutgoingMessage> {
  const { person, channel, particulars } = to;
  return context.messagesFor(person.locale).campaignMessage({
    jobType: job.jobType,
    channel,
    campaignId: campaign.id,
    startAt: campaign.startAt,
    now: context.clock.now(),
    timezone: person.timezone,
    locale: person.locale,
    communityName: context.directory.guildName(),
    players: await lookingOn(view, campaign.date),
    ...particulars,
    note: noteOf(campaign),
    way: context.way(),
  });
}

/** The line of its promoter's own, with whose it is; `null`: there is none (any more). */
export function noteOf({ request, noteBy }: Campaign): Note | null {
  return request.note === undefined ? null : { text: request.note, by: noteBy ?? '' };
}
