import type { CampaignStatus, EndReason, FinalOutcome, JobStatus } from '../../domain/campaign.js';
import type { JobType } from '../../domain/message-kinds.js';
import { mostFirst } from '../../domain/most-first.js';
import { answersLine } from '../answers-line.js';
import { type SendReason, wordFor } from '../codes.js';
import { discordDateTime, discordRelative, timeOfDay } from '../moment.js';
import type { JobProgress, PromoteTexts } from '../texts/promote.js';
import { count, dayAndYear, markedStatus } from './phrases.js';
import { words } from './words.js';

const END_REASON: Record<EndReason, string> = {
  nobody_missing: 'Niemand hat gefehlt.',
  presence_unknown: 'Es ließ sich nicht feststellen, wer da war, also wurde niemand angestupst.',
  not_checked: 'Wer da ist, wird hier nicht geprüft.',
};

// What the send log gives as reasons beside those for skipping somebody; and one of those that means more there: who is
// written to had invitations switched on when the campaign was made.
const SEND_REASON: Record<SendReason | 'not_opted_in', string> = {
  not_opted_in: words.optedOut,
  channel_closed: 'kein Kanal war offen',
  message_refused: 'kein Kanal hat diese Nachricht angenommen',
  attempts_exhausted: 'zu viele Fehlversuche',
  expired: 'kein Versuch ist rechtzeitig geglückt',
  maybe_delivered: 'vielleicht angekommen, daher nicht noch einmal gesendet',
  job_error: 'interner Fehler',
  will_retry: 'wird noch einmal versucht',
  presence_unknown: 'es ließ sich nicht feststellen, wer da war',
};

const TITLE: Record<CampaignStatus, string> = {
  scheduled: 'Einladungen geplant',
  running: 'Einladungen werden verschickt',
  sent: 'Einladungen verschickt',
  partial: 'Einladungen verschickt',
  failed: 'Keine Einladung kam durch',
  skipped: 'Niemand wurde eingeladen',
  missed: 'Einladungen verpasst: Es war zu spät, sie zu senden',
  cancelled: 'Einladungen abgebrochen',
};

const SENT: Record<JobType, string> = {
  reminder: 'erinnert',
  start: 'eingeladen',
  follow_up: 'angestupst',
  call_off: 'über die Absage informiert',
  one_more: 'gefragt, ob sie einspringen',
  question: 'gefragt',
  ready: 'benachrichtigt, dass es losgeht',
};

const STATE: Record<Exclude<JobStatus, 'pending' | 'running'>, string> = {
  sent: 'Erledigt',
  partial: 'Erledigt',
  skipped: 'Erledigt',
  failed: 'Fehlgeschlagen',
  missed: 'Verpasst',
  cancelled: 'Abgebrochen',
};

