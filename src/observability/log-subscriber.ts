import { eveningInWords } from '../domain/evening.js';
import type { DatabaseFault } from '../domain/database-fault.js';
import type { MusterEvent } from '../domain/events.js';
import type { Logger } from './logger.js';

type Line = readonly [level: 'debug' | 'info' | 'warn' | 'error', message: string];

/** Words every event as one log line. Besides it, only `process.ts` writes lines of Muster's own. */
export function logSubscriber(logger: Logger): (event: MusterEvent) => void {
  return (event) => {
    const [level, message] = lineOf(event);
    const { type, ...fields } = event;
    const { error, ...rest } = fields as { error?: unknown };
    logger[level]({ event: type, ...rest, ...(error === undefined ? {} : { err: error }) }, message);
  };
}

/** What to do about trouble that doesn't mend itself. */
const INBOUND_TROUBLE: Readonly<Record<string, string>> = {
  unauthorized: 'the credentials are refused, so look at TELEGRAM_BOT_TOKEN or SIGNAL_NUMBER',
  conflict: 'somebody else polls with the same bot token, so stop the other one',
};

const SIGN_IN_TROUBLE: Readonly<Record<'refused' | 'misconfigured' | 'unavailable', string>> = {
  refused: 'Discord does not accept the code; it may have been used already',
  misconfigured: 'Discord refuses our credentials, so look at DISCORD_CLIENT_ID and DISCORD_CLIENT_SECRET',
  unavailable: 'Discord could not be asked',
};

const DATABASE_FAULT: Readonly<Record<DatabaseFault, string>> = {
  disk_full: 'its disk is full',
  not_writable: 'Muster may not write to it',
  damaged: 'it is damaged',
  locked: 'another program has it locked',
  disk_error: 'its disk can’t be read or written',
  unreachable: 'it can’t be reached',
  read_only: 'its server only takes what another one writes',
};
/** What somebody said for longer than a date. */
const STANDING = {
  weekly: 'has other weekly answers',
  kept: 'keeps their weekly answers',
  away: 'is away',
  back: 'is back',
} as const;

