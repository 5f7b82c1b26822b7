import type { WebTexts } from '../texts/web.js';
import { words } from './words.js';

/** The English wording of the web pages. */
export const web: WebTexts = {
  ...words,
  otherReason: 'another reason',
  refusals: {
    not_linked: 'Link your player first.',
    link_not_confirmed: 'Your player is linked, but the link has to be confirmed first.',
    not_promoter: 'Only promoters can do this. Ask an admin of this server.',
    promotions_disabled: 'Session pings are switched off here at the moment. An admin can switch them on.',
    after_start:
      'Tonight’s session has started already. You can ping players again tomorrow, before the start.',
    nobody_to_call:
      'There is nobody to ping tonight. Players are pinged when they say they play and have session pings on; you can also include available and maybe players.',
    already_promoted: 'You have already pinged tonight’s players, with other choices.',
    cooldown: 'Tonight’s players have already been pinged (limit: one campaign per day).',
    campaign_not_found: 'There is nothing here any more. Reload the page to see what there is.',
    campaign_over: 'This is over already, so nothing was changed.',
    quiet_hours_incomplete: 'Quiet hours need both a start and an end. Leave both empty to have none.',
    invalid_guid: 'That doesn’t look like a GUID. It’s 1–64 letters, digits, _ or -.',
    invalid_player_name: 'Enter a visible name of 1–32 characters.',
    guid_taken:
      'This GUID is already linked to another Discord account. If it is yours, unlink it there first, or ask an admin.',
    link_not_found: 'There is no such link any more.',
    proof_expired:
      'Your code has expired: it works once, for 30 minutes and 10 checks. Link your player again for a new one.',
    proof_not_seen:
      'Nobody with your code is on the game server now. Join it with the code in your name, wait until you are in, then check again; or ask an admin to confirm you.',
    game_server_silent:
      'The game server isn’t answering right now. Try again in a while, or ask an admin to confirm you.',
    channel_not_configured:
      'This channel isn’t set up here. Choose another one, or ask an admin to set it up.',
    encryption_off: 'Telegram and Signal can’t be linked here yet. Ask an admin to set them up.',
    no_channel: 'Nothing reaches you: turn Discord direct messages on, or link Telegram or Signal.',
  },
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
    signedOut: 'You are not signed in any more. Sign in, then go on where you were.',
    tooMany: (seconds) => `That was a little too fast. Please try again in ${seconds} s.`,
    server: 'Something went wrong on Muster’s side. Please try again in a while.',
    stale: 'Muster can’t be reached right now; these numbers may be old. It is tried again by itself.',
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
    jobLine: (status, done, total) => `${status} · ${done} of ${total}`,
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
    cancelled: 'Cancelled. No more messages go out.',
    cancelledFollowUp: 'The follow-up is cancelled. The start message had already gone out.',
    none: 'Nobody has been pinged for tonight yet.',
  },

  page: {
    title: 'When do we play?',
    tagline: 'Say when you want to play, and whether you may be called.',
    skip: 'Skip to the content',
    signedOutTitle: 'Who plays tonight?',
    signedOutText:
      'Sign in with Discord to say when you want to play. Muster learns who you are there, and nothing else; it never posts in your name.',
    signInDiscord: 'Sign in with Discord',
    tonight: 'Tonight',
    today: 'Today',
    tomorrow: 'Tomorrow',
    question: (day) => `Do you play on ${day}?`,
    saved: (day, status) => `Saved for ${day}: ${status}.`,
    takeBack: 'Take it back',
    takeBackNamed: (day) => `Take it back: what you said about ${day}`,
    tookBack: (day) => `Taken back: you have said nothing about ${day}.`,
    moreDays: 'Show the days after that',
    fewerDays: 'Hide the days after that',
    week: 'The week at a glance',
    weekDay: (day, counts) => `${day}: ${counts}`,
    nobodyYet: 'nobody yet',
    names: 'Who said what',
    namesForLinked: 'Names are shown to linked players.',
    linkFirst: 'Link your player below, then you can say when you play.',
    ready: (looking, threshold) =>
      `Enough for a session: ${looking} are looking to play, ${threshold} are needed.`,
    notReady: (looking, threshold) => `${looking} of ${threshold} needed for a session are looking to play.`,
    signInFailed: (why) =>
      why === 'denied'
        ? 'You did not let Discord tell Muster who you are, so you are not signed in.'
        : why === 'unavailable'
          ? 'Discord did not answer, so you are not signed in. Please try again in a while.'
          : 'Discord did not accept this sign-in. Please try again; if it goes on, tell an admin.',
  },

  preferences: {
    title: 'How you are called',
    optIn: 'Call me to play',
    optInHint:
      'You get a message when a game is on that you put yourself down for. Every message has a way out.',
    channel: 'Where first',
    dms: 'Direct messages on Discord',
    dmsHint: 'Switched off, nothing is sent to you on Discord.',
    quiet: 'Quiet hours',
    quietFrom: 'From',
    quietUntil: 'Until',
    quietNone: 'None: you may be called at any time.',
    quietAllDay: 'All day: you are never called.',
    quietBetween: (start, end) => `${start} to ${end}: you are not called then.`,
    quietClear: 'No quiet hours',
    dmUnreachable:
      'No direct message with you could be opened. In Discord, allow direct messages from members of this server in its Privacy Settings, and do not block Muster. Then send yourself a test.',
    dmLater:
      'Discord does not let Muster open a direct message right now. Your choice is saved, and nothing is wrong with your settings: Muster tries again by itself when it next calls you. To make sure before, send yourself a test in a few minutes.',
    zone: 'Time zone',
    serverZone: (zone) => `The server’s (${zone})`,
    useBrowserZone: (zone) => `Use ${zone}, the zone of this device`,
    test: 'Send me a test',
    testing: 'Sending …',
  },

  links: {
    title: 'Telegram and Signal',
    none: 'Not linked',
    linkedAs: (masked) => `Linked: ${masked}`,
    link: 'Link',
    unlink: 'Unlink',
    linkNamed: (channel) => `Link ${channel}`,
    unlinkNamed: (channel) => `Unlink ${channel}`,
    encryptionOff:
      'Telegram and Signal can’t be linked here yet: an admin has to set the key that keeps addresses safe.',
    how: (channel) =>
      channel === 'telegram'
        ? 'Scan the code with the device you have Telegram on, or open the link, and press Start. Or send this to the bot, in a private chat:'
        : 'Scan the code with the device you have Signal on, or open the link, and send this to it and nothing else:',
    open: 'Open the link',
    qr: (channel) => `QR code that opens the chat on ${channel}`,
    expires: (time) => `It works once, until ${time}.`,
    expired: 'This token is out of date. Ask for a new one.',
    waiting: 'Waiting for your message to arrive …',
    confirmed: (channel) => `${channel} is linked.`,
    unlinked: (channel) => `${channel} is unlinked: nothing is sent there any more.`,
    secret: 'Whoever sends it is linked to your account: show it to nobody.',
    copy: 'Copy',
    copied: 'Copied.',
  },

  player: {
    title: 'Your player',
    hint: 'Who you are in the game. It is what others see, and it is needed to say when you play.',
    linked: (name) => `Linked: you play as ${name}.`,
    isLinked: 'Your player is linked.',
    guid: 'GUID',
    guidHint: '1 to 64 letters, digits, _ or -',
    name: 'Name in the game',
    nameHint: 'Others see it: 1 to 32 characters',
    link: 'Link player',
    change: 'Change player',
    unlink: 'Unlink player',
    unlinkQuestion: 'Unlink your player? Without one you can’t say when you play, and you are not called.',
    unlinkYes: 'Yes, unlink it',
    unlinkNo: 'No, keep it',
    unlinked: 'Your player is unlinked.',
    unconfirmed:
      'Your player is linked, but the link does not count yet: it has to be confirmed. Link it again for a code to prove it with, or ask an admin.',
    prove:
      'One step more: put this code anywhere into your name in the game, join the game server, and check.',
    proveUntil: (time) =>
      `The code works once, until ${time}, and for you alone. If you can’t join, ask an admin to confirm you.`,
    adminConfirms: 'Your player is linked. The link counts as soon as an admin has confirmed it.',
    check: 'Check now',
    checking: 'Looking …',
    confirmed: (name) => `Confirmed: you play as ${name}.`,
  },

  privacy: {
    title: 'What is kept about you',
    hint: 'See it, take it with you, or have it erased. Addresses on Telegram and Signal are kept encrypted and are never shown.',
    show: 'Show what is kept',
    hide: 'Hide it again',
    exportData: 'Export as a file',
    exported: 'The file is in your downloads.',
    erase: 'Erase my data',
    eraseTitle: 'Erase what is kept about you?',
    eraseText:
      'Your preferences, links and availability are deleted at once, and you are not called any more. This can’t be undone; export a copy first if you want one. What was sent in the past stays counted under a random stand-in for you, and until tomorrow a digest of you is kept so that nobody is called twice by erasing.',
    eraseConfirm: 'Erase my data',
    eraseKeep: 'Keep it',
    erased: 'Your preferences, links and availability are erased, and nothing more is sent to you.',
    fields: {
      user_id: 'Discord id',
      player_link: 'Player',
      channel_links: 'Linked channels',
      preferences: 'Preferences',
      availability: 'Availability',
      contacts: 'Who contacted you, and why',
      campaigns: 'Campaigns you started',
      history: 'Links and consent',
      player_guid: 'GUID',
      player_name: 'Name in the game',
      allow_promotions: 'Called to play',
      consented_at: 'Opted in on',
      preferred_channel: 'Where first',
      discord_dms: 'Direct messages on Discord',
      discord_dm_channel_id: 'Id of the direct message',
      telegram_linked: 'Telegram linked',
      signal_linked: 'Signal linked',
      quiet_hours: 'Quiet hours',
      start: 'from',
      end: 'until',
      timezone: 'Time zone',
      locale: 'Language',
      dry_run: 'dry run',
    },
    actions: {
      player_linked: 'player linked',
      player_verified: 'player verified',
      player_unlinked: 'player unlinked',
      channel_linked: 'channel linked',
      channel_unlinked: 'channel unlinked',
      consent_given: 'opted in to calls',
      consent_withdrawn: 'opted out of calls',
    },
    you: 'you',
    yes: 'yes',
    no: 'no',
  },
};
