import type { CampaignStatus, EndReason, FinalOutcome, JobStatus } from '../../domain/campaign.js';
import type { JobType } from '../../domain/message-kinds.js';
import { mostFirst } from '../../domain/most-first.js';
import { answersLine } from '../answers-line.js';
import { type SendReason, wordFor } from '../codes.js';
import { discordDateTime, discordRelative, timeOfDay } from '../moment.js';
import type { JobProgress, PromoteTexts } from '../texts/promote.js';
import {
  by,
  capital,
  dayAndYear,
  markedStatus,
  players,
  playersAsObject,
  playersInvited,
  playersLooking,
} from './phrases.js';
import { form, words } from './words.js';

const END_REASON: Record<EndReason, string> = {
  nobody_missing: 'Nihče ni manjkal.',
  presence_unknown: 'Muster ni mogel ugotoviti, kdo je tam, zato poziva ni dobil nihče.',
  not_checked: 'Prisotnost se tu ne preverja.',
};

// What the send log gives as reasons beside those for skipping somebody; and one of those that means more there: who is
// written to had session pings on when the campaign was made.
const SEND_REASON: Record<SendReason | 'not_opted_in', string> = {
  not_opted_in: words.optedOut,
  channel_closed: 'noben kanal ne doseže',
  message_refused: 'vsi kanali so zavrnili sporočilo',
  attempts_exhausted: 'preveč neuspelih poskusov',
  expired: 'noben poskus ni uspel pravočasno',
  maybe_delivered: 'morda prispelo, zato ni poslano znova',
  job_error: 'notranja napaka',
  will_retry: 'nov poskus sledi',
  presence_unknown: 'ni bilo mogoče ugotoviti, kdo je tam',
};

const TITLE: Record<CampaignStatus, string> = {
  scheduled: 'Vabila so načrtovana',
  running: 'Vabila se pošiljajo',
  sent: 'Vabila so poslana',
  partial: 'Vabila so poslana',
  failed: 'Nobeno vabilo ni prišlo skozi',
  skipped: 'Vabila ni dobil nihče',
  missed: 'Vabila so zamujena: za pošiljanje je bilo prepozno',
  cancelled: 'Vabila so preklicana',
};

const SENT: Record<JobType, string> = {
  reminder: 'z opomnikom',
  start: 'z vabilom',
  follow_up: 's pozivom',
  call_off: 'z odpovedjo',
  one_more: 's prošnjo, da vskočijo',
  question: 'z vprašanjem',
  ready: 'z obvestilom, da igramo',
};

const STATE: Record<Exclude<JobStatus, 'pending' | 'running'>, string> = {
  sent: 'Opravljeno',
  partial: 'Opravljeno',
  skipped: 'Opravljeno',
  failed: 'Ni uspelo',
  missed: 'Zamujeno',
  cancelled: 'Preklicano',
};

