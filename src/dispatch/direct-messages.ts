import type { Opening } from '../channels/discord/discord-channel.js';
import type { PacedChannel } from '../channels/registry.js';
import { answerBy } from './answers.js';

/** Opens direct messages with people ahead of the first message, at the pace of their channel and while it is not paused. */
export class PacedDirectMessages {
  constructor(
    private readonly paced: PacedChannel,
    private readonly request: (userId: string) => Promise<Opening>,
  ) {}

  /** The DM channel's id, or what stands in the way: only Discord's word about the person is their `closed` door. Never throws. */
  async open(userId: string): Promise<{ readonly channelId: string } | 'closed' | 'later'> {
    const opening = await answerBy(this.paced, () => this.request(userId), { once: true });
    if (opening.kind === 'sent') return { channelId: opening.channelId };
    return opening.kind === 'closed' ? 'closed' : 'later';
  }
}
