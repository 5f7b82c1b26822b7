import { readableName } from '../../domain/player-link.js';
import type { ButtonTexts, NothingTexts, ReplyTexts, WayOutTexts } from '../texts/replies.js';
import { board } from './board.js';
import { dayFrom, markedStatus, nameOf, onDay, onDayAndYear, players } from './phrases.js';
import { form, words } from './words.js';

export const buttons: ButtonTexts = {
  confirm: 'Potrdi',
  cancel: 'Prekliči',
  coming: 'Pridem',
  later: 'Kasneje',
  lateBy: (minutes) => `${minutes} min kasneje`,
  back: 'Nazaj',
  notTonight: 'Nocoj ne',
  backIn: 'Vendarle pridem',
  stop: 'Ustavi ta sporočila',
  ends: { 'dont-ask': 'Ne sprašuj me', 'stop-ready': 'Ustavi to obvestilo' },
  stopEverything: 'Ustavi vse',
  previewPings: 'Predogled nocojšnjih vabil',
  toVoice: 'Odpri glasovni kanal',
  turnOnPings: 'Vklopi vabila',
};

/** When somebody hears from us, up to the times. */
const PINGED: Readonly<Record<Parameters<ReplyTexts['pingsAt']>[0], string>> = {
  scheduled: 'Oglasim se ob',
  LOOKING: 'Če igramo, se oglasim ob',
  AVAILABLE: 'Če manjkajo igralci, se oglasim ob',
  MAYBE: 'Če iščemo tudi med „morda“, se oglasim ob',
};

export const replies: ReplyTexts = {
  // These are told on every channel, so without markup.
  notTonight: 'Velja. Nocoj ni več sporočil.',
  stopped: 'Ustavljeno. Sporočila lahko kadar koli spet vklopiš v /preferences.',
  ended: {
    'dont-ask': 'Vprašanj ni več. Kadar koli jih lahko spet vklopiš v /preferences.',
    'stop-ready': 'Obvestil, da igramo, ni več. Kadar koli jih lahko spet vklopiš v /preferences.',
  },
  draftDiscarded: 'Zavrženo. Sporočila ni dobil nihče.',
  preferencesSaved: 'Nastavitve so shranjene.',
  paused: 'Zaustavljeno: nič novega ne gre ven do `/promote resume`.',
  resumed: 'Nadaljujemo. Sporočila, ki so še pravočasna, gredo zdaj ven.',
  erased:
    'Tvoje nastavitve, povezave in odgovori so izbrisani in sporočil ne dobiš več. Do jutri hranimo anonimen prstni odtis, da te že načrtovano sporočilo ne doseže dvakrat.',
  exported: 'Tu je vse, kar hranimo o tebi.',
  internalError:
    'Na naši strani je šlo nekaj narobe; nič ni spremenjeno. Poskusi znova in povej adminu, če se ponovi.',
  help: (pageUrl) =>
    [
      `**Povej, kdaj igraš**: \`/availability set\`, za vsak teden pa \`/availability weekly\`${pageUrl === null ? '' : `; ali na <${pageUrl}>`}. „${words.status.LOOKING}“: ${board.meanings.LOOKING}; „${words.status.AVAILABLE}“: ${board.meanings.AVAILABLE}; „${words.status.MAYBE}“: le, kadar iščemo tudi med njimi.`,
      '**Poveži svoj profil v igri**: `/link player`. GUID je tvoj ID v igri: 1–64 črk, številk, `_` ali `-`; igra ga pokaže, na primer v konzoli.',
      '**Prejemaj vabila**: v `/preferences` vklopiš vabila in poveš, kje in kdaj te dosežejo. Vsako vabilo ima gumb, ki jih ustavi.',
      '**Povabi nocojšnje igralce** (promotorji in admini): `/promote create`.',
      '**Tvoji podatki**: `/privacy show`, `/privacy export` in `/privacy erase`.',
    ].join('\n'),
  availabilitySet: (status, date, today, atLeast = null) =>
    `Shranjeno za ${dayFrom(date, today)}: ${markedStatus[status]}${atLeast === null ? '' : `, zraven pa, takoj ko vas je s tabo vred ${atLeast}`}.`,
  calledWithout: (at) =>
    `Vabila za ta večer so že načrtovana, zato svojega ne dobiš: preprosto se pridruži ob ${at}.`,
  pingsAt: (when, at) => `${PINGED[when]} ${at.join(' in ')}.`,
  pingsOff: 'Vabila so izklopljena, zato se ne oglasim.',
  pingsNowhere: 'A nimam poti do tebe: izberi jo z /preferences na Discordu.',
  pingsQuiet: 'Takrat se ne oglasim: to je v tvojih tihih urah.',
  pingsTurnedOn: 'Vabila so vklopljena.',
  availabilityCleared: (date, today) => `Tvoj odgovor za ${dayFrom(date, today)} je pobrisan.`,
  playerLinked: (playerName) => `Povezano: igraš kot ${nameOf(readableName(playerName))}.`,
  playerUnlinked: 'Povezava s tvojim profilom v igri je prekinjena.',
  channelUnlinked: (channel) =>
    `${words.channel[channel]}: povezava je prekinjena, tam ne dobiš ničesar več.`,
  moreCalled: (number, standbys, paused) =>
    `${paused ? 'Ko se pošiljanje nadaljuje, vabim' : 'Vabim'} rezerve, po nekaj naenkrat, dokler ne ${form(number, 'pride', 'prideta', 'pridejo', 'pride')} še ${players(number)}; v rezervi: ${standbys}.`,
  campaignCancelled: (followUpOnly) =>
    followUpOnly
      ? 'Nihče več ne dobi sporočila. Vabilo ob začetku je bilo že poslano.'
      : 'Preklicano: nihče več ne dobi sporočila.',
};

export const nothing: NothingTexts = {
  campaign: (date, today) =>
    `Za ${dayFrom(date, today)} ni bil povabljen nihče. Nocojšnje igralce povabiš z \`/promote create\`.`,
  log: (date) => `Za ${onDayAndYear(date)} ni nič zabeleženo.`,
  availability: (date, today) =>
    `Za ${dayFrom(date, today)} ni tvojega odgovora. Uporabi \`/availability set\`.`,
  board: (date, today) => `Za ${dayFrom(date, today)} še ni odgovorov. Začni ti: \`/availability set\`.`,
  preferences: 'Nič ni nastavljeno: vabila so izklopljena. Vklopiš jih v `/preferences`.',
  personalData: 'O tebi ne hranimo ničesar.',
};

export const wayOut: WayOutTexts = {
  notThatEvening: (date) =>
    `Velja, za ${onDay(date)}: o tem dnevu je bilo sporočilo. Za druge dni uporabi /availability set.`,
  coming: (at) =>
    at === null ? 'Velja: prideš. Se slišimo v glasovnem kanalu!' : `Velja: prideš. Se slišimo ob ${at}!`,
  comingAlready: 'Da prideš, že vem. Se slišimo v glasovnem kanalu!',
  late: (at, again) =>
    again ? `Da prideš do ${at}, že vem.` : `Velja: prideš do ${at}. Prej te nihče ne išče.`,
  howMuchLater: 'Koliko minut kasneje?',
  backIn: 'Vendarle prideš. Vsa vabila, ki so za nocoj še pred nami, te dosežejo.',
  backInLate: (at) => `Vendarle prideš. Vabilo ob začetku je bilo že poslano, zato se pridruži ob ${at}.`,
};
