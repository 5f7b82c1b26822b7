import type { Campaign, CampaignJob } from '../domain/campaign.js';
import type { OutgoingMessage } from '../domain/channel.js';
import type { ChannelType } from '../domain/channel-choice.js';
import type { KnownPerson } from '../persistence/stores/person-store.js';
import type { DispatchContext } from './context.js';

/** A job's message, worded for one person and channel as of now. */
export function callMessage(
  context: DispatchContext,
  { campaign, job }: { campaign: Campaign; job: CampaignJob },
  to: { person: KnownPerson; channel: ChannelType; onGameServer?: boolean },
): OutgoingMessage {
  const { person, channel, onGameServer = false } = to;
  return context.messagesFor(person.locale).campaignMessage({
    jobType: job.jobType,
    channel,
    campaignId: campaign.id,
    startAt: campaign.startAt,
    now: context.clock.now(),
    timezone: person.timezone,
    locale: person.locale,
    communityName: context.communityName(),
    onGameServer,
  });
}
