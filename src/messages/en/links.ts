import { displayName } from '../../domain/display-name.js';
import { readableName } from '../../domain/player-link.js';
import { echo } from '../echo.js';
import { discordDateTime, discordRelative, timeOfDay } from '../moment.js';
import type { LinkTexts, LinkTokenInput, ProofCodeInput } from '../texts/links.js';
import { words } from './words.js';

const CHECK_NOW = 'Check now';

function linkToken({ channel, token, expiresAt, deepLink }: LinkTokenInput): string {
  const how =
    channel === 'telegram'
      ? deepLink === null
        ? `In a private chat with this community's Telegram bot, send \`/link ${token}\`.`
        : `Open <${deepLink}> (or scan the QR code) on your phone and press **Start**. Or send \`/link ${token}\` to the bot.`
      : `Open a chat with <${deepLink ?? 'this community on Signal'}> (or scan the QR code) on your phone, and send just this: \`${token}\``;
  return [
    `**Link ${words.channel[channel]}**`,
    how,
    `The token works once, until ${timeOfDay(expiresAt, 'discord')} (${discordRelative(expiresAt)}). Don't share it: anyone who sends it gets linked to your account.`,
  ].join('\n\n');
}

function proofCode({ code, expiresAt, playerName }: ProofCodeInput): string {
  return [
    `**One more step: show that you play as ${displayName(readableName(playerName))}**`,
    `Put \`${code}\` anywhere in your in-game name, join our game server, and press “${CHECK_NOW}”.`,
    `The code works once, until ${timeOfDay(expiresAt, 'discord')} (${discordRelative(expiresAt)}), and only for you. If you can't join, ask an admin to confirm you with \`/link confirm\`.`,
  ].join('\n\n');
}

export const links: LinkTexts = {
  token: linkToken,
  linkFirst: (doesIt) =>
    [
      'Link your player first, with your in-game ID (GUID) and name: press the button, or use `/link player`.',
      ...(doesIt ? ['I’ll then do what you asked for.'] : []),
    ].join(' '),
  openForm: 'Link my player',
  form: {
    title: 'Link your player',
    guid: 'In-game ID (GUID)',
    guidHint: '1–64 letters, digits, _ or -. The game shows it, for example in its console.',
    name: 'In-game name',
    nameHint: '1–32 characters. Others see it beside your answers.',
  },
  typed: (guid, name) => `You typed: GUID ${echo(guid)}, name ${echo(name)}.`,
  prove: proofCode,
  checkNow: CHECK_NOW,
  askAdmin: (playerName) =>
    `Noted: you play as ${displayName(readableName(playerName))}. It counts once an admin confirms it with \`/link confirm\`; ask one of them.`,
  proved: (playerName) =>
    `Confirmed: you play as ${displayName(readableName(playerName))}. You can remove the code from your name now.`,
  confirmedOther: (playerName, guid) =>
    `Confirmed: they play as ${displayName(readableName(playerName))}, GUID ${echo(guid)}.`,
  since: (channel, at) => `${words.channel[channel]}, since ${discordDateTime(at)}`,
  unlinkedOther: (playerName) => `Unlinked the player ${displayName(readableName(playerName))}.`,
};
