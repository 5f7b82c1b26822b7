import * as z from 'zod';
import { CHANNEL_TYPES } from './channel-choice.js';
import type { MusterEvent } from './events.js';

const campaign = z.string();
const date = z.string();

/**
 * What one process knows and the others have to know, too. It says where to look, and not what is there: whoever hears it
 * asks the database. No address, no name and no text is among it.
 */
const newsSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('settings_changed') }),
  z.object({ type: z.literal('promotions_paused') }),
  z.object({ type: z.literal('promotions_resumed') }),
  z.object({ type: z.literal('campaign_created'), date }),
  z.object({ type: z.literal('campaign_cancelled'), campaign }),
  z.object({ type: z.literal('more_called'), campaign }),
  /** How a campaign stands has changed, or is to be shown once more. */
  z.object({ type: z.literal('campaign_changed'), campaign }),
  z.object({ type: z.literal('availability_set'), date }),
  /** What a day's board shows has changed, or is to be shown once more. */
  z.object({ type: z.literal('board_changed'), date }),
  z.object({ type: z.literal('person_erased') }),
  z.object({
    type: z.literal('channel_paused'),
    channel: z.enum(CHANNEL_TYPES),
    code: z.string(),
    until: z.number(),
  }),
  z.object({ type: z.literal('channel_resumed'), channel: z.enum(CHANNEL_TYPES) }),
  /** A member joined, left or changed. */
  z.object({ type: z.literal('member_changed'), user: z.string() }),
  /** Roles or the server itself changed. */
  z.object({ type: z.literal('guild_changed') }),
  /** A process that stops has given back what it worked on. */
  z.object({ type: z.literal('work_left') }),
  /** A process has given a role back: whoever waits for it may take it at once. */
  z.object({ type: z.literal('role_left'), role: z.string() }),
  /** What only the gateway tells of the server is another: its language, where people meet. */
  z.object({ type: z.literal('server_told') }),
  /** A process begins, with these settings: of each a digest, by its name. */
  z.object({ type: z.literal('process_started'), settings: z.record(z.string(), z.string()) }),
]);
export type News = z.infer<typeof newsSchema>;

/** `missed`: there may have been anything, so everything is to be looked at again. */
export type Heard = News | { readonly type: 'missed' };

/** Tells the other processes what happened here, and hears what happened there. */
export interface NewsWire {
  /** Tells every other process, after the commit. It waits for nobody and never throws; telling the same at once tells it once. */
  tell(news: News): void;
  /**
   * Hears what others tell, and never what is told here. Listeners run at once and must not throw.
   * @returns how to stop listening.
   */
  on(listener: (heard: Heard) => void): () => void;
}

/** For a process that is alone: there is nobody to tell, and nothing to hear. */
export const NO_NEWS: NewsWire = {
  tell: () => undefined,
  on: () => () => undefined,
};

/** What others make known in their words. News of another release, which this one does not know, may be anything. */
export function heardIn(payload: string): Heard {
  try {
    return newsSchema.safeParse(JSON.parse(payload)).data ?? { type: 'missed' };
  } catch {
    return { type: 'missed' };
  }
}

/** What of an event other processes have to know; `null`: nothing. */
export function newsOf(event: MusterEvent): News | null {
  switch (event.type) {
    case 'settings_changed':
    case 'promotions_paused':
    case 'promotions_resumed':
    case 'person_erased':
      return { type: event.type };
    case 'campaign_created':
    case 'availability_set':
      return { type: event.type, date: event.date };
    case 'campaign_cancelled':
    case 'more_called':
      return { type: event.type, campaign: event.campaignId };
    case 'job_waiting':
      return event.reason === 'draining'
        ? { type: 'work_left' }
        : { type: 'campaign_changed', campaign: event.campaignId };
    case 'job_started':
    case 'send_settled':
    case 'job_finished':
      return { type: 'campaign_changed', campaign: event.campaignId };
    case 'turnout_seen':
      return { type: 'board_changed', date: event.date };
    case 'channel_paused':
      return { type: event.type, channel: event.channel, code: event.code, until: event.until };
    case 'channel_resumed':
      return { type: event.type, channel: event.channel };
    case 'role':
      return event.state === 'given_back' ? { type: 'role_left', role: event.role } : null;
    default:
      return null;
  }
}