function lineOf(event: MusterEvent): Line {
  switch (event.type) {
    case 'starting':
      return [
        'info',
        `Muster ${event.version} starts: ${eveningInWords(event.evening, event.at)}. The token is set, the server is ` +
          `${event.guildId}, promoters are its admins${event.promoters === 0 ? '' : ` and ${String(event.promoters)} more`}. ` +
          `The database is ${event.database}`,
      ];
    case 'setting_odd':
      return ['warn', `${event.setting} ${event.reason}`];
    case 'settings_changed':
      return ['info', `Settings changed: ${event.keys.join(', ')}`];
    case 'waiting_for_discord': {
      const seconds = Math.round(event.retryInMs / 1000);
      return ['warn', `Discord does not answer (${event.reason}); trying again in ${String(seconds)} s`];
    }
    case 'waiting_for_database':
      return ['warn', `${event.reason} Muster waits, and goes on by itself`];
    case 'outdated':
      return [
        'warn',
        `A newer Muster has brought the database up to date (${event.migrations.join(', ')}), so this one ends. Start that release here, too`,
      ];
    case 'database_there':
      return ['info', 'The database is there'];
    case 'database_trouble':
      return [
        'error',
        `The database is in trouble: ${DATABASE_FAULT[event.fault]}. Nothing leaves that can’t be recorded; Muster tries again by itself`,
      ];
    case 'database_well':
      return ['info', 'The database is well again'];
    case 'commands_missing': {
      const seconds = Math.round(event.retryInMs / 1000);
      return [
        'warn',
        `Discord has not taken the commands (${event.reason}); trying again in ${String(seconds)} s`,
      ];
    }
    case 'not_invited':
      return ['error', `The bot is ${event.remedy}. Muster waits for that`];
    case 'invited':
      return ['info', `The bot was invited to the server ${event.guildId}, and goes on`];
    case 'recovered':
      return [
        'warn',
        `Took up what an earlier run left: ${String(event.jobs)} jobs, ${String(event.retried)} messages to ask about again, ` +
          `${String(event.unknown)} that may have arrived`,
      ];
    case 'not_taken_up':
      return [
        'error',
        `A message that was left under way (row ${event.reservationId} of job ${event.jobId}) can’t be taken up. ` +
          'It is not sent again, everything else goes on, and each look tries it once more',
      ];
    case 'held_up':
      return [
        'warn',
        `A message on ${event.channel} (row ${event.reservationId}) was held up for ${String(Math.round(event.heldUpMs / 1000))} s ` +
          `before it left, so nothing was sent; ${event.waits ? 'it waits for its next turn' : 'nobody tries it again'}. ` +
          'The process was stopped, the machine slept, a clock was set, or the disk or opening a direct message took long',
      ];
    case 'ready':
      return ['info', `Ready: ${String(event.pieces)} pieces loaded, scheduler ${event.scheduler}`];
    case 'stopping':
      return [
        'info',
        `${event.signal}: reserving nothing more, waiting for ${String(event.inFlight)} sends under way`,
      ];
    case 'stopped':
      return event.unsettled === 0
        ? ['info', `Stopped after ${String(event.tookMs)} ms; everything that was under way is recorded`]
        : [
            'warn',
            `Stopped with ${String(event.unsettled)} sends still unanswered; they are recorded, and the next start takes them up`,
          ];
    case 'sweeps_missing':
      return ['warn', 'No scheduled task has looked for due jobs for a while; the process looks by itself'];
    case 'gateway':
      return [event.state === 'lost' ? 'warn' : 'info', `Gateway ${event.state}`];
    case 'gateway_refused':
      return ['error', `The gateway is closed to this bot. ${event.remedy}`];
    case 'campaign_created':
      return [
        'info',
        `Campaign ${event.campaignId} for ${event.date}: ${String(event.recipients)} people${event.dryRun ? ' (dry run)' : ''}`,
      ];
    case 'system_campaign_started':
      return [
        'info',
        `Campaign ${event.campaignId} for ${event.date}, a ${event.kind === 'ready' ? 'notice that it is on' : event.kind} of Muster's own: ${String(event.recipients)} people`,
      ];
    case 'campaign_cancelled':
      return ['info', cancelledLine(event)];
    case 'more_called':
      return ['info', `Campaign ${event.campaignId}: ${String(event.count)} more asked for of its standbys`];
    case 'job_started':
      return ['info', `The ${event.jobType} job starts, ${String(event.lateMs)} ms after its moment`];
    case 'send_settled':
      return sendLine(event);
    case 'job_waiting':
      return [
        'info',
        `The ${event.jobType} job goes on at ${new Date(event.until).toISOString()} (${event.reason})`,
      ];
    case 'job_finished': {
      const counts = Object.entries(event.counts).map(([outcome, count]) => `${String(count)} ${outcome}`);
      return ['info', `The ${event.jobType} job ended ${event.status}: ${counts.join(', ')}`];
    }
    case 'summary_settled':
      return summaryLine(event);
    case 'turnout_seen':
      return ['debug', `The last look at who came on ${event.date} is over`];
    case 'post_settled':
      return postLine(event);
    case 'promoter_asked':
      return askedLine(event);
    case 'standing_campaign':
      return [event.step === 'drop' || event.step === 'end' ? 'warn' : 'info', standingLine(event)];
    case 'standing_campaign_changed':
      return [
        'info',
        `Standing campaigns ${event.what} by ${event.actorId}${event.date === null ? '' : ` for ${event.date}`}`,
      ];
    case 'promoter_told':
      return toldLine(event);
    case 'session_tidings':
      return [
        'info',
        event.tidings === 'ready'
          ? `Enough are looking on ${event.date}: it is on`
          : `One more on ${event.date}, and it is on`,
      ];
    case 'board_lost':
      return [
        'warn',
        `The board of ${event.date} in channel ${event.channelId} is out of reach (Discord says ${event.code}): it is left as it is`,
      ];
    case 'job_error':
      return ['error', `A run of job ${event.jobId} ended in an error (the ${String(event.attempt)}. time)`];
    case 'channel_paused':
      return [
        'error',
        `The ${event.channel} channel pauses until ${new Date(event.until).toISOString()} (${event.code})`,
      ];
    case 'channel_resumed':
      return ['info', `The ${event.channel} channel goes on`];
    case 'voice_channels_missing':
      return event.channelIds.length === 0
        ? ['info', 'Every channel in VOICE_CHANNEL_IDS is found again']
        : [
            'warn',
            `VOICE_CHANNEL_IDS names what is no voice channel of the server: ${event.channelIds.join(', ')}. Who is in voice is not known, and follow-ups call nobody, until it is corrected`,
          ];
    case 'promotions_paused':
      return ['warn', `Promotions paused by ${event.actorId}`];
    case 'promotions_resumed':
      return ['info', `Promotions resumed by ${event.actorId}`];
    case 'availability_set':
      return ['debug', `${event.userId} is ${event.status} on ${event.date}`];
    case 'standing_answers_changed':
      return ['debug', `${event.userId} ${STANDING[event.what]}`];
    case 'preferences_changed':
      return [
        'debug',
        `${event.userId} ${event.allowed.length > 0 ? `is opted in to ${event.allowed.join(' and ')}` : 'is opted out'}`,
      ];
    case 'player_linked':
      return ['info', `A player link of ${event.userId} was made`];
    case 'player_verified':
      return ['info', `The player link of ${event.userId} was confirmed by ${event.actorId}`];
    case 'player_unlinked':
      return ['info', `The player link of ${event.userId} was released by ${event.actorId}`];
    case 'channel_linked':
      return ['info', `${event.userId} linked ${event.channel}`];
    case 'channel_unlinked':
      return ['info', `The ${event.channel} link of ${event.userId} was cleared (${event.how})`];
    case 'contacts_unreadable': {
      const counts = Object.entries(event.counts).map(([channel, count]) => `${String(count)} on ${channel}`);
      return [
        'error',
        `No key in CONTACT_DATA_ENCRYPTION_KEY opens the contacts of some people, who can't be reached there: ` +
          `${counts.join(', ')}. Put the key that sealed them back at the end of the list, or ask them to link again`,
      ];
    }
    case 'linking_off':
      return [
        'warn',
        `Nobody can link ${event.channels.join(' or ')}: CONTACT_DATA_ENCRYPTION_KEY is not set. Make a key with: npm run key`,
      ];
    case 'inbound_ready':
      return ['info', `Listening to what people write on ${event.channel}`];
    case 'inbound_lost':
      return [
        event.code === 'unauthorized' || event.code === 'conflict' ? 'error' : 'warn',
        `Can't hear what people write on ${event.channel}: ${INBOUND_TROUBLE[event.code] ?? event.code}; ` +
          `trying again in ${String(Math.ceil(event.retryInMs / 1000))} s`,
      ];
    case 'answer_failed':
      return ['warn', `An answer on ${event.channel} could not be sent (${event.code})`];
    case 'person_erased':
      return ['info', 'Somebody was erased'];
    case 'backup_made':
      return [
        'info',
        `The ${event.kind} backup is ${event.path}${event.deleted > 0 ? `; ${String(event.deleted)} old ones deleted` : ''}`,
      ];
    case 'backup_failed': {
      const why = event.error instanceof Error ? event.error.message : event.fault;
      return ['error', `The ${event.kind} backup was not made. ${why} The earlier ones are untouched`];
    }
    case 'upgraded': {
      const kept = event.backupPath === null ? '' : `; as it was before, it is in ${event.backupPath}`;
      return ['info', `The database was brought up to date (${event.migrations.join(', ')})${kept}`];
    }
    case 'backup_adopted':
      return [
        'warn',
        `This database is a backup of ${new Date(event.backupAt).toISOString()} that was put in place by hand: ` +
          `${String(event.jobs)} jobs that have run since were ended, with ${String(event.people)} people who may have ` +
          'been called. Whoever opted out or erased themselves since is back: `npm run restore` would have seen to that',
      ];
    case 'taken_up': {
      const next = event.nextAt === null ? '' : `, the next at ${new Date(event.nextAt).toISOString()}`;
      return ['info', `${String(event.jobs)} jobs to come${next}${backupInWords(event.lastBackupAt)}`];
    }
    case 'retention':
      return ['info', `Retention: ${String(event.deleted)} rows from before ${event.horizon} deleted`];
    case 'bridge_listening':
      return ['info', `The bridge listens on ${event.url}`];
    case 'proxy_stands_for_all': {
      const so = `Everybody who comes by ${event.address} counts as one client, and together they are soon over the limit`;
      return event.why === 'not_trusted'
        ? ['warn', `${so}: it passes requests on. If it is your proxy, name it in BRIDGE_TRUSTED_PROXIES`]
        : ['warn', `${so}: let that proxy say for whom it asks, in X-Forwarded-For`];
    }
    case 'sign_in_off':
      return ['info', `Nobody can sign in with a browser: ${event.missing.join(', ')} not set`];
    case 'sign_in_failed':
      return ['warn', `A sign-in failed: ${SIGN_IN_TROUBLE[event.why]}`];
    case 'discord_refusals': {
      const so = `${String(event.count)} of the ${String(event.most)} requests that Discord may refuse in ten minutes before it shuts this address out`;
      if (event.level === 'few') return ['info', `Discord refuses little again: ${so} were refused`];
      if (event.level === 'many') return ['warn', `Discord refuses much: ${so} were refused already`];
      return [
        'error',
        `${so} were refused: until there are fewer, nothing goes there but messages to players and answers to people`,
      ];
    }
    case 'request_failed':
      return ['error', `${event.method} ${event.route} failed (request ${event.requestId})`];
    case 'role':
      return event.state === 'lost'
        ? ['warn', `The role ${event.role} is lost to this process; everything else goes on`]
        : ['debug', `The role ${event.role} is ${event.state === 'taken' ? 'taken' : 'given back'}`];
    case 'database_session':
      return event.state === 'lost'
        ? [
            'warn',
            'The database can’t be reached: nothing leaves until it can, and other processes may take over from this one',
          ]
        : ['info', 'The database is reached again'];
    case 'role_failed':
      return [
        'error',
        `The role ${event.role} is in trouble; it is tried again, and everything else goes on`,
      ];
    case 'sharing':
      return event.state === 'back'
        ? ['info', 'Pace and limits are shared with the other processes again']
        : [
            'warn',
            `What the processes share of pace and limits is out of reach: this one sends at one part in ${String(event.processes)} and counts by itself`,
          ];
    case 'background_error':
      return ['error', `An error nobody was waiting for, in ${event.where}`];
  }
}

