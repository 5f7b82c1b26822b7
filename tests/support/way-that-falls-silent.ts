import { onTestFinished } from 'vitest';
import { relayTo } from './relay.js';

/** A way to a server on which connections can fall silent: nothing passes any more, and nobody is told. */
export interface SilentWay {
  /** The server's address, by this way. */
  readonly url: string;
  /** Those that are open now; later ones are not touched. */
  fallSilent(): void;
}

/** Makes a way to the server at `url`, which is gone after the test. */
export async function wayThatFallsSilent(url: string): Promise<SilentWay> {
  const { url: ours, open } = await relayTo(url, onTestFinished);
  return {
    url: ours,
    fallSilent: () => {
      for (const socket of open) socket.unpipe().pause();
    },
  };
}
