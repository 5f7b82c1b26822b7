import { CAMPAIGN_STATUSES } from '../../domain/campaign.js';
import type { NoteProblem } from '../../domain/note.js';
import type { Notice } from '../../domain/notice.js';
import type { Refusal } from '../../domain/refusal.js';
import { shortTime } from '../../domain/session-plan.js';
import { type MomentStyle, timeOfDay } from '../moment.js';
import type { RefusalTexts } from '../texts/refusals.js';
import {
  capital,
  channelNamed,
  count,
  dayAndYear,
  minutes,
  onDay,
  playersAsObject,
  playersInvited,
  quoted,
} from './phrases.js';
import { settings } from './settings.js';
import { words } from './words.js';

function notice(value: Notice, moments: MomentStyle = 'discord'): string {
  switch (value.code) {
    case 'no_reminder':
      return `Čas opomnika (${timeOfDay(value.reminderAt, moments)}) je mimo: poslano bo le vabilo ob začetku.`;
    case 'dry_run':
      return 'To je poskusni zagon: sporočila dobiš le ti, zares lahko povabiš še vedno.';
    case 'no_session':
      return `V ${onDay(value.date)} igranje ni načrtovano: \`/promote create\` ta dan potrebuje \`start\`. Prikazano velja za ${timeOfDay(value.startAt, moments)}.`;
    case 'changed_since_preview':
      return `Prejemniki so se od predogleda spremenili: dodanih ${value.added}, odstranjenih ${value.removed}.`;
    case 'quiet_at_start':
      return `${count(value.count, 'prejemnik ima ob začetku tihe ure in bo takrat izpuščen', 'prejemnika imata ob začetku tihe ure in bosta takrat izpuščena', 'prejemniki imajo ob začetku tihe ure in bodo takrat izpuščeni', 'prejemnikov ima ob začetku tihe ure in bo takrat izpuščenih')}.`;
    case 'late_last_send':
      return `Pri toliko prejemnikih gre zadnje vabilo ob začetku ven okoli ${timeOfDay(value.at, moments)}.`;
    case 'too_late_for_some':
      return `Prejemnikov je preveč, da bi pravočasno dosegli vse: ${count(value.count, 'oseba ne dobi', 'osebi ne dobita', 'osebe ne dobijo', 'oseb ne dobi')} sporočila (${words.job[value.jobType]}) do ${timeOfDay(value.until, moments)}, ko neha koristiti.`;
    case 'no_follow_up':
      return 'Poziva manjkajočim ne bo: glasovni kanali in igralni strežnik se tu ne preverjajo.';
    case 'paused':
      return 'Pošiljanje je zaustavljeno: nihče ne dobi sporočila, dokler admin ne uporabi `/promote resume`.';
  }
}

const NOTE_PROBLEMS: Readonly<Record<NoteProblem, string>> = {
  length: 'Ta opomba je predolga.',
  lines: 'Ta opomba ima več kot eno vrstico ali vsebuje znake, ki jih nihče ne vidi.',
  link: 'Ta opomba vsebuje povezavo ali nekaj, kar nekatere aplikacije spremenijo vanjo.',
  mention: 'Ta opomba koga omenja ali vsebuje enega od znakov za omembo: @, < ali >.',
  markup: 'Ta opomba vsebuje oblikovanje: enega od * ` ~ | [ ] ali \\, ali pa _ ob besedi.',
};

