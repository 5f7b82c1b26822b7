import { cleanName } from '../domain/display-name.js';
import type { CampaignMessageInput } from './texts/calls.js';

/**
 * The community's name as a message begins with it, in bold where the channel has that; `null` where it is not known, or
 * nothing of it can be shown.
 */
export function communityOf({ communityName, channel }: CampaignMessageInput): string | null {
  const name = cleanName(communityName ?? '');
  if (name === '') return null;
  return channel === 'discord' ? `**${name}**` : name;
}
