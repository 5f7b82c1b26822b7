import type { LinkableChannel } from '../../domain/channel-choice.js';
import { displayName } from '../../domain/display-name.js';
import type { ChatTexts } from '../texts/chat.js';
import { markedStatus } from './phrases.js';
import { refusal } from './refusals.js';

/** How a command is written in a chat. */
function typed(channel: LinkableChannel, command: string): string {
  return channel === 'telegram' ? `/${command}` : command.toUpperCase();
}

function today(channel: LinkableChannel): string {
  return `${typed(channel, 'today')} looking, available, maybe or no`;
}

export const chat: ChatTexts = {
  linked: (channel, accountName, allowPromotions) =>
    [
      `Linked: this chat now belongs to the Discord account ${displayName(accountName)}.`,
      allowPromotions
        ? 'You are called here when your preferences say so.'
        : 'You are not called yet: opt in with /preferences on Discord.',
      `If this is not your account, or to undo it, send ${typed(channel, 'unlink')} here, or use /unlink ${channel} on Discord.`,
    ].join(' '),
  unlinked: (channel) =>
    `Unlinked: nothing is sent to this chat any more. /link ${channel} on Discord links it again.`,
  help: (channel) =>
    [
      'I call you when a session you put yourself down for is on. You can send me:',
      `${typed(channel, 'status')}: how you stand`,
      `${today(channel)}: whether you play today`,
      `${typed(channel, 'stop')}: end these messages, on all channels`,
      `${typed(channel, 'unlink')}: unlink this chat`,
      `To link this chat to your Discord account, use /link ${channel} on Discord and do what it says.`,
    ].join('\n'),
  status: ({ channel, accountName, allowPromotions, date, status }) =>
    [
      `This chat belongs to the Discord account ${displayName(accountName)}.`,
      allowPromotions
        ? `You are called when a session is on; ${typed(channel, 'stop')} ends that.`
        : 'You are not called: opt in with /preferences on Discord.',
      status === null
        ? `You have said nothing for today, ${date}.`
        : `Today, ${date}: ${markedStatus[status]}.`,
    ].join('\n'),
  todayHow: (channel) => `Send ${today(channel)}.`,
  today: (status, date) => `Saved for today, ${date}: ${markedStatus[status]}.`,
  internalError: 'Something went wrong on our side; nothing was changed. Please try again in a while.',
  commands: {
    link: 'Link this chat with a token from Discord',
    stop: 'End these messages, on all channels',
    status: 'How you stand',
    today: 'Whether you play today: looking, available, maybe or no',
    unlink: 'Unlink this chat',
    help: 'What you can send me',
  },
  refusal: (value, timezone) => refusal(value, { timezone }).replaceAll('`', ''),
};
