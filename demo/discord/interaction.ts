import { randomBytes } from 'node:crypto';
import type { Bulletin } from './bulletin.js';
import type { StoredMessage } from './stored-message.js';
import type { WireComponent } from './wire.js';

/** What started an interaction. */
export const InteractionType = { command: 2, component: 3, autocomplete: 4, modalSubmit: 5 } as const;

/** How the bot may answer an interaction. */
export const CallbackType = {
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  choices: 8,
  modal: 9,
} as const;

/** A form the bot opened. */
export interface Modal {
  readonly title: string;
  readonly customId: string;
  readonly components: WireComponent[];
}

/** The bot's answer to a person's action. It is live: edits of the message and follow-ups appear in it. */
export interface InteractionReply {
  /** The callback's type: 4 a message, 5 a deferred one, 6 a deferred update, 7 an update, 9 a modal. */
  readonly type: number;
  readonly deferred: boolean;
  readonly ephemeral: boolean;
  readonly modal?: Modal;
  /** The answer; for an update, the message that was pressed. */
  readonly message: StoredMessage | undefined;
  readonly followUps: StoredMessage[];
  /** Resolves when there is text to read: at once, or when a deferred answer is filled in. */
  settled(timeoutMs?: number): Promise<StoredMessage>;
  /** Resolves when the message satisfies the predicate; it may already. */
  waitForEdit(predicate: (message: StoredMessage) => boolean, timeoutMs?: number): Promise<StoredMessage>;
  /** Resolves with the first follow-up that satisfies the predicate. */
  waitForFollowUp(
    predicate?: (message: StoredMessage) => boolean,
    timeoutMs?: number,
  ): Promise<StoredMessage>;
}

/** What an interaction is about. */
export interface InteractionSeed {
  readonly id: string;
  readonly kind: number;
  readonly userId: string;
  readonly guildId: string | null;
  readonly channelId: string;
  readonly locale: string;
  readonly createdAt: number;
  /** The message with the used component. */
  readonly source?: StoredMessage;
  /** The interaction that opened this form. */
  readonly trigger?: Interaction;
}

/** An interaction, until its token ends. */
export class Interaction implements InteractionReply {
  readonly token = randomBytes(48).toString('base64url');
  /** Real time, for the limit of three seconds. */
  readonly raisedAt = performance.now();
  type = 0;
  modal?: Modal;
  choices: { name: string; value: string | number }[] = [];
  original: StoredMessage | undefined;
  readonly followUps: StoredMessage[] = [];
  readonly #sourceEdits: number;

  constructor(
    readonly seed: InteractionSeed,
    private readonly bulletin: Bulletin,
  ) {
    this.#sourceEdits = seed.source?.edits ?? 0;
  }

  get answered(): boolean {
    return this.type !== 0;
  }

  get deferred(): boolean {
    return this.type === CallbackType.deferredMessage || this.type === CallbackType.deferredUpdate;
  }

  get ephemeral(): boolean {
    return this.original?.origin.ephemeralFor !== undefined;
  }

  get message(): StoredMessage | undefined {
    return this.original;
  }

  settled(timeoutMs?: number): Promise<StoredMessage> {
    return this.bulletin.until(() => this.#readable(), `content in ${this.describe()}`, timeoutMs);
  }

  waitForEdit(predicate: (message: StoredMessage) => boolean, timeoutMs?: number): Promise<StoredMessage> {
    const look = (): StoredMessage | undefined => {
      const message = this.original;
      return message && !message.loading && predicate(message) ? message : undefined;
    };
    const what = (): string =>
      `an edit of ${this.describe()}; it reads: ${this.original?.text() ?? '(nothing)'}`;
    return this.bulletin.until(look, what, timeoutMs);
  }

  waitForFollowUp(
    predicate: (message: StoredMessage) => boolean = () => true,
    timeoutMs?: number,
  ): Promise<StoredMessage> {
    return this.bulletin.until(
      () => this.followUps.find(predicate),
      `a follow-up to ${this.describe()}`,
      timeoutMs,
    );
  }

  /** Its name in errors. */
  describe(): string {
    return `the answer (type ${this.type}) to interaction ${this.seed.id} of user ${this.seed.userId}`;
  }

  #readable(): StoredMessage | undefined {
    if (this.type === CallbackType.modal)
      throw new Error('The bot answered with a modal, not with a message.');
    if (this.original?.deleted) throw new Error(`The bot deleted ${this.describe()}.`);
    if (this.type === CallbackType.deferredUpdate) {
      const edited = (this.original?.edits ?? 0) > this.#sourceEdits;
      return edited ? this.original : this.followUps[0];
    }
    return this.original?.loading === false ? this.original : undefined;
  }
}
