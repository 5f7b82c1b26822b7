import { type ChannelType, HAS_BUTTONS } from './channel-choice.js';
import type { EndAction } from './consent.js';
import type { EveningPress } from './evening-buttons.js';
import type { Budget } from './pace.js';
import type { AnswerAction } from './question.js';

/** What stands under a message to a person: its ways out, and the answers it asks for. */
export type WayOut = 'coming' | 'later' | 'not-tonight' | 'stop' | EndAction | AnswerAction;

/** What may be pressed under a message to a person, now or once something was. */
export type PressAction = WayOut | EveningPress | 'keep-weekly' | 'keep-pings';

/** Whether a button under a message is a way out: everybody may press those, at any time. */
export function isWayOutPress(action: PressAction): boolean {
  switch (action) {
    case 'not-tonight':
    case 'stop':
    case 'dont-ask':
    case 'stop-ready':
    case 'not-playing':
      return true;
    default:
      return false;
  }
}

/** What stands before that for promoters: it opens the preview of the evening's pings. */
export type ForPromoters = 'preview-pings';

/**
 * What stands under what a promoter is asked about their campaign: nothing goes out any more, or it goes on; or under what
 * promoters are told of standing campaigns.
 */
export type PromoterAnswer = 'promote-cancel' | 'promote-go-on' | 'promote-standing';

/** A button under a message: what it does and what it concerns. */
export interface MessageAction {
  /**
   * A way out, an answer, what promoters have beside them or answer, a status under a day's board, that weekly answers are kept,
   * or that pings are.
   */
  readonly action: WayOut | ForPromoters | PromoterAnswer | 'availability-set' | 'keep-weekly' | 'keep-pings';
  /** The campaign the message belongs to; on a board, the day and the status: `2026-11-28:LOOKING`. */
  readonly id: string;
  readonly label: string;
}

/** A button that opens an address. */
export interface MessageLink {
  readonly label: string;
  readonly url: string;
}

/** A text file, or a picture with what it shows in words. */
export type Attachment =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly png: Uint8Array; readonly description: string };

/** One message, worded for one person and one channel. */
export interface OutgoingMessage {
  readonly text: string;
  /** The ways out, which every message to a person carries, or a board's statuses. Channels without buttons word them into the text. */
  readonly actions: readonly MessageAction[];
  /** Where it leads: a button each, where the channel has any, else a line of text ({@link textOn}). */
  readonly links?: readonly MessageLink[];
  /** A file that goes with it, where the channel can carry one. */
  readonly attachment?: Attachment;
}

/** A message's text as a channel carries it: without buttons, its links stand below it. */
export function textOn(channel: ChannelType, { text, links = [] }: OutgoingMessage): string {
  if (HAS_BUTTONS[channel] || links.length === 0) return text;
  return `${text}\n\n${links.map(({ label, url }) => `${label}: ${url}`).join('\n')}`;
}

/** Where a person is reached on one channel. Handed to `send` and never stored or logged by it. */
export interface Recipient {
  readonly userId: string;
  /** Discord: the DM channel's id when it is known, else `null`. Other channels: their own address. */
  readonly address: string | null;
}

/** One request to a provider. */
export interface Delivery {
  readonly recipient: Recipient;
  readonly message: OutgoingMessage;
  /** The same for every attempt that must arrive only once; at most 25 characters. */
  readonly nonce: string;
  /**
   * Whether the request may still leave. A channel asks right before it makes the request with the message; on
   * false it makes none, and the outcome is {@link HELD_UP}. Left out: it always may.
   */
  readonly mayLeave?: () => boolean;
}

/**
 * The outcome of a request, as far as we can tell. Every answer of a provider becomes one of these; an
 * unforeseen one is `maybe_delivered`, which never calls anybody twice.
 */
export type DeliveryOutcome =
  | { readonly kind: 'sent'; readonly messageId: string }
  /** Provably not delivered: retry, not before `retryAfterMs`. With `retryAfterMs` it was no attempt. */
  | { readonly kind: 'not_delivered'; readonly code: string; readonly retryAfterMs?: number }
  /** It may have arrived. */
  | { readonly kind: 'maybe_delivered'; readonly code: string }
  /** This person can't be reached here; the channel itself is fine. */
  | { readonly kind: 'closed'; readonly code: string }
  /** The provider does not take this message as it is (provably not delivered); person and channel are fine. */
  | { readonly kind: 'refused'; readonly code: string }
  /** The channel itself is refused (provably not delivered); it pauses as a whole. */
  | { readonly kind: 'trouble'; readonly code: string; readonly retryAfterMs?: number };

/** The request was held up for too long, and never made. It was no attempt. */
export const HELD_UP = { kind: 'not_delivered', code: 'held_up', retryAfterMs: 0 } as const;

/** What came of a request that brought no confirmation. */
export type NotSent = Exclude<DeliveryOutcome, { kind: 'sent' }>;

/** A way to reach people. */
export interface Channel {
  readonly type: ChannelType;
  /** Requests a second the provider allows us. */
  readonly messagesPerSecond: number;
  /** What the provider counts them in together with other requests of ours. */
  readonly budgets?: readonly Budget[];
  /**
   * How long after a nonce's first attempt the provider still recognises it, in milliseconds; 0 for providers that
   * recognise none, whose ambiguous answers are final.
   */
  readonly nonceWindowMs: number;
  /** The least time between two messages to one address, in milliseconds; 0 where the provider sets none. */
  readonly addressIntervalMs: number;
  /** The longest that one `send` takes, in milliseconds: the time-outs of all the requests it may make. */
  readonly timeoutMs: number;
  /**
   * Makes exactly one attempt to deliver and tells what came of it. Never throws, never retries by itself, never
   * takes longer than `timeoutMs`, and puts no address and no provider text into a code.
   */
  send(delivery: Delivery): Promise<DeliveryOutcome>;
}
