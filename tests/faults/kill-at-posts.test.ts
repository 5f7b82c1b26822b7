import { describe, it } from 'vitest';
import type { Death } from './support/campaign-under-fire.js';
import { CHANNELS, type ChannelUnderFire } from './support/channels-under-fire.js';
import { killing } from './support/killed.js';

const expectNoFaults = killing();

const [DISCORD] = CHANNELS as [ChannelUnderFire];
/** Where the process dies after the start: among nine nudges (after 23 calls), and around the summary that follows. */
const IN_THE_FOLLOW_UP: readonly Death[] = [
  { at: 'claim.after', pass: 3 },
  { at: 'skip.after', pass: 5 },
  { at: 'reserve.before', pass: 26 },
  { at: 'reserve.after', pass: 25 },
  { at: 'send.after', pass: 28 },
  { at: 'settle.before', pass: 30 },
  { at: 'conclude.before', pass: 3 },
  { at: 'conclude.after', pass: 3 },
  { at: 'reserve.after', pass: 33 },
  { at: 'send.after', pass: 33 },
  { at: 'settle.before', pass: 33 },
  { at: 'settle.after', pass: 33 },
];

describe('discord: killed after the start, at', () => {
  it.concurrent.each(IN_THE_FOLLOW_UP)('%o', async (death) => {
    await expectNoFaults({ channel: DISCORD, deaths: [death], followUp: true });
  });

  it.concurrent('the last nudge and again at the summary, and started again five minutes later', async () => {
    const deaths: Death[] = [
      { at: 'send.after', pass: 32 },
      { at: 'send.after', pass: 1 },
    ];
    await expectNoFaults({ channel: DISCORD, deaths, deadForMs: 5.5 * 60_000, followUp: true });
  });
});

/** Where the process dies around the post of the day's board, which comes before everything else. */
const AT_THE_BOARD = [
  'reserve.before',
  'reserve.after',
  'send.after',
  'settle.before',
  'settle.after',
] as const;

describe('the board by itself: killed at', () => {
  it.concurrent.each(AT_THE_BOARD)('%s', async (at) => {
    await expectNoFaults({ channel: DISCORD, deaths: [{ at, pass: 1 }], posts: 'board' });
  });

  it.concurrent.each(['reserve.after', 'send.after', 'settle.before'] as const)(
    '%s, and started again five minutes later',
    async (at) => {
      const deaths: Death[] = [{ at, pass: 1 }];
      await expectNoFaults({ channel: DISCORD, deaths, deadForMs: 5.5 * 60_000, posts: 'board' });
    },
  );
});

describe('that it is on: killed at', () => {
  it.concurrent.each(['reserve.before', 'reserve.after', 'send.after', 'settle.before'] as const)(
    '%s',
    async (at) => {
      await expectNoFaults({ channel: DISCORD, deaths: [{ at, pass: 1 }], posts: 'ready' });
    },
  );

  it.concurrent('send.after, and started again five minutes later', async () => {
    const deaths: Death[] = [{ at: 'send.after', pass: 1 }];
    await expectNoFaults({ channel: DISCORD, deaths, deadForMs: 5.5 * 60_000, posts: 'ready' });
  });
});

/** Where the process of a dry run dies: among twelve people of whom nobody is called, and around its two reports. */
const IN_A_DRY_RUN: readonly Death[] = [
  { at: 'claim.after', pass: 1 },
  { at: 'reserve.before', pass: 1 },
  { at: 'reserve.before', pass: 2 },
  { at: 'reserve.after', pass: 1 },
  { at: 'reserve.after', pass: 2 },
  { at: 'send.after', pass: 1 },
  { at: 'send.after', pass: 2 },
  { at: 'settle.before', pass: 1 },
  { at: 'settle.after', pass: 2 },
  { at: 'conclude.before', pass: 1 },
  { at: 'conclude.after', pass: 2 },
];

