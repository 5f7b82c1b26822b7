import type { BackupFault } from '../domain/backup.js';
import type { DatabaseFault } from '../domain/database-fault.js';
import type { AvailabilityStatus } from '../domain/availability.js';
import {
  CAMPAIGN_STATUSES,
  type CampaignStatus,
  type EndReason,
  FINAL_OUTCOMES,
  type FinalOutcome,
  type JobStatus,
  type SkipReason,
} from '../domain/campaign.js';
import { JOB_TYPES, type JobType, kindOf } from '../domain/message-kinds.js';
import type { MessageAction, OutgoingMessage } from '../domain/channel.js';
import {
  CHANNEL_TYPES,
  type ChannelType,
  type LinkableChannel,
  type PreferredChannel,
} from '../domain/channel-choice.js';
import { cleanName } from '../domain/display-name.js';
import { readableName } from '../domain/player-link.js';
import { daysBetween, isLocalDate, wallTime } from '../domain/local-time.js';
import type { Notice } from '../domain/notice.js';
import type { Refusal } from '../domain/refusal.js';
import type { Turnout } from '../domain/turnout.js';
import { minutesUntil } from '../domain/schedule.js';
import { type HistoryAction, type NeedsSomebody, type SendError, type SendReason, wordFor } from './codes.js';
import { bridge } from './de-bridge.js';
import { echo, type Quotes } from './echo.js';
import type {
  AlertEvent,
  CampaignMessageInput,
  CommandText,
  ContactInput,
  DryRunReportInput,
  LinkTokenInput,
  Messages,
  ProofCodeInput,
} from './messages.js';
import { discordDate, discordDateTime, discordRelative, timeOfDay, type MomentStyle } from './moment.js';
import { webDe } from './web/de.js';

const QUOTES: Quotes = ['„', '“'];

const SKIP_REASON = webDe.skipReason;

const BACKUP_FAULT: Readonly<Record<BackupFault, string>> = {
  disk_full: 'Der Datenträger ist voll. Mach Platz, oder heb weniger auf (`BACKUP_KEEP`).',
  not_writable:
    'Muster kann nicht in den Ordner schreiben. Sieh dir seinen Besitzer und seine Rechte an, oder setz ein anderes `BACKUP_DIR`.',
  damaged:
    'Die Kopie ist beschädigt, also vielleicht auch die Datenbank. Prüf den Datenträger, und spiel mit `npm run restore` eine frühere Sicherung ein.',
  other: 'Das Kopieren ist fehlgeschlagen. Das Protokoll sagt, warum.',
};

const DATABASE_FAULT: Readonly<Record<DatabaseFault, string>> = {
  disk_full: 'Ihr Datenträger ist voll. Mach Platz.',
  not_writable: 'Muster kann nicht in sie schreiben. Sieh dir Besitzer und Rechte ihres Ordners an.',
  damaged: 'Sie ist beschädigt. Halt Muster an, prüf den Datenträger, und spiel eine Sicherung ein.',
  locked: 'Ein anderes Programm hält sie gesperrt. Schließ dieses Programm.',
  disk_error: 'Ihr Datenträger liest oder schreibt fehlerhaft. Prüf ihn und seine Kabel.',
};

const END_REASON: Record<EndReason, string> = {
  nobody_missing: 'Niemand hat gefehlt.',
  presence_unknown: 'Es ließ sich nicht feststellen, wer da war, also galt niemand als fehlend.',
  not_checked: 'Wer da ist, wird hier nicht geprüft.',
};

const ERROR_CODE: Record<SendError, string> = {
  dm_closed: 'Direktnachrichten sind dort nicht erlaubt',
  no_mutual_guild: 'kein gemeinsamer Discord-Server mit dem Bot',
  connection_refused: 'der Dienst hat die Verbindung abgelehnt',
  rate_limited: 'der Dienst hat uns gebeten, langsamer zu machen',
  timeout: 'der Dienst hat nicht rechtzeitig geantwortet',
  connection_reset: 'die Verbindung ist abgerissen',
  server_error: 'der Dienst hatte selbst einen Fehler',
  dms_paused: 'Discord bremst unsere neuen DMs: zu viele zu schnell',
  dms_queued: 'es waren zu viele neue DMs auf einmal zu öffnen',
  unauthorized: 'der Dienst hat unsere Zugangsdaten abgelehnt',
  expired: 'kein Versuch ist geglückt, solange es noch genützt hätte',
  bad_request: 'der Dienst hat die Nachricht abgelehnt',
  forbidden: 'der Dienst erlaubt es nicht: fehlt eine Berechtigung?',
  unknown_channel: 'den Kanal gibt es nicht mehr',
  unknown_answer: 'der Dienst hat etwas geantwortet, das wir nicht kennen',
  restart: 'Muster wurde während des Sendens neu gestartet',
  blocked: 'der Bot ist dort blockiert',
  chat_not_found: 'den Chat gibt es nicht mehr',
  not_registered: 'die Nummer ist dort nicht mehr registriert',
  no_address: 'dort ist keine Adresse bekannt',
  channel_paused: 'der Kanal pausiert gerade',
  captcha: 'Signal verlangt ein Captcha',
  number_not_registered: 'unsere Signal-Nummer ist nicht registriert',
  not_found: 'unter der Adresse aus den Einstellungen ist nichts',
  bot_restricted: 'der Dienst hat unser Konto eingeschränkt',
  unavailable: 'der Dienst nimmt gerade keine Nachrichten an',
  edge_blocked: 'der Dienst sperrt unsere Netzadresse für eine Weile',
  foreign_answer: 'ein Proxy, eine Anmeldeseite oder Sperre hat geantwortet',
  unknown_refusal: 'der Dienst hat aus unbekanntem Grund abgelehnt',
  unknown_user: 'das Konto gibt es nicht mehr',
  not_started: 'der Bot wurde dort noch nicht gestartet',
  untrusted_keys: 'die Sicherheitsnummer ist neu und nicht bestätigt',
};

// What a person has to do before a paused channel goes on, where waiting does not mend it.
const REMEDY: Record<NeedsSomebody, string> = {
  captcha:
    'Signal will einen Beweis, dass ein Mensch dahintersteht: Ein Admin löst das Captcha auf <https://signalcaptchas.org/challenge/generate.html> und gibt es zusammen mit dem Challenge-Token aus dem Log von signal-cli-rest-api an dessen `/v1/accounts/{number}/rate-limit-challenge`.',
  number_not_registered:
    'Ein Admin muss die Nummer aus `SIGNAL_NUMBER` bei signal-cli-rest-api registrieren.',
  unauthorized: 'Ein Admin muss die Zugangsdaten in den Einstellungen prüfen.',
  not_found: 'Ein Admin muss die Adresse in den Einstellungen prüfen.',
  bot_restricted:
    'Ein Admin muss nachsehen, was der Dienst von dem Konto verlangt, und die Einschränkung dort aufheben lassen.',
};

const OUTCOME: Record<FinalOutcome, string> = {
  sent: 'gesendet',
  failed: 'fehlgeschlagen',
  unknown: 'unklar (vielleicht angekommen)',
  skipped: 'ausgelassen',
  simulated: 'simuliert',
};

