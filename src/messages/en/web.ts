import type { WebTexts } from '../texts/web.js';
import { words } from './words.js';

/** The English wording of the web pages. */
export const web: WebTexts = {
  ...words,
  otherReason: 'another reason',
  players: (count) => (count === 1 ? '1 player' : `${count} players`),

  common: {
    close: 'Close',
    cancel: 'Cancel',
    retry: 'Try again',
    save: 'Save',
    saving: 'Saving …',
    saved: 'Saved.',
    loading: 'Loading …',
    signIn: 'Sign in',
    signOut: 'Sign out',
  },

  trouble: {
    network: 'Muster can’t be reached. Check your connection, then try again.',
    timeout: 'Muster did not answer in time. Please try again; nothing is done twice.',
    malformed: 'Muster gave an answer this page does not understand. Please try again in a while.',
    token: 'This website could not tell Muster who you are. Sign in to the website again, then retry.',
    signedOut: 'You’ve been signed out. Sign in to continue.',
    tooMany: (seconds) => `Please try again in ${seconds} s.`,
    server: 'Something went wrong on Muster’s side. Please try again in a while.',
    stale: 'Muster can’t be reached right now; these numbers may be old. Retrying …',
  },

  refusals: {
    no_session: 'No session is planned tonight. To play anyway, set a start.',
    start_too_near: 'That start has passed, or is less than two minutes ahead. Choose a later one.',
    invalid_note: 'A note is one line of at most 140 characters, without links, mentions or formatting.',
    role_unknown: 'This server has no such role.',
    not_a_member: 'You aren’t a member of this community’s Discord server. Join it, then reload this page.',
    not_linked: 'Link your player first.',
    link_not_confirmed: 'Your player is linked, but the link has to be confirmed first.',
    not_promoter: 'Only promoters can do this. Ask an admin of this server.',
    directory_unavailable: 'Discord isn’t answering, so nothing was changed. Please try again in a minute.',
    asked_too_often: 'You’ve done this a lot just now.',
    promotions_disabled: 'Session pings are switched off here at the moment. An admin can switch them on.',
    after_start: 'Tonight’s session has started already. Set a later start, or ping players tomorrow.',
    nobody_to_call:
      'There is nobody to ping tonight. Players are pinged when they say they play and have session pings on; you can also include available and maybe players.',
    already_promoted: 'You have already pinged tonight’s players, with other choices.',
    cooldown: 'Tonight’s players have already been pinged (limit: one campaign per day).',
    standing_not_found: 'There are no standing pings here any more. Reload the page to see what there is.',
    campaign_not_found: 'There is nothing here any more. Reload the page to see what there is.',
    campaign_over: 'This is over already, so nothing was changed.',
    evening_over: 'This session is over: it can’t be answered for any more.',
    no_session_tonight: 'No session is planned tonight, so there is nothing to come to.',
    notify_needed:
      'Players were pinged meanwhile. Say once more whether to cancel, and whether to tell them.',
    more_not_now:
      'Standbys can be pinged from a quarter of an hour before the start until half an hour after it.',
    invalid_more: 'Ask for 1 to 10 more players.',
    no_standbys: 'There is nobody left on standby.',
    more_dry_run: 'This is a dry run, which pings nobody.',
    more_cancelled: 'These pings were cancelled, so nobody more is pinged.',
    date_past: 'That day is over. Reload this page, then choose again.',
    date_too_far: 'That day is too far ahead. Choose an earlier one.',
    invalid_timezone: 'That time zone isn’t known here. Choose another from the list.',
    invalid_cap: 'Choose a number of pings from 1 to 14.',
    invalid_time: 'Enter a time such as 22:30.',
    quiet_hours_incomplete: 'Quiet hours need both a start and an end. Leave both empty to have none.',
    invalid_guid: 'That doesn’t look like a GUID. It’s 1–64 letters, digits, _ or -.',
    invalid_player_name: 'Enter a visible name of 1–32 characters.',
    guid_taken:
      'This GUID is already linked to another Discord account. If it is yours, unlink it there first, or ask an admin.',
    link_not_found: 'There is no such link any more.',
    proof_too_soon: 'Too many tries.',
    said_no_since: 'You’ve said no to this meanwhile, so nothing was saved. If you do want it, do it again.',
    changed_too_often:
      'You’ve changed this very often today. Try again tomorrow; turning off and unlinking always work.',
    proof_expired:
      'Your code has expired: it works once, for 30 minutes and 10 checks. Link your player again for a new one.',
    proof_not_seen:
      'Nobody with your code is on the game server now. Join it with the code in your name, wait until you are in, then check again; or ask an admin to confirm you.',
    game_server_silent:
      'The game server isn’t answering right now. Try again in a while, or ask an admin to confirm you.',
    channel_not_configured:
      'This channel isn’t set up here. Choose another one, or ask an admin to set it up.',
    encryption_off: 'Telegram and Signal can’t be linked here yet. Ask an admin to set them up.',
    link_too_soon: 'You just got a code.',
    test_too_soon: 'You just got a test.',
    no_channel: 'Nothing reaches you: turn Discord direct messages on, or link Telegram or Signal.',
    sign_in_off: 'Sign-in isn’t set up yet. Use /availability on Discord.',
    token_refused: 'This website’s sign-in has run out. Reload the page.',
  },

  promote: {
    button: 'Ping tonight’s players',
    title: 'Ping tonight’s players',
    whySignIn: 'Sign in to ping players.',
    who: 'Who gets a message',
    includeLooking: 'Looking to play',
    includeAvailable: 'Available',
    includeMaybe: 'Maybe',
    always: 'always',
    start: 'Starts at',
    startHint: (zone) =>
      `${zone === null ? '' : `By the clocks of ${zone}. `}Leave it empty for the usual time.`,
    note: 'A line of your own',
    noteHint: 'In the reminder and the start message, with your name. One line, no links.',
    dryRun: 'Dry run',
    dryRunHint: 'Goes through the evening for you alone; nobody else gets a message.',
    previewTitle: 'Preview',
    previewUpdating: 'Updating …',
    previewUpdated: (count) =>
      count === 1
        ? 'Preview updated: 1 player would get a message.'
        : `Preview updated: ${count} players would get a message.`,
    nobody: 'Nobody would get a message.',
    byChannel: (count, channel) => `${count} on ${channel}`,
    notIncluded: (count) => `${count} available or maybe, not included.`,
    includeThem: 'Include them',
    when: 'When',
    yourTime: 'Your time',
    campaignTime: (zone) => `Time of the session (${zone})`,
    noReminder: 'its time has passed',
    noFollowUp: 'switched off',
    followUpAbout: (time) => `about ${time}`,
    recipients: 'Recipients',
    name: 'Name',
    says: 'Status',
    via: 'Via',
    standbys: (count) => `On standby: ${count}`,
    standbysHint: 'They only get a message if you ask for more players around the start.',
    noStandbys: 'Not among them:',
    leftOut: 'Left out',
    nobodyLeftOut: 'Nobody is left out.',
    texts: 'What players will receive',
    wordedFor: 'As it reads on',
    buttons: 'Buttons below it',
    lastSend: (time) => `The last message leaves at about ${time}.`,
    confirm: 'Confirm',
    confirmDryRun: 'Confirm dry run',
    confirming: 'Creating …',
    showExisting: 'Show tonight’s pings',
    another: 'Prepare another',
  },

  progress: {
    title: 'Tonight’s pings',
    dryRun: 'dry run',
    scheduledBy: (name) =>
      name === null ? 'Tonight’s pings are scheduled.' : `${name} scheduled tonight’s pings.`,
    pingedBy: (name) =>
      name === null ? 'Tonight’s players were pinged.' : `${name} pinged tonight’s players.`,
    replayed: 'You had already scheduled this; here is how it stands.',
    created: 'Scheduled. Messages go out automatically; you can close this.',
    headline: ({ status, dryRun, reached, of }) => {
      switch (status) {
        case 'scheduled':
          return 'Scheduled';
        case 'running':
          return 'Going out now';
        case 'sent':
        case 'partial':
          return dryRun
            ? 'The dry run is over'
            : `Tonight’s pings went out · ${reached}\u00a0of\u00a0${of} reached`;
        case 'failed':
          return 'Nobody could be reached';
        case 'skipped':
          return 'Nobody was pinged';
        case 'missed':
          return 'Too late: nobody was pinged';
        case 'cancelled':
          return reached === 0 ? 'Cancelled' : `Cancelled · ${reached} of ${of} had been reached`;
      }
    },
    signedUpSince: (count) => `${count} more signed up since. They get no message: it was scheduled before.`,
    promoterNotAsked:
      'Fewer than the minimum were looking. The question to the promoter may not have arrived by direct message: it goes on.',
    droppedOut: (count) =>
      `${count} who said they’d come ${count === 1 ? 'isn’t' : 'aren’t'} coming after all.`,
    jobLine: (status, done, total) => `${status} · ${done} of ${total}`,
    standbysLine: (status, asked, wanted) => `${status} · ${asked} asked, ${wanted} needed`,
    waitsUntil: (time) => `waiting until ${time}`,
    bar: (job) => `Progress of the ${job}`,
    ended: ({ nudge, dryRun, reached, unclear, failed, present, leftOut }) => {
      const done = dryRun ? 'would have been messaged' : nudge ? 'nudged' : 'reached';
      const parts: [number, string][] = [
        [reached, done],
        [unclear, 'unclear'],
        [failed, 'not reached'],
        [present, 'already there'],
        [leftOut, nudge ? 'not expected' : 'left out'],
      ];
      const shown = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
      return shown.length === 0 ? 'Done' : `Done: ${shown.join(', ')}`;
    },
    cancelledInTime: 'Cancelled before anybody was messaged.',
    cancel: 'Cancel these pings',
    cancelling: 'Cancelling …',
    cancelQuestion: 'Cancel? Messages already sent can’t be recalled; no more will go out.',
    cancelYes: 'Yes, cancel it',
    cancelNo: 'No, keep it',
    cancelledFollowUp: 'No more messages go out. The start message had already gone out.',
    callOffQuestion: (reached) =>
      `${reached === 1 ? 'One player has' : `${reached} players have`} been pinged already. Tell them that tonight’s session is off?`,
    callOffTell: (reached) =>
      reached === 1 ? 'Tell the one who was pinged' : `Tell the ${reached} who were pinged`,
    callOffQuietly: 'Cancel quietly',
    callOffBack: 'Back',
    calledOff: (told) =>
      told === 1
        ? 'Called off: the one who was pinged is told.'
        : `Called off: the ${told} who were pinged are told.`,
    callStandby: 'Ping a standby',
    callingStandby: 'Asking …',
    moreCalled: (paused) =>
      `Standbys are pinged${paused ? ', once sending is resumed,' : ''} until one more player comes.`,
  },

  page: {
    startsIn: (hours, minutes) => `in ${hours > 0 ? `${hours} h ` : ''}${minutes} min`,
    startedAgo: (minutes) => `started ${minutes} min ago`,
    signedInAs: (name) => `Signed in as ${name}`,
    statusHints: {
      LOOKING: 'pinged every time',
      AVAILABLE: 'pinged when more are needed',
      MAYBE: 'only if maybes are asked',
      NOT_PLAYING: 'no pings',
    },
    waitsForSignIn: 'Sign in to answer.',
    waitsForLink: 'Link your player to answer.',
    waitsForConfirm: 'Your player has to be confirmed before you can answer.',
    signInOff: 'Sign-in isn’t set up yet. Use /availability on Discord.',
    willSaveSignedIn: (day, status) => `Sign in, and “${status}” is saved for ${day}.`,
    willSaveLinked: (day, status) => `Link your player, and “${status}” is saved for ${day}.`,
    toPlayer: 'Link your player',
    title: (time) => `Tonight, ${time}`,
    skip: 'Skip to the content',
    signedOutText:
      'Sign in to say when you want to play. Muster only sees your Discord ID and never posts as you.',
    signInDiscord: 'Sign in with Discord',
    tonight: 'Tonight’s pings',
    settings: 'Settings',
    showSettings: 'Show settings',
    calendar: 'Calendar',
    insights: 'Insights',
    showInsights: 'Show insights',
    today: 'Today',
    tomorrow: 'Tomorrow',
    question: (day) => `Do you play on ${day}?`,
    saved: (day, status) => `Saved for ${day}: ${status}.`,
    takeBack: 'Clear',
    takeBackNamed: (day) => `Clear your answer for ${day}`,
    tookBack: (day) => `Cleared: you haven’t answered for ${day}.`,
    weeklyAnswer: (status) => `Your weekly answer: ${status}.`,
    ifAtLeast: (number) => `In if ${number} are`,
    savedIfAtLeast: (day, number) => `Saved for ${day}: maybe, and in as soon as ${number} are.`,
    awayThen: 'You’re away that day.',
    moreDays: 'Show more days',
    fewerDays: 'Show fewer days',
    week: 'The week at a glance',
    weekDay: (day, counts) => `${day}: ${counts}`,
    showMonth: 'Show the month',
    showWeek: 'Show the week',
    monthBefore: 'The month before',
    monthAfter: 'The month after',
    monthMine: (status) => `You said: ${status}.`,
    nobodyYet: 'nobody yet',
    names: 'Who’s in',
    namesForLinked: 'Link your player to see names.',
    ready: (looking, threshold) => `${looking} want to play, ${threshold} needed: we’re on.`,
    readyTitle: (time) => `We’re on at ${time}`,
    notReady: (looking, threshold) =>
      `${looking} of ${threshold} want to play: ${threshold - looking === 1 ? 'one more' : `${threshold - looking} more`} needed.`,
    signInFailed: (why) =>
      ({
        denied: 'Sign-in was cancelled.',
        unavailable:
          'Discord isn’t answering right now, so you aren’t signed in. Please try again in a minute.',
        lost: 'That sign-in took too long or began in another window. Please try again.',
        off: 'Sign-in isn’t set up yet. Use /availability on Discord.',
      })[why] ?? 'Discord didn’t accept this sign-in. Try again; if it keeps happening, tell an admin.',
  },
};
