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
        : `Open <${deepLink}> (or scan the code) on the device you have Telegram on, and press Start. Or send \`/link ${token}\` to that bot.`
      : `Open a chat with <${deepLink ?? 'this community on Signal'}> (or scan the code) on the device you have Signal on, and send it this and nothing else: \`${token}\``;
  return [
    `**Link ${words.channel[channel]}**`,
    how,
    `It works once, until ${timeOfDay(expiresAt, 'discord')} (${discordRelative(expiresAt)}), and links whoever sends it to your account: show it to nobody.`,
  ].join('\n\n');
}

function proofCode({ code, expiresAt, playerName }: ProofCodeInput): string {
  return [
    `**One step more: show that you play as ${displayName(readableName(playerName))}**`,
    `Put \`${code}\` anywhere into your name in the game, join our game server, and press “${CHECK_NOW}”.`,
    `The code works once, until ${timeOfDay(expiresAt, 'discord')} (${discordRelative(expiresAt)}), and for you alone. If you can't join, ask an admin to confirm you with \`/link confirm\`.`,
  ].join('\n\n');
}

export const links: LinkTexts = {
  token: linkToken,
  prove: proofCode,
  checkNow: CHECK_NOW,
  askAdmin: (playerName) =>
    `Noted: you say you play as ${displayName(readableName(playerName))}. It counts once an admin confirms it with \`/link confirm\`: ask one of them to.`,
  proved: (playerName) =>
    `Confirmed: you play as ${displayName(readableName(playerName))}. You can take the code out of your name again.`,
  confirmedOther: (playerName, guid) =>
    `Confirmed: they play as ${displayName(readableName(playerName))}, GUID ${echo(guid)}.`,
  since: (channel, at) => `${words.channel[channel]}, since ${discordDateTime(at)}`,
  unlinkedOther: (playerName) =>
    `The link to the player ${displayName(readableName(playerName))} is removed.`,
};
