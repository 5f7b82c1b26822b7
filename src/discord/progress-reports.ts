import { type APIMessage, type REST, Routes } from 'discord.js';
import { HeldBack } from '../channels/discord/counted-requests.js';
import { type AnswerCounts, isAnswered } from '../domain/answer.js';
import type { Clock } from '../domain/clock.js';
import { ERASED_PREFIX } from '../domain/campaign.js';
import type { ChannelType } from '../domain/channel-choice.js';
import { DROP_OUTS_WAIT_MS, dropOutsShown, type DropOutsShown, tellDropOutsAt } from '../domain/drop-outs.js';
import { eveningAt } from '../domain/evening.js';
import type { MusterEvent } from '../domain/events.js';
import type { Heard } from '../domain/news.js';
import type { Messages } from '../messages/messages.js';
import { answersTo } from '../persistence/stores/answer-store.js';
import { findCampaign, slotOfDate, standingCampaigns } from '../persistence/stores/campaign-store.js';
import { dropOutsToTell, rememberToldDropOuts } from '../persistence/stores/drop-out-store.js';
import { findPreferences } from '../persistence/stores/preference-store.js';
import { changedSince } from '../persistence/stores/job-store.js';
import {
  beginProgressMessage,
  progressMessageOf,
  rememberProgressMessage,
} from '../persistence/stores/progress-message-store.js';
import { campaignViewOf } from '../services/campaign-status.js';
import { CampaignsUnderWay } from '../services/campaigns-under-way.js';
import type { ServiceContext } from '../services/context.js';
import { ALWAYS_US, type Editor } from './editor.js';
import { KeepUp } from './keep-up.js';
import { presentCampaign } from './presenters/campaign.js';

/** The reply a promoter confirmed on, and until when Discord lets us edit it. */
export interface ConfirmedReply {
  readonly applicationId: string;
  /** The interaction's token; never logged or stored. */
  readonly token: string;
  readonly expiresAt: number;
  readonly locale: string;
}

/** What changes how a campaign stands. */
const SHOWN: ReadonlySet<MusterEvent['type']> = new Set([
  'job_started',
  'send_settled',
  'job_waiting',
  'job_finished',
  'campaign_cancelled',
]);

/** How often drop-outs are looked for: one that comes between two looks is due later than the second. */
const LOOK_INTERVAL_MS = 60_000;

/** What has changed so recently (ms) may have been shown by another process, or by none. */
const RECENTLY_MS = 2 * 60_000;

/** The least time between two edits of one message, so that progress never competes with the sends themselves. */
const EDIT_INTERVAL_MS = 1_500;

/**
 * Keeps the promoter's message up to date while their campaign runs: the reply they confirmed on while Discord lets
 * us edit it (15 minutes, of which we trust 14), afterwards one direct message, edited from then on, unless they
 * turned Discord messages off, or it is a dry run. People who drop out are told there as a number, after a while. Progress
 * that can't be shown is no fault of the campaign; `/promote status` always tells. Of several processes the one with the
 * gateway shows it, which has the replies; see {@link Editor}.
 */
export class ProgressReports {
  readonly #replies = new Map<string, ConfirmedReply>();
  /** The languages campaigns were confirmed in, which outlast the replies. */
  readonly #locales = new Map<string, string>();
  /** How people had answered, and how many had dropped out, as campaigns' messages say: who says the same again costs no edit. */
  readonly #answers = new Map<string, string>();
  /** When drop-outs were last to be told (monotonic): telling that failed is tried again, no sooner than others are told. */
  readonly #triedToTell = new Map<string, number>();
  readonly #paused = new Map<ChannelType, Paused>();
  readonly #underWay = new CampaignsUnderWay();
  readonly #shown: KeepUp;
  readonly #answered: KeepUp;

  constructor(
    private readonly services: ServiceContext,
    private readonly rest: REST,
    private readonly clock: Clock,
    private readonly editor: Editor = ALWAYS_US,
  ) {
    this.#shown = new KeepUp(clock, EDIT_INTERVAL_MS, (campaignId) => this.#keepUp(campaignId));
    this.#answered = new KeepUp(clock, EDIT_INTERVAL_MS, (date) => this.#lookAtAnswers(date));
  }

  /** From here on a campaign's progress is shown on the reply it was confirmed on. */
  follow(campaignId: string, reply: ConfirmedReply): void {
    this.#replies.set(campaignId, reply);
    this.#locales.set(campaignId, reply.locale);
  }

