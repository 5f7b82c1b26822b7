import type { Weekday } from '../../domain/session-plan.js';
import type { NotOutReason } from '../../domain/standing-campaigns.js';
import { discordRelative, timeOfDay } from '../moment.js';
import type { StandingCampaignTexts } from '../texts/standing-campaigns.js';
import { dayAndYear } from './phrases.js';
import { standing } from './standing.js';
import { form, words } from './words.js';

const REASON: Record<Exclude<NotOutReason, 'stopped'>, string> = {
  changed: 'stalna vabila so bila spremenjena ali odstranjena.',
  taken: 'vabila za nocoj je kdo načrtoval ali preklical sam.',
  switched_off: 'pošiljanje je bilo takrat ustavljeno ali izklopljeno.',
  nobody_told: 'nikogar ni bilo mogoče pravočasno obvestiti, zato tudi nihče ni mogel reči ne.',
  too_few: 'igro jih ni več iskalo dovolj.',
  nobody_to_call: 'ni bilo nikogar, ki bi ga lahko povabili.',
  no_session: 'za ta dan igranje ni več načrtovano.',
  too_late: 'igranje se je že začelo.',
  left: 'člana, ki jih je nastavil, ni več na strežniku.',
  may_not: 'član, ki jih je nastavil, ni več promotor s povezanim igralcem.',
  restored: 'obnovljena je bila varnostna kopija.',
};

const days = (list: readonly Weekday[]): string => list.map((day) => standing.weekday(day)).join(', ');

const looking = (number: number): string =>
  form(number, 'igro išče 1', 'igro iščeta 2', `igro iščejo ${number}`, `igro išče ${number}`);

export const standingCampaigns: StandingCampaignTexts = {
  title: 'Stalna vabila',
  about: (threshold) =>
    `Ob teh dneh gredo vabila ven sama, če pol ure pred opomnikom ali kmalu zatem igro išče dovolj igralcev (${threshold}). Promotorji, ki želijo obvestilo, da igramo, izvedo to prej, in vsak od njih lahko reče ne.`,
  none: 'Nobena vabila ne gredo ven sama. Dneve za to nastavi `/promote standing set`.',
  day: ({ day, name, includeAvailable, includeMaybe, hasSession }) => {
    const also = [
      ...(includeAvailable ? [words.status.AVAILABLE] : []),
      ...(includeMaybe ? [words.status.MAYBE] : []),
    ];
    const parts = [
      ...(name === null ? [] : [`v imenu: ${name}`]),
      ...(also.length > 0 ? [`tudi: ${also.join(', ')}`] : []),
      ...(hasSession ? [] : ['ta dan igranje ni načrtovano']),
    ];
    return `**${standing.weekday(day)}**${parts.length > 0 ? `: ${parts.join('; ')}` : ''}`;
  },
  until: (date) =>
    `Zadnji dan veljave: ${dayAndYear(date)}, če jih do takrat noben promotor ne spremeni ali ne pritisne katerega od njihovih gumbov.`,
  proposal: ({ at, startAt, looking: number, name }) =>
    `**Vabila za nocoj gredo ven ob ${timeOfDay(at, 'discord')}, če nihče od vas ne reče ne.** Zdaj ${looking(number)}; začetek je ${discordRelative(startAt)}.${name === null ? '' : ` Vabila gredo v imenu: ${name}.`}`,
  goesOut: (at, style = 'discord') =>
    `Vabila za nocoj gredo ven ob ${timeOfDay(at, style)}, če noben promotor ne reče ne.`,
  made: 'Vabila za nocoj so šla ven sama; kako kaže, pove `/promote status`.',
  notOut: (reason, name) =>
    reason === 'stopped'
      ? `**Vabila za nocoj ne gredo ven sama.** Ne je rekel član: ${name ?? 'eden od promotorjev'}. Z \`/promote create\` še vedno lahko povabiš.`
      : `**Vabila za nocoj ne gredo ven sama:** ${REASON[reason]}`,
  nearLapse: (until) =>
    `**Stalna vabila se iztekajo, zadnji dan: ${dayAndYear(until)}.** Sedem tednov jih noben promotor ni spremenil in ni pritisnil nobenega njihovega gumba. Jih obdržimo?`,
  lapsed: (until) =>
    `**Stalna vabila so se iztekla**, ker jih nihče ni obdržal; zadnji dan: ${dayAndYear(until)}. Dneve znova nastavi \`/promote standing set\`.`,
  ended: (reason) =>
    `**Stalna vabila so se končala:** ${REASON[reason]} Katera so še, pokaže \`/promote standing show\`, dneve v svojem imenu pa nastavi \`/promote standing set\`.`,
  stop: 'Ustavi',
  preview: 'Predogled',
  keep: 'Obdrži',
  set: (list) => `Nastavljeno v tvojem imenu: ${days(list)}.`,
  removed: (list) => `Odstranjeno: ${days(list)}.`,
  kept: (until) => `Veljajo naprej, zadnji dan: ${dayAndYear(until)}.`,
  stopped: '**Ustavljeno.** Vabila za nocoj ne gredo ven sama; z `/promote create` še vedno lahko povabiš.',
  goneOut: (mayCancel) =>
    mayCancel
      ? '**Vabila za nocoj so že razporejena.** Jih prekličem?'
      : '**Vabila za nocoj so že razporejena.** Prekliče jih lahko le promotor, v čigar imenu gredo ven, ali admin.',
};
