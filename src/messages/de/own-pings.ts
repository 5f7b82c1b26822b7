import type { OwnPingTexts } from '../texts/own-pings.js';
import { count } from './phrases.js';

const invitations = (most: number): string => count(most, 'Einladung', 'Einladungen');
const limit = (most: number | null): string =>
  most === null ? 'Keine Grenze' : `Höchstens ${invitations(most)} in 7 Tagen`;

export const ownPings: OwnPingTexts = {
  title: 'Einladungen pro Woche',
  limit,
  placeholder: 'Wie viele Einladungen pro Woche höchstens?',
  limited: (most) =>
    most === null
      ? 'Gespeichert: keine Grenze für Einladungen.'
      : `Gespeichert: höchstens ${invitations(most)} in 7 Tagen. Danach bleibe ich still.`,
  limitHow: (channel, most) =>
    `${limit(most)}. Zum Ändern sende zum Beispiel: ${channel === 'telegram' ? '/limit 3 oder /limit aus' : 'GRENZE 3 oder GRENZE aus'}.`,
  stillWanted: (before, asWords) =>
    `Willst du die noch? Bei den letzten ${before} habe ich nichts von dir gesehen oder gehört. ${asWords ? 'Antworte WEITER, um sie zu behalten' : 'Drück „Lade mich weiter ein“, um sie zu behalten'}; höre ich nichts, ist das die letzte, bis du sie wieder einschaltest.`,
  rest: 'Deine Einladungen ruhen, denn bei einem Dutzend hintereinander kam kein Lebenszeichen von dir. „Lade mich weiter ein“ oder irgendeine Antwort bringt sie zurück.',
  restHow: (channel) =>
    `Deine Einladungen ruhen, denn bei einem Dutzend hintereinander kam kein Lebenszeichen von dir. ${channel === 'telegram' ? '/keep' : 'WEITER'} bringt sie zurück.`,
  keep: 'Lade mich weiter ein',
  kept: (on) =>
    on
      ? 'Alles klar: Du wirst weiter eingeladen.'
      : 'Deine Einladungen sind aus. Auf Discord schaltest du sie mit /preferences ein.',
};
