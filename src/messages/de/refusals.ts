import { CAMPAIGN_STATUSES } from '../../domain/campaign.js';
import type { NoteProblem } from '../../domain/note.js';
import type { Notice } from '../../domain/notice.js';
import type { Refusal } from '../../domain/refusal.js';
import { shortTime } from '../../domain/session-plan.js';
import type { MomentStyle } from '../moment.js';
import type { RefusalTexts } from '../texts/refusals.js';
import { channelNamed, clock, count, day, dayAndYear, quoted } from './phrases.js';
import { settings } from './settings.js';
import { words } from './words.js';

function notice(value: Notice, moments: MomentStyle = 'discord'): string {
  switch (value.code) {
    case 'no_reminder':
      return `Der Zeitpunkt der Erinnerung, ${clock(value.reminderAt, moments)}, ist vorbei: Es gibt nur die Startnachricht.`;
    case 'dry_run':
      return 'Das ist ein Probelauf: Nur du bekommst Nachrichten, und du kannst danach noch richtig einladen.';
    case 'no_session':
      return `Am ${day(value.date)} ist keine Session geplant: \`/promote create\` braucht an diesem Tag einen \`start\`. Was hier steht, gilt für ${clock(value.startAt, moments)}.`;
    case 'changed_since_preview':
      return `Seit der Vorschau hat sich geändert, wer eingeladen wird: ${value.added} dazu, ${value.removed} weggefallen.`;
    case 'quiet_at_start':
      return value.count === 1
        ? '1 Person hat beim Start Ruhezeit und wird dann ausgelassen.'
        : `${value.count} Personen haben beim Start Ruhezeit und werden dann ausgelassen.`;
    case 'late_last_send':
      return `Bei so vielen Eingeladenen geht die letzte Startnachricht erst gegen ${clock(value.at, moments)} raus.`;
    case 'too_late_for_some':
      return `So viele sind rechtzeitig nicht zu erreichen: ${value.count === 1 ? '1 Person bekommt' : `${value.count} Personen bekommen`} keine ${words.job[value.jobType]}, denn nach ${clock(value.until, moments)} nützt sie nichts mehr.`;
    case 'no_follow_up':
      return 'Keine Nachfass-Nachricht: Sprachkanäle und Spielserver werden hier beide nicht geprüft.';
    case 'paused':
      return 'Das Senden pausiert: Niemand bekommt eine Nachricht, bis ein Admin `/promote resume` benutzt.';
  }
}

const NOTE_PROBLEMS: Readonly<Record<NoteProblem, string>> = {
  length: 'Diese Notiz ist zu lang.',
  lines: 'Diese Notiz hat mehr als eine Zeile oder enthält Zeichen, die niemand sieht.',
  link: 'Diese Notiz enthält einen Link oder etwas, woraus manche Apps einen machen.',
  mention: 'Diese Notiz erwähnt jemanden oder enthält eines der Zeichen dafür: @, < oder >.',
  markup: 'Diese Notiz enthält Formatierung: eines von * ` ~ | [ ] oder \\, oder ein _ neben einem Wort.',
};

