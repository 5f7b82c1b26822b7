import type { Opening } from '../channels/discord/discord-channel.js';
import type { PacedChannel } from '../channels/registry.js';
import { answerBy } from './answers.js';

/** Opens direct messages ahead of the first message, at the channel's pace and never while it is paused. */
export class PacedDirectMessages {
  constructor(
    private readonly paced: PacedChannel,
    private readonly request: (userId: string) => Promise<Opening>,
  ) {}

  /** The DM channel's id; `closed` only when Discord itself says so about the person. Never throws. */
  async open(userId: string): Promise<{ readonly channelId: string } | 'closed' | 'later'> {
    const opening = await answerBy(this.paced, () => this.request(userId), { once: true });
    if (opening.kind === 'sent') return { channelId: opening.channelId };
    return opening.kind === 'closed' ? 'closed' : 'later';
  }
}
