import type { Bulletin } from './bulletin.js';
import type { StoredMessage } from './stored-message.js';

/** Every message the bot posted to a channel, in order; deleted ones too. Answers to interactions are not here. */
export class Deliveries {
  readonly #all: StoredMessage[] = [];

  constructor(private readonly bulletin: Bulletin) {}

  /** All of them. */
  get all(): readonly StoredMessage[] {
    return this.#all;
  }

  /** Notes one. */
  add(message: StoredMessage): void {
    this.#all.push(message);
  }

  /** The DMs to a person. */
  to(userId: string): StoredMessage[] {
    return this.#all.filter((message) => message.recipientId === userId);
  }

  /** Those in a channel. */
  in(channelId: string): StoredMessage[] {
    return this.#all.filter((message) => message.channelId === channelId);
  }

  /** Resolves with the first that satisfies the predicate, past ones included. */
  waitFor(predicate: (message: StoredMessage) => boolean, timeoutMs?: number): Promise<StoredMessage> {
    const texts = (): string => this.#all.map((each) => JSON.stringify(each.text())).join(', ') || 'none';
    const what = (): string => `a message; posted were: ${texts()}`;
    return this.bulletin.until(() => this.#all.find(predicate), what, timeoutMs);
  }

  /** Resolves with a person's DMs once there are `count`. */
  waitForDms(userId: string, count: number, timeoutMs?: number): Promise<StoredMessage[]> {
    const look = (): StoredMessage[] | undefined => {
      const dms = this.to(userId);
      return dms.length >= count ? dms : undefined;
    };
    return this.bulletin.until(look, () => `DM no. ${count} to ${userId}`, timeoutMs);
  }
}
