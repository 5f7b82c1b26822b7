import type { BackupFault } from '../../domain/backup.js';
import type { ChannelType } from '../../domain/channel-choice.js';
import type { DatabaseFault } from '../../domain/database-fault.js';
import { type NeedsSomebody, wordFor } from '../codes.js';
import type { MomentStyle } from '../moment.js';
import type { AlertEvent, AlertTexts } from '../texts/alerts.js';
import { clock, errorCode } from './phrases.js';
import { promote } from './promote.js';
import { words } from './words.js';

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
  disk_error: 'Ihr Datenträger liest oder schreibt fehlerhaft. Prüf ihn.',
  unreachable: 'Sie ist nicht zu erreichen. Prüf, ob sie läuft, und das Netz zwischen ihr und Muster.',
  read_only:
    'Ihr Server nimmt nur, was ein anderer schreibt. Prüf, welcher von ihnen der schreibende ist und ob DATABASE_URL dorthin führt.',
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

const KEYS_CHANGED =
  'Signal stellt jemandem von euch nichts mehr zu: Die Sicherheitsnummer hat sich geändert, wahrscheinlich durch ein neues Telefon. Die Person wird über ihren nächsten Kanal eingeladen. Ein Admin vergleicht die neue Nummer mit ihr und bestätigt sie in signal-cli-rest-api; wie, steht auf der Betriebsseite von Muster.';

function alert(event: AlertEvent): string {
  if (event.type === 'channel_paused') {
    return `⚠️ ${channelPaused(event.channel, event.code, event.until)} Muster versucht es weiter; dazu kommt hier keine zweite Meldung.`;
  }
  if (event.type === 'summary_settled') {
    return `⚠️ Die Zusammenfassung der Kampagne ${event.campaignId} wurde nicht in <#${event.channelId}> veröffentlicht: ${errorCode(event.code ?? '')}. Muster braucht dort die Berechtigungen „Kanal anzeigen“, „Nachrichten senden“ und „Dateien anhängen“.`;
  }
  if (event.type === 'post_settled') {
    const what = {
      board: 'Die Tafel',
      ready: '„Es geht los“',
      one_short: '„Noch eine Person, und es geht los“',
    }[event.post];
    return `⚠️ ${what} wurde nicht in <#${event.channelId}> veröffentlicht: ${errorCode(event.code ?? '')}. Muster braucht dort die Berechtigungen „Kanal anzeigen“ und „Nachrichten senden“; die Tafel von heute erscheint mit \`/availability board\`.`;
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
    return `⚠️ Die Sicherung (${event.kind}) wurde nicht gemacht: ${BACKUP_FAULT[event.fault]} Die früheren sind unberührt. Eine neue Meldung kommt erst, wenn wieder eine gelungen ist.`;
  }
  if (event.type === 'database_trouble') {
    return `⚠️ Mit der Datenbank stimmt etwas nicht: ${DATABASE_FAULT[event.fault]} Was sich nicht festhalten lässt, wird nicht gesendet. Muster versucht es weiter; dazu kommt hier keine zweite Meldung.`;
  }
  if (event.type === 'keys_changed') {
    return `⚠️ ${KEYS_CHANGED} \`/promote log\` sagt, um wen es geht; Muster meldet das hier für jede Person nur einmal.`;
  }
  if (event.status !== 'failed') {
    return `⚠️ Die ${words.job[event.jobType]} der Kampagne ${event.campaignId} ist vorbei, und bei ${event.counts.unknown} ihrer Nachrichten ist nicht bekannt, ob sie angekommen sind. Sie werden nicht noch einmal gesendet; \`/promote log\` sagt, warum.`;
  }
  return `⚠️ Die ${words.job[event.jobType]} der Kampagne ${event.campaignId} ist fehlgeschlagen: ${promote.counts(event.counts)}. \`/promote log\` sagt, warum.`;
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
  const paused = `${words.channel[channel]} pausiert bis ${clock(until, moments)}: ${errorCode(code)}.`;
  const remedy = wordFor(REMEDY, code);
  return remedy === undefined ? paused : `${paused} ${remedy}`;
}

export const alerts: AlertTexts = { alert, channelPaused };
