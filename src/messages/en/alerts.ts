import type { BackupFault } from '../../domain/backup.js';
import type { ChannelType } from '../../domain/channel-choice.js';
import type { DatabaseFault } from '../../domain/database-fault.js';
import { type NeedsSomebody, wordFor } from '../codes.js';
import { type MomentStyle, timeOfDay } from '../moment.js';
import type { AlertEvent, AlertTexts } from '../texts/alerts.js';
import { errorCode } from './phrases.js';
import { promote } from './promote.js';
import { words } from './words.js';

// What a person has to do before a paused channel goes on, where waiting does not mend it.
const REMEDY: Record<NeedsSomebody, string> = {
  captcha:
    'Signal wants proof that a person is behind it: an admin solves the captcha at <https://signalcaptchas.org/challenge/generate.html> and hands it, with the challenge token from the log of signal-cli-rest-api, to its `/v1/accounts/{number}/rate-limit-challenge`.',
  number_not_registered: 'An admin has to register the number of `SIGNAL_NUMBER` with signal-cli-rest-api.',
  unauthorized: 'An admin has to check the credentials in the settings.',
  not_found: 'An admin has to check the address in the settings.',
  bot_restricted: 'An admin has to see what the service asks of the account, and lift the restriction there.',
};

const BACKUP_FAULT: Readonly<Record<BackupFault, string>> = {
  disk_full: 'the disk is full. Free some space, or keep fewer (BACKUP_KEEP).',
  not_writable:
    "Muster can't write to the folder. Check its owner and permissions, or set another BACKUP_DIR.",
  damaged:
    'the copy is damaged, so the database may be. Check the disk, and restore an earlier backup with `npm run restore`.',
  other: 'copying failed. The log says why.',
};

const DATABASE_FAULT: Readonly<Record<DatabaseFault, string>> = {
  disk_full: 'its disk is full. Free some space.',
  not_writable: "Muster can't write to it. Check the owner and permissions of its folder.",
  damaged: 'it is damaged. Stop Muster, check the disk, and restore a backup.',
  locked: 'another program has it locked. Close that program.',
  disk_error: 'its disk fails to read or write. Check the disk.',
  unreachable: "it can't be reached. Check that it runs, and the network between it and Muster.",
  read_only:
    'its server only takes what another server writes. Check which of them is the one to write to, and that DATABASE_URL leads there.',
};

const KEYS_CHANGED =
  "Signal no longer delivers to one of your players: their safety number has changed, most likely because of a new phone. They're pinged on their next channel. An admin should compare the new number with them and trust it in signal-cli-rest-api; docs/operations.md says how.";

function alert(event: AlertEvent): string {
  if (event.type === 'channel_paused') {
    return `⚠️ ${channelPaused(event.channel, event.code, event.until)} Muster will keep retrying; you won't be alerted again for this.`;
  }
  if (event.type === 'summary_settled') {
    return `⚠️ The summary of campaign ${event.campaignId} could not be posted in <#${event.channelId}>: ${errorCode(event.code ?? '')}. Muster needs View Channel, Send Messages and Attach Files there.`;
  }
  if (event.type === 'post_settled') {
    const what = { board: 'The board', ready: '“It’s on”', one_short: '“One more and it’s on”' }[event.post];
    return `⚠️ ${what} could not be posted in <#${event.channelId}>: ${errorCode(event.code ?? '')}. Muster needs View Channel and Send Messages there; today's board can be posted with \`/availability board\`.`;
  }
  if (event.type === 'discord_refusals') {
    const refused = `⚠️ Discord has refused ${event.count} of Muster's requests within ten minutes. At ${event.most} it blocks the address Muster runs at, and nobody gets anything.`;
    return event.level === 'too_many'
      ? `${refused} Until there are fewer, Muster only sends its messages and answers people: nobody can sign in, and nobody can ping players.`
      : `${refused} The log says what was refused; "Discord refuses much" in docs/operations.md says what to do.`;
  }
  if (event.type === 'voice_channels_missing') {
    return `⚠️ \`VOICE_CHANNEL_IDS\` lists what isn't a voice channel of this server: ${fewIds(event.channelIds)}. It may have been deleted and created again. Until this is fixed, Muster can't tell who is in voice, so nobody is nudged: enter the new id, and restart Muster.`;
  }
  if (event.type === 'backup_failed') {
    return `⚠️ The ${event.kind} backup failed: ${BACKUP_FAULT[event.fault]} Earlier backups are untouched. You won't be alerted again until one succeeds.`;
  }
  if (event.type === 'database_trouble') {
    return `⚠️ The database is in trouble: ${DATABASE_FAULT[event.fault]} Muster sends nothing it can't record. Muster will keep retrying; you won't be alerted again for this.`;
  }
  if (event.type === 'keys_changed') {
    return `⚠️ ${KEYS_CHANGED} \`/promote log\` shows who it is; you'll be alerted once per person.`;
  }
  const of = `The ${words.job[event.jobType]} of campaign ${event.campaignId}`;
  return event.status === 'failed'
    ? `⚠️ ${of} failed: ${promote.counts(event.counts)}. \`/promote log\` says why.`
    : `⚠️ ${of} is over, but ${event.counts.unknown} of its messages may not have arrived. They won't be sent again; \`/promote log\` says why.`;
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
  const paused = `${words.channel[channel]} is paused until ${timeOfDay(until, moments)}: ${errorCode(code)}.`;
  const remedy = wordFor(REMEDY, code);
  return remedy === undefined ? paused : `${paused} ${remedy}`;
}

export const alerts: AlertTexts = { alert, channelPaused };
