import type { Campaign } from '../domain/campaign.js';
import { channelOrder, type ChannelType } from '../domain/channel-choice.js';
import type { MusterEvent } from '../domain/events.js';
import type { Told } from '../domain/told.js';
import { isQuiet } from '../domain/quiet-hours.js';
import { addressOf } from '../dispatch/address-of.js';
import { answer } from '../dispatch/answers.js';
import { findCampaign } from '../persistence/stores/campaign-store.js';
import { personFor } from '../persistence/stores/person-store.js';
import { CampaignsUnderWay } from './campaigns-under-way.js';
import type { ServiceContext } from './context.js';
import { ToldOnce } from './told-once.js';
import { oneOffNonce } from './one-off-nonce.js';

type Paused = Pick<Extract<MusterEvent, { type: 'channel_paused' }>, 'channel' | 'code' | 'until'>;

/**
 * Tells the promoters of running campaigns that a channel is in trouble, by another channel of theirs, since
 * the message they confirmed on may be on the broken one. Once for each cause, until the channel works again,
 * and never in their quiet hours.
 */
export class TroubleNotices {
  readonly #underWay = new CampaignsUnderWay();

  constructor(
    private readonly context: ServiceContext,
    private readonly told: Told = new ToldOnce(),
  ) {}

  /** Listens to what happens. */
  handle(event: MusterEvent): void {
    this.#underWay.handle(event);
    if (event.type === 'channel_resumed') void this.told.over(matterOf(event.channel));
    if (event.type === 'channel_paused') this.paused(event);
  }

  /** A channel is paused, here or in another process, which knows nothing of the campaigns that run here. */
  paused(event: Paused): void {
    for (const campaignId of this.#underWay.ids()) {
      this.#tell(event, campaignId).catch((error: unknown) => {
        this.context.events.emit({ type: 'background_error', where: 'trouble notice', error });
      });
    }
  }

  async #tell(event: Paused, campaignId: string): Promise<void> {
    const campaign = await findCampaign(this.context.database.view, campaignId);
    if (!campaign) return;
    const [matter, cause] = [matterOf(event.channel), `${event.code}:${campaign.promoterId}`];
    if (!(await this.told.isNews(matter, cause))) return;
    await this.#notify(event, campaign);
    await this.told.done(matter, cause);
  }

  async #notify(event: Paused, { promoterId: userId, date }: Campaign): Promise<void> {
    const { database, settings, clock, outbox, contacts, messagesFor, newId } = this.context;
    const person = await personFor(database.view, userId, date, settings.timezone, contacts);
    if (isQuiet(person.quietHours, person.timezone, clock.now())) return;
    const channel = channelOrder(person.preferredChannel, person.targets, outbox.configured).find(
      (type) =>
        type !== event.channel &&
        outbox.get(type).gate.waitMs() <= 0 &&
        (type !== 'discord' || person.dmChannelId !== null),
    );
    if (!channel) return;
    const paced = outbox.get(channel);
    const moments = channel === 'discord' ? 'discord' : { timezone: person.timezone };
    const messages = messagesFor(person.locale);
    const outcome = await answer(paced, {
      recipient: { userId, address: addressOf(contacts, channel, person) },
      message: { text: messages.channelPaused(event.channel, event.code, event.until, moments), actions: [] },
      nonce: oneOffNonce(newId),
    });
    if (outcome.kind === 'sent') return;
    this.context.events.emit({ type: 'answer_failed', channel, code: outcome.code });
  }
}

/** Admins are told of the same channel, and of one promoter another promoter is not told. */
function matterOf(channel: ChannelType): string {
  return `promoters:${channel}`;
}