const CHANNEL: Record<ChannelType, string> = { telegram: 'Telegram', signal: 'Signal', discord: 'Discord' };

const STATUS: Record<AvailabilityStatus, string> = {
  LOOKING: '🔎 Suche eine Runde',
  AVAILABLE: '✅ Verfügbar',
  MAYBE: '🤔 Vielleicht',
  NOT_PLAYING: '🚫 Spiele nicht',
};

// All of them feminine, as the sentences around them take for granted.
const JOB: Record<JobType, string> = {
  reminder: 'Erinnerung',
  start: 'Startnachricht',
  follow_up: 'Nachfrage',
};

const JOB_STATUS: Record<JobStatus, string> = {
  pending: 'wartet',
  running: 'läuft',
  sent: 'gesendet',
  partial: 'teilweise gesendet',
  failed: 'fehlgeschlagen',
  skipped: 'ausgelassen',
  missed: 'verpasst',
  cancelled: 'abgesagt',
};

const CAMPAIGN_STATUS: Record<CampaignStatus, string> = {
  scheduled: 'geplant',
  running: 'läuft',
  sent: 'gesendet',
  partial: 'teilweise gesendet',
  failed: 'fehlgeschlagen',
  skipped: 'niemand wurde eingeladen',
  missed: 'verpasst',
  cancelled: 'abgesagt',
};

const BUTTONS: Messages['buttons'] = {
  confirm: 'Bestätigen',
  cancel: 'Abbrechen',
  notTonight: 'Heute nicht',
  stop: 'Keine Nachrichten mehr',
};

const COMMANDS: Record<CommandText, string> = {
  availability: 'Wann du spielst',
  'availability set': 'Sag, ob du an einem Tag spielst',
  'availability set status': 'Was du für diesen Tag sagst',
  'availability clear': 'Nimm zurück, was du für einen Tag gesagt hast',
  'availability show': 'Sieh, wer an einem Tag spielt',
  'availability board': 'Poste die Tafel eines Tages mit Knöpfen (für Promoter und Admins)',
  date: 'Ein Tag: JJJJ-MM-TT, heute oder morgen (heute, wenn du nichts angibst)',
  preferences: 'Ob, wann und wie du zum Spielen eingeladen wirst',
  link: 'Verknüpfe deine Konten',
  'link player': 'Verknüpfe dein Profil im Spiel',
  'link player guid': 'Deine GUID im Spiel: 1 bis 64 Buchstaben, Ziffern, _ oder -',
  'link player name': 'Dein Name im Spiel, den andere sehen: 1 bis 32 Zeichen',
  'promote insights': 'Zeigen, wer in den letzten Wochen da war: Zahlen, keine Namen',
  'link confirm': 'Das verknüpfte Profil von jemandem bestätigen (Admins)',
  'link confirm user': 'Wessen Profil bestätigt wird',
  'link telegram': 'Bekomm deine Einladungen auf Telegram',
  'link signal': 'Bekomm deine Einladungen auf Signal',
  unlink: 'Trenne deine Konten',
  'unlink player': 'Entferne die Verknüpfung mit einem Profil im Spiel',
  'unlink telegram': 'Schick mir auf Telegram nichts mehr',
  'unlink signal': 'Schick mir auf Signal nichts mehr',
  'unlink player user': 'Wessen Verknüpfung, wenn nicht deine eigene (für Admins)',
  privacy: 'Was über dich gespeichert ist',
  'privacy show': 'Sieh, was über dich gespeichert ist, wer dir geschrieben hat und warum',
  'privacy export': 'Bekomm alles, was über dich gespeichert ist, als Datei',
  'privacy erase': 'Lösche, was über dich gespeichert ist',
  promote: 'Lade zur Runde heute Abend ein',
  'promote preview': 'Zeig, wer wann womit eingeladen würde; gesendet wird nichts',
  'promote create': 'Leg die Kampagne für heute Abend an, sobald du ihre Vorschau bestätigst',
  'promote include_available': 'Auch die einladen, die verfügbar sind',
  'promote include_maybe': 'Auch die einladen, die vielleicht gesagt haben',
  'promote dry_run': 'Nur dir etwas senden, um zu sehen, was geschehen würde',
  'promote status': 'Zeig, wie eine Kampagne steht',
  'promote log': 'Zeig, was bei allen Eingeladenen getan wurde, mit CSV-Datei',
  'promote log outcome': 'Nur Zeilen mit diesem Ergebnis',
  'promote cancel': 'Sag die heutige Kampagne ab: niemand wird mehr eingeladen',
  'promote pause': 'Admins: nichts Neues senden, bis es weitergeht',
  'promote resume': 'Admins: nach einer Pause weiter senden',
};

const WEEKDAYS = ['Sonntag', 'Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag'] as const;

const HISTORY_ACTION: Record<HistoryAction, string> = {
  player_linked: 'Profil im Spiel verknüpft',
  player_verified: 'Profil bestätigt',
  player_unlinked: 'Verknüpfung mit dem Profil im Spiel entfernt',
  channel_linked: 'Kanal verknüpft',
  channel_unlinked: 'Kanal getrennt',
  consent_given: 'Einladungen zugestimmt',
  consent_withdrawn: 'Zustimmung zu Einladungen zurückgenommen',
};

const BOARD: Messages['board'] = {
  title: (date) => `Wer spielt am ${day(date)}?`,
  count: (status, number) => `${STATUS[status]}: ${number}`,
  own: (status) => `Du: ${STATUS[status]}`,
  hint: 'Drück einen Knopf, um zu sagen, was du an dem Tag machst. Die Antwort siehst nur du; die Tafel zeigt Zahlen.',
  namesForLinked: 'Namen sieht, wer ein Profil im Spiel verknüpft hat: `/link player` macht das.',
  posted: (date) =>
    `Die Tafel für ${day(date)} steht unten. Wer ein Profil im Spiel verknüpft hat, kann ihre Knöpfe drücken.`,
};

