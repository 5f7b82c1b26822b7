import { discordDate } from '../moment.js';
import type { PanelTexts } from '../texts/panel.js';
import { quoted } from './phrases.js';
import { words } from './words.js';

export const panel: PanelTexts = {
  title: 'Deine Einstellungen',
  calls: 'Einladungen zum Spielen',
  optedIn: (since) =>
    since === null
      ? 'Du wirst eingeladen.'
      : `Du wirst eingeladen: Zugestimmt hast du am ${discordDate(since)}.`,
  optedOut:
    'Du wirst nicht eingeladen. Stimm zu, und du bekommst eine Nachricht, wenn eine Runde ansteht, für die du dich gemeldet hast.',
  directMessages: 'Direktnachrichten auf Discord',
  dmsOpen: 'An: Eine Direktnachricht mit dir ist offen.',
  dmsNotOpen: 'An, aber noch ist keine Direktnachricht mit dir offen.',
  dmsOff: 'Aus: Auf Discord wird dir nichts gesendet.',
  dmUnreachable:
    '⚠️ Ich konnte keine Direktnachricht mit dir öffnen. Öffne in Discord das Menü dieses Servers, wähle „Privatsphäreeinstellungen“ und schalte Direktnachrichten ein; sieh auch nach, ob du mich blockiert hast. Drück dann „Noch einmal versuchen“.',
  dmLater:
    '⚠️ Discord lässt mich gerade keine Direktnachricht öffnen. Deine Wahl ist gespeichert, und an deinen Einstellungen liegt es nicht: Ich versuche es von selbst wieder, wenn ich dich das nächste Mal einlade. Soll es vorher geschehen, drück in ein paar Minuten „Noch einmal versuchen“.',
  noChannel:
    '⚠️ Du hast zugestimmt, bist aber über keinen Kanal erreichbar: Schalte Direktnachrichten auf Discord ein.',
  quietHours: 'Ruhezeit',
  quietNone: 'Keine: Du darfst jederzeit eingeladen werden.',
  quietAllDay: 'Den ganzen Tag: Du wirst nie eingeladen.',
  quietBetween: (start, end) => `${start} bis ${end} Uhr: Da wirst du nicht eingeladen.`,
  timezone: 'Zeitzone',
  serverZone: (zone) => `die des Servers (${zone})`,
  channel: 'Kanal',
  channelPlaceholder: 'Wo du am liebsten eingeladen wirst',
  links: 'Verknüpfungen',
  link: (channel, linked) =>
    linked
      ? `${words.channel[channel]}: verknüpft. \`/unlink ${channel}\` beendet das.`
      : `${words.channel[channel]}: nicht verknüpft. \`/link ${channel}\` verknüpft es.`,
  channelOnceLinked: 'Wird genutzt, sobald du es verknüpft hast',
  buttons: {
    optIn: 'Einladungen zustimmen',
    optOut: 'Keine Einladungen mehr',
    dmsOn: 'Discord-Nachrichten einschalten',
    dmsOff: 'Discord-Nachrichten ausschalten',
    dmsRetry: 'Noch einmal versuchen',
    quietHours: 'Ruhezeit und Zeitzone',
    test: 'Schick mir einen Test',
    openAgain: 'Korrigieren',
  },
  form: {
    title: 'Ruhezeit und Zeitzone',
    start: 'Ruhe ab',
    end: 'Ruhe bis',
    timesHint: 'HH:MM, etwa 22:30. Lass beide Zeiten leer, wenn du keine Ruhezeit willst.',
    zone: 'Deine Zeitzone',
    zoneHint: (zone) => `Etwa Europe/Berlin. Leer: die des Servers, ${zone}.`,
  },
  typed: (start, end, zone) =>
    `Geändert wurde nichts. Deine Eingabe: ab ${quoted(start)}, bis ${quoted(end)}, Zeitzone ${quoted(zone)}.`,
};