  /** Listens to what happens to campaigns, and to the channels they go out by. */
  handle(event: MusterEvent): void {
    if (event.type === 'channel_paused') this.#paused.set(event.channel, event);
    if (event.type === 'channel_resumed') this.#paused.delete(event.channel);
    this.#underWay.handle(event);
    if (event.type === 'channel_paused' || event.type === 'channel_resumed') {
      for (const campaignId of this.#underWay.ids()) this.#touch(campaignId);
    }
    if (SHOWN.has(event.type) && 'campaignId' in event) this.#touch(event.campaignId);
    if (event.type === 'availability_set') this.#answered.touch(event.date);
    // Nobody says for which evenings what is gone or new was.
    if (event.type === 'person_erased' || event.type === 'standing_answers_changed')
      this.#answered.touch(eveningAt(this.clock.now(), this.services.settings));
  }

  /** Listens to what other processes tell. */
  hear(heard: Heard): void {
    switch (heard.type) {
      case 'campaign_changed':
      case 'campaign_cancelled':
        this.#touch(heard.campaign);
        return;
      case 'availability_set':
        return this.#answered.touch(heard.date);
      case 'person_erased':
        return this.#answered.touch(eveningAt(this.clock.now(), this.services.settings));
      case 'channel_paused':
      case 'channel_resumed':
        if (heard.type === 'channel_paused') this.#paused.set(heard.channel, heard);
        else this.#paused.delete(heard.channel);
        return this.lookAgain();
      case 'missed':
        return this.lookAgain();
      default:
    }
  }

  /**
   * Shows once more what has changed in the last minutes, and what changes now: another process may have shown it last, and an
   * edit of its may have come late.
   */
  lookAgain(): void {
    if (!this.editor.isUs()) return;
    const now = this.clock.now();
    // That a channel works again may have been missed.
    for (const [channel, { until }] of this.#paused) {
      if (until < now - RECENTLY_MS) this.#paused.delete(channel);
    }
    this.#answered.touch(eveningAt(now, this.services.settings));
    const look = async (): Promise<void> => {
      const changed = await changedSince(this.services.database.view, now - RECENTLY_MS);
      for (const campaignId of changed) this.#touch(campaignId);
    };
    look().catch((error: unknown) => {
      this.services.events.emit({ type: 'background_error', where: 'progress', error });
    });
  }

  /** @returns whether it is this process that shows it. */
  #touch(campaignId: string): boolean {
    const isUs = this.editor.isUs();
    if (isUs) this.#shown.touch(campaignId);
    return isUs;
  }