function backupInWords(lastBackupAt: number | null | undefined): string {
  if (lastBackupAt === undefined) return '';
  return lastBackupAt === null
    ? '; there is no backup yet'
    : `; the last backup is of ${new Date(lastBackupAt).toISOString()}`;
}

function summaryLine(event: Extract<MusterEvent, { type: 'summary_settled' }>): Line {
  const { channelId, outcome, code } = event;
  if (outcome === 'sent') return ['info', `The summary is posted in channel ${channelId}`];
  if (outcome === 'retry')
    return ['info', `The summary will be posted again in channel ${channelId} (${code})`];
  return [
    'warn',
    `The summary in channel ${channelId}: ${outcome} (${code}). There the bot needs View Channel, Send Messages and Attach Files`,
  ];
}

const POSTS = { board: 'The board', ready: '"It is on"', one_short: '"One more and it is on"' } as const;

function postLine(event: Extract<MusterEvent, { type: 'post_settled' }>): Line {
  const { post, date, channelId, outcome, code } = event;
  const what = `${POSTS[post]} of ${date}`;
  if (outcome === 'sent') return ['info', `${what} is posted in channel ${channelId}`];
  if (outcome === 'retry') return ['info', `${what} will be posted again in channel ${channelId} (${code})`];
  const byHand = post === 'board' ? '; post it by hand with /availability board' : '';
  return [
    'warn',
    `${what} in channel ${channelId}: ${outcome} (${code}). There the bot needs View Channel and Send Messages${byHand}`,
  ];
}

