import type { AvailabilityStatus } from '../domain/availability.js';
import type { MessageAction, WayOut } from '../domain/channel.js';
import { kindOf } from '../domain/message-kinds.js';
import type { CampaignMessageInput } from './texts/calls.js';
import type { ButtonTexts } from './texts/replies.js';

/** The buttons under a call, as its kind of message has them. */
export function waysOutOf(
  { jobType, campaignId }: CampaignMessageInput,
  buttons: ButtonTexts,
  statuses: Readonly<Record<AvailabilityStatus, string>>,
): MessageAction[] {
  const labels: Readonly<Record<WayOut, string>> = {
    'not-tonight': buttons.notTonight,
    stop: buttons.stop,
    looking: statuses.LOOKING,
    available: statuses.AVAILABLE,
    maybe: statuses.MAYBE,
    'not-playing': statuses.NOT_PLAYING,
    'dont-ask': buttons.dontAsk,
  };
  return kindOf(jobType).waysOut.map((action) => ({ action, id: campaignId, label: labels[action] }));
}
