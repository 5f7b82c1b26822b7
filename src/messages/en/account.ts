import type { AccountTexts } from '../texts/account.js';

/** The English wording of the page for those who are signed in. */
export const account: AccountTexts = {
  standing: {
    title: 'Every week',
    about: 'Counts on days you haven’t answered for, for eight weeks. Others see it marked “weekly”.',
    none: 'No answer',
    until: (day) => `These count until ${day}, and then end unless you keep them.`,
    keep: 'Keep for 8 more weeks',
    awayTitle: 'Away',
    lastDay: 'Last day away',
    goAway: 'I’m away',
    awayUntil: (day) => `You’re away until ${day}, that day included.`,
    back: 'I’m back',
    cameBack: 'Welcome back: your weekly answers count again.',
    wentAway: (day, declined) =>
      `Saved: you’re away until ${day}.${declined === 0 ? '' : declined === 1 ? ' Your answer for one day is now a no.' : ` Your answers for ${declined} days are now a no.`}`,
  },

  standingCampaigns: {
    title: 'Standing pings',
    about: (threshold) =>
      `On these days the pings go out by themselves, if ${threshold === 1 ? '1 player is' : `${threshold} players are`} looking half an hour before the reminder or soon after. Whoever set them, and promoters who turned on the notice that it’s on, are told first, and each of them can say no.`,
    none: 'No pings go out by themselves.',
    by: (name) => (name === null ? '' : `in the name of ${name}`),
    also: (statuses) => `also: ${statuses}`,
    noSession: 'no session is planned that day',
    until: (day) => `These count until ${day}, and then end unless a promoter keeps them.`,
    keep: 'Keep for 8 more weeks',
    stop: 'Stop tonight’s',
    remove: 'Remove',
    days: 'Set days in your name',
    set: 'Set these days',
    chooseDay: 'Choose at least one day.',
  },

  answers: {
    question: 'Are you coming tonight?',
    saidComing: 'Tonight: you said you’re coming.',
    saidLate: (time) => `Tonight: you said you’ll be there by ${time}.`,
    saidNo: 'Tonight: you said not tonight.',
    coming: 'Coming',
    lateBy: (minutes) => `${minutes} min later`,
    notTonight: 'Not tonight',
  },

  preferences: {
    linkItFirst: 'link it first',
    saveTimes: 'Save times',
    title: 'Notifications',
    optIn: 'Message me about sessions I signed up for',
    optInHint: 'You get a message on evenings you signed up for. You can opt out from any message.',
    rests:
      'Your pings are resting: you gave no sign of life for a dozen pings in a row. Your choice is kept, and any answer brings them back.',
    keep: 'Keep pinging me',
    most: 'Pings in any 7 days',
    mostNone: 'No limit',
    mostOf: (most) => `At most ${most}`,
    ask: 'Ask me whether I’m playing',
    askHint: (time) => `On session days at ${time}, if you haven’t answered yet.`,
    askRests: 'Five went unanswered, so it rests until you answer for any day.',
    ready: 'Tell me when it’s on',
    readyHint: 'Once, as soon as enough players are looking for tonight. You can opt out from the message.',
    sound: 'Play a sound when it’s on',
    soundHint:
      'While this page is open: a sound, and the time in the tab’s title. Your browser plays it once you’ve clicked anywhere on the page.',
    playSound: 'Play it now',
    channel: 'Preferred channel',
    dms: 'Direct messages on Discord',
    dmsHint: 'Turn off to get nothing on Discord.',
    quiet: 'Quiet hours',
    quietFrom: 'From',
    quietUntil: 'Until',
    quietNone: 'None: you can be messaged at any time.',
    quietAllDay: 'All day: you get no messages.',
    quietBetween: (start, end) => `${start} to ${end}: no messages then.`,
    quietClear: 'No quiet hours',
    dmUnreachable:
      'No direct message with you could be opened. In Discord, allow direct messages from members of this server in its Privacy Settings, and do not block Muster. Then send yourself a test.',
    dmLater:
      'Discord isn’t letting Muster open a direct message right now. Your choice is saved, and your settings are fine: Muster will retry. To be sure, send yourself a test in a few minutes.',
    zone: 'Time zone',
    serverZone: (zone) => `The server’s (${zone})`,
    useBrowserZone: (zone) => `Use ${zone}, the zone of this device`,
    test: 'Send me a test',
    testing: 'Sending …',
  },

  links: {
    otherWays: 'Other ways',
    byHand: (channel) =>
      channel === 'telegram' ? 'Send this to the bot in a private chat:' : 'Send this to Muster’s number:',
    newCode: 'New code',
    title: 'Telegram and Signal',
    none: 'Not linked',
    again: 'Not linked. You used it before we moved here; link it again to get messages there.',
    linkedAs: (masked) => `Linked: ${masked}`,
    link: 'Link',
    unlink: 'Unlink',
    linkNamed: (channel) => `Link ${channel}`,
    unlinkNamed: (channel) => `Unlink ${channel}`,
    encryptionOff:
      'Telegram and Signal can’t be linked here yet: an admin has to set the key that keeps addresses safe.',
    how: (channel) =>
      channel === 'telegram'
        ? 'Open this link (or scan the QR code) on your phone and press Start.'
        : 'Open this link (or scan the QR code) on your phone, then send this code there:',
    open: 'Open the link',
    qr: (channel) => `QR code that opens the chat on ${channel}`,
    expires: (time) => `It works once, until ${time}.`,
    expired: 'This code has expired. Get a new one.',
    waiting: 'Waiting for your message to arrive …',
    confirmed: (channel) => `${channel} is linked.`,
    unlinked: (channel) => `${channel} is unlinked. Nothing more is sent there.`,
    secret: 'Don’t share it: anyone who sends it gets linked to your account.',
    copy: 'Copy',
    copied: 'Copied.',
  },

  player: {
    playAs: 'You play as',
    title: 'Your player',
    hint: 'Your GUID and your in-game name. The name is what others see on the board; the GUID shows whether you’ve joined the game.',
    linked: (name) => `Linked: you play as ${name}.`,
    guid: 'GUID',
    guidHint: '1 to 64 letters, digits, _ or -',
    name: 'In-game name',
    nameHint: 'Others see it: 1 to 32 characters',
    link: 'Link player',
    change: 'Change',
    unlink: 'Unlink',
    unlinkQuestion: 'Unlink your player? Then you can’t say when you play, and you get no pings.',
    unlinkYes: 'Yes, unlink it',
    unlinkNo: 'No, keep it',
    unlinked: 'Your player is unlinked.',
    unconfirmed:
      'Your player is linked, but not confirmed yet. Link it again for a code to prove it’s you, or ask an admin.',
    prove:
      'One step more: put this code anywhere into your name in the game, join the game server, and check.',
    proveUntil: (time) =>
      `The code works once, until ${time}, and for you alone. If you can’t join, ask an admin to confirm you.`,
    adminConfirms: 'Your player is linked. An admin has to confirm it before you can answer.',
    check: 'Check now',
    checking: 'Looking …',
    confirmed: (name) => `Confirmed: you play as ${name}.`,
  },

  privacy: {
    title: 'Your data',
    hint: 'View it, download it, or erase it. Telegram and Signal addresses are encrypted and never shown.',
    show: 'View my data',
    hide: 'Hide',
    exportData: 'Download',
    exported: 'The file is in your downloads.',
    erase: 'Erase my data',
    eraseTitle: 'Erase your data?',
    eraseText:
      'Your preferences, links and answers are deleted at once, and you get no more messages. This can’t be undone; download a copy first if you want one. Past messages stay in the totals, with no link to you. We keep an anonymous fingerprint until tomorrow, so a message already scheduled can’t reach you twice.',
    eraseConfirm: 'Erase my data',
    eraseKeep: 'Keep it',
    erased: 'Your preferences, links and availability are erased, and nothing more is sent to you.',
  },
};
