import type { EndReason, FinalOutcome } from '../../domain/campaign.js';
import { CHANNEL_TYPES } from '../../domain/channel-choice.js';
import { type SendReason, wordFor } from '../codes.js';
import { discordRelative, timeOfDay } from '../moment.js';
import type { PromoteTexts } from '../texts/promote.js';
import { capital, count, dateOf, markedStatus } from './phrases.js';
import { words } from './words.js';

const END_REASON: Record<EndReason, string> = {
  nobody_missing: 'Niemand hat gefehlt.',
  presence_unknown: 'Es ließ sich nicht feststellen, wer da war, also galt niemand als fehlend.',
  not_checked: 'Wer da ist, wird hier nicht geprüft.',
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

export const promote: PromoteTexts = {
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
  title: (status, dryRun) => `Kampagne: ${words.campaignStatus[status]}${dryRun ? ' (Probelauf)' : ''}`,
  moment: (jobType, at) =>
    at === null
      ? `Keine ${words.job[jobType]}: Der Zeitpunkt ist vorbei`
      : `${words.job[jobType]}: ${timeOfDay(at, 'discord')} (${discordRelative(at)})`,
  lastSend: (at) => `Letzte Nachricht gegen ${timeOfDay(at, 'discord')}`,
  recipient: (shown, status, channel) =>
    `${markedStatus[status].split(' ')[0]} ${shown} · ${words.channel[channel]}`,
  excluded: (reason, number) => `${number} × ${words.skipReason[reason]}`,
  recipients: (number, channels) => {
    const parts = CHANNEL_TYPES.filter((channel) => channels[channel]).map(
      (channel) => `${channels[channel] ?? 0} über ${words.channel[channel]}`,
    );
    return number === 0 ? 'Niemand' : `${count(number, 'Person', 'Personen')}: ${parts.join(', ')}`;
  },
  signedUpSince: (number) =>
    `Seitdem dazugekommen: ${number}. Dafür geht keine Nachricht hinaus, denn die waren schon geplant.`,
  jobLine: (status, at, done, total) => {
    const when = status === 'pending' && done === 0 ? ` ${discordRelative(at)}` : '';
    return `${capital(words.jobStatus[status])}${when} · ${done} von ${total}`;
  },
  counts: (counts) => {
    const parts = (Object.keys(words.outcome) as FinalOutcome[]).filter((outcome) => counts[outcome] > 0);
    return parts.map((outcome) => `${counts[outcome]} ${words.outcome[outcome]}`).join(' · ');
  },
  footer: (campaignId) => `Kampagne ${campaignId}`,
  logTitle: (date) => `Was am ${dateOf(date)} getan wurde`,
  logPage: (page, pages) => `Seite ${page} von ${pages}`,
  logForAdminsOnly: 'Nur Zahlen: Namen im Protokoll sehen Admins.',
  endReason: (reason) => END_REASON[reason],
  reason: (reason) =>
    wordFor(SEND_REASON, reason) ?? wordFor(words.skipReason, reason) ?? 'ein anderer Grund',
};
