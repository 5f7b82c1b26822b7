import { readableName } from '../../domain/player-link.js';
import { discordDateTime, discordRelative, timeOfDay } from '../moment.js';
import type { LinkTexts, LinkTokenInput, ProofCodeInput } from '../texts/links.js';
import { nameOf, quoted } from './phrases.js';
import { words } from './words.js';

const CHECK_NOW = 'Preveri zdaj';

function linkToken({ channel, token, expiresAt, deepLink }: LinkTokenInput): string {
  const how =
    channel === 'telegram'
      ? deepLink === null
        ? `V zasebnem klepetu z botom te skupnosti na Telegramu pošlji \`/link ${token}\`.`
        : `Na telefonu odpri <${deepLink}> (ali skeniraj kodo QR) in pritisni **Start**. Lahko pa botu pošlješ \`/link ${token}\`.`
      : `Na telefonu odpri klepet z <${deepLink ?? 'to skupnostjo na Signalu'}> (ali skeniraj kodo QR) in pošlji samo: \`${token}\``;
  return [
    `**Poveži ${words.channel[channel]}**`,
    how,
    `Žeton deluje enkrat, do ${timeOfDay(expiresAt, 'discord')} (${discordRelative(expiresAt)}). Ne deli ga: kdor ga pošlje, se poveže s tvojim računom.`,
  ].join('\n\n');
}

function proofCode({ code, expiresAt, playerName }: ProofCodeInput): string {
  return [
    `**Še en korak: pokaži, da igraš kot ${nameOf(readableName(playerName))}**`,
    `Kamor koli v svoje ime v igri vpiši \`${code}\`, pridruži se našemu igralnemu strežniku in pritisni „${CHECK_NOW}“.`,
    `Koda deluje enkrat, do ${timeOfDay(expiresAt, 'discord')} (${discordRelative(expiresAt)}), in le zate. Če se ne moreš pridružiti, prosi admina, naj te potrdi z \`/link confirm\`.`,
  ].join('\n\n');
}

export const links: LinkTexts = {
  token: linkToken,
  linkFirst: (doesIt) =>
    [
      'Najprej poveži svoj profil v igri, z ID-jem v igri (GUID) in imenom: pritisni gumb ali uporabi `/link player`.',
      ...(doesIt ? ['Potem storim, kar želiš.'] : []),
    ].join(' '),
  openForm: 'Poveži moj profil',
  form: {
    title: 'Poveži svoj profil v igri',
    guid: 'ID v igri (GUID)',
    guidHint: '1–64 črk, številk, _ ali -. Pokaže ga igra, na primer v konzoli.',
    name: 'Ime v igri',
    nameHint: '1–32 znakov. Drugi ga vidijo ob tvojih odgovorih.',
  },
  typed: (guid, name) => `Tvoj vnos: GUID ${quoted(guid)}, ime ${quoted(name)}.`,
  prove: proofCode,
  checkNow: CHECK_NOW,
  askAdmin: (playerName) =>
    `Zabeleženo: igraš kot ${nameOf(readableName(playerName))}. Velja, ko povezavo potrdi admin z \`/link confirm\`; prosi katerega od njih.`,
  proved: (playerName) =>
    `Potrjeno: igraš kot ${nameOf(readableName(playerName))}. Kodo lahko zdaj odstraniš iz imena.`,
  confirmedOther: (playerName, guid) =>
    `Potrjeno: igra kot ${nameOf(readableName(playerName))}, GUID ${quoted(guid)}.`,
  since: (channel, at) => `${words.channel[channel]}, od ${discordDateTime(at)}`,
  unlinkedOther: (playerName) => `Povezava s profilom ${nameOf(readableName(playerName))} je prekinjena.`,
};
