import { DiscordAPIError, type REST, Routes } from 'discord.js';
import type { Clock } from '../domain/clock.js';
import type { EventBus } from '../domain/events.js';
import { backoffDelay } from '../domain/backoff.js';

/** The start can't go on until somebody changes the configuration: exit code 78, and what to do. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Waits until Discord answers and takes our token. Between tries it waits up to a minute and says so.
 * @throws ConfigurationError when the token is refused.
 */
export async function waitForDiscord(
  rest: REST,
  clock: Clock,
  events: EventBus,
  stop: AbortSignal,
): Promise<void> {
  for (let attempt = 1; !stop.aborted; attempt += 1) {
    try {
      await rest.get(Routes.gatewayBot());
      return;
    } catch (error) {
      if (error instanceof DiscordAPIError && error.status === 401) {
        throw new ConfigurationError(
          'Discord refuses DISCORD_TOKEN. Copy the bot token anew from https://discord.com/developers/applications ' +
            '(your application → Bot → Reset Token) into DISCORD_TOKEN and start again.',
        );
      }
      const retryInMs = Math.max(
        1_000,
        backoffDelay(attempt, () => 0.999),
      );
      const reason = error instanceof Error ? error.name : 'error';
      events.emit({ type: 'waiting_for_discord', reason, retryInMs });
      await clock.sleep(retryInMs, stop);
    }
  }
}

/** Gateway close codes that no reconnecting mends. Source: Discord, "Gateway Close Event Codes". */
const DISALLOWED_INTENTS = 4014;
const AUTHENTICATION_FAILED = 4004;

/** Says what to change when the gateway refused us for good; `null` for anything else. */
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
  if (code === 'TokenInvalid' || code === AUTHENTICATION_FAILED) {
    return new ConfigurationError('Discord refuses DISCORD_TOKEN. Copy the bot token anew and start again.');
  }
  return null;
}
