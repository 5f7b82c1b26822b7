import { ButtonStyle } from 'discord.js';
import type { Refusal } from '../../domain/refusal.js';
import type { Messages } from '../../messages/messages.js';
import type { CancelledCampaign } from '../../services/cancel-campaign.js';
import { customId } from '../custom-id.js';
import { button, row } from './components.js';
import type { ReplyPayload } from './reply-payload.js';

/** Whether those who were called are told that the evening is off, asked of whoever cancels it. */
export function presentCallOffQuestion(
  { promote }: Messages,
  { campaignId, reached, stopsNothing }: Extract<Refusal, { code: 'notify_needed' }>,
): ReplyPayload {
  const { callOff } = promote;
  const tell = button(customId('promote-call-off', campaignId), callOff.tell(reached), ButtonStyle.Danger);
  // Where everything has gone out there is nothing to do in silence.
  const quietly = stopsNothing
    ? []
    : [button(customId('promote-cancel-quietly', campaignId), callOff.quietly)];
  const back = button(customId('promote-keep', campaignId), callOff.back);
  return {
    content: callOff.question(reached, stopsNothing),
    components: [row(tell, ...quietly, back)],
  };
}

/** What cancelling stopped, and who is told. */
export function presentCancelled(
  { promote, replies }: Messages,
  { followUpOnly, told, paused }: CancelledCampaign,
): ReplyPayload & { readonly content: string } {
  if (told === 0) return { content: replies.campaignCancelled(followUpOnly) };
  return { content: [promote.callOff.told(told), ...(paused ? [promote.pausedNow] : [])].join(' ') };
}
