import type { BackupFault } from '../../domain/backup.js';
import type { ChannelType } from '../../domain/channel-choice.js';
import type { DatabaseFault } from '../../domain/database-fault.js';
import { type NeedsSomebody, wordFor } from '../codes.js';
import { type MomentStyle, timeOfDay } from '../moment.js';
import type { AlertEvent, AlertTexts } from '../texts/alerts.js';
import { count, errorCode } from './phrases.js';
import { promote } from './promote.js';
import { words } from './words.js';

const BACKUP_FAULT: Readonly<Record<BackupFault, string>> = {
  disk_full: 'disk je poln. Sprosti prostor ali hrani manj kopij (`BACKUP_KEEP`).',
  not_writable:
    'Muster ne more pisati v mapo. Preveri njenega lastnika in pravice ali nastavi drug `BACKUP_DIR`.',
  damaged:
    'kopija je poškodovana, torej je morda poškodovana tudi baza. Preveri disk in z `npm run restore` obnovi starejšo kopijo.',
  other: 'kopiranje ni uspelo. Razlog je v dnevniku.',
};

const DATABASE_FAULT: Readonly<Record<DatabaseFault, string>> = {
  disk_full: 'njen disk je poln. Sprosti prostor.',
  not_writable: 'Muster ne more pisati vanjo. Preveri lastnika in pravice njene mape.',
  damaged: 'poškodovana je. Ustavi Muster, preveri disk in obnovi varnostno kopijo.',
  locked: 'zaklenjeno jo drži drug program. Zapri ga.',
  disk_error: 'njen disk bere ali piše z napakami. Preveri ga.',
  unreachable: 'ni dosegljiva. Preveri, ali teče, in omrežje med njo in Musterjem.',
  read_only:
    'njen strežnik sprejema le, kar zapiše drug strežnik. Preveri, kateri je za pisanje in ali `DATABASE_URL` vodi tja.',
};

// What a person has to do before a paused channel goes on, where waiting does not mend it.
const REMEDY: Record<NeedsSomebody, string> = {
  captcha:
    'Signal zahteva dokaz, da je zadaj človek: admin reši captcho na <https://signalcaptchas.org/challenge/generate.html> in jo skupaj z žetonom izziva iz dnevnika signal-cli-rest-api odda na njegov `/v1/accounts/{number}/rate-limit-challenge`.',
  number_not_registered: 'Admin mora številko iz `SIGNAL_NUMBER` registrirati v signal-cli-rest-api.',
  unauthorized: 'Admin mora preveriti poverilnice v nastavitvah.',
  not_found: 'Admin mora preveriti naslov v nastavitvah.',
  bot_restricted: 'Admin mora pogledati, kaj storitev zahteva od računa, in tam odpraviti omejitev.',
};

const KEYS_CHANGED =
  'Signal enemu od igralcev ne dostavlja več: varnostna številka se je spremenila, najverjetneje zaradi novega telefona. Vabila zdaj prihajajo po naslednjem kanalu te osebe. Admin naj z njo primerja novo številko in jo potrdi v signal-cli-rest-api; kako, piše v docs/operations.md.';

function alert(event: AlertEvent): string {
  if (event.type === 'channel_paused') {
    return `⚠️ ${channelPaused(event.channel, event.code, event.until)} Muster poskuša naprej; drugega opozorila o tem ne bo.`;
  }
  if (event.type === 'summary_settled') {
    return `⚠️ Povzetka kampanje ${event.campaignId} ni bilo mogoče objaviti v <#${event.channelId}>: ${errorCode(event.code ?? '')}. Muster tam potrebuje dovoljenja „View Channel“, „Send Messages“ in „Attach Files“.`;
  }
  if (event.type === 'post_settled') {
    const what = {
      board: 'Table',
      ready: 'Objave „Igramo“',
      one_short: 'Objave „Še en igralec in igramo“',
    }[event.post];
    return `⚠️ ${what} ni bilo mogoče objaviti v <#${event.channelId}>: ${errorCode(event.code ?? '')}. Muster tam potrebuje dovoljenji „View Channel“ in „Send Messages“; današnjo tablo lahko objaviš z \`/availability board\`.`;
  }
  if (event.type === 'discord_refusals') {
    const refused = `⚠️ Discord je v desetih minutah zavrnil ${count(event.count, 'Musterjevo zahtevo', 'Musterjevi zahtevi', 'Musterjeve zahteve', 'Musterjevih zahtev')}. Pri ${event.most} zapre naslov, na katerem teče Muster, in nihče ne dobi ničesar več.`;
    return event.level === 'too_many'
      ? `${refused} Dokler jih ne bo manj, Muster le pošilja svoja sporočila in odgovarja: nihče se ne more prijaviti in nihče ne more vabiti.`
      : `${refused} Kaj je bilo zavrnjeno, piše v dnevniku; kaj storiti, piše v docs/operations.md pod „Discord refuses much“.`;
  }
  if (event.type === 'voice_channels_missing') {
    return `⚠️ \`VOICE_CHANNEL_IDS\` našteva nekaj, kar ni glasovni kanal tega strežnika: ${fewIds(event.channelIds)}. Morda je bil kanal izbrisan in ustvarjen znova. Dokler to ni popravljeno, Muster ne ve, kdo je v glasovnem kanalu, zato nikogar ne poziva: vpiši novi ID in znova zaženi Muster.`;
  }
  if (event.type === 'backup_failed') {
    return `⚠️ Varnostna kopija (${event.kind}) ni uspela: ${BACKUP_FAULT[event.fault]} Prejšnje kopije so nedotaknjene. Novega opozorila ne bo, dokler katera ne uspe.`;
  }
  if (event.type === 'database_trouble') {
    return `⚠️ Z bazo je nekaj narobe: ${DATABASE_FAULT[event.fault]} Muster ne pošlje ničesar, česar ne more zapisati. Poskuša naprej; drugega opozorila o tem ne bo.`;
  }
  if (event.type === 'keys_changed') {
    return `⚠️ ${KEYS_CHANGED} Za koga gre, pokaže \`/promote log\`; opozorilo pride za vsako osebo le enkrat.`;
  }
  const of = `${words.job[event.jobType]} kampanje ${event.campaignId}`;
  return event.status === 'failed'
    ? `⚠️ Ni uspelo: ${of}: ${promote.counts(event.counts)}. Zakaj, pokaže \`/promote log\`.`
    : `⚠️ Končano: ${of}, a ${unclear(event.counts.unknown)}. Ponovnega pošiljanja ne bo; zakaj, pokaže \`/promote log\`.`;
}

function unclear(number: number): string {
  return count(
    number,
    'sporočilo morda ni prispelo',
    'sporočili morda nista prispeli',
    'sporočila morda niso prispela',
    'sporočil morda ni prispelo',
  );
}

/** Ids of channels, few enough for a message. */
function fewIds(ids: readonly string[]): string {
  const shown = ids.slice(0, 10).map((id) => `\`${id}\``);
  return ids.length > shown.length ? `${shown.join(', ')}, …` : shown.join(', ');
}

function channelPaused(
  channel: ChannelType,
  code: string,
  until: number,
  moments: MomentStyle = 'discord',
): string {
  const paused = `${words.channel[channel]} je zaustavljen do ${timeOfDay(until, moments)}: ${errorCode(code)}.`;
  const remedy = wordFor(REMEDY, code);
  return remedy === undefined ? paused : `${paused} ${remedy}`;
}

export const alerts: AlertTexts = { alert, channelPaused };
