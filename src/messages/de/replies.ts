import { readableName } from '../../domain/player-link.js';
import type { ButtonTexts, NothingTexts, ReplyTexts, WayOutTexts } from '../texts/replies.js';
import { dateOf, markedStatus, nameOf } from './phrases.js';
import { words } from './words.js';

export const buttons: ButtonTexts = {
  confirm: 'Bestätigen',
  cancel: 'Abbrechen',
  notTonight: 'Heute nicht',
  stop: 'Keine Nachrichten mehr',
};

export const replies: ReplyTexts = {
  // These two are told on every channel, so without markup.
  notTonight: 'Heute wirst du nicht mehr eingeladen.',
  stopped: 'Erledigt. Du bekommst keine dieser Nachrichten mehr. /preferences schaltet sie wieder ein.',
  draftDiscarded: 'Es wurde nichts angelegt, und niemand wird eingeladen.',
  preferencesSaved: 'Deine Einstellungen sind gespeichert.',
  paused: 'Pausiert: Bis `/promote resume` wird nichts Neues gesendet.',
  resumed: 'Weiter geht’s: Was noch nützt, wird ab jetzt gesendet.',
  erased:
    'Deine Einstellungen, Verknüpfungen und Angaben sind gelöscht, und dir wird nichts mehr gesendet. Damit dich niemand doppelt einlädt, bleibt bis morgen ein Prüfwert von dir.',
  exported: 'Im Anhang ist alles, was wir über dich speichern.',
  internalError:
    'Bei uns ist etwas schiefgegangen; geändert wurde nichts. Bitte versuch es noch einmal, und sag einem Admin Bescheid, wenn es wieder passiert.',
  availabilitySet: (status, date) => `Gespeichert für den ${dateOf(date)}: ${markedStatus[status]}.`,
  calledWithout: (at) =>
    `Die Nachrichten für diesen Abend sind schon geplant, du bekommst also keine: Komm einfach um ${at} dazu.`,
  availabilityCleared: (date) => `Deine Angabe für den ${dateOf(date)} ist zurückgenommen.`,
  playerLinked: (playerName) => `Verknüpft: Du spielst als ${nameOf(readableName(playerName))}.`,
  playerUnlinked: 'Die Verknüpfung mit dem Profil im Spiel ist entfernt.',
  channelUnlinked: (channel) => `${words.channel[channel]} ist getrennt: Dort wird nichts mehr gesendet.`,
  campaignCancelled: (followUpOnly) =>
    followUpOnly
      ? 'Die Nachfrage ist abgesagt. Die Startnachricht war schon gesendet.'
      : 'Die Kampagne ist abgesagt: Durch sie wird niemand mehr eingeladen.',
};

export const nothing: NothingTexts = {
  campaign: (date) =>
    `Für den ${dateOf(date)} gibt es keine Kampagne. \`/promote create\` legt eine für heute an.`,
  log: (date) => `Für den ${dateOf(date)} ist nichts protokolliert.`,
  availability: (date) =>
    `Für den ${dateOf(date)} hast du noch nichts gesagt. \`/availability set\` ändert das.`,
  board: (date) =>
    `Für den ${dateOf(date)} hat noch niemand etwas gesagt. \`/availability set\` macht den Anfang.`,
  preferences: 'Du hast nichts eingestellt, also wirst du nicht eingeladen. `/preferences` ändert das.',
  personalData: 'Wir speichern nichts über dich.',
};

export const wayOut: WayOutTexts = {
  notThatEvening: (date) =>
    `Notiert für den ${dateOf(date)}, den Tag, um den es in der Nachricht ging. /availability set sagt es für einen anderen Tag.`,
};