function jobLine({ jobType, status, at, counts, leftOut, total, wanted }: JobProgress): string {
  const done = Object.values(counts).reduce((sum, number) => sum + number, 0);
  if (status === 'pending' && done === 0) return `Geht raus: ${discordRelative(at)}`;
  const outcomes: [number, string][] = [
    [counts.sent, SENT[jobType]],
    [counts.simulated, `wären ${SENT[jobType]} worden`],
    [counts.failed, 'nicht erreicht'],
    [counts.unknown, 'unklar (vielleicht angekommen)'],
  ];
  const parts = [
    ...outcomes.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`),
    ...leftOut.map(([reason, number]) => `${number} ${promote.reason(reason)}`),
  ].join(', ');
  const howFar = wanted === null ? `${done} von ${total}` : `${wanted} gesucht`;
  if (status === 'pending' || status === 'running') return `Läuft, ${howFar}: ${parts}`;
  return parts === '' ? STATE[status] : `${STATE[status]}: ${parts}`;
}

export const promote: PromoteTexts = {
  previewTitle: 'Vorschau: die Runde heute Abend',
  confirmTitle: 'Diese Nachrichten planen?',
  who: 'Wer eingeladen wird',
  leftOut: 'Ausgelassen',
  nobody:
    'Noch niemand. Eingeladen wird, wer sich mit `/availability set` meldet und mit `/preferences` Einladungen einschaltet.',
  nobodyLeftOut: 'Niemand',
  when: 'Wann',
  texts: 'Was sie bekommen',
  notices: 'Gut zu wissen',
  cancelCampaign: 'Einladungen abbrechen',
  callStandby: 'Ersatz suchen',
  callOff: {
    question: (reached, stopsNothing) =>
      `${reached === 1 ? 'Eine Person wurde' : `${reached} Leute wurden`} schon eingeladen${stopsNothing ? ', und zu stoppen ist nichts mehr' : ''}. Sollen sie erfahren, dass die Runde heute ausfällt?`,
    tell: (reached) =>
      reached === 1 ? 'Der eingeladenen Person Bescheid geben' : `Den ${reached} Eingeladenen Bescheid geben`,
    quietly: 'Still absagen',
    back: 'Zurück',
    kept: 'Es wurde nichts abgesagt.',
    told: (count) =>
      count === 1
        ? 'Abgesagt: Die eingeladene Person erfährt es.'
        : `Abgesagt: Die ${count} Eingeladenen erfahren es.`,
  },
  tooFew: {
    question: (looking, minimum, startAt) =>
      `**Zu wenige für heute Abend?** ${looking === 0 ? 'Niemand sucht' : looking === 1 ? 'Nur 1 Person sucht' : `Nur ${looking} suchen`} ein Spiel; eine Runde braucht mindestens ${minimum}. Beginn: ${discordRelative(startAt)}; die Einladungen gehen wie geplant raus. Absagen oder weitermachen? Ohne Antwort geht es weiter.`,
    callOff: 'Absagen',
    goOn: 'Weitermachen',
    goesOn: '**Es geht weiter.** Mit `/promote cancel` lässt es sich immer noch absagen.',
    notAsked:
      'Es suchten weniger als das Minimum ein Spiel. Die Frage danach kam per Direktnachricht vielleicht nicht an: Es geht weiter.',
  },
  cancelledInTime: 'Abgebrochen, bevor jemand eine Nachricht bekam.',
  includeMore: 'Verfügbar und vielleicht einbeziehen',
  replayed: 'Diese Nachrichten hattest du schon geplant. So steht es damit:',
  pausedNow: 'Das Senden pausiert.',
  nothingToResume: 'Das Senden hat nicht pausiert.',
  alreadyPaused: 'Das Senden pausiert schon. Mit `/promote resume` geht es weiter.',
  slotFreed: 'Es war noch nichts gesendet, also kann heute noch einmal eingeladen werden.',
  olderPage: 'Früher',
  newerPage: 'Später',
  title: (status, dryRun) => (dryRun ? `Probelauf: ${TITLE[status]}` : TITLE[status]),
  reached: (number, of) => `${number} von ${of} erreicht`,
  session: (startAt) => `Runde: ${discordDateTime(startAt)}`,
  moment: (jobType, at) =>
    at === null
      ? `Keine ${words.job[jobType]}: Dafür ist es zu spät`
      : `${words.job[jobType]}: ${timeOfDay(at, 'discord')} (${discordRelative(at)})`,
  lastSend: (at) => `Letzte Nachricht gegen ${timeOfDay(at, 'discord')}`,
  recipient: (shown, status, channel, weekly = false) =>
    `${markedStatus[status].split(' ')[0]} ${shown}${weekly ? ` (${words.weekly})` : ''} · ${words.channel[channel]}`,
  standbys: (number) => `Können einspringen: ${number}`,
  noStandby: (reason, number) => `dazu ${number} ${words.skipReason[reason]}`,
  excluded: (reason, number) => `${number} ${words.skipReason[reason]}`,
  recipients: (number, channels) => {
    const parts = mostFirst(channels).map(([channel, each]) => `${each} über ${words.channel[channel]}`);
    return number === 0 ? 'Niemand' : `${count(number, 'Person', 'Personen')}: ${parts.join(', ')}`;
  },
  signedUpSince: (number) =>
    `Seitdem dazugekommen: ${number}. Dafür geht keine Nachricht mehr raus, denn diese waren schon geplant.`,
  answers: (counts) => answersLine(counts, words, (instant) => timeOfDay(instant, 'discord')),
  droppedOut: (number) =>
    number === 1
      ? '1 Person hatte zugesagt und kommt doch nicht.'
      : `${number} hatten zugesagt und kommen doch nicht.`,
  jobLine,
  counts: (counts) => {
    const parts = (Object.keys(words.outcome) as FinalOutcome[]).filter((outcome) => counts[outcome] > 0);
    return parts.map((outcome) => `${counts[outcome]} ${words.outcome[outcome]}`).join(' · ');
  },
  footer: (campaignId) => `Kampagne ${campaignId}`,
  logTitle: (date) => `Versandprotokoll, ${dayAndYear(date)}`,
  logPage: (page, pages) => `Seite ${page} von ${pages}`,
  logForAdminsOnly: 'Nur Summen: Namen sehen Admins.',
  endReason: (reason) => END_REASON[reason],
  reason: (reason) =>
    wordFor(SEND_REASON, reason) ?? wordFor(words.skipReason, reason) ?? 'ein anderer Grund',
};