describe('a dry run: killed at', () => {
  it.concurrent.each(IN_A_DRY_RUN)('%o', async (death) => {
    await expectNoFaults({ channel: DISCORD, deaths: [death], dryRun: true });
  });

  it.concurrent.each(['reserve.after', 'send.after', 'settle.before'] as const)(
    '%s of a report, and started again five minutes later',
    async (at) => {
      await expectNoFaults({
        channel: DISCORD,
        deaths: [{ at, pass: 1 }],
        deadForMs: 5.5 * 60_000,
        dryRun: true,
      });
    },
  );
});

/** Where the process dies while Muster asks twelve people: around the start of its campaign, among its messages, at its end. */
const IN_THE_QUESTION: readonly Death[] = [
  { at: 'create.before', pass: 1 },
  { at: 'create.after', pass: 1 },
  { at: 'reserve.after', pass: 5 },
  { at: 'send.after', pass: 7 },
  { at: 'settle.before', pass: 4 },
  { at: 'conclude.before', pass: 1 },
];

describe('the question: killed at', () => {
  it.concurrent.each(IN_THE_QUESTION)('%o', async (death) => {
    await expectNoFaults({ channel: DISCORD, deaths: [death], own: 'question' });
  });

  it.concurrent('a message, and started again five minutes later', async () => {
    const deaths: Death[] = [{ at: 'send.after', pass: 6 }];
    await expectNoFaults({ channel: DISCORD, deaths, deadForMs: 5.5 * 60_000, own: 'question' });
  });
});

describe('that it is on, told to people: killed at', () => {
  it.concurrent.each([
    { at: 'create.before', pass: 1 },
    { at: 'create.after', pass: 1 },
    { at: 'send.after', pass: 5 },
  ] satisfies Death[])('%o', async (death) => {
    await expectNoFaults({ channel: DISCORD, deaths: [death], own: 'ready' });
  });

  it.concurrent('a message, and started again five minutes later', async () => {
    const deaths: Death[] = [{ at: 'send.after', pass: 6 }];
    await expectNoFaults({ channel: DISCORD, deaths, deadForMs: 5.5 * 60_000, own: 'ready' });
  });
});

/** Where the process dies around the question to a promoter about too few, which leaves among the reminders. */
const AMONG_THE_FIRST: readonly Death[] = [
  { at: 'claim.before', pass: 1 },
  { at: 'claim.after', pass: 1 },
  ...(['reserve.before', 'reserve.after', 'send.after', 'settle.before', 'settle.after'] as const).flatMap(
    (at) => [1, 2].map((pass) => ({ at, pass })),
  ),
];

describe('too few, asked of the promoter: killed at', () => {
  it.concurrent.each(AMONG_THE_FIRST)('%o', async (death) => {
    await expectNoFaults({ channel: DISCORD, deaths: [death], tooFew: true });
  });

  it.concurrent('a message, and started again five minutes later', async () => {
    const deaths: Death[] = [{ at: 'send.after', pass: 2 }];
    await expectNoFaults({ channel: DISCORD, deaths, deadForMs: 5.5 * 60_000, tooFew: true });
  });
});

/** Where the process dies while Muster makes a standing campaign: at its creation, and among its reminders. */
const IN_A_STANDING_CAMPAIGN: readonly Death[] = [
  { at: 'create.before', pass: 1 },
  { at: 'create.after', pass: 1 },
  { at: 'claim.before', pass: 1 },
  { at: 'reserve.after', pass: 5 },
  { at: 'send.after', pass: 7 },
  { at: 'settle.before', pass: 4 },
  { at: 'conclude.before', pass: 1 },
];

describe('a standing campaign: killed at', () => {
  it.concurrent.each(IN_A_STANDING_CAMPAIGN)('%o', async (death) => {
    await expectNoFaults({ channel: DISCORD, deaths: [death], goesOut: true });
  });

  it.concurrent('its creation, twice', async () => {
    const deaths: Death[] = [
      { at: 'create.before', pass: 1 },
      { at: 'create.before', pass: 1 },
    ];
    await expectNoFaults({ channel: DISCORD, deaths, goesOut: true });
  });

  it.concurrent('its creation, and started again five minutes later', async () => {
    const deaths: Death[] = [{ at: 'create.after', pass: 1 }];
    await expectNoFaults({ channel: DISCORD, deaths, deadForMs: 5.5 * 60_000, goesOut: true });
  });
});
