import * as z from 'zod';
import { unansweredOutcome } from '../../channels/network-failure.js';
import { SignalApi, type SignalAccess, type SignalAnswer } from '../../channels/signal/signal-api.js';
import { identityOf } from '../../domain/contact.js';
import type { Soon } from '../../domain/soon.js';
import type { ServiceContext } from '../../services/context.js';
import { Answering } from '../answering.js';
import type { Sender } from '../done.js';
import { Hearing } from '../hearing.js';
import { type Inbox, keepListening, type Loss } from '../inbox.js';
import { type DirectMessage, directMessageIn } from './envelope.js';
import { listenOnSocket } from './receive-socket.js';

const ASK_TIMEOUT_MS = 10_000;
/** How long one fetch waits for messages: outside json-rpc mode, sends wait behind it. */
const RECEIVE_WAIT_SECONDS = 1;
const RECEIVE_TIMEOUT_MS = 30_000;
const BETWEEN_RECEIVES_MS = 5_000;

const aboutSchema = z.object({ mode: z.string() });

/** How the inbox listens. */
export interface SignalInboxOptions extends SignalAccess {
  /** The pause between two fetches, outside json-rpc mode. */
  readonly betweenReceivesMs?: number;
}

/** Hears messages to our number: by a WebSocket in json-rpc mode, else by a fetch every few seconds. */
export class SignalInbox implements Inbox {
  readonly #api: SignalApi;
  readonly #stopping = new AbortController();
  readonly #answering: Answering;
  readonly #hearing: Hearing;
  #listening: Promise<void> = Promise.resolve();
  /** Resolves when every message that was read is being heard. */
  #read: Promise<void> = Promise.resolve();

  constructor(
    private readonly services: ServiceContext,
    private readonly options: SignalInboxOptions,
    /**
     * Whether nobody else has heard a message that a digest stands for. Everybody who is connected gets it: a process that was stopped,
     * and whoever has listened in its place. Absent: nobody else can be connected.
     */
    private readonly isFirst: ((digest: string) => Soon<boolean>) | null = null,
  ) {
    this.#api = new SignalApi(options, services.clock);
    this.#answering = new Answering(services, 'signal', this.#stopping.signal);
    this.#hearing = new Hearing(services, 'signal', this.#answering);
  }

  start(): void {
    this.#listening = keepListening(this.services, 'signal', this.#stopping.signal, (ready) =>
      this.#listen(ready),
    );
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#listening;
    await this.#read;
    await this.#hearing.idle();
    await this.#answering.idle();
  }

  async #listen(ready: () => void): Promise<Loss> {
    const { signal } = this.#stopping;
    try {
      const about = await this.#api.about({ timeoutMs: ASK_TIMEOUT_MS, signal });
      if (about.status !== 200) return lossOf(about);
      const mode = aboutSchema.safeParse(about.body);
      if (!mode.success) return { code: 'unknown_answer' };
      if (!mode.data.mode.startsWith('json-rpc')) return await this.#fetch(ready);
      const received = (message: unknown): void => this.#hear(message);
      return await listenOnSocket(this.#api.receiveSocketUrl, this.services.clock, signal, {
        ready,
        received,
      });
    } catch (error) {
      return { code: unansweredOutcome(error).code };
    }
  }

  async #fetch(ready: () => void): Promise<Loss> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const answer = await this.#api.receive(RECEIVE_WAIT_SECONDS, { timeoutMs: RECEIVE_TIMEOUT_MS, signal });
      if (answer.status !== 200) return lossOf(answer);
      ready();
      if (Array.isArray(answer.body)) for (const message of answer.body) this.#hear(message);
      await this.services.clock.sleep(this.options.betweenReceivesMs ?? BETWEEN_RECEIVES_MS, signal);
    }
    return { code: 'stopped' };
  }

  #hear(received: unknown): void {
    const message = directMessageIn(received, this.options.number);
    if (!message) return;
    if (!this.isFirst) {
      this.#heard(message, {});
      return;
    }
    // What waits for the database came in when it was read.
    const cameIn = this.services.waysOut.arrive();
    const mine = Promise.resolve(message.sentAt === null || this.isFirst(this.#digestOf(message)));
    // A message that is answered twice is better than one that nobody hears.
    const isMine = mine.catch(() => true);
    this.#read = this.#read.then(async () => {
      if (await isMine) this.#heard(message, { cameIn });
    });
  }

  #heard({ contact, text, edited }: DirectMessage, read: Pick<Sender, 'cameIn'>): void {
    void this.#hearing.message({ channel: 'signal', contact, ...read }, { text, edited });
  }

  #digestOf({ contact, text, edited, sentAt }: DirectMessage): string {
    return this.services.blindIndex.digest(
      JSON.stringify(['signal', identityOf(contact), sentAt, edited, text]),
    );
  }
}

function lossOf({ status }: SignalAnswer): Loss {
  if (status >= 500) return { code: 'server_error' };
  return { code: status === 404 ? 'not_found' : 'unauthorized' };
}
