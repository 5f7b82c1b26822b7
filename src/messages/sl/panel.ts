import { discordDate } from '../moment.js';
import type { PanelTexts } from '../texts/panel.js';
import { quoted } from './phrases.js';
import { words } from './words.js';

export const panel: PanelTexts = {
  title: 'Obvestila',
  consents: {
    calls: {
      title: 'Vabila',
      off: '**Izklopljena.** Vklopi jih, da dobiš sporočilo ob večerih, za katere se prijaviš.',
      turnOn: 'Vklopi vabila',
      turnOff: 'Izklopi vabila',
    },
    questions: {
      title: 'Večerno vprašanje',
      off: '**Izklopljeno.** Vklopi ga, da te ob igralnih dneh vprašam, ali igraš, če še ni tvojega odgovora.',
      turnOn: 'Vklopi vprašanje',
      turnOff: 'Izklopi vprašanje',
    },
    ready: {
      title: 'Obvestilo, da igramo',
      off: '**Izklopljeno.** Vklopi ga, da takoj izveš, ko za nocoj igro išče dovolj igralcev.',
      turnOn: 'Vklopi obvestilo',
      turnOff: 'Izklopi obvestilo',
    },
  },
  optedIn: (since) => (since === null ? '**Vklopljeno**' : `**Vklopljeno** od ${discordDate(since)}`),
  questionsRest:
    'Pet jih je ostalo brez odgovora, zato vprašanje miruje, dokler ne odgovoriš za kateri koli dan.',
  directMessages: 'Sporočila na Discordu',
  dmsOn: 'Vklopljena',
  dmsOff: 'Izklopljena: na Discordu ne dobiš ničesar.',
  dmUnreachable:
    '⚠️ Zasebnega sporočila ti ni bilo mogoče poslati. Na Discordu odpri meni tega strežnika, izberi „Privacy Settings“ in vklopi „Direct Messages“; preveri tudi, da me ne blokiraš. Nato pritisni „Poskusi znova“.',
  dmLater:
    '⚠️ Discord mi trenutno ne dovoli odpreti zasebnega sporočila. Tvoja izbira je shranjena in tvoje nastavitve so v redu: ob naslednjem vabilu poskusim znova. Če želiš prej, čez nekaj minut pritisni „Poskusi znova“.',
  noChannel: '⚠️ Želiš sporočila, a nič te ne doseže: vklopi sporočila na Discordu.',
  quietHours: 'Tihe ure',
  quietNone: 'Brez',
  quietAllDay: 'Ves dan: nikoli ne dobiš vabila.',
  quietBetween: (start, end) => `od ${start} do ${end}`,
  timezone: 'Časovni pas',
  serverZone: (zone) => `kot strežnik (${zone})`,
  channel: 'Kje',
  channelPlaceholder: 'Kje naj ti Muster piše?',
  links: 'Druge aplikacije',
  link: (channel, linked) => `${words.channel[channel]}: ${linked ? 'povezan' : 'ni povezan'}`,
  linkAgain: (channel) =>
    `${words.channel[channel]}: ni povezan. Pred selitvijo sem je bil v uporabi; poveži ga znova, da bodo sporočila prihajala tja.`,
  changeLink: (channel, linked) => `${linked ? 'Prekini povezavo:' : 'Poveži:'} ${words.channel[channel]}`,
  channelOnceLinked: 'Najprej ga poveži',
  dmsChoice: {
    off: { label: 'Na Discordu nič', hint: 'Le v aplikacijah, ki jih povežeš' },
    on: { label: 'Spet na Discordu', hint: 'Sporočila na Discordu so zdaj izklopljena' },
  },
  language: { placeholder: 'Jezik', asOnDiscord: 'Jezik: kot na Discordu', own: 'Slovenščina' },
  buttons: {
    dmsOn: 'Vklopi sporočila na Discordu',
    dmsRetry: 'Poskusi znova',
    quietHours: 'Tihe ure in časovni pas',
    test: 'Pošlji mi preizkus',
    openAgain: 'Popravi',
    askAgain: 'Spet me sprašuj',
  },
  form: {
    title: 'Tihe ure in časovni pas',
    start: 'Tiho od',
    end: 'Tiho do',
    timesHint: 'HH:MM, na primer 22:30. Brez tihih ur pusti oboje prazno.',
    zone: 'Tvoj časovni pas',
    zoneHint: 'Tvoje tihe ure tečejo po njegovi uri.',
    otherZone: 'Drug časovni pas',
    otherZoneHint: 'Le če tvojega ni na seznamu. Na primer America/Bogota.',
  },
  typed: (start, end, zone) =>
    `Nič ni spremenjeno. Tvoj vnos: od ${quoted(start)}, do ${quoted(end)}, časovni pas ${quoted(zone)}.`,
};