export function refusal(value: Refusal, moments: MomentStyle = 'discord'): string {
  switch (value.code) {
    case 'wrong_guild':
      return 'To deluje le na Discord strežniku, za katerega je Muster nastavljen. Ukaz uporabi tam; `/privacy` deluje povsod.';
    case 'not_a_member':
      return 'Na Discord strežniku te skupnosti te ni. Pridruži se mu, nato poskusi znova.';
    case 'not_linked':
      return 'Tvoj profil v igri še ni povezan. Uporabi `/link player` s svojim ID-jem v igri (GUID) in imenom, nato poskusi znova.';
    case 'not_promoter':
      return 'To lahko le promotorji s povezanim profilom v igri. Če želiš to postati, prosi admina tega strežnika; profil povežeš z `/link player`.';
    case 'not_admin':
      return 'To lahko le admini: lastnik strežnika in člani z dovoljenjem „Administrator“ ali „Manage Server“. Prosi koga od njih.';
    case 'directory_unavailable':
      return 'Discord trenutno ne more potrditi tvojega članstva, zato se ni zgodilo nič. Poskusi znova čez minuto.';
    case 'asked_too_often':
      return `To je bilo pravkar zelo pogosto. Počakaj ${time(value.retryInMs)}, nato poskusi znova.`;
    case 'promotions_disabled':
      return 'Vabila so tu izklopljena. Admin jih lahko vklopi z `AVAILABILITY_PROMOTION_ENABLED=true`; vse drugo, na primer `/availability set`, deluje.';
    case 'after_start':
      return `Nocojšnje igranje se je začelo ob ${timeOfDay(value.startAt, moments)}, zato je za vabila prepozno. \`/promote create\` uporabi jutri, pred začetkom.`;
    case 'nobody_to_call':
      return 'Nocoj ni koga povabiti. Sporočilo dobi, kdor se prijavi z `/availability set` in vklopi vabila v `/preferences`; več jih povabiš z možnostma `include_available` in `include_maybe`.';
    case 'already_promoted':
      return 'Za nocoj imaš že vabila, z drugačnimi možnostmi. Kako jim gre, pokaže `/promote status`; če sporočila še ni dobil nihče, lahko z `/promote cancel` začneš znova.';
    case 'cooldown':
      return `Za ${onDay(value.date)} so igralci že povabljeni (omejitev: enkrat na dan). Kako gre, pokaže \`/promote status\`.`;
    case 'campaign_not_found':
      return 'Vabil ni. Za drug dan uporabi `/promote status date:`.';
    case 'campaign_over':
      return `Končano je že (${endedStatus(value.status)}), zato ni nič spremenjeno. Kako je šlo, pokaže \`/promote status\`.`;
    case 'notify_needed':
      return `Doslej ${playersInvited(value.reached)}. Povej, ali naj izvedo, da igranje odpade: \`notify=true\` ali \`notify=false\`.`;
    case 'invalid_notify':
      return `${quoted(value.input)} ni ne \`true\` ne \`false\`: \`notify\` pove, ali povabljeni izvedo, da igranje odpade.`;
    case 'more_not_now':
      return `Rezerve lahko vabiš od ${timeOfDay(value.from, moments)} do ${timeOfDay(value.until, moments)}. Takrat poskusi znova.`;
    case 'invalid_more':
      return `Prosi za od 1 do ${playersAsObject(value.most)}.`;
    case 'no_standbys':
      return 'V rezervi ni nikogar več. Rezerve so tisti, ki so pred načrtovanjem odgovorili „na voljo“ ali „morda“, niso bili vključeni in jih je mogoče povabiti.';
    case 'more_dry_run':
      return 'To je poskusni zagon, ki ne vabi nikogar. Rezerve lahko vabiš tam, kjer gredo sporočila zares ven.';
    case 'more_cancelled':
      return 'Ta vabila so preklicana, zato ni povabljen nihče več.';
    case 'draft_expired':
      return 'Ta predogled je potekel. Novega dobiš z `/promote create`.';
    case 'not_your_button':
      return 'Ta gumb je od nekoga drugega. Svojega dobiš z ukazom.';
    case 'standing_not_found':
      return 'Takih stalnih vabil ni več. Kaj je, pokaže `/promote standing show`.';
    case 'invalid_weekdays':
      return `${quoted(value.input)} ne navaja dni v tednu. Poskusi \`tor čet\` ali \`petek\`.`;
    case 'invalid_date':
      return `${quoted(value.input)} ni datum. Poskusi \`jutri\`, \`petek\`, \`31. december\` ali \`2026-12-31\`.`;
    case 'date_past':
      return `${capital(dayAndYear(value.date))}, je že mimo. Izberi današnji ali kasnejši dan.`;
    case 'date_too_far':
      return `${capital(dayAndYear(value.date))}, je predaleč. Najdlje je mogoče ${count(value.maxDays, 'dan', 'dneva', 'dni', 'dni')} naprej.`;
    case 'invalid_range':
      return `Ta datuma nista obdobje: prvi ne sme biti za zadnjim, narazen pa sta lahko največ ${count(value.maxDays, 'dan', 'dneva', 'dni', 'dni')}.`;
    case 'evening_over':
      return `Igranje v ${onDay(value.date)} je končano: odgovori zanj so veljali do ${timeOfDay(value.until, moments)}. Za druge dni uporabi \`/availability set\`.`;
    case 'no_session_tonight':
      return `V ${onDay(value.date)} igranje ni načrtovano, zato ni kam priti. Da želiš igrati, poveš z \`/availability set\`.`;
    case 'invalid_lateness':
      return `Povej, koliko minut kasneje prideš: celo število od 1 do ${value.most}, na primer 10.`;
    case 'invalid_condition':
      return `„Zraven, če nas bo dovolj“ gre skupaj z „${words.status.MAYBE}“ in številom od ${value.least} do ${value.most}.`;
    case 'invalid_cap':
      return `Povej, največ koliko vabil na teden želiš: celo število od 1 do ${value.most}, ali nobenega, če želiš brez meje.`;
    case 'invalid_status':
      return `${quoted(value.input)} ni stanje. Izberi \`LOOKING\`, \`AVAILABLE\`, \`MAYBE\` ali \`NOT_PLAYING\`.`;
    case 'invalid_timezone':
      return `${quoted(value.input)} ni časovni pas. Uporabi ime, kot je \`Europe/Ljubljana\` ali \`America/New_York\`.`;
    case 'invalid_time':
      return `${quoted(value.input)} ni čas. Zapiši ga kot HH:MM, na primer \`22:30\`.`;
    case 'quiet_hours_incomplete':
      return 'Tihe ure potrebujejo začetek in konec, na primer `22:30` in `08:00`. Brez njih pusti oboje prazno.';
    case 'invalid_guid':
      return 'To ni videti kot GUID. Ima 1–64 črk, številk, `_` ali `-`. Svojega kopiraj iz igre v `/link player`.';
    case 'invalid_player_name':
      return 'V `/link player` vpiši vidno ime z 1–32 znaki.';
    case 'guid_taken':
      return 'Ta GUID je že povezan z drugim Discord računom. Če je tvoj, tam prekini povezavo z `/unlink player` ali prosi admina, naj to stori.';
    case 'link_not_found':
      return 'Take povezave ni. `/preferences` pokaže povezane aplikacije, `/link player` poveže profil v igri.';
    case 'link_not_confirmed':
      return 'Povezava s tvojim profilom v igri še ni potrjena. Znova uporabi `/link player`, da vidiš, kaj storiti v igri, ali prosi admina, naj uporabi `/link confirm`.';
    case 'player_not_linked':
      return 'Ta oseba še nima povezanega profila v igri, zato ni kaj potrditi. Najprej mora uporabiti `/link player`.';
    case 'said_no_since':
      return 'Medtem je prispel tvoj „ne“ ali pa so bili tvoji podatki izbrisani, zato ni nič shranjeno. Če to res želiš, stori še enkrat.';
    case 'changed_too_often':
      return 'Danes je bilo zelo veliko vklopov, povezav ali sprememb odgovora. Poskusi znova jutri; izklop, prekinitev povezave in „ne“ delujejo vedno.';
    case 'proof_too_soon':
      return `Preveč poskusov. Počakaj ${time(value.retryInMs)}, nato poskusi znova.`;
    case 'proof_expired':
      return 'Tvoja koda je potekla: deluje enkrat, 30 minut in 10 preverjanj. Novo dobiš z `/link player`.';
    case 'proof_not_seen':
      return 'Na igralnem strežniku trenutno ni nikogar s tvojo kodo. Pridruži se s kodo v imenu, počakaj, da igra steče, in preveri znova; ali pa prosi admina, naj uporabi `/link confirm`.';
    case 'game_server_silent':
      return 'Igralni strežnik trenutno ne odgovarja. Poskusi znova kasneje ali prosi admina, naj uporabi `/link confirm`.';
    case 'channel_not_configured':
      return `${channelNamed(value.channel)} tu ni nastavljen. V \`/preferences\` izberi drugo aplikacijo ali prosi admina, naj ga nastavi.`;
    case 'handle_typed':
      return `${channelNamed(value.channel)}: povezave ni mogoče ustvariti ali prekiniti z vpisom imena ali številke, saj bi tvojo lahko vpisal kdor koli. Z \`/link ${value.channel}\` dobiš žeton, ki ga pošlješ od tam; z \`/unlink ${value.channel}\` povezavo prekineš.`;
    case 'no_page_address':
      return 'Tu ni naslovov koledarja: stran Mustra nima javnega naslova. Admin mora nastaviti `BRIDGE_ENABLED` in `BRIDGE_PUBLIC_URL`.';
    case 'encryption_off':
      return 'Telegrama in Signala tu še ni mogoče povezati. Admin mora nastaviti `CONTACT_DATA_ENCRYPTION_KEY` (ustvari ga `npm run key`) in znova zagnati Muster.';
    case 'link_too_soon':
      return `Žeton je pravkar prispel. Uporabi tega ali pa čez ${time(value.retryInMs)} vzemi novega.`;
    case 'link_token_invalid':
      return 'Ta žeton ni veljaven ali je potekel: žeton deluje enkrat, 10 minut, in šteje le najnovejši. Novega dobiš z `/link telegram` ali `/link signal` na Discordu.';
    case 'too_many_guesses':
      return `Iz tega klepeta je prišlo preveč napačnih žetonov. Počakaj ${time(value.retryInMs)}, nato pošlji novega.`;
    case 'address_taken':
      return `Ta klepet je že povezan z drugim Discord računom. Najprej tam uporabi \`/unlink ${value.channel}\` ali tu pošlji PREKINI.`;
    case 'chat_not_linked':
      return `Ta klepet ni povezan z Discord računom. Povežeš ga z \`/link ${value.channel}\` na Discordu. Če ti tu vseeno pišem, sporočila izklopi tam v \`/preferences\`.`;
    case 'test_too_soon':
      return `Preizkus je pravkar prispel. Poskusi znova čez ${time(value.retryInMs)}.`;
    case 'no_channel':
      return 'Nič te še ne doseže: v `/preferences` vklopi sporočila na Discordu ali tam poveži drugo aplikacijo.';
    case 'invalid_outcome':
      return `${quoted(value.input)} ni izid. Izberi enega od ${Object.keys(words.outcome)
        .map((name) => `\`${name}\``)
        .join(', ')} ali pusti \`outcome\` prazen.`;
    case 'no_session':
      return `V ${onDay(value.date)} ni igranja, zato ni za kaj vabiti. Če naj vseeno bo, daj ukazu \`/promote create\` možnost \`start\`.`;
    case 'start_too_near':
      return `Začetek ob ${timeOfDay(value.startAt, moments)} je mimo ali pa je do njega manj kot dve minuti. Izberi kasnejši \`start\`.`;
    case 'invalid_note':
      return `${NOTE_PROBLEMS[value.problem]} Opomba je ena vrstica z največ 140 znaki, brez povezav, omemb in oblikovanja. Nič se ni zgodilo.`;
    case 'setting_fixed':
      return `Te nastavitve tu ni mogoče spremeniti: \`${value.variable}\` je nastavljen v okolju, v katerem je bil Muster zagnan, in se spremeni le tam. Nič ni spremenjeno.`;
    case 'invalid_setting':
      return `To ni vrednost za „${settings.names[value.key]}“, zato ni nič spremenjeno. ${settings.hints[value.key]}`;
    case 'reminder_not_before_start':
      return `Opomnik mora priti pred začetkom, ${shortTime(value.reminderTime)} pa ni pred ${shortTime(value.startTime)}. Igranje, ki se začne pred 06:00, spada k večeru pred tem. Nič ni spremenjeno.`;
    case 'no_game_server':
      return 'Igralni strežnik tu ni nastavljen, zato tja ni mogoče pogledati. Admin nastavi `GAME_SERVER_TYPE` in `GAME_SERVER_HOST` ter znova zažene Muster. Nič ni spremenjeno.';
    case 'role_unknown':
      return `Na tem strežniku ni vloge \`${value.roleId}\`, ki bi lahko vabila. Izberi drugo. Nič ni spremenjeno.`;
    case 'channel_unusable':
      return `Bot ne more uporabiti kanala \`${value.channelId}\` za „${settings.names[value.key]}“: ni ga, je druge vrste ali pa ga bot ne sme videti ali vanj pisati. Nič ni spremenjeno.`;
  }
}

/** „12 sekund“, „2 minuti“: never less than what is left. */
function time(ms: number): string {
  const left = Math.max(1, Math.ceil(ms / 1000));
  return left < 120 ? count(left, 'sekundo', 'sekundi', 'sekunde', 'sekund') : minutes(Math.ceil(left / 60));
}

function endedStatus(status: string): string {
  const known = CAMPAIGN_STATUSES.find((name) => name === status);
  return known ? words.campaignStatus[known] : 'konec';
}

export const refusals: RefusalTexts = { refusal, notice };