  /** Tells promoters of people who drop out, until told to stop. Never throws. */
  async keep(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const next = await this.#tellDropOuts();
      await this.clock.sleep(next, signal);
    }
  }

  /**
   * Shows at once what is not shown yet: the next run may have nothing to add. Resolves when it is shown; how long to
   * wait for that is for whoever stops.
   */
  async close(): Promise<void> {
    await this.#answered.close();
    await this.#shown.close();
  }

  /** Somebody has answered for an evening: what those answered who were pinged stands on the message, from the first on. */
  async #lookAtAnswers(date: string): Promise<void> {
    try {
      const { view } = this.services.database;
      const campaign = await slotOfDate(view, date);
      if (!campaign) return;
      const answers = await answersTo(view, campaign);
      const known = this.#answers.get(campaign.id);
      const dropOuts = dropOutsShown(await dropOutsToTell(view, campaign), this.clock.now());
      const now = saidOf(answers, dropOuts);
      if (known === undefined ? !isAnswered(answers) && dropOuts.toldLine === 0 : known === now) return;
      this.#answers.set(campaign.id, now);
      this.#touch(campaign.id);
    } catch (error) {
      this.services.events.emit({ type: 'background_error', where: 'progress', error });
    }
  }

  /** @returns the milliseconds until the next look. */
  async #tellDropOuts(): Promise<number> {
    let next = LOOK_INTERVAL_MS;
    try {
      const { settings, database } = this.services;
      for (const campaign of await standingCampaigns(database.view, eveningAt(this.clock.now(), settings))) {
        const at = tellDropOutsAt(await dropOutsToTell(database.view, campaign));
        if (at === null) continue;
        const monotonic = this.clock.monotonic();
        const triedAt = this.#triedToTell.get(campaign.id) ?? -Infinity;
        const waitMs = Math.max(at - this.clock.now(), triedAt + DROP_OUTS_WAIT_MS - monotonic);
        if (waitMs > 0) next = Math.min(next, waitMs);
        else {
          this.#triedToTell.set(campaign.id, monotonic);
          if (!this.#touch(campaign.id))
            this.editor.news.tell({ type: 'campaign_changed', campaign: campaign.id });
        }
      }
    } catch (error) {
      this.services.events.emit({ type: 'background_error', where: 'progress', error });
    }
    return next;
  }

  async #keepUp(campaignId: string): Promise<void> {
    if (!this.editor.isUs()) return;
    try {
      await this.#show(campaignId);
    } catch (error) {
      // So many requests were refused that progress has to wait; the next change shows it.
      if (error instanceof HeldBack) return;
      this.services.events.emit({ type: 'background_error', where: 'progress', error });
    } finally {
      // Whoever shows it by now shows it once more.
      if (!this.editor.isUs()) this.editor.news.tell({ type: 'campaign_changed', campaign: campaignId });
    }
  }

  async #show(campaignId: string): Promise<void> {
    const { view } = this.services.database;
    const campaign = await findCampaign(view, campaignId);
    // Nobody waits for how one goes that no promoter started.
    if (campaign?.kind !== 'promotion') return;
    const dropOuts = dropOutsShown(await dropOutsToTell(view, campaign), this.clock.now());
    const progress = await campaignViewOf(view, campaign, dropOuts.count);
    // Time alone changes what it says, too.
    this.#answers.set(campaignId, saidOf(progress.answers, dropOuts));
    const reply = this.#replies.get(campaignId);
    const messages = await this.#messages(campaignId, campaign.promoterId);
    const notes = [...this.#paused.values()].map(({ channel, code, until }) =>
      messages.channelPaused(channel, code, until),
    );
    const body = presentCampaign(messages, progress, notes);
    if (reply && this.clock.now() < reply.expiresAt) {
      const route = Routes.webhookMessage(reply.applicationId, reply.token, '@original');
      await this.rest.patch(route, { body, auth: false });
      // Another process that had the gateway in between began one, which stays.
      if (this.editor !== ALWAYS_US) await this.#editDirectMessage(campaignId, body);
      return this.#toldOf(campaignId, dropOuts);
    }
    this.#replies.delete(campaignId);
    // Each of its jobs sends them a report.
    if (campaign.request.dryRun) return;
    const isShown = await this.#showInDirectMessage(campaignId, campaign.promoterId, body);
    if (isShown) await this.#toldOf(campaignId, dropOuts);
  }

  /** Recorded once it is shown: a restart in between shows the same number on the same message again. */
  async #toldOf(campaignId: string, { isNews, toldLine }: DropOutsShown): Promise<void> {
    if (!isNews) return;
    await this.services.database.withTransaction((tx) =>
      rememberToldDropOuts(tx, campaignId, toldLine, this.clock.now()),
    );
  }

  /** In the language the campaign was confirmed in; after a restart, in the one the promoter is written to in. */
  async #messages(campaignId: string, promoterId: string): Promise<Messages> {
    const { database, messagesFor } = this.services;
    const confirmedIn = this.#locales.get(campaignId);
    return messagesFor(confirmedIn ?? (await findPreferences(database.view, promoterId))?.locale ?? 'en');
  }

  /** Edits the direct message that was begun. @returns whether it shows it now; `null`: none was begun. */
  async #editDirectMessage(campaignId: string, body: object): Promise<boolean | null> {
    const known = await progressMessageOf(this.services.database.view, campaignId);
    if (!known) return null;
    const { channelId, messageId } = known;
    if (messageId) await this.rest.patch(Routes.channelMessage(channelId, messageId), { body });
    return messageId !== '';
  }

  /** @returns whether it is shown. */
  async #showInDirectMessage(campaignId: string, promoterId: string, body: object): Promise<boolean> {
    const { database, directMessages } = this.services;
    if (promoterId.startsWith(ERASED_PREFIX)) return false;
    const preferences = await findPreferences(database.view, promoterId);
    if (preferences?.discordDms === false) return false;
    const isEdited = await this.#editDirectMessage(campaignId, body);
    if (isEdited !== null) return isEdited;
    const opened = await directMessages.open(promoterId);
    if (typeof opened === 'string') return false;
    const { channelId } = opened;
    // Recorded before it is sent: a restart in between costs the promoter this message, never sends them two.
    const begins = await database.withTransaction((tx) =>
      beginProgressMessage(tx, campaignId, channelId, this.clock.now()),
    );
    if (!begins) return false;
    const { id: messageId } = (await this.rest.post(Routes.channelMessages(channelId), {
      body,
    })) as APIMessage;
    await database.withTransaction((tx) =>
      rememberProgressMessage(tx, campaignId, { channelId, messageId }, this.clock.now()),
    );
    return true;
  }
}

type Paused = Pick<Extract<MusterEvent, { type: 'channel_paused' }>, 'channel' | 'code' | 'until'>;

/** What a message says of answers and drop-outs, to be compared. */
function saidOf(answers: AnswerCounts, { count }: DropOutsShown): string {
  return JSON.stringify([answers, count]);
}
