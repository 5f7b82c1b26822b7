import type { AccountTexts } from '../texts/account.js';
import { form } from './words.js';

/** The Slovenian wording of the page for those who are signed in. */
export const account: AccountTexts = {
  standing: {
    title: 'Vsak teden',
    about: 'Osem tednov velja za dni brez tvojega odgovora. Drugi to vidijo z oznako „tedensko“.',
    none: 'Brez odgovora',
    until: (day) => `Zadnji dan veljave: ${day}. Potem prenehajo, če jih ne obdržiš.`,
    keep: 'Obdrži še 8 tednov',
    awayTitle: 'Odsotnost',
    lastDay: 'Zadnji dan odsotnosti',
    goAway: 'Ne bo me',
    awayUntil: (day) => `Ni te do tega dne, vključno z njim: ${day}.`,
    back: 'Spet sem tu',
    cameBack: 'Lepo, da si spet tu: tvoji tedenski odgovori spet veljajo.',
    wentAway: (day, declined) =>
      `Shranjeno. Zadnji dan odsotnosti: ${day}.${declined === 0 ? '' : ` ${form(declined, 'Tvoj odgovor za 1 dan je', 'Tvoja odgovora za 2 dneva sta', `Tvoji odgovori za ${declined} dni so`, `Tvoji odgovori za ${declined} dni so`)} zdaj „ne“.`}`,
  },

  standingCampaigns: {
    title: 'Stalna vabila',
    about: (threshold) =>
      `Ob teh dneh gredo vabila ven sama, če pol ure pred opomnikom ali kmalu zatem igro išče dovolj igralcev (${threshold}). Promotorji, ki želijo obvestilo, da igramo, izvedo to prej, in vsak od njih lahko reče ne.`,
    none: 'Nobena vabila ne gredo ven sama.',
    by: (name) => (name === null ? '' : `v imenu: ${name}`),
    also: (statuses) => `tudi: ${statuses}`,
    noSession: 'ta dan igranje ni načrtovano',
    until: (day) => `Zadnji dan veljave: ${day}. Potem prenehajo, če jih noben promotor ne obdrži.`,
    keep: 'Obdrži še 8 tednov',
    stop: 'Ustavi za nocoj',
    remove: 'Odstrani',
    days: 'Nastavi dneve v svojem imenu',
    set: 'Nastavi te dneve',
    chooseDay: 'Izberi vsaj en dan.',
  },

  answers: {
    question: 'Ali nocoj prideš?',
    saidComing: 'Nocoj: tvoj odgovor je, da prideš.',
    saidLate: (time) => `Nocoj: tvoj odgovor je, da prideš do ${time}.`,
    saidNo: 'Nocoj: tvoj odgovor je, da ne prideš.',
    coming: 'Pridem',
    lateBy: (minutes) => `${minutes} min kasneje`,
    notTonight: 'Nocoj ne',
  },

  preferences: {
    linkItFirst: 'najprej ga poveži',
    saveTimes: 'Shrani čase',
    title: 'Obvestila',
    optIn: 'Piši mi o igranjih, za katera se prijavim',
    optInHint: 'Sporočilo dobiš ob večerih, za katere se prijaviš. Odjaviš se lahko iz vsakega sporočila.',
    rests:
      'Tvoja vabila mirujejo: ob ducatu zaporednih od tebe ni bilo nobenega znaka. Tvoja izbira ostane, kateri koli odgovor jih vrne.',
    keep: 'Vabi me naprej',
    most: 'Vabila v 7 dneh',
    mostNone: 'Brez meje',
    mostOf: (most) => `Največ ${most}`,
    ask: 'Vprašaj me, ali igram',
    askHint: (time) => `Ob igralnih dneh ob ${time}, če še ni tvojega odgovora.`,
    askRests:
      'Pet jih je ostalo brez odgovora, zato vprašanje miruje, dokler ne odgovoriš za kateri koli dan.',
    ready: 'Povej mi, da igramo',
    readyHint: 'Enkrat, takoj ko za nocoj igro išče dovolj igralcev. Odjaviš se lahko iz sporočila.',
    sound: 'Predvajaj zvok, ko igramo',
    soundHint:
      'Dokler je ta stran odprta: zvok in ura v naslovu zavihka. Brskalnik ga predvaja, ko enkrat kamor koli klikneš na strani.',
    playSound: 'Predvajaj zdaj',
    channel: 'Izbrani kanal',
    dms: 'Zasebna sporočila na Discordu',
    dmsHint: 'Če jih izklopiš, na Discordu ne dobiš ničesar.',
    quiet: 'Tihe ure',
    quietFrom: 'Od',
    quietUntil: 'Do',
    quietNone: 'Brez: sporočilo lahko dobiš kadar koli.',
    quietAllDay: 'Ves dan: sporočil ne dobiš.',
    quietBetween: (start, end) => `Od ${start} do ${end}: takrat ni sporočil.`,
    quietClear: 'Brez tihih ur',
    dmUnreachable:
      'Zasebnega sporočila zate ni bilo mogoče odpreti. Na Discordu v „Privacy Settings“ tega strežnika dovoli zasebna sporočila članov in ne blokiraj Musterja. Nato si pošlji preizkus.',
    dmLater:
      'Discord Musterju trenutno ne dovoli odpreti zasebnega sporočila. Tvoja izbira je shranjena in tvoje nastavitve so v redu: Muster bo poskusil znova. Za vsak primer si čez nekaj minut pošlji preizkus.',
    zone: 'Časovni pas',
    serverZone: (zone) => `Kot strežnik (${zone})`,
    useBrowserZone: (zone) => `Uporabi ${zone}, pas te naprave`,
    test: 'Pošlji mi preizkus',
    testing: 'Pošiljanje …',
  },

  links: {
    otherWays: 'Drugi načini',
    byHand: (channel) =>
      channel === 'telegram' ? 'Botu v zasebnem klepetu pošlji to:' : 'Na Musterjevo številko pošlji to:',
    newCode: 'Nova koda',
    title: 'Telegram in Signal',
    none: 'Ni povezan',
    again:
      'Ni povezan. Pred selitvijo sem je bil v uporabi; poveži ga znova, da bodo sporočila prihajala tja.',
    linkedAs: (masked) => `Povezan: ${masked}`,
    link: 'Poveži',
    unlink: 'Prekini povezavo',
    linkNamed: (channel) => `Poveži: ${channel}`,
    unlinkNamed: (channel) => `Prekini povezavo: ${channel}`,
    encryptionOff:
      'Telegrama in Signala tu še ni mogoče povezati: admin mora nastaviti ključ, ki varuje naslove.',
    how: (channel) =>
      channel === 'telegram'
        ? 'Na telefonu odpri to povezavo (ali skeniraj kodo QR) in pritisni Start.'
        : 'Na telefonu odpri to povezavo (ali skeniraj kodo QR), nato tja pošlji to kodo:',
    open: 'Odpri povezavo',
    qr: (channel) => `Koda QR, ki odpre klepet (${channel})`,
    expires: (time) => `Deluje enkrat, do ${time}.`,
    expired: 'Ta koda je potekla. Vzemi novo.',
    waiting: 'Čakanje na tvoje sporočilo …',
    confirmed: (channel) => `${channel} je povezan.`,
    unlinked: (channel) => `${channel}: povezava je prekinjena. Tja ne pride nič več.`,
    secret: 'Ne deli je: kdor jo pošlje, se poveže s tvojim računom.',
    copy: 'Kopiraj',
    copied: 'Kopirano.',
  },

  player: {
    playAs: 'Igraš kot',
    title: 'Tvoj profil v igri',
    hint: 'Tvoj GUID in tvoje ime v igri. Ime na tabli vidijo drugi; po GUID-u se vidi, ali si že v igri.',
    linked: (name) => `Povezano: igraš kot ${name}.`,
    guid: 'GUID',
    guidHint: 'od 1 do 64 črk, številk, _ ali -',
    name: 'Ime v igri',
    nameHint: 'Vidijo ga drugi: od 1 do 32 znakov',
    link: 'Poveži profil',
    change: 'Spremeni',
    unlink: 'Prekini povezavo',
    unlinkQuestion:
      'Prekinem povezavo s profilom v igri? Potem ne moreš povedati, kdaj igraš, in ne dobiš vabil.',
    unlinkYes: 'Da, prekini',
    unlinkNo: 'Ne, pusti',
    unlinked: 'Povezava s tvojim profilom v igri je prekinjena.',
    unconfirmed:
      'Tvoj profil v igri je povezan, a še ni potrjen. Poveži ga znova, da dobiš kodo za potrditev, ali prosi admina.',
    prove:
      'Še en korak: to kodo vpiši kamor koli v svoje ime v igri, pridruži se igralnemu strežniku in preveri.',
    proveUntil: (time) =>
      `Koda deluje enkrat, do ${time}, in le zate. Če se ne moreš pridružiti, prosi admina, naj te potrdi.`,
    adminConfirms: 'Tvoj profil v igri je povezan. Preden lahko odgovoriš, ga mora potrditi admin.',
    check: 'Preveri zdaj',
    checking: 'Preverjanje …',
    confirmed: (name) => `Potrjeno: igraš kot ${name}.`,
  },

  privacy: {
    title: 'Tvoji podatki',
    hint: 'Poglej jih, prenesi ali izbriši. Naslovi na Telegramu in Signalu so šifrirani in niso nikoli prikazani.',
    show: 'Poglej moje podatke',
    hide: 'Skrij',
    exportData: 'Prenesi',
    exported: 'Datoteka je med tvojimi prenosi.',
    erase: 'Izbriši moje podatke',
    eraseTitle: 'Izbrišem tvoje podatke?',
    eraseText:
      'Tvoje nastavitve, povezave in odgovori se takoj izbrišejo in sporočil ne dobiš več. Tega ni mogoče razveljaviti; če želiš kopijo, jo prej prenesi. Pretekla sporočila ostanejo v seštevkih, brez povezave s tabo. Do jutri hranimo anonimen prstni odtis, da te že načrtovano sporočilo ne doseže dvakrat.',
    eraseConfirm: 'Izbriši moje podatke',
    eraseKeep: 'Pusti',
    erased: 'Tvoje nastavitve, povezave in odgovori so izbrisani in nič več ti ne pišemo.',
  },
};
