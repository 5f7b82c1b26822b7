import type { AvailabilityStatus } from '../domain/availability.js';
import type { ForPromoters, MessageAction, WayOut } from '../domain/channel.js';
import { kindOf } from '../domain/message-kinds.js';
import type { CampaignMessageInput } from './texts/calls.js';
import { pressLabels } from './press-labels.js';
import type { ButtonTexts } from './texts/replies.js';

/** The buttons under a message, as its kind has them. */
export function actionsOf(
  {
    jobType,
    campaignId,
    channel,
    promotes = false,
    weeklyEnds = null,
    asksToStay = false,
  }: CampaignMessageInput,
  buttons: ButtonTexts,
  {
    statuses,
    keep,
    keepPings,
  }: {
    readonly statuses: Readonly<Record<AvailabilityStatus, string>>;
    readonly keep: string;
    readonly keepPings: string;
  },
): MessageAction[] {
  const labels: Readonly<Record<WayOut | ForPromoters | 'keep-weekly' | 'keep-pings', string>> = {
    ...pressLabels(buttons),
    looking: statuses.LOOKING,
    available: statuses.AVAILABLE,
    maybe: statuses.MAYBE,
    'not-playing': statuses.NOT_PLAYING,
    ...buttons.ends,
    'preview-pings': buttons.previewPings,
    'keep-weekly': keep,
    'keep-pings': keepPings,
  };
  const { waysOut, forPromoters = [] } = kindOf(jobType);
  // What promoters do they do on Discord; in the chats words say so.
  const theirs = promotes && channel === 'discord' ? forPromoters : [];
  const renewal = weeklyEnds === null ? [] : (['keep-weekly'] as const);
  const staying = asksToStay ? (['keep-pings'] as const) : [];
  return [...theirs, ...waysOut, ...renewal, ...staying].map((action) => ({
    action,
    id: campaignId,
    label: labels[action],
  }));
}