function askedLine(event: Extract<MusterEvent, { type: 'promoter_asked' }>): Line {
  const { campaignId, promoterId, outcome, code } = event;
  const what = `Whether campaign ${campaignId} goes on with too few`;
  if (outcome === 'sent') return ['info', `${what} was asked of ${promoterId}`];
  if (outcome === 'retry') return ['info', `${what} will be asked of ${promoterId} again (${code})`];
  return ['warn', `${what} was to be asked of ${promoterId}: ${outcome} (${code}). It goes on`];
}

function standingLine({ step, date, reason }: Extract<MusterEvent, { type: 'standing_campaign' }>): string {
  switch (step) {
    case 'propose':
      return `The standing campaign of ${date} goes out unless a promoter says no`;
    case 'make':
      return `The standing campaign of ${date} was created`;
    case 'drop':
      return `The standing campaign of ${date} does not go out (${String(reason)})`;
    case 'end':
      return `Standing campaigns end on ${date}, for whoever set them may not promote (${String(reason)})`;
    case 'near_lapse':
      return `Standing campaigns end after ${date} unless a promoter keeps them`;
    case 'lapsed':
      return `Standing campaigns ended after ${date}: no promoter kept them`;
  }
}

function toldLine(event: Extract<MusterEvent, { type: 'promoter_told' }>): Line {
  const { notice, date, promoterId, outcome, code } = event;
  const what = `The notice ${notice} of standing campaigns, ${date}, to ${promoterId}: ${outcome}`;
  if (outcome === 'sent') return ['info', what];
  return [outcome === 'retry' ? 'info' : 'warn', `${what} (${String(code)})`];
}

function cancelledLine(event: Extract<MusterEvent, { type: 'campaign_cancelled' }>): string {
  const { campaignId, actorId, slotFreed, told } = event;
  const what = [slotFreed ? '; nothing had left' : '', told > 0 ? `; ${String(told)} people are told` : ''];
  return `Campaign ${campaignId} cancelled by ${actorId}${what.join('')}`;
}

function sendLine(event: Extract<MusterEvent, { type: 'send_settled' }>): Line {
  const { jobType, userId, channel, outcome, reason, code } = event;
  const why = [reason, code].filter(Boolean).join(', ');
  const level = outcome === 'failed' || outcome === 'unknown' ? 'warn' : 'info';
  return [
    level,
    `${jobType} to ${userId}${channel ? ` by ${channel}` : ''}: ${outcome}${why ? ` (${why})` : ''}`,
  ];
}