function jobLine({ jobType, status, at, counts, leftOut, total, wanted }: JobProgress): string {
  const done = Object.values(counts).reduce((sum, number) => sum + number, 0);
  if (status === 'pending' && done === 0) return `Pošiljanje ${discordRelative(at)}`;
  const outcomes: [number, string][] = [
    [counts.sent, SENT[jobType]],
    [counts.simulated, `${SENT[jobType]} (poskusno)`],
    [counts.failed, 'brez uspeha'],
    [counts.unknown, 'nejasno (morda prispelo)'],
  ];
  const parts = [
    ...outcomes.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`),
    ...leftOut.map(([reason, number]) => `${number} ${promote.reason(reason)}`),
  ].join(', ');
  const howFar = wanted === null ? `${done} od ${total}` : `iščemo jih še ${wanted}`;
  if (status === 'pending' || status === 'running') return `Poteka, ${howFar}: ${parts}`;
  return parts === '' ? STATE[status] : `${STATE[status]}: ${parts}`;
}

export const promote: PromoteTexts = {
  previewTitle: 'Predogled: nocojšnje igranje',
  confirmTitle: 'Načrtujem ta sporočila?',
  who: 'Prejemniki',
  leftOut: 'Izpuščeni',
  nobody:
    'Še nihče. Sporočilo dobi, kdor se prijavi z `/availability set` in vklopi vabila v `/preferences`.',
  nobodyLeftOut: 'Nihče',
  when: 'Kdaj',
  texts: 'Kaj dobijo igralci',
  notices: 'Dobro je vedeti',
  cancelCampaign: 'Prekliči vabila',
  callStandby: 'Pokliči rezervo',
  callOff: {
    question: (reached, stopsNothing) =>
      `Doslej ${playersInvited(reached)}${stopsNothing ? ', ustaviti pa ni več česa' : ''}. Povem ${reached === 1 ? 'povabljenemu' : 'povabljenim'}, da nocojšnje igranje odpade?`,
    tell: (reached) =>
      `Obvesti ${form(reached, 'povabljenega', 'oba povabljena', `${reached} povabljene`, `${reached} povabljenih`)}`,
    quietly: 'Prekliči potihem',
    back: 'Nazaj',
    kept: 'Nič ni preklicano.',
    told: (number) =>
      `Odpovedano: obveščam ${form(number, 'povabljenega igralca', 'oba povabljena igralca', `${number} povabljene igralce`, `${number} povabljenih igralcev`)}.`,
  },
  tooFew: {
    question: (looking, minimum, startAt) =>
      `**Vas je za nocoj premalo?** ${looking === 0 ? 'Igre ne išče nihče' : `Le ${playersLooking(looking)}`}; igranje potrebuje vsaj ${playersAsObject(minimum)}. Začetek: ${discordRelative(startAt)}; vabila gredo ven po načrtu. Odpovemo ali nadaljujemo? Brez odgovora se nadaljuje.`,
    callOff: 'Odpovej',
    goOn: 'Nadaljuj',
    goesOn: '**Nadaljujemo.** Odpoveš lahko še vedno z `/promote cancel`.',
    notAsked:
      'Igro je iskalo manj igralcev, kot je najmanj potrebno. Vprašanje promotorju morda ni prispelo v zasebnem sporočilu: nadaljuje se.',
  },
  cancelledInTime: 'Preklicano, še preden je kdo dobil sporočilo.',
  includeMore: 'Vključi „na voljo“ in „morda“',
  replayed: 'Ta sporočila imaš že načrtovana. Takole jim gre:',
  pausedNow: 'Pošiljanje je zaustavljeno.',
  nothingToResume: 'Pošiljanje ni zaustavljeno.',
  alreadyPaused: 'Že zaustavljeno. Nadaljuješ z `/promote resume`.',
  slotFreed: 'Nič še ni bilo poslano, zato je nocojšnje igralce še mogoče povabiti.',
  olderPage: 'Starejše',
  newerPage: 'Novejše',
  title: (status, dryRun) =>
    dryRun
      ? `Poskusni zagon: ${TITLE[status].charAt(0).toLowerCase()}${TITLE[status].slice(1)}`
      : TITLE[status],
  reached: (number, of) => `doseženih ${number} od ${of}`,
  session: (startAt) => `Igranje: ${discordDateTime(startAt)}`,
  moment: (jobType, at) =>
    at === null
      ? `${capital(words.job[jobType])}: ne, za to je prepozno`
      : `${capital(words.job[jobType])}: ${timeOfDay(at, 'discord')} (${discordRelative(at)})`,
  lastSend: (at) => `Zadnje sporočilo okoli ${timeOfDay(at, 'discord')}`,
  recipient: (name, status, channel, weekly = false) =>
    `${markedStatus[status].split(' ')[0]} ${name}${weekly ? ` (${words.weekly})` : ''} · ${words.channel[channel]}`,
  standbys: (number) => `V rezervi: ${number}`,
  noStandby: (reason, number) => `in ${number} ${words.skipReason[reason]}`,
  excluded: (reason, number) => `${number} ${words.skipReason[reason]}`,
  recipients: (number, channels) => {
    const parts = mostFirst(channels).map(([channel, each]) => `${each} ${by(channel)}`);
    return number === 0 ? 'Nihče' : `${players(number)}: ${parts.join(', ')}`;
  },
  signedUpSince: (number) =>
    `Prijave od takrat: ${number}. Zanje ni sporočil, ker so bila ta načrtovana že prej.`,
  answers: (counts) => answersLine(counts, words, (instant) => timeOfDay(instant, 'discord')),
  droppedOut: (number) =>
    `${players(number)} s potrjenim prihodom vendarle ne ${form(number, 'pride', 'prideta', 'pridejo', 'pride')}.`,
  jobLine,
  counts: (counts) => {
    const parts = (Object.keys(words.outcome) as FinalOutcome[]).filter((outcome) => counts[outcome] > 0);
    return parts.map((outcome) => `${counts[outcome]} ${words.outcome[outcome]}`).join(' · ');
  },
  footer: (campaignId) => `Kampanja ${campaignId}`,
  logTitle: (date) => `Dnevnik pošiljanja, ${dayAndYear(date)}`,
  logPage: (page, pages) => `Stran ${page} od ${pages}`,
  logForAdminsOnly: 'Le seštevki: imena so za admine.',
  endReason: (reason) => END_REASON[reason],
  reason: (reason) => wordFor(SEND_REASON, reason) ?? wordFor(words.skipReason, reason) ?? 'drug razlog',
};
