import { outcomeOf } from '../../channels/telegram/outcome.js';
import { type TelegramAccess, TelegramApi } from '../../channels/telegram/telegram-api.js';
import type { Clock } from '../../domain/clock.js';
import { type Check, fault, ok, warning } from './finding.js';

const ASK_TIMEOUT_MS = 5_000;

/** Whether Telegram takes the token, and whether another program has the bot's messages sent to itself. */
export function telegramCheck(access: TelegramAccess, clock: Clock): Check {
  const what = 'Telegram';
  return {
    what,
    async look(signal) {
      const api = new TelegramApi(access, clock);
      const options = { timeoutMs: ASK_TIMEOUT_MS, signal };
      try {
        const [{ username }, webhook] = await Promise.all([
          api.call('getMe', {}, options),
          api.call('getWebhookInfo', {}, options),
        ]);
        // The address may hold a secret: only where it leads is told.
        if (webhook.url) {
          const said = `is the bot @${username}, and another program gets what is written to it (a webhook at ${hostOf(webhook.url)})`;
          return warning(what, `${said}: Muster takes the webhook away when it starts; use a bot of its own`);
        }
        return ok(what, `is the bot @${username}`);
      } catch (error) {
        return outcomeOf(error).code === 'unauthorized'
          ? fault(what, 'the token is refused: copy it anew from BotFather into TELEGRAM_BOT_TOKEN')
          : fault(what, `does not answer at ${access.apiUrl}: look at the network, or try again`);
      }
    },
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an unreadable address';
}
