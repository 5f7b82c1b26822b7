import { DiscordAPIError, HTTPError } from 'discord.js';
import { networkFailureOf } from '../channels/network-failure.js';
import type { Clock } from '../domain/clock.js';
import type { EventBus } from '../domain/events.js';
import { backoffDelay } from '../domain/backoff.js';

/** The start can't go on until somebody changes the configuration: exit code 78, and what to do. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Asks something of Discord that the start can't do without, again and again until it is had. Between tries it waits
 * up to a minute and says so.
 * @throws ConfigurationError when Discord refuses us for good.
 */
export async function waitForDiscord(
  ask: () => Promise<unknown>,
  clock: Clock,
  events: EventBus,
  stop: AbortSignal,
): Promise<void> {
  for (let attempt = 1; !stop.aborted; attempt += 1) {
    try {
      await ask();
      return;
    } catch (error) {
      const fault = configurationFault(error);
      if (fault) throw fault;
      const retryInMs = Math.max(
        1_000,
        backoffDelay(attempt, () => 0.999),
      );
      events.emit({ type: 'waiting_for_discord', reason: reasonOf(error), retryInMs });
      await clock.sleep(retryInMs, stop);
    }
  }
}

/** Why Discord did not answer, in words for the log. */
export function reasonOf(error: unknown): string {
  if (error instanceof DiscordAPIError || error instanceof HTTPError) return `status ${error.status}`;
  switch (networkFailureOf(error)?.code) {
    case 'connection_refused':
      return 'no connection';
    case 'timeout':
      return 'no answer in time';
    case 'connection_reset':
      return 'connection lost';
    default:
      return 'unexpected answer';
  }
}

/** Gateway close codes that no reconnecting mends. Source: Discord, "Gateway Close Event Codes". */
const DISALLOWED_INTENTS = 4014;
const AUTHENTICATION_FAILED = 4004;

/** Says what to change when Discord refused us for good; `null` for anything else. */
export function configurationFault(error: unknown): ConfigurationError | null {
  const { code, message } = error as { code?: unknown; message?: string };
  if (
    code === 'DisallowedIntents' ||
    code === DISALLOWED_INTENTS ||
    message?.includes('disallowed intents')
  ) {
    return new ConfigurationError(
      'Discord does not let this bot see who joins and leaves. Switch on "Server Members Intent" at ' +
        'https://discord.com/developers/applications (your application → Bot) and start again.',
    );
  }
  const unauthorized = error instanceof DiscordAPIError && error.status === 401;
  if (unauthorized || code === 'TokenInvalid' || code === AUTHENTICATION_FAILED) {
    return new ConfigurationError(
      'Discord refuses DISCORD_TOKEN. Copy the bot token anew from https://discord.com/developers/applications ' +
        '(your application → Bot → Reset Token) into DISCORD_TOKEN and start again.',
    );
  }
  return null;
}
