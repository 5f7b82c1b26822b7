import { readableName } from '../../domain/player-link.js';
import type { ButtonTexts, NothingTexts, ReplyTexts, WayOutTexts } from '../texts/replies.js';
import { board } from './board.js';
import { day, dayAndYear, dayFrom, markedStatus, nameOf } from './phrases.js';
import { words } from './words.js';

export const buttons: ButtonTexts = {
  confirm: 'Bestätigen',
  cancel: 'Abbrechen',
  coming: 'Komme',
  later: 'Später',
  lateBy: (minutes) => `${minutes} Min. später`,
  back: 'Zurück',
  notTonight: 'Heute nicht',
  backIn: 'Doch dabei',
  stop: 'Keine Nachrichten mehr',
  ends: { 'dont-ask': 'Frag mich nicht', 'stop-ready': 'Keinen Bescheid mehr' },
  stopEverything: 'Gar keine Nachrichten mehr',
  previewPings: 'Einladungen für heute ansehen',
  toVoice: 'Zum Sprachkanal',
  turnOnPings: 'Einladungen einschalten',
};

/** When somebody hears from us. */
const PINGED: Readonly<Record<Parameters<ReplyTexts['pingsAt']>[0], (at: string) => string>> = {
  scheduled: (at) => `Du hörst um ${at} von mir.`,
  LOOKING: (at) => `Wenn die Runde stattfindet, hörst du um ${at} von mir.`,
  AVAILABLE: (at) => `Wenn noch Leute fehlen, hörst du um ${at} von mir.`,
  MAYBE: (at) => `Wenn nach „vielleicht“ gefragt wird, hörst du um ${at} von mir.`,
};

export const replies: ReplyTexts = {
  // These are told on every channel, so without markup.
  notTonight: 'Alles klar. Heute Abend kommt keine Nachricht mehr.',
  stopped: 'Erledigt. Mit /preferences schaltest du die Nachrichten jederzeit wieder ein.',
  ended: {
    'dont-ask': 'Du wirst nicht mehr gefragt. Mit /preferences schaltest du die Frage jederzeit wieder ein.',
    'stop-ready':
      'Du bekommst keinen Bescheid mehr, wenn es losgeht. Mit /preferences schaltest du ihn jederzeit wieder ein.',
  },
  draftDiscarded: 'Verworfen. Niemand hat eine Nachricht bekommen.',
  preferencesSaved: 'Deine Einstellungen sind gespeichert.',
  paused: 'Pausiert: Bis `/promote resume` wird nichts Neues gesendet.',
  resumed: 'Weiter geht’s. Was noch rechtzeitig kommt, geht jetzt raus.',
  erased:
    'Deine Einstellungen, Verknüpfungen und Angaben sind gelöscht, und du bekommst keine Nachrichten mehr. Bis morgen bleibt ein anonymer Prüfwert, damit dich eine schon geplante Nachricht nicht zweimal erreicht.',
  exported: 'Im Anhang ist alles, was wir über dich speichern.',
  internalError:
    'Bei uns ist etwas schiefgegangen; geändert wurde nichts. Bitte versuch es noch einmal, und sag einem Admin Bescheid, wenn es wieder passiert.',
  help: (pageUrl) =>
    [
      `**Sag, wann du spielst**: \`/availability set\`, oder mit \`/availability weekly\` für jede Woche${pageUrl === null ? '' : `; oder auf <${pageUrl}>`}. „${words.status.LOOKING}“ heißt ${board.meanings.LOOKING}, „${words.status.AVAILABLE}“ ${board.meanings.AVAILABLE}, „${words.status.MAYBE}“ ${board.meanings.MAYBE}.`,
      '**Verknüpf dein Profil im Spiel**: `/link player`. Die GUID ist deine Kennung im Spiel: 1–64 Buchstaben, Ziffern, `_` oder `-`; das Spiel zeigt sie, zum Beispiel in seiner Konsole.',
      '**Lass dich einladen**: `/preferences` schaltet Einladungen ein und sagt, wo und wann sie dich erreichen. Jede Einladung hat einen Knopf, der sie abstellt.',
      '**Lade für heute Abend ein** (Promoter und Admins): `/promote create`.',
      '**Deine Daten**: `/privacy show`, `/privacy export` und `/privacy erase`.',
    ].join('\n'),
  availabilitySet: (status, date, today, atLeast = null) =>
    `Gespeichert für ${dayFrom(date, today)}: ${markedStatus[status]}${atLeast === null ? '' : `, und dabei, sobald es mit dir ${atLeast} sind`}.`,
  calledWithout: (at) =>
    `Die Einladungen für diesen Abend sind schon geplant, du bekommst also keine: Komm einfach um ${at} dazu.`,
  pingsAt: (when, at) => PINGED[when](at.join(' und ')),
  pingsOff: 'Einladungen sind aus, du hörst also nichts von mir.',
  pingsNowhere: 'Nur erreiche ich dich nirgends: Wähle auf Discord mit /preferences einen Kanal.',
  pingsQuiet: 'Dann hörst du nichts von mir: Es ist deine Ruhezeit.',
  pingsTurnedOn: 'Einladungen sind an.',
  availabilityCleared: (date, today) => `Deine Antwort für ${dayFrom(date, today)} ist zurückgenommen.`,
  playerLinked: (playerName) => `Verknüpft: Du spielst als ${nameOf(readableName(playerName))}.`,
  playerUnlinked: 'Die Verknüpfung mit dem Profil im Spiel ist entfernt.',
  channelUnlinked: (channel) => `${words.channel[channel]} ist getrennt: Dort bekommst du nichts mehr.`,
  moreCalled: (number, standbys, paused) =>
    `${paused ? 'Sobald das Senden weitergeht, frage ich' : 'Ich frage'} ein paar nach den anderen, bis ${number === 1 ? 'noch jemand kommt' : `noch ${number} kommen`}; ${standbys} können noch einspringen.`,
  campaignCancelled: (followUpOnly) =>
    followUpOnly
      ? 'Niemand bekommt mehr eine Nachricht. Die Startnachricht war schon gesendet.'
      : 'Abgebrochen: Niemand bekommt mehr eine Nachricht.',
};