const PANEL: Messages['panel'] = {
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
      ? `${CHANNEL[channel]}: verknüpft. \`/unlink ${channel}\` beendet das.`
      : `${CHANNEL[channel]}: nicht verknüpft. \`/link ${channel}\` verknüpft es.`,
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

const PRIVACY: Messages['privacy'] = {
  title: 'Was über dich gespeichert ist',
  playerLink: 'Profil im Spiel',
  playerLinkOf: (raw, guid) => `${nameOf(readableName(raw))}, GUID ${quoted(guid)}`,
  noPlayerLink: 'Keines verknüpft.',
  playerConfirmed: (at) => `Bestätigt am ${discordDateTime(at)}.`,
  playerProof: (until) =>
    `Von einem Code, der es beweist, ist ein Prüfwert gespeichert, bis ${discordDateTime(until)}.`,
  preferences: 'Einstellungen',
  linkedChannels: 'Verknüpfte Kanäle',
  noLinkedChannels: 'Keine außer Discord.',
  availability: 'Verfügbarkeit',
  entry: (date, status) => `${dateOf(date)}: ${STATUS[status]}`,
  noAvailability: 'Keine Angaben.',
  history: 'Verknüpfungen und Zustimmung',
  historyLine: (at, action, byThem) =>
    `${discordDateTime(at)}: ${wordFor(HISTORY_ACTION, action) ?? 'eine Änderung an deinem Konto'}${byThem ? '' : ', durch einen Admin'}`,
  noHistory: 'Noch ist nichts geschehen.',
  sessions: 'Angemeldete Browser',
  session: (signedInAt, expiresAt) =>
    `Seit ${discordDateTime(signedInAt)}, längstens bis ${discordDateTime(expiresAt)}`,
  campaigns: 'Kampagnen, die du gestartet hast',
  campaign: (date, status) => `${dateOf(date)} · ${CAMPAIGN_STATUS[status]}`,
  contactsTitle: 'Wer dir geschrieben hat und warum',
  contact,
  noContacts: 'Niemand.',
  earlierContacts: (number) =>
    number === 1
      ? '1 frühere Zeile steht in `/privacy export`.'
      : `${number} frühere Zeilen stehen in \`/privacy export\`.`,
  erasePrompt: [
    '**Löschen, was über dich gespeichert ist?**',
    'Deine Einstellungen, Verknüpfungen und Angaben werden sofort gelöscht, und du wirst nicht mehr eingeladen. Das lässt sich nicht rückgängig machen; `/privacy export` gibt dir vorher eine Kopie.',
    'Was früher gesendet wurde, zählt weiter, unter einem zufälligen Platzhalter statt dir. Bis morgen bleibt außerdem ein Prüfwert von dir, damit durch das Löschen niemand doppelt eingeladen wird.',
  ].join('\n\n'),
  eraseButton: 'Meine Daten löschen',
};

// What the send log gives as reasons beside those for skipping somebody.
const SEND_REASON: Record<SendReason, string> = {
  channel_closed: 'kein Kanal war offen',
  message_refused: 'kein Kanal hat diese Nachricht angenommen',
  attempts_exhausted: 'zu viele Fehlversuche',
  expired: 'kein Versuch ist geglückt, solange es noch genützt hätte',
  maybe_delivered: 'vielleicht angekommen, daher nicht noch einmal gesendet',
  job_error: 'der Auftrag endete mit einem Fehler',
  will_retry: 'wird noch einmal versucht',
  presence_unknown: 'es ließ sich nicht feststellen, wer da war',
};

const PROMOTE: Messages['promote'] = {
  previewTitle: 'Heute Abend, wenn du jetzt anlegst',
  confirmTitle: 'Diese Kampagne anlegen?',
  who: 'Wer eingeladen wird',
  leftOut: 'Ausgelassen',
  nobody:
    'Noch niemand. Eingeladen wird, wer sich mit `/availability set` meldet und mit `/preferences` zustimmt.',
  nobodyLeftOut: 'Niemand',
  when: 'Wann',
  texts: 'Was sie lesen',
  notices: 'Gut zu wissen',
  cancelCampaign: 'Kampagne absagen',
  replayed: 'Diese Kampagne hattest du schon angelegt; so steht sie.',
  pausedNow: 'Das Senden pausiert.',
  nothingToResume: 'Das Senden hat nicht pausiert.',
  alreadyPaused: 'Das Senden pausiert schon; `/promote resume` lässt es weitergehen.',
  slotFreed: 'Es war noch nichts gesendet, also ist heute Platz für eine andere Kampagne.',
  olderPage: 'Früher',
  newerPage: 'Später',
  title: (status, dryRun) => `Kampagne: ${CAMPAIGN_STATUS[status]}${dryRun ? ' (Probelauf)' : ''}`,
  moment: (jobType, at) =>
    at === null
      ? `Keine ${JOB[jobType]}: Der Zeitpunkt ist vorbei`
      : `${JOB[jobType]}: ${timeOfDay(at, 'discord')} (${discordRelative(at)})`,
  lastSend: (at) => `Letzte Nachricht gegen ${timeOfDay(at, 'discord')}`,
  recipient: (shown, status, channel) => `${STATUS[status].split(' ')[0]} ${shown} · ${CHANNEL[channel]}`,
  excluded: (reason, number) => `${number} × ${SKIP_REASON[reason]}`,
  recipients: (number, channels) => {
    const parts = CHANNEL_TYPES.filter((channel) => channels[channel]).map(
      (channel) => `${channels[channel] ?? 0} über ${CHANNEL[channel]}`,
    );
    return number === 0 ? 'Niemand' : `${count(number, 'Person', 'Personen')}: ${parts.join(', ')}`;
  },
  signedUpSince: (number) =>
    `Seitdem dazugekommen: ${number}. Dafür geht keine Nachricht hinaus, denn die waren schon geplant.`,
  jobLine: (status, at, done, total) => {
    const when = status === 'pending' && done === 0 ? ` ${discordRelative(at)}` : '';
    return `${capital(JOB_STATUS[status])}${when} · ${done} von ${total}`;
  },
  counts: (counts) => {
    const parts = (Object.keys(OUTCOME) as FinalOutcome[]).filter((outcome) => counts[outcome] > 0);
    return parts.map((outcome) => `${counts[outcome]} ${OUTCOME[outcome]}`).join(' · ');
  },
  footer: (campaignId) => `Kampagne ${campaignId}`,
  logTitle: (date) => `Was am ${dateOf(date)} getan wurde`,
  logPage: (page, pages) => `Seite ${page} von ${pages}`,
  logForAdminsOnly: 'Nur Zahlen: Namen im Protokoll sehen Admins.',
  endReason: (reason) => END_REASON[reason],
  reason: (reason) => wordFor(SEND_REASON, reason) ?? wordFor(SKIP_REASON, reason) ?? 'ein anderer Grund',
};

/** How a command is written in a chat. Telegram's menu has the English ones. */
const TYPED = {
  telegram: { today: '/today', stop: '/stop', status: '/status', unlink: '/unlink' },
  signal: { today: 'HEUTE', stop: 'STOPP', status: 'STATUS', unlink: 'TRENNEN' },
} as const satisfies Record<LinkableChannel, object>;

function today(channel: LinkableChannel): string {
  return `${TYPED[channel].today} suche, verfügbar, vielleicht oder nein`;
}

const CHAT: Messages['chat'] = {
  linked: (channel, accountName, allowPromotions) =>
    [
      `Verknüpft: Dieser Chat gehört jetzt zum Discord-Konto ${nameOf(accountName)}.`,
      allowPromotions
        ? 'Du wirst hier eingeladen, wenn deine Einstellungen das sagen.'
        : 'Noch wirst du nicht eingeladen: Stimm auf Discord mit /preferences zu.',
      `Wenn das nicht dein Konto ist oder du es rückgängig machen willst, sende hier ${TYPED[channel].unlink}, oder nimm /unlink ${channel} auf Discord.`,
    ].join(' '),
  unlinked: (channel) =>
    `Getrennt: In diesen Chat wird nichts mehr gesendet. /link ${channel} auf Discord verknüpft ihn wieder.`,
  help: (channel) =>
    [
      'Ich lade dich ein, wenn eine Runde ansteht, für die du dich gemeldet hast. Das kannst du mir senden:',
      `${TYPED[channel].status}: wie du gerade gemeldet bist`,
      `${today(channel)}: ob du heute spielst`,
      `${TYPED[channel].stop}: keine dieser Nachrichten mehr, auf allen Kanälen`,
      `${TYPED[channel].unlink}: diesen Chat trennen`,
      `Um diesen Chat mit deinem Discord-Konto zu verknüpfen, nimm /link ${channel} auf Discord und tu, was dort steht.`,
    ].join('\n'),
  status: ({ channel, accountName, allowPromotions, date, status }) =>
    [
      `Dieser Chat gehört zum Discord-Konto ${nameOf(accountName)}.`,
      allowPromotions
        ? `Du wirst eingeladen, wenn eine Runde ansteht; ${TYPED[channel].stop} beendet das.`
        : 'Du wirst nicht eingeladen: Stimm auf Discord mit /preferences zu.',
      status === null
        ? `Für heute, ${dateOf(date)}, hast du nichts gesagt.`
        : `Heute, ${dateOf(date)}: ${STATUS[status]}.`,
    ].join('\n'),
  todayHow: (channel) => `Sende ${today(channel)}.`,
  today: (status, date) => `Gespeichert für heute, ${dateOf(date)}: ${STATUS[status]}.`,
  internalError:
    'Bei uns ist etwas schiefgegangen; geändert wurde nichts. Bitte versuch es später noch einmal.',
  commands: {
    link: 'Diesen Chat mit einem Token von Discord verknüpfen',
    stop: 'Keine dieser Nachrichten mehr, auf allen Kanälen',
    status: 'Wie du gerade gemeldet bist',
    today: 'Ob du heute spielst: suche, verfügbar, vielleicht oder nein',
    unlink: 'Diesen Chat trennen',
    help: 'Was du mir senden kannst',
  },
  refusal: (value, timezone) => refusal(value, { timezone }).replaceAll('`', ''),
};

const TEST: Messages['test'] = {
  message: (channel) =>
    `Das ist der Test, um den du gebeten hast: Einladungen zum Spielen erreichen dich hier, auf ${CHANNEL[channel]}. Mehr ist nicht zu tun.`,
  sent: (channel) => `Gesendet: Sieh auf ${CHANNEL[channel]} nach.`,
  failed: (channel, code) =>
    `Auf ${CHANNEL[channel]} wurde nichts gesendet: ${errorCode(code)}. Bitte versuch es später noch einmal; Einladungen werden von selbst wiederholt.`,
  maybe: (channel, code) =>
    `Auf ${CHANNEL[channel]} ist es vielleicht angekommen, sicher ist das nicht: ${errorCode(code)}. Sieh dort nach, und versuch es später noch einmal, wenn nicht.`,
  closed: (channel, code) =>
    channel === 'discord'
      ? `Auf Discord ist es nicht zustellbar: ${errorCode(code)}. Erlaube in den Privatsphäreeinstellungen dieses Servers Direktnachrichten von Mitgliedern, und blockier mich nicht.`
      : `Auf ${CHANNEL[channel]} ist es nicht zustellbar: ${errorCode(code)}. Mit \`/link ${channel}\` verknüpfst du es neu.`,
};

function errorCode(code: string): string {
  return wordFor(ERROR_CODE, code) ?? 'ein unerwartetes Problem';
}

const CHECK_NOW = 'Jetzt nachsehen';

const MONTHS = [
  'Jan',
  'Feb',
  'März',
  'Apr',
  'Mai',
  'Juni',
  'Juli',
  'Aug',
  'Sep',
  'Okt',
  'Nov',
  'Dez',
] as const;

/** "4 im Sprachkanal, 1 nur auf dem Spielserver, 2 noch nicht da". */
function whoIsHere({ expected, inVoice, onServer }: Turnout): string {
  const missing = expected - (inVoice ?? 0) - (onServer ?? 0);
  return [
    ...(inVoice === null ? [] : [`${inVoice} im Sprachkanal`]),
    ...(onServer === null ? [] : [`${onServer} ${inVoice === null ? '' : 'nur '}auf dem Spielserver`]),
    `${missing} noch nicht da`,
  ].join(', ');
}

const isSeen = ({ inVoice, onServer }: Turnout): boolean => inVoice !== null || onServer !== null;

function evening(turnout: Turnout): string {
  const { date, expected, joined } = turnout;
  const first = isSeen(turnout)
    ? `${whoIsHere(turnout)} bei der Nachfrage`
    : 'bei der Nachfrage nicht bekannt';
  const later = joined === null ? 'eine Viertelstunde später nicht bekannt' : `insgesamt ${joined} gekommen`;
  return `**${dateOf(date)}** · ${expected} eingeladen · ${first} · ${later}`;
}

const TURNOUT: Messages['turnout'] = {
  summary: (turnout, startAt) =>
    `Die Runde von heute Abend, ${timeOfDay(startAt, 'discord')}: Von ${turnout.expected} Eingeladenen ${whoIsHere(turnout)}.`,
  bar: {
    title: 'Wer gekommen ist',
    inVoice: 'im Sprachkanal',
    onServer: 'auf dem Spielserver',
    missing: 'noch nicht da',
  },
  barOf: (turnout) => `Ein Balken für ${turnout.expected} Eingeladene: ${whoIsHere(turnout)}.`,
  chart: {
    title: 'Wer von den Eingeladenen kam',
    atFollowUp: 'bei der Nachfrage da',
    joinedLater: 'kam in den 15 Minuten danach',
    missing: 'kam nicht',
    notKnown: 'gestrichelt: nicht bekannt',
    day: (date) => `${Number(date.slice(8))}. ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''}`,
  },
  chartOf: (turnouts) => {
    const bars = turnouts.map(
      ({ date, expected, joined }) => `${dateOf(date)}: ${joined ?? '?'} von ${expected}`,
    );
    return `Ein Balken für jeden Abend: ${bars.join('; ')}.`.slice(0, 1024);
  },
  insightsTitle: 'Wer kam, Abend für Abend',
  together: (turnouts) => {
    const known = turnouts.filter(({ joined }) => joined !== null);
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
    const called = sum(known.map(({ expected }) => expected));
    const came = sum(known.map(({ joined }) => joined ?? 0));
    const unknown = turnouts.length - known.length;
    const share = called === 0 ? '' : ` (${Math.round((100 * came) / called)} %)`;
    const whole =
      known.length === 0
        ? `Von ${count(turnouts.length, 'Abend', 'Abenden')} ist nicht bekannt, wer kam.`
        : `An ${count(known.length, 'Abend', 'Abenden')} kamen ${came} von ${called} Eingeladenen innerhalb von 15 Minuten${share}.`;
    return unknown > 0 && known.length > 0
      ? `${whole} Von ${count(unknown, 'Abend', 'Abenden')} ist es nicht bekannt.`
      : whole;
  },
  evening,
  nothing: (weeks) =>
    `In den letzten ${weeks} Wochen gab es keine Runde, von der bekannt ist, wer kam. Das wird nach dem Start einer Kampagne geprüft, die mit \`/promote create\` angelegt wurde.`,
  logName: 'Zusammenfassung im Kanal',
};

/** The German wording. */
export const de: Messages = {
  campaignMessage,
  dryRunReport,
  alert,
  channelPaused,
  refusal,
  notice,
  skipReason: (reason) => SKIP_REASON[reason],
  errorCode,
  outcome: (value) => OUTCOME[value],
  channelName: (channel) => CHANNEL[channel],
  preferredChannel: (preferred: PreferredChannel) =>
    preferred === 'any' ? 'Jeder Kanal' : `Zuerst ${CHANNEL[preferred]}`,
  availabilityStatus: (status) => STATUS[status],
  jobName: (jobType) => JOB[jobType],
  jobStatus: (status) => JOB_STATUS[status],
  campaignStatus: (status) => CAMPAIGN_STATUS[status],
  promote: PROMOTE,
  buttons: BUTTONS,
  replies: {
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
    availabilitySet: (status, date) => `Gespeichert für den ${dateOf(date)}: ${STATUS[status]}.`,
    calledWithout: (at) =>
      `Die Nachrichten für diesen Abend sind schon geplant, du bekommst also keine: Komm einfach um ${at} dazu.`,
    availabilityCleared: (date) => `Deine Angabe für den ${dateOf(date)} ist zurückgenommen.`,
    playerLinked: (playerName) => `Verknüpft: Du spielst als ${nameOf(readableName(playerName))}.`,
    playerUnlinked: 'Die Verknüpfung mit dem Profil im Spiel ist entfernt.',
    channelUnlinked: (channel) => `${CHANNEL[channel]} ist getrennt: Dort wird nichts mehr gesendet.`,
    campaignCancelled: (followUpOnly) =>
      followUpOnly
        ? 'Die Nachfrage ist abgesagt. Die Startnachricht war schon gesendet.'
        : 'Die Kampagne ist abgesagt: Durch sie wird niemand mehr eingeladen.',
  },
  nothing: {
    campaign: (date) =>
      `Für den ${dateOf(date)} gibt es keine Kampagne. \`/promote create\` legt eine für heute an.`,
    log: (date) => `Für den ${dateOf(date)} ist nichts protokolliert.`,
    availability: (date) =>
      `Für den ${dateOf(date)} hast du noch nichts gesagt. \`/availability set\` ändert das.`,
    board: (date) =>
      `Für den ${dateOf(date)} hat noch niemand etwas gesagt. \`/availability set\` macht den Anfang.`,
    preferences: 'Du hast nichts eingestellt, also wirst du nicht eingeladen. `/preferences` ändert das.',
    personalData: 'Wir speichern nichts über dich.',
  },
  day,
  dateChoice,
  andMore: (number) => `und ${number} mehr`,
  commands: COMMANDS,
  board: BOARD,
  panel: PANEL,
  privacy: PRIVACY,
  chat: CHAT,
  bridge,
  test: TEST,
  turnout: TURNOUT,
  links: {
    token: linkToken,
    prove: proofCode,
    checkNow: CHECK_NOW,
    askAdmin: (playerName) =>
      `Notiert: Du sagst, dass du als ${nameOf(readableName(playerName))} spielst. Das zählt, sobald ein Admin es mit \`/link confirm\` bestätigt: Bitte jemanden von ihnen darum.`,
    proved: (playerName) =>
      `Bestätigt: Du spielst als ${nameOf(readableName(playerName))}. Den Code kannst du wieder aus deinem Namen nehmen.`,
    confirmedOther: (playerName, guid) =>
      `Bestätigt: Das Profil ist ${nameOf(readableName(playerName))}, GUID ${quoted(guid)}.`,
    since: (channel, at) => `${CHANNEL[channel]}, seit ${discordDateTime(at)}`,
    unlinkedOther: (playerName) => `Die Verknüpfung mit ${nameOf(readableName(playerName))} ist entfernt.`,
  },
  wayOut: {
    notThatEvening: (date) =>
      `Notiert für den ${dateOf(date)}, den Tag, um den es in der Nachricht ging. /availability set sagt es für einen anderen Tag.`,
  },
};

function linkToken({ channel, token, expiresAt, deepLink }: LinkTokenInput): string {
  const how =
    channel === 'telegram'
      ? deepLink === null
        ? `Sende in einem privaten Chat mit dem Telegram-Bot dieser Community \`/link ${token}\`.`
        : `Öffne <${deepLink}> (oder scanne den Code) auf dem Gerät, auf dem du Telegram hast, und drück auf Start. Oder sende diesem Bot \`/link ${token}\`.`
      : `Öffne einen Chat mit <${deepLink ?? 'dieser Community auf Signal'}> (oder scanne den Code) auf dem Gerät, auf dem du Signal hast, und sende dort nur das: \`${token}\``;
  return [
    `**${CHANNEL[channel]} verknüpfen**`,
    how,
    `Der Token gilt einmal, bis ${timeOfDay(expiresAt, 'discord')} (${discordRelative(expiresAt)}), und verknüpft mit deinem Konto, wer ihn sendet: Zeig ihn niemandem.`,
  ].join('\n\n');
}

/** „10.01.2026“; what is no date stays as it is. */
function dateOf(date: string): string {
  return isLocalDate(date) ? date.split('-').reverse().join('.') : date;
}

function day(date: string): string {
  const weekday = WEEKDAYS[new Date(`${date}T00:00:00.000Z`).getUTCDay()];
  return weekday ? `${weekday}, ${dateOf(date)}` : date;
}

function dateChoice(date: string, from: string): string {
  switch (daysBetween(from, date)) {
    case 0:
      return `Heute, ${day(date)}`;
    case 1:
      return `Morgen, ${day(date)}`;
    case -1:
      return `Gestern, ${day(date)}`;
    default:
      return day(date);
  }
}

/** „…: Startnachricht über Discord für den 10.01.2026, veranlasst von @Ada: gesendet“. */
function contact(input: ContactInput): string {
  const known = JOB_TYPES.find((jobType) => jobType === input.jobType);
  const what = known ? JOB[known] : 'Nachricht';
  const by = input.channel === null ? '' : ` über ${channelNamed(input.channel)}`;
  const promoter =
    input.promoterId === null ? 'jemandem, der die eigenen Daten gelöscht hat' : `<@${input.promoterId}>`;
  return `${discordDateTime(input.at)}: ${what}${by} für den ${dateOf(input.campaignDate)}, veranlasst von ${promoter}: ${whatCame(input)}`;
}

function whatCame({ outcome, reason }: ContactInput): string {
  const known = FINAL_OUTCOMES.find((name) => name === outcome);
  const what = known ? OUTCOME[known] : 'versucht';
  return reason === null ? what : `${what} (${PROMOTE.reason(reason)})`;
}

/** What the buttons under a message say. */
const WAY_OUT: Readonly<Record<MessageAction['action'], string>> = {
  'not-tonight': BUTTONS.notTonight,
  stop: BUTTONS.stop,
};

function campaignMessage(input: CampaignMessageInput): OutgoingMessage {
  const paragraphs = [invitation(input), whyMe(input)];
  if (input.channel === 'signal') {
    paragraphs.push(
      'Antworte HEUTE nein, wenn du heute nicht spielst, oder STOPP, wenn du diese Nachrichten nicht mehr willst.',
    );
  }
  return {
    text: paragraphs.join('\n\n'),
    actions: kindOf(input.jobType).waysOut.map((action) => {
      return { action, id: input.campaignId, label: WAY_OUT[action] };
    }),
  };
}

function invitation(input: CampaignMessageInput): string {
  const when = startMoment(input);
  switch (input.jobType) {
    case 'reminder':
      return `Die Runde heute Abend ${when}. Bis gleich im Sprachkanal!`;
    case 'start':
      return `Die Runde heute Abend ${when}. Komm in den Sprachkanal!`;
    case 'follow_up':
      return input.onGameServer
        ? `Die Runde heute Abend ${when}. Du bist auf dem Spielserver, aber noch nicht im Sprachkanal: Komm dazu, wenn du kannst.`
        : `Die Runde heute Abend ${when}, und du bist noch nicht im Sprachkanal. Du kannst noch dazukommen.`;
  }
}

/**
 * „beginnt in 15 Minuten, um …“, „beginnt jetzt, um …“, „hat vor 5 Minuten begonnen, um …“. The minutes are in words
 * for the notification, which shows no live timestamp; the time is for whoever reads it later.
 */
function startMoment({ channel, startAt, now, timezone }: CampaignMessageInput): string {
  const minutes = minutesUntil(startAt, now);
  const time = clock(startAt, channel === 'discord' ? 'discord' : { timezone });
  if (minutes > 0) return `beginnt in ${count(minutes, 'Minute', 'Minuten')}, um ${time}`;
  if (minutes < 0) return `hat vor ${count(-minutes, 'Minute', 'Minuten')} begonnen, um ${time}`;
  return `beginnt jetzt, um ${time}`;
}

function whyMe({ communityName }: CampaignMessageInput): string {
  const community = cleanName(communityName ?? '');
  const from = community ? ` von ${community}` : '';
  return `Das bekommst du${from}, weil du dich für heute Abend gemeldet und diesen Nachrichten zugestimmt hast.`;
}

function dryRunReport({ jobType, campaignId, channels, skipped }: DryRunReportInput): string {
  const called = CHANNEL_TYPES.map((channel) => ({ name: CHANNEL[channel], number: channels[channel] ?? 0 }));
  const leftOut = (Object.keys(SKIP_REASON) as SkipReason[]).map((reason) => ({
    name: SKIP_REASON[reason],
    number: skipped[reason] ?? 0,
  }));
  return [
    `**Probelauf: ${JOB[jobType]}** (Kampagne ${campaignId})`,
    'Das ist ein Test: Außer dir wurde niemandem geschrieben.',
    breakdown('Eingeladen worden wären', called),
    breakdown('Ausgelassen', leftOut),
  ].join('\n');
}

function proofCode({ code, expiresAt, playerName }: ProofCodeInput): string {
  return [
    `**Noch ein Schritt: Zeig, dass du als ${nameOf(readableName(playerName))} spielst**`,
    `Schreib \`${code}\` irgendwo in deinen Namen im Spiel, betritt unseren Spielserver, und drück auf „${CHECK_NOW}“.`,
    `Der Code gilt einmal, bis ${timeOfDay(expiresAt, 'discord')} (${discordRelative(expiresAt)}), und nur für dich. Kannst du nicht auf den Server, dann bitte einen Admin, dich mit \`/link confirm\` zu bestätigen.`,
  ].join('\n\n');
}

const KEYS_CHANGED =
  'Signal stellt jemandem von euch nichts mehr zu: Die Sicherheitsnummer hat sich geändert, wahrscheinlich durch ein neues Telefon. Die Person wird über ihren nächsten Kanal gerufen. Ein Admin vergleicht die neue Nummer mit ihr und bestätigt sie in signal-cli-rest-api; wie, steht auf der Betriebsseite von Muster.';

function alert(event: AlertEvent): string {
  if (event.type === 'channel_paused') {
    return `⚠️ ${channelPaused(event.channel, event.code, event.until)} Muster versucht es von selbst wieder und meldet das hier nur einmal.`;
  }
  if (event.type === 'summary_settled') {
    return `⚠️ Die Zusammenfassung der Kampagne ${event.campaignId} wurde nicht in <#${event.channelId}> veröffentlicht: ${errorCode(event.code ?? '')}. Muster braucht dort die Berechtigungen „Kanal anzeigen“, „Nachrichten senden“ und „Dateien anhängen“.`;
  }
  if (event.type === 'discord_refusals') {
    const refused = `⚠️ Discord hat in zehn Minuten ${event.count} Anfragen von Muster abgewiesen. Bei ${event.most} sperrt es die Adresse, von der aus Muster läuft, und niemand bekommt mehr etwas.`;
    return event.level === 'too_many'
      ? `${refused} Bis es weniger sind, sendet Muster nur noch seine Nachrichten und antwortet: Niemand kann sich anmelden, und es lässt sich nicht einladen.`
      : `${refused} Im Log steht, was abgewiesen wurde; was zu tun ist, steht in docs/operations.md unter „Discord refuses much“.`;
  }
  if (event.type === 'voice_channels_missing') {
    return `⚠️ In \`VOICE_CHANNEL_IDS\` steht etwas, das kein Sprachkanal dieses Servers ist: ${fewIds(event.channelIds)}. Vielleicht wurde er gelöscht und neu angelegt. Bis dahin weiß niemand, wer im Sprachkanal ist, also wird niemand angestupst: Trag die neue ID ein, und starte Muster neu.`;
  }
  if (event.type === 'backup_failed') {
    return `⚠️ Die Sicherung (${event.kind}) wurde nicht gemacht: ${BACKUP_FAULT[event.fault]} Die früheren sind unberührt. Muster meldet das hier nur einmal, bis eine gelingt.`;
  }
  if (event.type === 'database_trouble') {
    return `⚠️ Mit der Datenbank stimmt etwas nicht: ${DATABASE_FAULT[event.fault]} Was sich nicht festhalten lässt, wird nicht gesendet. Muster versucht es von selbst wieder und meldet das hier nur einmal.`;
  }
  if (event.type === 'keys_changed') {
    return `⚠️ ${KEYS_CHANGED} \`/promote log\` sagt, um wen es geht; Muster meldet das hier für jede Person nur einmal.`;
  }
  if (event.status !== 'failed') {
    return `⚠️ Die ${JOB[event.jobType]} der Kampagne ${event.campaignId} ist vorbei, und bei ${event.counts.unknown} ihrer Nachrichten ist nicht bekannt, ob sie angekommen sind. Sie werden nicht noch einmal gesendet; \`/promote log\` sagt, warum.`;
  }
  return `⚠️ Die ${JOB[event.jobType]} der Kampagne ${event.campaignId} ist fehlgeschlagen: ${PROMOTE.counts(event.counts)}. \`/promote log\` sagt, warum.`;
}

/** IDs von Kanälen, wenige genug für eine Nachricht. */
function fewIds(ids: readonly string[]): string {
  const shown = ids.slice(0, 10).map((id) => `\`${id}\``);
  return ids.length > shown.length ? `${shown.join(', ')}, …` : shown.join(', ');
}

function channelPaused(
  channel: ChannelType,
  code: string,
  until: number,
  moments: MomentStyle = 'discord',
): string {
  const paused = `${CHANNEL[channel]} pausiert bis ${clock(until, moments)}: ${errorCode(code)}.`;
  const remedy = wordFor(REMEDY, code);
  return remedy === undefined ? paused : `${paused} ${remedy}`;
}

function breakdown(title: string, parts: readonly { name: string; number: number }[]): string {
  const total = parts.reduce((sum, { number }) => sum + number, 0);
  if (total === 0) return `${title}: niemand`;
  const named = parts.filter(({ number }) => number > 0).map((part) => `${part.name} ${part.number}`);
  return `${title}: ${total} (${named.join(', ')})`;
}

function notice(value: Notice, moments: MomentStyle = 'discord'): string {
  switch (value.code) {
    case 'no_reminder':
      return `Der Zeitpunkt der Erinnerung, ${clock(value.reminderAt, moments)}, ist vorbei: Es gibt nur die Startnachricht.`;
    case 'dry_run':
      return 'Das ist ein Probelauf: Nur du bekommst Nachrichten, und er verbraucht nichts.';
    case 'changed_since_preview':
      return `Seit der Vorschau hat sich geändert, wer eingeladen wird: ${value.added} dazu, ${value.removed} weggefallen.`;
    case 'quiet_at_start':
      return value.count === 1
        ? '1 Person hat beim Start Ruhezeit und wird dann ausgelassen.'
        : `${value.count} Personen haben beim Start Ruhezeit und werden dann ausgelassen.`;
    case 'late_last_send':
      return `Bei so vielen Eingeladenen geht die letzte Startnachricht erst gegen ${clock(value.at, moments)} raus.`;
    case 'too_late_for_some':
      return `So viele sind rechtzeitig nicht zu erreichen: ${value.count === 1 ? '1 Person bekommt' : `${value.count} Personen bekommen`} keine ${JOB[value.jobType]}, denn nach ${clock(value.until, moments)} nützt sie nichts mehr.`;
    case 'no_follow_up':
      return 'Niemand sieht nach, wer gekommen ist, also gibt es keine Nachfrage: Sprachkanäle und Spielserver sind hier beide abgeschaltet.';
    case 'paused':
      return 'Das Senden pausiert: Niemand wird eingeladen, bis ein Admin `/promote resume` benutzt.';
  }
}

function refusal(value: Refusal, moments: MomentStyle = 'discord'): string {
  switch (value.code) {
    case 'wrong_guild':
      return 'Das geht nur auf dem Discord-Server, für den Muster eingerichtet ist. Bitte benutz den Befehl dort; `/privacy` geht überall.';
    case 'not_a_member':
      return 'Du bist kein Mitglied des Discord-Servers dieser Community. Tritt ihm bei, und versuch es dann noch einmal.';
    case 'not_linked':
      return 'Du hast dein Profil im Spiel noch nicht verknüpft. Benutz `/link player` mit deiner GUID und dem Namen, unter dem dich andere kennen, und versuch es dann noch einmal.';
    case 'not_promoter':
      return 'Das dürfen nur Promoter: alle, deren Discord-ID ein Admin in `PROMOTER_DISCORD_IDS` eingetragen hat, und Mitglieder mit der Berechtigung „Server verwalten“. Bitte einen Admin, dich einzutragen.';
    case 'not_admin':
      return 'Das dürfen nur Admins: die Person, der der Discord-Server gehört, und Mitglieder mit der Berechtigung „Administrator“ oder „Server verwalten“. Frag jemanden von ihnen.';
    case 'directory_unavailable':
      return 'Discord lässt sich gerade nicht nach deiner Mitgliedschaft fragen, also wurde nichts getan. Bitte versuch es in einer Minute noch einmal.';
    case 'asked_too_often':
      return `Dafür muss Discord jedes Mal neu gefragt werden, und das war gerade oft. Bitte versuch es in ${secondsLeft(value.retryInMs)} noch einmal.`;
    case 'promotions_disabled':
      return 'Einladungen sind hier abgeschaltet. Ein Admin kann sie mit `AVAILABILITY_PROMOTION_ENABLED=true` einschalten; alles andere, etwa `/availability set`, geht weiter.';
    case 'after_start':
      return `Die Runde heute Abend hat um ${clock(value.startAt, moments)} begonnen, dazu lässt sich nicht mehr einladen. Benutz \`/promote create\` morgen, vor dem Start.`;
    case 'nobody_to_call':
      return 'Für heute Abend ist niemand da, den man einladen könnte. Eingeladen wird, wer sich mit `/availability set` meldet und mit `/preferences` zustimmt; mit den Optionen `include_available` und `include_maybe` von `/promote preview` und `/promote create` lädst du mehr Leute ein.';
    case 'already_promoted':
      return 'Du hast für heute Abend schon eine Kampagne mit anderen Optionen. `/promote status` zeigt sie; wenn noch niemand eingeladen wurde, macht `/promote cancel` Platz für eine andere.';
    case 'cooldown':
      return `Für den ${dateOf(value.date)} hat schon jemand eingeladen, und mehr als eine Kampagne am Tag ist hier nicht erlaubt. \`/promote status\` zeigt sie.`;
    case 'campaign_not_found':
      return 'Diese Kampagne gibt es nicht. `/promote status` zeigt die eines Tages; gib sein `date` an, wenn es nicht der heutige ist.';
    case 'campaign_over':
      return `Diese Kampagne ist schon vorbei (${endedStatus(value.status)}), also wurde nichts geändert. \`/promote status\` zeigt, wie es gelaufen ist.`;
    case 'draft_expired':
      return 'Diese Vorschau ist veraltet. Mit `/promote create` bekommst du eine neue.';
    case 'not_your_button':
      return 'Dieser Knopf gehört jemand anderem. Benutz den Befehl selbst, dann bekommst du deinen eigenen.';
    case 'invalid_date':
      return `${quoted(value.input)} ist kein Datum. Schreib es als JJJJ-MM-TT oder TT.MM.JJJJ, oder \`heute\` oder \`morgen\`.`;
    case 'date_past':
      return `Der ${dateOf(value.date)} ist vorbei. Wähle heute oder einen späteren Tag.`;
    case 'date_too_far':
      return `Der ${dateOf(value.date)} ist zu weit weg. Wähle einen Tag, der höchstens ${count(value.maxDays, 'Tag', 'Tage')} entfernt ist.`;
    case 'invalid_range':
      return `Diese Daten ergeben keinen Zeitraum: Das erste darf nicht nach dem letzten liegen, und dazwischen liegen höchstens ${count(value.maxDays, 'Tag', 'Tage')}.`;
    case 'invalid_status':
      return `${quoted(value.input)} ist kein Status. Wähle \`LOOKING\`, \`AVAILABLE\`, \`MAYBE\` oder \`NOT_PLAYING\`.`;
    case 'invalid_timezone':
      return `${quoted(value.input)} ist keine Zeitzone. Schreib ihren Namen aus der tz-Datenbank, etwa \`Europe/Berlin\` oder \`America/New_York\`.`;
    case 'invalid_time':
      return `${quoted(value.input)} ist keine Uhrzeit. Schreib sie als HH:MM, etwa \`22:30\`.`;
    case 'quiet_hours_incomplete':
      return 'Eine Ruhezeit braucht Anfang und Ende, etwa `22:30` und `08:00`. Lass in `/preferences` beides leer, wenn du keine willst.';
    case 'invalid_guid':
      return 'Das ist keine GUID: Eine GUID hat 1 bis 64 Buchstaben, Ziffern, `_` oder `-`. Such deine im Spiel heraus, und gib sie bei `/link player` an.';
    case 'invalid_player_name':
      return 'Das ist kein Name, den andere sehen könnten: Er braucht 1 bis 32 Zeichen, von denen sich welche zeigen lassen. Gib bei `/link player` einen anderen an.';
    case 'guid_taken':
      return 'Diese GUID ist schon mit einem anderen Discord-Konto verknüpft. Wenn sie deine ist, trenn sie dort mit `/unlink player`, oder bitte einen Admin darum.';
    case 'link_not_found':
      return 'Diese Verknüpfung gibt es nicht. `/preferences` zeigt die Kanäle, die du verknüpft hast, und `/link player` verknüpft dein Profil im Spiel.';
    case 'link_not_confirmed':
      return 'Dein verknüpftes Profil zählt noch nicht: Es muss bestätigt werden. Was dafür im Spiel zu tun ist, sagt noch einmal `/link player`; oder bitte einen Admin um `/link confirm`.';
    case 'player_not_linked':
      return 'Diese Person hat kein Profil im Spiel verknüpft, also gibt es nichts zu bestätigen. Zuerst kommt `/link player`.';
    case 'changed_too_often':
      return 'Du hast dich innerhalb eines Tages sehr oft angemeldet oder etwas verknüpft. Bitte versuch es morgen wieder; abmelden und trennen kannst du dich wie immer.';
    case 'proof_too_soon':
      return `Das war fürs Erste oft genug. Bitte warte ${secondsLeft(value.retryInMs)}, und versuch es dann noch einmal.`;
    case 'proof_expired':
      return 'Von dir gibt es keinen Code mehr, der gilt: Er gilt einmal, 30 Minuten und 10 Blicke lang. Mit `/link player` bekommst du einen neuen.';
    case 'proof_not_seen':
      return 'Auf dem Spielserver ist gerade niemand mit deinem Code. Betritt ihn mit dem Code im Namen, warte, bis du drin bist, und sieh noch einmal nach; oder bitte einen Admin um `/link confirm`.';
    case 'game_server_silent':
      return 'Der Spielserver sagt gerade nicht, wer da ist. Bitte versuch es später noch einmal, oder bitte einen Admin um `/link confirm`.';
    case 'channel_not_configured':
      return `${channelNamed(value.channel)} ist hier nicht eingerichtet und lässt sich daher nicht nutzen. Wähle in \`/preferences\` einen anderen Kanal, oder bitte einen Admin, ihn einzurichten.`;
    case 'handle_typed':
      return `${channelNamed(value.channel)} lässt sich nicht verknüpfen oder trennen, indem man einen Namen oder eine Nummer eintippt: Das könnte jeder mit deiner tun. Hol dir mit \`/link ${value.channel}\` ein Token und schick es von dort, oder trenne die Verknüpfung mit \`/unlink ${value.channel}\`.`;
    case 'encryption_off':
      return 'Kontaktdaten lassen sich hier noch nicht sicher aufbewahren, daher lassen sich Telegram und Signal nicht verknüpfen. Ein Admin muss `CONTACT_DATA_ENCRYPTION_KEY` setzen (`npm run key` erzeugt einen Schlüssel) und Muster neu starten.';
    case 'link_too_soon':
      return `Du hast gerade erst einen Token bekommen. Nimm den, oder hol dir in ${secondsLeft(value.retryInMs)} einen neuen.`;
    case 'link_token_invalid':
      return 'Dieser Token gilt nicht (mehr): Er geht einmal, 10 Minuten lang, und nur der neueste. Hol dir auf Discord mit `/link telegram` oder `/link signal` einen neuen.';
    case 'too_many_guesses':
      return `Aus diesem Chat kamen zu viele falsche Token. Bitte warte ${secondsLeft(value.retryInMs)}, und sende dann einen neuen.`;
    case 'address_taken':
      return `Dieser Chat ist schon mit einem anderen Discord-Konto verknüpft. Benutz zuerst dort \`/unlink ${value.channel}\`, oder sende hier TRENNEN.`;
    case 'chat_not_linked':
      return `Dieser Chat ist mit keinem Discord-Konto verknüpft. Falls ich dir hier trotzdem schreibe, schalte das auf Discord in \`/preferences\` ab. \`/link ${value.channel}\` verknüpft dort diesen Chat.`;
    case 'test_too_soon':
      return `Du hattest gerade erst einen Test. Der nächste geht in ${secondsLeft(value.retryInMs)}.`;
    case 'no_channel':
      return 'Du bist über keinen Kanal erreichbar: Schalte in `/preferences` Direktnachrichten auf Discord ein, oder verknüpf mit `/link` einen anderen Kanal.';
    case 'invalid_outcome':
      return `${quoted(value.input)} ist kein Ergebnis. Wähle eines von ${Object.keys(OUTCOME)
        .map((outcome) => `\`${outcome}\``)
        .join(', ')}, oder lass die Option \`outcome\` von \`/promote log\` weg.`;
  }
}

/** „12 Sekunden“, „2 Minuten“: never less than what is left. */
function secondsLeft(ms: number): string {
  const left = Math.max(1, Math.ceil(ms / 1000));
  return left < 120 ? count(left, 'Sekunde', 'Sekunden') : count(Math.ceil(left / 60), 'Minute', 'Minuten');
}

function endedStatus(status: string): string {
  const known = CAMPAIGN_STATUSES.find((each) => each === status);
  return known ? CAMPAIGN_STATUS[known] : 'beendet';
}

function channelNamed(channel: string): string {
  const known = CHANNEL_TYPES.find((each) => each === channel);
  return known ? CHANNEL[known] : 'Dieser Kanal';
}

/** A name as others may see it; never empty. */
function nameOf(raw: string): string {
  return cleanName(raw) || 'Unbekannt';
}

function quoted(input: string): string {
  return echo(input, QUOTES);
}

/** „21:00 Uhr (Europe/Berlin)“; Discord writes its timestamps in the reader's own way. */
function clock(instant: number, style: MomentStyle): string {
  if (style === 'discord') return timeOfDay(instant, style);
  return `${wallTime(instant, style.timezone)} Uhr (${style.timezone})`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
