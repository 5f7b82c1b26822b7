import type { EveningAnswerKind } from '../../domain/answer.js';
import { FINAL_OUTCOMES } from '../../domain/campaign.js';
import { CHANNEL_TYPES } from '../../domain/channel-choice.js';
import { JOB_TYPES } from '../../domain/message-kinds.js';
import { SYSTEM } from '../../domain/system-campaigns.js';
import { readableName } from '../../domain/player-link.js';
import { type HistoryAction, wordFor } from '../codes.js';
import { discordDateTime } from '../moment.js';
import type { ContactInput, PrivacyTexts } from '../texts/privacy.js';
import {
  by,
  count,
  dayAndYear,
  markedStatus,
  nameOf,
  onDayAndYear,
  quoted,
  untilDayAndYear,
} from './phrases.js';
import { promote } from './promote.js';
import { standing } from './standing.js';
import { form, words } from './words.js';

const HISTORY_ACTION: Record<HistoryAction, string> = {
  player_linked: 'profil v igri povezan',
  player_unlinked: 'povezava s profilom v igri prekinjena',
  player_verified: 'profil v igri potrjen',
  channel_linked: 'kanal povezan',
  channel_unlinked: 'povezava s kanalom prekinjena',
  consent_given: 'vabila vklopljena',
  consent_withdrawn: 'vabila izklopljena',
  questions_allowed: 'večerno vprašanje vklopljeno',
  questions_refused: 'večerno vprašanje izklopljeno',
  ready_notices_allowed: 'obvestilo, da igramo, vklopljeno',
  ready_notices_refused: 'obvestilo, da igramo, izklopljeno',
  campaign_called_off: 'tvoj večer odpovedan',
  standing_campaign_set: 'stalna vabila v tvojem imenu nastavljena',
  standing_campaign_removed: 'stalna vabila v tvojem imenu odstranjena',
  standing_campaign_stopped: 'stalna vabila v tvojem imenu ustavljena za en večer',
  standing_campaigns_kept: 'stalna vabila obdržana',
  standing_campaigns_ended: 'stalna vabila v tvojem imenu končana',
  standing_campaign_made: 'stalna vabila poslana v tvojem imenu',
  said_coming: 'odgovor: prideš',
  said_late: 'odgovor: prideš kasneje',
  said_not_tonight: 'odgovor: ta večer vendarle ne',
  answer_withdrawn: 'preklicano, da prideš',
};

const ANSWER: Record<EveningAnswerKind, string> = {
  COMING: 'prideš',
  LATE: 'prideš kasneje',
  NOT_TONIGHT: 'ta večer ne',
};