export const nothing: NothingTexts = {
  campaign: (date, today) =>
    `Für ${dayFrom(date, today)} wurde noch niemand eingeladen. Mit \`/promote create\` lädst du für heute Abend ein.`,
  log: (date) => `Für ${dayAndYear(date)} ist nichts protokolliert.`,
  availability: (date, today) =>
    `Für ${dayFrom(date, today)} hast du noch nicht geantwortet. Benutz \`/availability set\`.`,
  board: (date, today) =>
    `Für ${dayFrom(date, today)} gibt es noch keine Antworten. Mach den Anfang: \`/availability set\`.`,
  preferences: 'Du hast nichts eingestellt: Einladungen sind aus. Mit `/preferences` schaltest du sie ein.',
  personalData: 'Wir speichern nichts über dich.',
};

export const wayOut: WayOutTexts = {
  notThatEvening: (date) =>
    `Alles klar, für ${day(date)}: den Tag, um den es in der Nachricht ging. Für andere Tage gibt es /availability set.`,
  coming: (at) =>
    at === null
      ? 'Alles klar: Du kommst. Bis gleich im Sprachkanal!'
      : `Alles klar: Du kommst. Bis um ${at}!`,
  comingAlready: 'Du hast schon gesagt, dass du kommst. Bis gleich im Sprachkanal!',
  late: (at, again) =>
    again
      ? `Du hast schon gesagt, dass du um ${at} da bist.`
      : `Alles klar: Du bist um ${at} da. Vorher fragt niemand, wo du bleibst.`,
  howMuchLater: 'Wie viele Minuten später?',
  backIn: 'Du bist doch dabei. Was für heute Abend noch an Einladungen kommt, bekommst du.',
  backInLate: (at) =>
    `Du bist doch dabei. Die Startnachricht ist schon raus, also komm einfach um ${at} dazu.`,
};
