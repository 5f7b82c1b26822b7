import { discordDate } from '../moment.js';
import type { PanelTexts } from '../texts/panel.js';
import { quoted } from './phrases.js';
import { words } from './words.js';

export const panel: PanelTexts = {
  title: 'Benachrichtigungen',
  consents: {
    calls: {
      title: 'Einladungen',
      off: '**Aus.** Schalte sie ein, um an Abenden, für die du dich gemeldet hast, eine Nachricht zu bekommen.',
      turnOn: 'Einladungen einschalten',
      turnOff: 'Einladungen ausschalten',
    },
    questions: {
      title: 'Frage nach dem Abend',
      off: '**Aus.** Schalte sie ein, um an Spieltagen gefragt zu werden, ob du spielst, solange du nicht geantwortet hast.',
      turnOn: 'Frage einschalten',
      turnOff: 'Frage ausschalten',
    },
    ready: {
      title: 'Bescheid, wenn es losgeht',
      off: '**Aus.** Schalte ihn ein, um sofort zu erfahren, dass heute Abend genug dabei sind.',
      turnOn: 'Bescheid einschalten',
      turnOff: 'Bescheid ausschalten',
    },
  },
  optedIn: (since) => (since === null ? '**An**' : `**An** seit ${discordDate(since)}`),
  questionsRest: 'Fünf blieben ohne Antwort, darum ruht sie, bis du für irgendeinen Tag antwortest.',
  directMessages: 'Discord-Nachrichten',
  dmsOn: 'An',
  dmsOff: 'Aus: Auf Discord bekommst du nichts.',
  dmUnreachable:
    '⚠️ Ich konnte dir keine Direktnachricht schicken. Öffne in Discord das Menü dieses Servers, wähle „Privatsphäreeinstellungen“ und schalte Direktnachrichten ein; sieh auch nach, ob du mich blockiert hast. Drück dann „Noch einmal versuchen“.',
  dmLater:
    '⚠️ Discord lässt mich gerade keine Direktnachricht öffnen. Deine Wahl ist gespeichert, und an deinen Einstellungen liegt es nicht: Ich versuche es mit deiner nächsten Einladung von selbst wieder. Soll es früher sein, drück in ein paar Minuten „Noch einmal versuchen“.',
  noChannel: '⚠️ Du möchtest Nachrichten, aber nichts kann dich erreichen: Schalte Discord-Nachrichten ein.',
  quietHours: 'Ruhezeit',
  quietNone: 'Keine',
  quietAllDay: 'Den ganzen Tag: Du wirst nie eingeladen.',
  quietBetween: (start, end) => `${start} bis ${end} Uhr`,
  timezone: 'Zeitzone',
  serverZone: (zone) => `die des Servers (${zone})`,
  channel: 'Wo',
  channelPlaceholder: 'Wo soll Muster dir schreiben?',
  links: 'Andere Apps',
  link: (channel, linked) => `${words.channel[channel]}: ${linked ? 'verknüpft' : 'nicht verknüpft'}`,
  linkAgain: (channel) =>
    `${words.channel[channel]}: nicht verknüpft. Du hast es vor unserem Umzug hierher benutzt: Verknüpfe es neu, um dort Nachrichten zu bekommen.`,
  changeLink: (channel, linked) => `${words.channel[channel]} ${linked ? 'trennen' : 'verknüpfen'}`,
  channelOnceLinked: 'Verknüpf es zuerst',
  dmsChoice: {
    off: { label: 'Nichts auf Discord', hint: 'Nur auf den Apps, die du verknüpfst' },
    on: { label: 'Wieder auf Discord', hint: 'Discord-Nachrichten sind gerade aus' },
  },
  language: { placeholder: 'Sprache', asOnDiscord: 'Sprache: wie auf Discord', own: 'Deutsch' },
  buttons: {
    dmsOn: 'Discord-Nachrichten einschalten',
    dmsRetry: 'Noch einmal versuchen',
    quietHours: 'Ruhezeit und Zeitzone',
    test: 'Schick mir einen Test',
    openAgain: 'Korrigieren',
    askAgain: 'Frag mich wieder',
  },
  form: {
    title: 'Ruhezeit und Zeitzone',
    start: 'Ruhe ab',
    end: 'Ruhe bis',
    timesHint: 'HH:MM, etwa 22:30. Lass beide leer, wenn du keine Ruhezeit willst.',
    zone: 'Deine Zeitzone',
    zoneHint: 'Nach ihrer Uhr richtet sich deine Ruhezeit.',
    otherZone: 'Eine andere Zeitzone',
    otherZoneHint: 'Nur wenn deine nicht in der Liste ist. Etwa America/Bogota.',
  },
  typed: (start, end, zone) =>
    `Geändert wurde nichts. Deine Eingabe: ab ${quoted(start)}, bis ${quoted(end)}, Zeitzone ${quoted(zone)}.`,
};
