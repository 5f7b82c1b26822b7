import type { WebTexts } from '../texts/web.js';
import { form, words } from './words.js';

function players(count: number): string {
  return `${count} ${form(count, 'igralec', 'igralca', 'igralci', 'igralcev')}`;
}

/** The Slovenian wording of the web pages. */
export const web: WebTexts = {
  ...words,
  otherReason: 'drug razlog',
  players,

  common: {
    close: 'Zapri',
    cancel: 'Prekliči',
    retry: 'Poskusi znova',
    save: 'Shrani',
    saving: 'Shranjevanje …',
    saved: 'Shranjeno.',
    loading: 'Nalaganje …',
    signIn: 'Prijava',
    signOut: 'Odjava',
  },

  trouble: {
    network: 'Muster ni dosegljiv. Preveri povezavo, nato poskusi znova.',
    timeout: 'Muster ni odgovoril pravočasno. Poskusi znova; nič se ne zgodi dvakrat.',
    malformed: 'Muster je odgovoril nekaj, česar ta stran ne razume. Čez nekaj časa poskusi znova.',
    token:
      'To spletno mesto Musterju ni moglo povedati, kdo si. Znova se prijavi nanj, nato poskusi še enkrat.',
    signedOut: 'Prijave ni več. Za nadaljevanje se prijavi.',
    tooMany: (seconds) => `Poskusi znova čez ${seconds} s.`,
    server: 'Pri Musterju je šlo nekaj narobe. Čez nekaj časa poskusi znova.',
    stale: 'Muster trenutno ni dosegljiv; te številke so lahko stare. Poskušam znova …',
  },

  refusals: {
    no_session: 'Za nocoj igranje ni načrtovano. Če vseeno želiš igrati, določi začetek.',
    start_too_near: 'Ta začetek je mimo ali pa je do njega manj kot dve minuti. Izberi kasnejšega.',
    invalid_note: 'Opomba je ena vrstica z največ 140 znaki, brez povezav, omemb in oblikovanja.',
    role_unknown: 'Te vloge na tem strežniku ni.',
    not_a_member: 'Na Discord strežniku te skupnosti te ni. Pridruži se mu, nato znova naloži stran.',
    not_linked: 'Najprej poveži svoj profil v igri.',
    link_not_confirmed: 'Tvoj profil v igri je povezan, a mora biti povezava najprej potrjena.',
    not_promoter: 'To lahko le promotorji. Prosi admina tega strežnika.',
    directory_unavailable: 'Discord ne odgovarja, zato ni nič spremenjeno. Poskusi znova čez minuto.',
    asked_too_often: 'To je bilo pravkar zelo pogosto.',
    promotions_disabled: 'Vabila so tu trenutno izklopljena. Vklopi jih lahko admin.',
    after_start: 'Nocojšnje igranje se je že začelo. Določi kasnejši začetek ali povabi igralce jutri.',
    nobody_to_call:
      'Nocoj ni koga povabiti. Vabilo dobi, kdor pove, da igra, in ima vklopljena vabila; vključiš lahko tudi „na voljo“ in „morda“.',
    already_promoted: 'Nocojšnji igralci imajo že tvoja vabila, z drugačnimi možnostmi.',
    cooldown: 'Nocojšnji igralci so že povabljeni (omejitev: ena kampanja na dan).',
    standing_not_found: 'Stalnih vabil tu ni več. Znova naloži stran, da vidiš, kaj je.',
    campaign_not_found: 'Tu ni ničesar več. Znova naloži stran, da vidiš, kaj je.',
    campaign_over: 'To je že končano, zato ni nič spremenjeno.',
    evening_over: 'To igranje je končano: nanj ni več mogoče odgovoriti.',
    no_session_tonight: 'Za nocoj igranje ni načrtovano, zato ni kam priti.',
    notify_needed: 'Medtem so igralci dobili vabila. Še enkrat povej, ali prekličem in ali jih obvestim.',
    more_not_now: 'Rezerve lahko vabiš od četrt ure pred začetkom do pol ure po njem.',
    invalid_more: 'Prosi za od 1 do 10 igralcev.',
    no_standbys: 'V rezervi ni nikogar več.',
    more_dry_run: 'To je poskusni zagon, ki ne vabi nikogar.',
    more_cancelled: 'Ta vabila so preklicana, zato ni povabljen nihče več.',
    date_past: 'Ta dan je mimo. Znova naloži stran, nato izberi še enkrat.',
    date_too_far: 'Ta dan je predaleč. Izberi zgodnejšega.',
    invalid_timezone: 'Tega časovnega pasu tu ne poznamo. S seznama izberi drugega.',
    invalid_cap: 'Izberi število vabil od 1 do 14.',
    invalid_time: 'Vpiši čas, na primer 22:30.',
    quiet_hours_incomplete: 'Tihe ure potrebujejo začetek in konec. Brez njih pusti oboje prazno.',
    invalid_guid: 'To ni videti kot GUID. Ima 1–64 črk, številk, _ ali -.',
    invalid_player_name: 'Vpiši vidno ime z 1–32 znaki.',
    guid_taken:
      'Ta GUID je že povezan z drugim Discord računom. Če je tvoj, najprej tam prekini povezavo ali prosi admina.',
    link_not_found: 'Te povezave ni več.',
    proof_too_soon: 'Preveč poskusov.',
    said_no_since: 'Medtem je prispel tvoj „ne“, zato ni nič shranjeno. Če to res želiš, stori še enkrat.',
    changed_too_often:
      'Danes je bilo zelo veliko sprememb. Poskusi znova jutri; izklop in prekinitev povezave delujeta vedno.',
    proof_expired:
      'Tvoja koda je potekla: deluje enkrat, 30 minut in 10 preverjanj. Za novo znova poveži svoj profil.',
    proof_not_seen:
      'Na igralnem strežniku trenutno ni nikogar s tvojo kodo. Pridruži se s kodo v imenu, počakaj, da igra steče, in preveri znova; ali pa prosi admina, naj te potrdi.',
    game_server_silent:
      'Igralni strežnik trenutno ne odgovarja. Čez nekaj časa poskusi znova ali prosi admina, naj te potrdi.',
    channel_not_configured: 'Ta kanal tu ni nastavljen. Izberi drugega ali prosi admina, naj ga nastavi.',
    encryption_off: 'Telegrama in Signala tu še ni mogoče povezati. Prosi admina, naj ju nastavi.',
    link_too_soon: 'Koda je pravkar prispela.',
    test_too_soon: 'Preizkus je pravkar prispel.',
    no_channel: 'Nič te ne doseže: vklopi zasebna sporočila na Discordu ali poveži Telegram ali Signal.',
    sign_in_off: 'Prijava še ni urejena. Uporabi /availability na Discordu.',
    token_refused: 'Prijava tega spletnega mesta je potekla. Znova naloži stran.',
  },

  promote: {
    button: 'Povabi nocojšnje igralce',
    title: 'Povabi nocojšnje igralce',
    whySignIn: 'Za vabljenje se prijavi.',
    who: 'Kdo dobi sporočilo',
    includeLooking: 'Iščejo igro',
    includeAvailable: 'Na voljo',
    includeMaybe: 'Morda',
    always: 'vedno',
    start: 'Začetek ob',
    startHint: (zone) => `${zone === null ? '' : `Po uri pasu ${zone}. `}Za običajni čas pusti prazno.`,
    note: 'Tvoja vrstica',
    noteHint: 'V opomniku in vabilu ob začetku, s tvojim imenom. Ena vrstica, brez povezav.',
    dryRun: 'Poskusni zagon',
    dryRunHint: 'Preigra večer le zate; nihče drug ne dobi sporočila.',
    previewTitle: 'Predogled',
    previewUpdating: 'Posodabljanje …',
    previewUpdated: (count) =>
      `Predogled je posodobljen: sporočilo bi ${form(count, 'dobil', 'dobila', 'dobili', 'dobilo')} ${players(count)}.`,
    nobody: 'Sporočila ne bi dobil nihče.',
    byChannel: (count, channel) => `${count} × ${channel}`,
    notIncluded: (count) => `Na voljo ali morda, a niso vključeni: ${count}.`,
    includeThem: 'Vključi jih',
    when: 'Kdaj',
    yourTime: 'Tvoj čas',
    campaignTime: (zone) => `Čas igranja (${zone})`,
    noReminder: 'njegov čas je mimo',
    noFollowUp: 'izklopljeno',
    followUpAbout: (time) => `okoli ${time}`,
    recipients: 'Prejemniki',
    name: 'Ime',
    says: 'Stanje',
    via: 'Prek',
    standbys: (count) => `V rezervi: ${count}`,
    standbysHint: 'Sporočilo dobijo le, če okoli začetka prosiš za več igralcev.',
    noStandbys: 'Ni jih med njimi:',
    leftOut: 'Izpuščeni',
    nobodyLeftOut: 'Izpuščen ni nihče.',
    texts: 'Kaj dobijo igralci',
    wordedFor: 'Besedilo na kanalu',
    buttons: 'Gumbi pod njim',
    lastSend: (time) => `Zadnje sporočilo gre ven okoli ${time}.`,
    confirm: 'Potrdi',
    confirmDryRun: 'Potrdi poskusni zagon',
    confirming: 'Ustvarjanje …',
    showExisting: 'Pokaži nocojšnja vabila',
    another: 'Pripravi še ena',
  },

  progress: {
    title: 'Nocojšnja vabila',
    dryRun: 'poskusni zagon',
    scheduledBy: (name) =>
      name === null ? 'Nocojšnja vabila so načrtovana.' : `Nocojšnja vabila so načrtovana (${name}).`,
    pingedBy: (name) =>
      name === null ? 'Nocojšnji igralci so povabljeni.' : `Nocojšnji igralci so povabljeni (${name}).`,
    replayed: 'To imaš že načrtovano; takole kaže.',
    created: 'Načrtovano. Sporočila gredo ven sama; to okno lahko zapreš.',
    headline: ({ status, dryRun, reached, of }) => {
      switch (status) {
        case 'scheduled':
          return 'Načrtovano';
        case 'running':
          return 'Pravkar se pošilja';
        case 'sent':
        case 'partial':
          return dryRun
            ? 'Poskusni zagon je končan'
            : `Nocojšnja vabila so poslana · doseženih ${reached}\u00a0od\u00a0${of}`;
        case 'failed':
          return 'Dosežen ni bil nihče';
        case 'skipped':
          return 'Povabljen ni bil nihče';
        case 'missed':
          return 'Prepozno: povabljen ni bil nihče';
        case 'cancelled':
          return reached === 0 ? 'Preklicano' : `Preklicano · prej doseženih ${reached} od ${of}`;
      }
    },
    signedUpSince: (count) => `Prijave od takrat: ${count}. Zanje ni sporočil: načrtovana so bila prej.`,
    promoterNotAsked:
      'Igro je iskalo manj igralcev, kot je najmanj potrebno. Vprašanje promotorju morda ni prispelo v zasebnem sporočilu: nadaljuje se.',
    droppedOut: (count) =>
      `${players(count)} s potrjenim prihodom vendarle ne ${form(count, 'pride', 'prideta', 'pridejo', 'pride')}.`,
    jobLine: (status, done, total) => `${status} · ${done} od ${total}`,
    standbysLine: (status, asked, wanted) => `${status} · vprašanih ${asked}, potrebnih ${wanted}`,
    waitsUntil: (time) => `čaka do ${time}`,
    bar: (job) => `Napredek: ${job}`,
    ended: ({ nudge, dryRun, reached, unclear, failed, present, leftOut }) => {
      const done = dryRun ? 'bi dobili sporočilo' : nudge ? 's pozivom' : 'doseženo';
      const parts: [number, string][] = [
        [reached, done],
        [unclear, 'nejasno'],
        [failed, 'ni doseženo'],
        [present, 'že tu'],
        [leftOut, nudge ? 'brez pričakovanja' : 'izpuščeno'],
      ];
      const shown = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} × ${what}`);
      return shown.length === 0 ? 'Končano' : `Končano: ${shown.join(', ')}`;
    },
    cancelledInTime: 'Preklicano, še preden je kdo dobil sporočilo.',
    cancel: 'Prekliči ta vabila',
    cancelling: 'Preklicevanje …',
    cancelQuestion: 'Prekličem? Že poslanih sporočil ni mogoče vzeti nazaj; novih ne bo.',
    cancelYes: 'Da, prekliči',
    cancelNo: 'Ne, pusti',
    cancelledFollowUp: 'Novih sporočil ne bo. Vabilo ob začetku je bilo že poslano.',
    callOffQuestion: (reached) =>
      `Doslej ${form(reached, 'je bil povabljen', 'sta bila povabljena', 'so bili povabljeni', 'je bilo povabljenih')} ${players(reached)}. Povem povabljenim, da nocojšnje igranje odpade?`,
    callOffTell: (reached) =>
      `Obvesti ${form(reached, 'povabljenega', 'oba povabljena', `${reached} povabljene`, `${reached} povabljenih`)}`,
    callOffQuietly: 'Prekliči potihem',
    callOffBack: 'Nazaj',
    calledOff: (told) =>
      `Odpovedano: ${players(told)} ${form(told, 'bo dobil', 'bosta dobila', 'bodo dobili', 'bo dobilo')} sporočilo o odpovedi.`,
    callStandby: 'Pokliči rezervo',
    callingStandby: 'Sprašujem …',
    moreCalled: (paused) =>
      `${paused ? 'Ko se pošiljanje nadaljuje, vabimo' : 'Vabimo'} rezerve, dokler ne pride še en igralec.`,
  },

  page: {
    startsIn: (hours, minutes) => `čez ${hours > 0 ? `${hours} h ` : ''}${minutes} min`,
    startedAgo: (minutes) => `začetek pred ${minutes} min`,
    signedInAs: (name) => `Prijava: ${name}`,
    statusHints: {
      LOOKING: 'vabilo vsakič',
      AVAILABLE: 'vabilo, kadar manjkajo igralci',
      MAYBE: 'le, kadar iščemo tudi „morda“',
      NOT_PLAYING: 'brez vabil',
    },
    waitsForSignIn: 'Za odgovor se prijavi.',
    waitsForLink: 'Za odgovor poveži svoj profil v igri.',
    waitsForConfirm: 'Preden lahko odgovoriš, mora biti tvoj profil v igri potrjen.',
    signInOff: 'Prijava še ni urejena. Uporabi /availability na Discordu.',
    willSaveSignedIn: (day, status) => `Prijavi se in „${status}“ se shrani (${day}).`,
    willSaveLinked: (day, status) => `Poveži svoj profil v igri in „${status}“ se shrani (${day}).`,
    toPlayer: 'Poveži svoj profil',
    title: (time) => `Nocoj, ${time}`,
    skip: 'Skoči na vsebino',
    signedOutText:
      'Prijavi se in povej, kdaj želiš igrati. Muster vidi le tvoj Discord ID in nikoli ne piše v tvojem imenu.',
    signInDiscord: 'Prijavi se z Discordom',
    tonight: 'Nocojšnja vabila',
    settings: 'Nastavitve',
    showSettings: 'Pokaži nastavitve',
    calendar: 'Koledar',
    insights: 'Vpogled',
    showInsights: 'Pokaži vpogled',
    today: 'Danes',
    tomorrow: 'Jutri',
    question: (day) => `Ali igraš? (${day})`,
    saved: (day, status) => `Shranjeno (${day}): ${status}.`,
    takeBack: 'Pobriši',
    takeBackNamed: (day) => `Pobriši svoj odgovor (${day})`,
    tookBack: (day) => `Pobrisano (${day}): tvojega odgovora ni.`,
    weeklyAnswer: (status) => `Tvoj tedenski odgovor: ${status}.`,
    ifAtLeast: (number) => `Zraven, če nas bo ${number}`,
    savedIfAtLeast: (day, number) => `Shranjeno (${day}): morda, zraven pa, takoj ko vas je ${number}.`,
    awayThen: 'Ta dan te ni.',
    moreDays: 'Pokaži več dni',
    fewerDays: 'Pokaži manj dni',
    week: 'Teden na kratko',
    showMonth: 'Pokaži mesec',
    showWeek: 'Pokaži teden',
    monthBefore: 'Mesec nazaj',
    monthAfter: 'Mesec naprej',
    monthMine: (status) => `Tvoj odgovor: ${status}.`,
    readyTitle: (time) => `Igramo ob ${time}`,
    weekDay: (day, counts) => `${day}: ${counts}`,
    nobodyYet: 'še nihče',
    names: 'Kdo bo zraven',
    namesForLinked: 'Za ogled imen poveži svoj profil v igri.',
    ready: (looking, threshold) =>
      `${players(looking)} ${form(looking, 'želi', 'želita', 'želijo', 'želi')} igrati, potrebnih ${threshold}: igramo.`,
    notReady: (looking, threshold) =>
      `Igrati ${form(looking, 'želi', 'želita', 'želijo', 'želi')} ${looking} od ${threshold}: ${form(threshold - looking, 'manjka', 'manjkata', 'manjkajo', 'manjka')} še ${players(threshold - looking)}.`,
    signInFailed: (why) =>
      ({
        denied: 'Prijava je bila preklicana.',
        unavailable: 'Discord trenutno ne odgovarja, zato prijava ni uspela. Poskusi znova čez minuto.',
        lost: 'Ta prijava je trajala predolgo ali se je začela v drugem oknu. Poskusi znova.',
        off: 'Prijava še ni urejena. Uporabi /availability na Discordu.',
      })[why] ?? 'Discord te prijave ni sprejel. Poskusi znova; če se ponavlja, povej adminu.',
  },
};
