import type { AvailabilityStatus } from '../domain/availability.js';
import type { ForPromoters, MessageAction, WayOut } from '../domain/channel.js';
import { kindOf } from '../domain/message-kinds.js';
import type { CampaignMessageInput } from './texts/calls.js';
import { pressLabels } from './press-labels.js';
import type { ButtonTexts } from './texts/replies.js';

/** The buttons under a message, as its kind has them. */
export function actionsOf(
  { jobType, campaignId, channel, promotes = false, weeklyEnds = null }: CampaignMessageInput,
  buttons: ButtonTexts,
  {
    statuses,
    keep,
  }: { readonly statuses: Readonly<Record<AvailabilityStatus, string>>; readonly keep: string },
): MessageAction[] {
  const labels: Readonly<Record<WayOut | ForPromoters | 'keep-weekly', string>> = {
    ...pressLabels(buttons),
    looking: statuses.LOOKING,
    available: statuses.AVAILABLE,
    maybe: statuses.MAYBE,
    'not-playing': statuses.NOT_PLAYING,
    ...buttons.ends,
    'preview-pings': buttons.previewPings,
    'keep-weekly': keep,
  };
  const { waysOut, forPromoters = [] } = kindOf(jobType);
  // What promoters do they do on Discord; in the chats words say so.
  const theirs = promotes && channel === 'discord' ? forPromoters : [];
  const renewal = weeklyEnds === null ? [] : (['keep-weekly'] as const);
  return [...theirs, ...waysOut, ...renewal].map((action) => ({
    action,
    id: campaignId,
    label: labels[action],
  }));
}
