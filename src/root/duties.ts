import type { Client } from 'discord.js';
import { waitForDiscord } from '../discord/startup.js';
import type { Duty } from '../domain/duties.js';
import type { Inbox } from '../inbound/inbox.js';
import type { Doors } from './doors.js';
import type { RealPorts } from './ports.js';

/** The gateway: logged in, and in the server with every command, as long as this process has the role. */
export function gatewayDuty(
  token: string,
  {
    clock,
    events,
    directory,
    voice,
    noteServer,
  }: Pick<RealPorts, 'clock' | 'events' | 'directory' | 'voice' | 'noteServer'>,
  { client, gateway, entry }: Pick<Doors, 'client' | 'gateway' | 'entry'>,
): Duty {
  const failed = (error: unknown): void => events.emit({ type: 'background_error', where: 'gateway', error });
  return {
    async start(ended) {
      await waitForDiscord(() => gateway.logIn(token, ended), clock, events, ended);
      if (ended.aborted) return;
      directory.useGateway(client as Client<true>);
      void noteServer(ended);
      // What is due goes out meanwhile to whoever can be reached.
      await entry.enter(ended);
      entry.stay(ended, failed);
    },
    async stop() {
      directory.useGateway(null);
      voice.loggedOut();
      // A last packet may come while it says goodbye.
      await gateway.logOut().finally(() => voice.loggedOut());
    },
  };
}

/** An inbox: opened anew each time this process takes its role. */
export function inboxDuty(open: () => Inbox): Duty {
  let inbox: Inbox | null = null;
  return {
    async start() {
      inbox = open();
      inbox.start();
    },
    async stop(how) {
      const listening = inbox;
      inbox = null;
      await listening?.stop(how);
    },
  };
}

/**
 * What goes on for a community by itself. It begins when the process is ready; each piece of work ends with `ended`. What
 * of it is under way then goes on to its end: the ledger and the boards' records keep another process from doing it again.
 */
export function housekeepingDuty(
  ready: Promise<void>,
  work: readonly ((ended: AbortSignal) => Promise<void>)[],
): Duty {
  return {
    async start(ended) {
      void ready.then(() => {
        if (!ended.aborted) for (const begin of work) void begin(ended);
      });
    },
    async stop() {
      // Ended by the signal.
    },
  };
}