export function refusal(value: Refusal, moments: MomentStyle = 'discord'): string {
  switch (value.code) {
    case 'wrong_guild':
      return 'Das geht nur auf dem Discord-Server, für den Muster eingerichtet ist. Bitte benutz den Befehl dort; `/privacy` geht überall.';
    case 'not_a_member':
      return 'Du bist kein Mitglied des Discord-Servers dieser Community. Tritt ihm bei, und versuch es dann noch einmal.';
    case 'not_linked':
      return 'Dein Profil im Spiel ist noch nicht verknüpft. Benutz `/link player` mit deiner Kennung im Spiel (GUID) und deinem Namen, und versuch es dann noch einmal.';
    case 'not_promoter':
      return 'Das dürfen nur Promoter mit verknüpftem Profil im Spiel. Promoter macht dich ein Admin dieses Servers; das Profil verknüpfst du mit `/link player`.';
    case 'not_admin':
      return 'Das dürfen nur Admins: die Person, der der Discord-Server gehört, und Mitglieder mit der Berechtigung „Administrator“ oder „Server verwalten“. Frag jemanden von ihnen.';
    case 'directory_unavailable':
      return 'Discord kann deine Mitgliedschaft gerade nicht bestätigen, also wurde nichts getan. Bitte versuch es in einer Minute noch einmal.';
    case 'asked_too_often':
      return `Das war gerade sehr oft. Bitte versuch es in ${secondsLeft(value.retryInMs)} noch einmal.`;
    case 'promotions_disabled':
      return 'Einladungen sind hier abgeschaltet. Ein Admin kann sie mit `AVAILABILITY_PROMOTION_ENABLED=true` einschalten; alles andere, etwa `/availability set`, geht weiter.';
    case 'after_start':
      return `Die Runde heute Abend hat um ${clock(value.startAt, moments)} begonnen, dazu lässt sich nicht mehr einladen. Benutz \`/promote create\` morgen, vor dem Start.`;
    case 'nobody_to_call':
      return 'Für heute Abend ist niemand da, den man einladen könnte. Eingeladen wird, wer sich mit `/availability set` meldet und mit `/preferences` Einladungen einschaltet; mit den Optionen `include_available` und `include_maybe` lädst du mehr Leute ein.';
    case 'already_promoted':
      return 'Du hast für heute Abend schon eingeladen, mit anderen Optionen. `/promote status` zeigt, wie es steht; wenn noch niemand eine Nachricht bekommen hat, kannst du nach `/promote cancel` neu beginnen.';
    case 'cooldown':
      return `Für ${day(value.date)} wurde schon eingeladen (höchstens einmal am Tag). \`/promote status\` zeigt, wie es steht.`;
    case 'campaign_not_found':
      return 'Keine Einladungen gefunden. Mit `/promote status date:` siehst du an einem anderen Tag nach.';
    case 'campaign_over':
      return `Das ist schon vorbei (${endedStatus(value.status)}), also wurde nichts geändert. \`/promote status\` zeigt, wie es gelaufen ist.`;
    case 'notify_needed':
      return `${value.reached === 1 ? 'Eine Person wurde' : `${value.reached} Leute wurden`} schon eingeladen. Sag, ob sie von der Absage erfahren: \`notify=true\` oder \`notify=false\`.`;
    case 'invalid_notify':
      return `${quoted(value.input)} ist weder \`true\` noch \`false\`: \`notify\` sagt, ob die Eingeladenen von der Absage erfahren.`;
    case 'more_not_now':
      return `Wer einspringen kann, lässt sich von ${clock(value.from, moments)} bis ${clock(value.until, moments)} fragen. Versuch es dann noch einmal.`;
    case 'invalid_more':
      return `Such nach 1 bis ${value.most} weiteren.`;
    case 'no_standbys':
      return 'Es ist niemand mehr da, der einspringen könnte. Das sind alle, die vor deiner Planung verfügbar oder vielleicht gesagt haben, nicht dabei waren und erreichbar sind.';
    case 'more_dry_run':
      return 'Das ist ein Probelauf, der niemanden einlädt. Nach Ersatz lässt sich nur fragen, wo wirklich Nachrichten hinausgehen.';
    case 'more_cancelled':
      return 'Diese Einladungen sind abgebrochen, also wird niemand mehr gefragt.';
    case 'draft_expired':
      return 'Diese Vorschau ist abgelaufen. Mit `/promote create` bekommst du eine neue.';
    case 'not_your_button':
      return 'Dieser Knopf gehört jemand anderem. Benutz den Befehl selbst, dann bekommst du deinen eigenen.';
    case 'standing_not_found':
      return 'Solche wöchentlichen Einladungen gibt es nicht mehr. `/promote standing show` zeigt, was es gibt.';
    case 'invalid_weekdays':
      return `${quoted(value.input)} nennt keine Wochentage. Versuch es mit \`di do\` oder \`freitag\`.`;
    case 'invalid_date':
      return `${quoted(value.input)} ist kein Datum. Versuch es mit \`morgen\`, \`freitag\`, \`31. Dezember\` oder \`31.12.2026\`.`;
    case 'date_past':
      return `${dayAndYear(value.date)}, ist vorbei. Wähle heute oder einen späteren Tag.`;
    case 'date_too_far':
      return `${dayAndYear(value.date)}, ist zu weit weg. Wähle einen Tag, der höchstens ${count(value.maxDays, 'Tag', 'Tage')} entfernt ist.`;
    case 'invalid_range':
      return `Diese Daten ergeben keinen Zeitraum: Das erste darf nicht nach dem letzten liegen, und dazwischen liegen höchstens ${count(value.maxDays, 'Tag', 'Tage')}.`;
    case 'evening_over':
      return `Die Runde vom ${day(value.date)} ist vorbei: Antworten dafür galten bis ${clock(value.until, moments)}. Für andere Tage gibt es \`/availability set\`.`;
    case 'no_session_tonight':
      return `Am ${day(value.date)} ist keine Runde geplant, also gibt es nichts, wozu du kommen könntest. Dass du spielen willst, sagst du mit \`/availability set\`.`;
    case 'invalid_lateness':
      return `Sag, wie viele Minuten später du kommst: eine ganze Zahl von 1 bis ${value.most}, zum Beispiel 10.`;
    case 'invalid_condition':
      return `„Dabei, wenn genug dabei sind“ gehört zu „${words.status.MAYBE}“ und einer Zahl von ${value.least} bis ${value.most}.`;
    case 'invalid_cap':
      return `Sag, wie viele Einladungen pro Woche du höchstens willst: eine ganze Zahl von 1 bis ${value.most}, oder keine für keine Grenze.`;
    case 'invalid_status':
      return `${quoted(value.input)} ist kein Status. Wähle \`LOOKING\`, \`AVAILABLE\`, \`MAYBE\` oder \`NOT_PLAYING\`.`;
    case 'invalid_timezone':
      return `${quoted(value.input)} ist keine Zeitzone. Nimm einen Namen wie \`Europe/Berlin\` oder \`America/New_York\`.`;
    case 'invalid_time':
      return `${quoted(value.input)} ist keine Uhrzeit. Schreib sie als HH:MM, etwa \`22:30\`.`;
    case 'quiet_hours_incomplete':
      return 'Eine Ruhezeit braucht Anfang und Ende, etwa `22:30` und `08:00`. Lass beides leer, wenn du keine willst.';
    case 'invalid_guid':
      return 'Das sieht nicht nach einer GUID aus: Eine GUID hat 1 bis 64 Buchstaben, Ziffern, `_` oder `-`. Kopier deine aus dem Spiel in `/link player`.';
    case 'invalid_player_name':
      return 'Gib bei `/link player` einen sichtbaren Namen mit 1 bis 32 Zeichen an.';
    case 'guid_taken':
      return 'Diese GUID ist schon mit einem anderen Discord-Konto verknüpft. Wenn sie deine ist, trenn sie dort mit `/unlink player`, oder bitte einen Admin darum.';
    case 'link_not_found':
      return 'Diese Verknüpfung gibt es nicht. `/preferences` zeigt die Kanäle, die du verknüpft hast, und `/link player` verknüpft dein Profil im Spiel.';
    case 'link_not_confirmed':
      return 'Dein verknüpftes Profil ist noch nicht bestätigt. Was dafür im Spiel zu tun ist, sagt noch einmal `/link player`; oder bitte einen Admin um `/link confirm`.';
    case 'player_not_linked':
      return 'Diese Person hat kein Profil im Spiel verknüpft, also gibt es nichts zu bestätigen. Zuerst kommt `/link player`.';
    case 'said_no_since':
      return 'Seit du das wolltest, hast du dazu Nein gesagt oder deine Daten löschen lassen; also wurde nichts gespeichert. Wenn du es doch willst, mach es noch einmal.';
    case 'changed_too_often':
      return 'Du hast heute sehr oft Einladungen eingeschaltet, etwas verknüpft oder deine Antwort geändert. Bitte versuch es morgen wieder; ausschalten, trennen und absagen geht immer.';
    case 'proof_too_soon':
      return `Zu viele Versuche. Bitte warte ${secondsLeft(value.retryInMs)}, und versuch es dann noch einmal.`;
    case 'proof_expired':
      return 'Dein Code ist abgelaufen: Er gilt einmal, 30 Minuten und 10 Versuche lang. Mit `/link player` bekommst du einen neuen.';
    case 'proof_not_seen':
      return 'Auf dem Spielserver ist gerade niemand mit deinem Code. Betritt ihn mit dem Code im Namen, warte, bis du drin bist, und sieh noch einmal nach; oder bitte einen Admin um `/link confirm`.';
    case 'game_server_silent':
      return 'Der Spielserver antwortet gerade nicht. Bitte versuch es später noch einmal, oder bitte einen Admin um `/link confirm`.';
    case 'channel_not_configured':
      return `${channelNamed(value.channel)} ist hier nicht eingerichtet. Wähle in \`/preferences\` eine andere App, oder bitte einen Admin, ihn einzurichten.`;
    case 'handle_typed':
      return `${channelNamed(value.channel)} lässt sich nicht verknüpfen oder trennen, indem man einen Namen oder eine Nummer eintippt: Das könnte jeder mit deiner tun. Hol dir mit \`/link ${value.channel}\` ein Token und schick es von dort, oder trenne die Verknüpfung mit \`/unlink ${value.channel}\`.`;
    case 'no_page_address':
      return 'Hier gibt es keine Kalender-Adressen: Musters Seite hat keine öffentliche Adresse. Ein Admin muss `BRIDGE_ENABLED` und `BRIDGE_PUBLIC_URL` setzen.';
    case 'encryption_off':
      return 'Telegram und Signal lassen sich hier noch nicht verknüpfen. Ein Admin muss `CONTACT_DATA_ENCRYPTION_KEY` setzen (`npm run key` erzeugt einen Schlüssel) und Muster neu starten.';
    case 'link_too_soon':
      return `Du hast gerade erst einen Token bekommen. Nimm den, oder hol dir in ${secondsLeft(value.retryInMs)} einen neuen.`;
    case 'link_token_invalid':
      return 'Dieser Token ist ungültig oder abgelaufen: Ein Token gilt einmal, 10 Minuten lang, und nur der neueste. Hol dir auf Discord mit `/link telegram` oder `/link signal` einen neuen.';
    case 'too_many_guesses':
      return `Aus diesem Chat kamen zu viele falsche Token. Bitte warte ${secondsLeft(value.retryInMs)}, und sende dann einen neuen.`;
    case 'address_taken':
      return `Dieser Chat ist schon mit einem anderen Discord-Konto verknüpft. Benutz zuerst dort \`/unlink ${value.channel}\`, oder sende hier TRENNEN.`;
    case 'chat_not_linked':
      return `Dieser Chat ist mit keinem Discord-Konto verknüpft. \`/link ${value.channel}\` auf Discord verknüpft ihn. Falls ich dir hier trotzdem schreibe, schalte das dort in \`/preferences\` ab.`;
    case 'test_too_soon':
      return `Du hattest gerade erst einen Test. Der nächste geht in ${secondsLeft(value.retryInMs)}.`;
    case 'no_channel':
      return 'Noch kann dich nichts erreichen: Schalte in `/preferences` Discord-Nachrichten ein, oder verknüpf dort eine andere App.';
    case 'invalid_outcome':
      return `${quoted(value.input)} ist kein Ergebnis. Wähle eines von ${Object.keys(words.outcome)
        .map((outcome) => `\`${outcome}\``)
        .join(', ')}, oder lass \`outcome\` leer.`;
    case 'no_session':
      return `Am ${day(value.date)} gibt es keine Session, also auch nichts, wozu eingeladen würde. Soll es doch eine geben, gib \`/promote create\` einen \`start\`.`;
    case 'start_too_near':
      return `Ein Beginn um ${clock(value.startAt, moments)} ist vorbei oder weniger als zwei Minuten entfernt. Wähle einen späteren \`start\`.`;
    case 'invalid_note':
      return `${NOTE_PROBLEMS[value.problem]} Eine Notiz ist eine Zeile mit höchstens 140 Zeichen, ohne Links, Erwähnungen und Formatierung. Nichts wurde getan.`;
    case 'setting_fixed':
      return `Diese Einstellung ist fest: \`${value.variable}\` steht in der Umgebung, mit der Muster gestartet wurde, und lässt sich nur dort ändern. Nichts wurde geändert.`;
    case 'invalid_setting':
      return `Das ist kein Wert für „${settings.names[value.key]}“, also wurde nichts geändert. ${settings.hints[value.key]}`;
    case 'reminder_not_before_start':
      return `Die Erinnerung muss vor dem Beginn kommen, und ${shortTime(value.reminderTime)} ist nicht vor ${shortTime(value.startTime)}. Eine Session, die vor 06:00 beginnt, gehört zum Abend davor. Nichts wurde geändert.`;
    case 'no_game_server':
      return 'Hier ist kein Spielserver eingerichtet, also kann dort niemand nachsehen. Ein Admin setzt `GAME_SERVER_TYPE` und `GAME_SERVER_HOST` und startet Muster neu. Nichts wurde geändert.';
    case 'role_unknown':
      return `Auf diesem Server gibt es keine Rolle \`${value.roleId}\`, die einladen könnte. Wähle eine andere. Nichts wurde geändert.`;
    case 'channel_unusable':
      return `Der Bot kann den Kanal \`${value.channelId}\` nicht für „${settings.names[value.key]}“ nutzen: Es gibt ihn nicht, er ist von anderer Art, oder der Bot darf ihn nicht sehen oder dort nicht schreiben. Nichts wurde geändert.`;
  }
}

/** „12 Sekunden“, „2 Minuten“: never less than what is left. */
function secondsLeft(ms: number): string {
  const left = Math.max(1, Math.ceil(ms / 1000));
  return left < 120 ? count(left, 'Sekunde', 'Sekunden') : count(Math.ceil(left / 60), 'Minute', 'Minuten');
}

function endedStatus(status: string): string {
  const known = CAMPAIGN_STATUSES.find((each) => each === status);
  return known ? words.campaignStatus[known] : 'beendet';
}

export const refusals: RefusalTexts = { refusal, notice };