export const privacy: PrivacyTexts = {
  title: 'Tvoji podatki',
  playerLink: 'Profil v igri',
  playerLinkOf: (name, guid) => `${nameOf(readableName(name))}, GUID ${quoted(guid)}`,
  playerConfirmed: (at) => `Potrjeno ${discordDateTime(at)}.`,
  playerProof: (until) => `Prstni odtis tvoje kode za potrditev hranimo do ${discordDateTime(until)}.`,
  noPlayerLink: 'Ni povezan.',
  preferences: 'Nastavitve',
  linkedChannels: 'Povezani kanali',
  noLinkedChannels: 'Nobeden razen Discorda.',
  availability: 'Razpoložljivost',
  entry: (date, status) => `${dayAndYear(date)}: ${markedStatus[status]}`,
  noAvailability: 'Ni odgovorov.',
  conditions: 'Zraven, če nas bo dovolj',
  condition: (date, atLeast, met) =>
    `${dayAndYear(date)}: zraven, če vas bo ${atLeast}${met ? ' (bilo vas je)' : ''}`,
  weekly: 'Tedenski odgovori',
  weeklyAnswer: (weekday, status, until) =>
    `${standing.weekday(weekday)}: ${markedStatus[status]}, do ${untilDayAndYear(until)}`,
  away: (from, until) => `Odsotnost od ${untilDayAndYear(from)} do ${untilDayAndYear(until)}`,
  answers: 'Odgovori na vabila',
  answer: (date, answer, lateUntil) =>
    `${dayAndYear(date)}: ${ANSWER[answer]}${lateUntil === null ? '' : `, ${discordDateTime(lateUntil)}`}`,
  history: 'Povezave, privolitve in odgovori',
  historyLine: (at, action, byThem) =>
    `${discordDateTime(at)}: ${wordFor(HISTORY_ACTION, action) ?? 'sprememba tvojega računa'}${byThem ? '' : ' (admin)'}`,
  noHistory: 'Še nič.',
  calendar: 'Naslov koledarja',
  calendarSince: (at) => `Nastal ${discordDateTime(at)}; \`/availability calendar\` ga izklopi.`,
  sessions: 'Prijavljeni brskalniki',
  session: (signedInAt, expiresAt) =>
    `Od ${discordDateTime(signedInAt)}, najdlje do ${discordDateTime(expiresAt)}`,
  standbyFor: 'Večeri, ko si na seznamu rezerv',
  campaigns: 'Večeri, za katere so tvoja vabila',
  campaign: (date, status) => `${dayAndYear(date)} · ${words.campaignStatus[status]}`,
  standingCampaigns: 'Stalna vabila v tvojem imenu',
  standingDay: (day, until) => `${standing.weekday(day)}, zadnji dan: ${dayAndYear(until)}`,
  contactsTitle: 'Kdo ti je pisal in zakaj',
  contact,
  noContacts: 'Še nihče.',
  earlierContacts: (number) =>
    `${count(number, 'starejša vrstica', 'starejši vrstici', 'starejše vrstice', 'starejših vrstic')} ${form(number, 'je', 'sta', 'so', 'je')} v \`/privacy export\`.`,
  erasePrompt: [
    '**Izbrišem tvoje podatke?**',
    'Tvoje nastavitve, povezave in odgovori se takoj izbrišejo in sporočil ne dobiš več. Tega ni mogoče razveljaviti; če želiš kopijo, prej uporabi `/privacy export`.',
    'Kar je bilo poslano, ostane v seštevkih, brez povezave s tabo. Do jutri hranimo anonimen prstni odtis, da te že načrtovano sporočilo ne doseže dvakrat.',
  ].join('\n\n'),
  eraseButton: 'Izbriši moje podatke',
  settingChanges: 'Nastavitve, ki so tvoja sprememba',
  settingChange: (at, key, value) =>
    `${discordDateTime(at)}: \`${key}\` → ${value === null ? 'privzeta vrednost' : quoted(value)}`,
};

/** „…: vabilo ob začetku prek Discorda za soboto, 10. januarja 2026, pošilja @Ada: poslano“. */
function contact(input: ContactInput): string {
  const known = JOB_TYPES.find((jobType) => jobType === input.jobType);
  const what = known ? words.job[known] : 'sporočilo';
  const channel = CHANNEL_TYPES.find((each) => each === input.channel);
  const way = input.channel === null ? '' : ` ${channel ? by(channel) : 'prek tega kanala'}`;
  return `${discordDateTime(input.at)}: ${what}${way} za ${onDayAndYear(input.campaignDate)}, pošilja ${senderOf(input)}: ${whatCame(input)}`;
}

function senderOf({ promoterId }: ContactInput): string {
  if (promoterId === null) return 'nekdo, ki je izbrisal svoje podatke';
  return promoterId === SYSTEM ? 'Muster sam' : `<@${promoterId}>`;
}

function whatCame({ outcome, reason }: ContactInput): string {
  const known = FINAL_OUTCOMES.find((name) => name === outcome);
  const what = known ? words.outcome[known] : 'poskus';
  return reason === null ? what : `${what} (${promote.reason(reason)})`;
}
