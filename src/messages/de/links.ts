import { readableName } from '../../domain/player-link.js';
import { discordDateTime, discordRelative, timeOfDay } from '../moment.js';
import type { LinkTexts, LinkTokenInput, ProofCodeInput } from '../texts/links.js';
import { nameOf, quoted } from './phrases.js';
import { words } from './words.js';

const CHECK_NOW = 'Jetzt nachsehen';

function linkToken({ channel, token, expiresAt, deepLink }: LinkTokenInput): string {
  const how =
    channel === 'telegram'
      ? deepLink === null
        ? `Sende in einem privaten Chat mit dem Telegram-Bot dieser Community \`/link ${token}\`.`
        : `Öffne <${deepLink}> (oder scanne den QR-Code) auf deinem Handy und drück auf **Start**. Oder sende dem Bot \`/link ${token}\`.`
      : `Öffne einen Chat mit <${deepLink ?? 'dieser Community auf Signal'}> (oder scanne den QR-Code) auf deinem Handy, und sende dort nur das: \`${token}\``;
  return [
    `**${words.channel[channel]} verknüpfen**`,
    how,
    `Der Token gilt einmal, bis ${timeOfDay(expiresAt, 'discord')} (${discordRelative(expiresAt)}). Gib ihn nicht weiter: Wer ihn sendet, wird mit deinem Konto verknüpft.`,
  ].join('\n\n');
}

function proofCode({ code, expiresAt, playerName }: ProofCodeInput): string {
  return [
    `**Noch ein Schritt: Zeig, dass du als ${nameOf(readableName(playerName))} spielst**`,
    `Schreib \`${code}\` irgendwo in deinen Namen im Spiel, betritt unseren Spielserver, und drück auf „${CHECK_NOW}“.`,
    `Der Code gilt einmal, bis ${timeOfDay(expiresAt, 'discord')} (${discordRelative(expiresAt)}), und nur für dich. Kannst du nicht auf den Server, dann bitte einen Admin, dich mit \`/link confirm\` zu bestätigen.`,
  ].join('\n\n');
}

export const links: LinkTexts = {
  token: linkToken,
  linkFirst: (doesIt) =>
    [
      'Verknüpf zuerst dein Profil im Spiel, mit deiner Kennung (GUID) und deinem Namen: Drück den Knopf, oder benutz `/link player`.',
      ...(doesIt ? ['Dann geschieht, was du wolltest.'] : []),
    ].join(' '),
  openForm: 'Profil verknüpfen',
  form: {
    title: 'Dein Profil im Spiel verknüpfen',
    guid: 'Kennung im Spiel (GUID)',
    guidHint: '1–64 Buchstaben, Ziffern, _ oder -. Das Spiel zeigt sie, zum Beispiel in seiner Konsole.',
    name: 'Name im Spiel',
    nameHint: '1–32 Zeichen. Andere sehen ihn neben deinen Antworten.',
  },
  typed: (guid, name) => `Getippt hast du: GUID ${quoted(guid)}, Name ${quoted(name)}.`,
  prove: proofCode,
  checkNow: CHECK_NOW,
  askAdmin: (playerName) =>
    `Notiert: Du sagst, dass du als ${nameOf(readableName(playerName))} spielst. Das zählt, sobald ein Admin es mit \`/link confirm\` bestätigt: Bitte jemanden von ihnen darum.`,
  proved: (playerName) =>
    `Bestätigt: Du spielst als ${nameOf(readableName(playerName))}. Den Code kannst du wieder aus deinem Namen nehmen.`,
  confirmedOther: (playerName, guid) =>
    `Bestätigt: Das Profil ist ${nameOf(readableName(playerName))}, GUID ${quoted(guid)}.`,
  since: (channel, at) => `${words.channel[channel]}, seit ${discordDateTime(at)}`,
  unlinkedOther: (playerName) => `Die Verknüpfung mit ${nameOf(readableName(playerName))} ist entfernt.`,
};
