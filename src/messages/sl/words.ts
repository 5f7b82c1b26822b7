import type { Words } from '../texts/words.js';

const RULES = new Intl.PluralRules('sl');

/**
 * The form that goes with a number: 1 igralec, 2 igralca, 3 igralci, 5 igralcev; 101 is as 1, 102 as 2, 103 and 104 as 3.
 * It stands here because the pages load no other file of this folder than this and their own.
 */
export function form(number: number, one: string, two: string, few: string, other: string): string {
  const forms: Partial<Record<Intl.LDMLPluralRule, string>> = { one, two, few };
  return forms[RULES.select(number)] ?? other;
}

/** The Slovenian names of things, as Discord, the chats and the web say them. */
export const words: Words = {
  status: {
    LOOKING: 'Iščem igro',
    AVAILABLE: 'Na voljo',
    MAYBE: 'Morda',
    NOT_PLAYING: 'Ne igram',
  },
  channel: { telegram: 'Telegram', signal: 'Signal', discord: 'Discord' },
  preferred: {
    telegram: 'Najprej Telegram',
    signal: 'Najprej Signal',
    discord: 'Najprej Discord',
    any: 'Katera koli aplikacija',
  },
  job: {
    reminder: 'opomnik',
    start: 'vabilo ob začetku',
    follow_up: 'poziv manjkajočim',
    call_off: 'odpoved',
    one_more: 'poziv rezervam',
    question: 'vprašanje',
    ready: 'obvestilo, da igramo',
  },
  jobStatus: {
    pending: 'čaka',
    running: 'poteka',
    sent: 'opravljeno',
    partial: 'opravljeno, a brez nekaterih',
    failed: 'ni uspelo',
    skipped: 'opravljeno, brez prejemnikov',
    missed: 'zamujeno',
    cancelled: 'preklicano',
  },
  campaignStatus: {
    scheduled: 'načrtovano',
    running: 'poteka',
    sent: 'poslano',
    partial: 'poslano, a ne vsem',
    failed: 'ni uspelo',
    skipped: 'brez povabljenih',
    missed: 'zamujeno',
    cancelled: 'preklicano',
  },
  skipReason: {
    not_playing: 'ne igra',
    status_not_included: 'na voljo ali morda, ni vključeno',
    not_opted_in: 'z izklopljenimi vabili',
    no_channel: 'brez dosegljivega kanala',
    left_guild: 'ni več na strežniku',
    quiet_hours: 'v tihih urah',
    already_contacted: 'že povabljeno',
    erased: 'z izbrisanimi podatki',
    no_entry: 'brez odgovora za ta dan',
    missed: 'prepozno, da bi koristilo',
    cancelled: 'preklicano',
    not_called: 'brez pričakovanja (odpoved, odjava ali nedosegljivost)',
    called_elsewhere: 'vabi tudi druga kampanja, ki teče naprej',
    present: 'že tam',
    not_checked: 'ni preverjeno: prisotnost se tu ne preverja',
    restored: 'morda že povabljeno pred obnovitvijo kopije',
    answered: 'odgovor je medtem prispel',
    questions_rest: 'pet vprašanj brez odgovora',
    over_own_cap: 'na meji, ki so si jo postavili sami',
    calls_rest: 'v mirovanju, po ducatu vabil brez znaka življenja',
    away: 'v odsotnosti',
    later_than_useful: 'pride prepozno za poziv manjkajočim',
  },
  optedOut: 'odjava',
  answer: { coming: 'pride', later: 'kasneje', notTonight: 'nocoj ne', none: 'brez odgovora' },
  outcome: {
    sent: 'poslano',
    failed: 'ni uspelo',
    unknown: 'nejasno (morda prispelo)',
    skipped: 'izpuščeno',
    simulated: 'simulirano',
  },
  weekly: 'tedensko',
};
