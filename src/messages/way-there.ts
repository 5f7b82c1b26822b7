import type { MessageLink } from '../domain/channel.js';
import { kindOf } from '../domain/message-kinds.js';
import type { CampaignMessageInput } from './texts/calls.js';
import type { ButtonTexts } from './texts/replies.js';

/** The links under a call, if its kind of message leads anywhere. */
export function linksOf({ jobType, way }: CampaignMessageInput, { toVoice }: ButtonTexts): MessageLink[] {
  if (!kindOf(jobType).showsTheWay || way.voiceUrl === null) return [];
  return [{ label: toVoice, url: way.voiceUrl }];
}

/** How to join the game, in a form that is easily copied; `null`: that is not said. */
export function joinAddressOf({ jobType, channel, way }: CampaignMessageInput): string | null {
  if (!kindOf(jobType).showsTheWay || way.joinAddress === null) return null;
  return channel === 'discord' ? `\`${way.joinAddress}\`` : way.joinAddress;
}
