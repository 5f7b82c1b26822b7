import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONSENTS_TO, type ConsentTo } from '../../src/domain/consent.js';
import type { RefusalCode, Result } from '../../src/domain/refusal.js';
import type { Answering } from '../../src/inbound/answering.js';
import { Hearing } from '../../src/inbound/hearing.js';
import { comeTonight } from '../../src/services/answer-evening.js';
import { answerQuestion } from '../../src/services/answer-question.js';
import { changeSettings } from '../../src/services/change-settings.js';
import type { Actor } from '../../src/services/context.js';
import { createCampaign } from '../../src/services/create-campaign.js';
import { erasePerson } from '../../src/services/erase-person.js';
import { requestChannelLink, unlinkChannel } from '../../src/services/link-channel.js';
import { linkPlayer, unlinkPlayer } from '../../src/services/link-player.js';
import { fillInPreferences } from '../../src/services/own-preferences.js';
import { pausePromotions } from '../../src/services/pause-promotions.js';
import { sendTest } from '../../src/services/send-test.js';
import { clearAvailabilityOn, setAvailability } from '../../src/services/set-availability.js';
import { endCalendar, makeCalendar } from '../../src/services/calendar.js';
import { comeBack, goAway } from '../../src/services/away.js';
import { keepWeekly, setWeekly } from '../../src/services/standing-answers.js';
import { turnPingsOn } from '../../src/services/turn-pings-on.js';
import { updatePreferences } from '../../src/services/update-preferences.js';
import { notTonight, stopMessages } from '../../src/services/way-out.js';
import { ENGINE } from '../support/engine-of-run.js';
import { settled } from '../support/fake-clock.js';
import { addressOn, admin, person, players, promoter } from '../support/people.js';
import { DATE, refusal, testApp, type TestApp, type TestAppOptions, value } from '../support/test-app.js';

const SAID_NO: RefusalCode = 'said_no_since';
const OPTIONS: TestAppOptions = {
  channels: ['discord', 'telegram'],
  settings: { linkIntervalSeconds: 0, pageUrl: 'https://muster.example' },
  sweepEveryMs: 0,
};
const CALL = { includeAvailable: false, includeMaybe: false, dryRun: false };

/** Every table that names people, by the column that does. */
const NAMED = {
  availability_entries: 'user_id',
  availability_promotion_answers: 'user_id',
  subscription_preferences: 'user_id',
  availability_channel_links: 'user_id',
  player_links: 'user_id',
  player_proofs: 'user_id',
  calendar_addresses: 'user_id',
  account_link_audit_log: 'user_id',
  settings: 'updated_by',
  settings_audit_log: 'actor_id',
  availability_promotion_campaigns: 'initiated_by',
};

async function tracesOf(app: TestApp, userId: string): Promise<string[]> {
  const found: string[] = [];
  for (const [table, column] of Object.entries(NAMED)) {
    const rows = await app.rows(`SELECT 1 FROM ${table} WHERE ${column} = ?`, userId);
    if (rows.length > 0) found.push(table);
  }
  const acted = await app.rows('SELECT 1 FROM account_link_audit_log WHERE actor_id = ?', userId);
  const state = await app.rows('SELECT 1 FROM system_state WHERE value = ?', userId);
  return [...found, ...(acted.length > 0 ? ['actor'] : []), ...(state.length > 0 ? ['state'] : [])];
}

async function statusOf(app: TestApp, userId: string): Promise<string | null> {
  const [row] = await app.rows<{ status: string }>(
    'SELECT status FROM availability_entries WHERE user_id = ? AND entry_date = ?',
    userId,
    DATE,
  );
  return row?.status ?? null;
}

async function isAllowed(app: TestApp, userId: string, to: ConsentTo): Promise<boolean> {
  const column = { calls: 'allow_promotions', questions: 'allow_questions', ready: 'allow_ready_notices' }[
    to
  ];
  const [row] = await app.rows<{ allowed: number | boolean }>(
    `SELECT ${column} AS allowed FROM subscription_preferences WHERE user_id = ?`,
    userId,
  );
  return Boolean(row?.allowed);
}

/** Discord answers no question about people until it is told to. */
function discordWaits(app: TestApp): () => void {
  let answer = (): void => undefined;
  const told = new Promise<void>((resolve) => (answer = resolve));
  const { directory } = app;
  const ask = directory.member.bind(directory);
  directory.member = (...asked) => told.then(() => ask(...asked));
  return answer;
}

/** Where somebody comes in. */
type Door = Pick<TestApp, 'context'>;

/** Where their next word comes in: on PostgreSQL at another process, a little later. */
async function elsewhere(app: TestApp): Promise<Door> {
  if (app.engine !== 'postgres') return app;
  await app.advance(1);
  const other = others.get(app) ?? app.beside();
  others.set(app, other);
  return other;
}
const others = new WeakMap<TestApp, Promise<Door>>();

/** What `asks` is answered where `leaves` is done while Discord takes its time over it. */
async function meanwhile<T>(
  app: TestApp,
  asks: () => Promise<Result<T>>,
  leaves: (door: Door) => Promise<unknown>,
): Promise<Result<T>> {
  // It is there before somebody asks.
  await elsewhere(app);
  const answers = discordWaits(app);
  const asked = asks();
  await leaves(await elsewhere(app));
  answers();
  return asked;
}

type Deed = (door: Door, who: Actor) => Promise<unknown>;
type Request = (door: Door, who: Actor) => Promise<Result<unknown>>;

const YES_TO_A_DATE: [string, Request][] = [
  ['an answer', ({ context }, who) => setAvailability(context, who, { status: 'AVAILABLE', date: DATE })],
  ['a yes to tonight', ({ context }, who) => comeTonight(context, who, { minutesLate: null, channel: null })],
  ['a later arrival', ({ context }, who) => comeTonight(context, who, { minutesLate: 10, channel: null })],
];
const NO_TO_A_DATE: [string, Deed][] = [
  ['a no', ({ context }, who) => setAvailability(context, who, { status: 'NOT_PLAYING', date: DATE })],
  ['“Not tonight”', ({ context }, who) => notTonight(context, who)],
  ['going away', ({ context }, who) => goAway(context, who, 'tomorrow')],
  ['taking it back', ({ context }, who) => clearAvailabilityOn(context, who, DATE)],
];

describe('while Discord takes its time over a yes to a date', () => {
  for (const [yes, asks] of YES_TO_A_DATE) {
    for (const [no, leaves] of NO_TO_A_DATE) {
      it(`${no} wins over ${yes}`, async () => {
        const app = await testApp(OPTIONS);
        const ana = await person(app, 'ana', { status: 'MAYBE' });
        const answered = await meanwhile(
          app,
          () => asks(app, ana),
          (door) => leaves(door, ana),
        );
        expect(refusal(answered)).toBe(SAID_NO);
        expect(await statusOf(app, 'ana')).toBe(no === 'taking it back' ? null : 'NOT_PLAYING');
      });
    }
  }

  it('a no to another day changes nothing', async () => {
    const app = await testApp(OPTIONS);
    const ana = await person(app, 'ana', { status: null });
    const set = await meanwhile(
      app,
      () => setAvailability(app.context, ana, { status: 'AVAILABLE', date: DATE }),
      ({ context }) => clearAvailabilityOn(context, ana, 'tomorrow'),
    );
    expect(value(set).status).toBe('AVAILABLE');
  });

  it('a no that waits for it too still wins, as it was said later', async () => {
    const app = await testApp(OPTIONS);
    const ana = await person(app, 'ana', { status: null });
    await elsewhere(app);
    const answers = discordWaits(app);
    const yes = setAvailability(app.context, ana, { status: 'AVAILABLE', date: DATE });
    const { context } = await elsewhere(app);
    const no = setAvailability(context, ana, { status: 'NOT_PLAYING', date: DATE });
    await settled();
    answers();
    expect(refusal(await yes)).toBe(SAID_NO);
    expect((await no).ok).toBe(true);
    expect(await statusOf(app, 'ana')).toBe('NOT_PLAYING');
  });

  it('a yes that was said after a no is not undone by it', async () => {
    const app = await testApp(OPTIONS);
    const ana = await person(app, 'ana', { status: null });
    const { member } = app.directory;
    const answers = discordWaits(app);
    const no = setAvailability(app.context, ana, { status: 'NOT_PLAYING', date: DATE });
    app.directory.member = member.bind(app.directory);
    const { context } = await elsewhere(app);
    value(await setAvailability(context, ana, { status: 'AVAILABLE', date: DATE }));
    answers();
    expect((await no).ok).toBe(true);
    expect(await statusOf(app, 'ana')).toBe('AVAILABLE');
  });

  it('an answer under a question is as old as its press', async () => {
    const app = await testApp(OPTIONS);
    await players(app, 1);
    const { campaign } = await app.campaign(await promoter(app));
    const ana = await person(app, 'ana', { status: null });
    const answered = await meanwhile(
      app,
      () => answerQuestion(app.context, ana, { campaignId: campaign.id, action: 'available' }),
      ({ context }) => clearAvailabilityOn(context, ana, DATE),
    );
    expect(refusal(answered)).toBe(SAID_NO);
    expect(await statusOf(app, 'ana')).toBe(null);
  });
});

describe('while Discord takes its time over weekly answers', () => {
  const YES: [string, Request][] = [
    ['another one', ({ context }, who) => setWeekly(context, who, { tue: 'MAYBE' })],
    ['keeping them', ({ context }, who) => keepWeekly(context, who)],
  ];
  for (const [yes, asks] of YES)
    it(`taking one back wins over ${yes}`, async () => {
      const app = await testApp(OPTIONS);
      const ana = await person(app, 'ana');
      value(await setWeekly(app.context, ana, { mon: 'AVAILABLE' }));
      const asked = await meanwhile(
        app,
        () => asks(app, ana),
        () => setWeekly(app.context, ana, { mon: null }),
      );
      expect(refusal(asked)).toBe(SAID_NO);
      expect(await app.rows('SELECT 1 FROM availability_weekly_answers')).toEqual([]);
    });

  it('who takes them back, goes away or is back does not wait for it', async () => {
    const app = await testApp(OPTIONS);
    const ana = await person(app, 'ana');
    value(await setWeekly(app.context, ana, { mon: 'AVAILABLE' }));
    discordWaits(app);
    value(await setWeekly(app.context, ana, { mon: null }));
    value(await goAway(app.context, ana, 'tomorrow'));
    await comeBack(app.context, ana);
    expect(await app.rows('SELECT 1 FROM availability_absences')).toEqual([]);
  });
});

const FIELDS = {
  calls: 'allowPromotions',
  questions: 'allowQuestions',
  ready: 'allowReadyNotices',
} as const satisfies Record<ConsentTo, string>;

describe('while Discord takes its time over a consent', () => {
  for (const to of CONSENTS_TO) {
    const field = FIELDS[to];
    const leaving: [string, Deed][] = [
      ['“Stop”', ({ context }, who) => stopMessages(context, who, 'discord')],
      ['the end of that kind', ({ context }, who) => stopMessages(context, who, 'discord', [to])],
      ['turning it off', ({ context }, who) => updatePreferences(context, who, { [field]: false })],
      ['turning it off on the page', ({ context }, who) => fillIn(context, who, { [field]: false })],
    ];
    for (const [no, leaves] of leaving) {
      for (const before of [true, false]) {
        it(`${no} wins over a yes to ${to}${before ? ', where it is given already' : ''}`, async () => {
          const app = await testApp(OPTIONS);
          const ana = await person(app, 'ana', { optedIn: before, asked: before, told: before });
          const updated = await meanwhile(
            app,
            () => updatePreferences(app.context, ana, { [field]: true }),
            (door) => leaves(door, ana),
          );
          expect(refusal(updated)).toBe(SAID_NO);
          expect(await isAllowed(app, 'ana', to)).toBe(false);
        });
      }
    }
  }

  it('“Stop” wins over the button beside an answer', async () => {
    const app = await testApp(OPTIONS);
    const ana = await person(app, 'ana', { optedIn: false });
    const on = await meanwhile(
      app,
      () => turnPingsOn(app.context, ana, DATE),
      ({ context }) => stopMessages(context, ana, 'bridge'),
    );
    expect(refusal(on)).toBe(SAID_NO);
    expect(await isAllowed(app, 'ana', 'calls')).toBe(false);
  });

  it('the end of another kind changes nothing, nor does “Stop” what gives no consent', async () => {
    const app = await testApp(OPTIONS);
    const ana = await person(app, 'ana', { optedIn: false });
    const pings = await meanwhile(
      app,
      () => updatePreferences(app.context, ana, { allowPromotions: true }),
      ({ context }) => stopMessages(context, ana, 'discord', ['ready']),
    );
    expect(value(pings).preferences.allowPromotions).toBe(true);
    const hours = await meanwhile(
      app,
      () => updatePreferences(app.context, ana, { quietHours: { start: '22:00', end: '08:00' } }),
      ({ context }) => stopMessages(context, ana, 'discord'),
    );
    expect(value(hours).preferences).toMatchObject({
      allowPromotions: false,
      quietHours: { start: '22:00' },
    });
  });

  it('turning direct messages off wins over turning them on', async () => {
    const app = await testApp(OPTIONS);
    const ana = await person(app, 'ana', { discordDms: false });
    const on = await meanwhile(
      app,
      () => updatePreferences(app.context, ana, { discordDms: true }),
      ({ context }) => fillIn(context, ana, { discordDms: false }),
    );
    expect(refusal(on)).toBe(SAID_NO);
  });

  it('a no that waits because nothing is kept undoes no yes that was said after it', async () => {
    const app = await testApp(OPTIONS);
    const ana = await person(app, 'ana', { status: null });
    await erasePerson(app.context, ana);
    const { member } = app.directory;
    const answers = discordWaits(app);
    const no = fillIn(app.context, ana, { allowPromotions: false, discordDms: false });
    app.directory.member = member.bind(app.directory);
    const { context } = await elsewhere(app);
    value(await updatePreferences(context, ana, { allowPromotions: true }));
    answers();
    expect((await no).ok).toBe(true);
    expect(await isAllowed(app, 'ana', 'calls')).toBe(true);
  });

  it('who turns something off does not wait for it', async () => {
    const app = await testApp(OPTIONS);
    const ana = await person(app, 'ana');
    discordWaits(app);
    value(await fillIn(app.context, ana, { allowPromotions: false }));
    expect(await isAllowed(app, 'ana', 'calls')).toBe(false);
  });

  it('a yes that was said after a no is given', async () => {
    const app = await testApp(OPTIONS);
    const ana = await person(app, 'ana', { optedIn: true });
    await stopMessages(app.context, ana, 'discord');
    const { context } = await elsewhere(app);
    value(await updatePreferences(context, ana, { allowPromotions: true }));
    expect(await isAllowed(app, 'ana', 'calls')).toBe(true);
  });
});

function fillIn(context: TestApp['context'], who: Actor, changes: object): Promise<Result<unknown>> {
  return fillInPreferences(context, who, { handles: [], ...changes });
}

describe('while Discord takes its time over a link', () => {
  it('unlinking the player wins', async () => {
    const app = await testApp(OPTIONS);
    const ana = await person(app, 'ana');
    const made = await meanwhile(
      app,
      () => linkPlayer(app.context, ana, { guid: 'A1', name: 'Ana' }),
      ({ context }) => unlinkPlayer(context, ana),
    );
    expect(refusal(made)).toBe(SAID_NO);
    expect(await app.rows('SELECT 1 FROM player_links')).toEqual([]);
  });

  it('unlinking the channel wins, and leaves no token', async () => {
    const app = await testApp(OPTIONS);
    const ana = await person(app, 'ana', { channels: ['telegram'] });
    const token = await meanwhile(
      app,
      () => requestChannelLink(app.context, ana, 'telegram'),
      ({ context }) => unlinkChannel(context, ana, 'telegram', 'discord'),
    );
    expect(refusal(token)).toBe(SAID_NO);
    expect(await app.rows('SELECT 1 FROM availability_channel_links WHERE token_hash IS NOT NULL')).toEqual(
      [],
    );
  });
});

describe('while Discord takes its time over a calendar address', () => {
  it('turning it off wins', async () => {
    const app = await testApp(OPTIONS);
    const ana = await person(app, 'ana');
    const made = await meanwhile(
      app,
      () => makeCalendar(app.context, ana),
      ({ context }) => endCalendar(context, ana),
    );
    expect(refusal(made)).toBe(SAID_NO);
    expect(await app.rows('SELECT 1 FROM calendar_addresses')).toEqual([]);
  });
});

const OWN: [string, Request][] = [
  ...YES_TO_A_DATE,
  ['weekly answers', ({ context }, who) => setWeekly(context, who, { mon: 'MAYBE' })],
  ['a calendar', ({ context }, who) => makeCalendar(context, who)],
  ['a consent', ({ context }, who) => updatePreferences(context, who, { allowPromotions: true })],
  ['quiet hours', ({ context }, who) => updatePreferences(context, who, { timezone: 'Europe/Rome' })],
  ['a token', ({ context }, who) => requestChannelLink(context, who, 'telegram')],
  ['a player', ({ context }, who) => linkPlayer(context, who, { guid: 'A1', name: 'Ana' })],
  ['a test', ({ context }, who) => sendTest(context, who)],
  ['a campaign', ({ context }, who) => createCampaign(context, who, CALL)],
];

describe('who has their data erased while Discord takes its time', () => {
  it.each(OWN)('gets nothing of %s written down', async (_, asks) => {
    const app = await testApp(OPTIONS);
    await players(app, 2);
    const ana = await promoter(app);
    const answered = await meanwhile(
      app,
      () => asks(app, ana),
      ({ context }) => erasePerson(context, ana),
    );
    expect([SAID_NO, 'not_linked']).toContain(refusal(answered));
    expect(await tracesOf(app, ana.userId)).toEqual([]);
  });

  it('calls nobody, where it is asked who is in the server by then', async () => {
    const app = await testApp(OPTIONS);
    await players(app, 2);
    const ana = await promoter(app);
    const ask = app.directory.membersAmong.bind(app.directory);
    const { context } = await elsewhere(app);
    app.directory.membersAmong = async (...asked) => {
      await erasePerson(context, ana);
      return ask(...asked);
    };
    expect(refusal(await createCampaign(app.context, ana, CALL))).toBe(SAID_NO);
    expect(await tracesOf(app, ana.userId)).toEqual([]);
  });

  it('is not written down as who changed a setting, paused, or released somebody', async () => {
    const app = await testApp(OPTIONS);
    await person(app, 'bor');
    const boss = await admin(app);
    const acts: Request[] = [
      ({ context }, who) => changeSettings(context, who, { dry_run_default: 'true' }),
      ({ context }, who) => pausePromotions(context, who),
      ({ context }, who) => unlinkPlayer(context, who, 'bor'),
    ];
    const answers = discordWaits(app);
    const asked = acts.map((act) => act(app, boss));
    const { context } = await elsewhere(app);
    await erasePerson(context, boss);
    answers();
    for (const answered of await Promise.all(asked)) expect(answered.ok).toBe(true);
    expect(await tracesOf(app, boss.userId)).toEqual([]);
  });

  it('is not written down by a no of theirs that was under way', async () => {
    const app = await testApp(OPTIONS);
    const ana = await person(app, 'ana', { status: null });
    await erasePerson(app.context, ana);
    const answers = discordWaits(app);
    const asked = [
      fillIn(app.context, ana, { allowPromotions: false }),
      setAvailability(app.context, ana, { status: 'NOT_PLAYING', date: DATE }),
    ];
    const { context } = await elsewhere(app);
    await erasePerson(context, ana);
    answers();
    await Promise.all(asked);
    expect(await tracesOf(app, 'ana')).toEqual([]);
  });

  it('may come back afterwards', async () => {
    const app = await testApp(OPTIONS);
    const ana = await person(app, 'ana');
    await erasePerson(app.context, ana);
    const { context } = await elsewhere(app);
    value(await linkPlayer(context, ana, { guid: 'A1', name: 'Ana' }));
    value(await updatePreferences(context, ana, { allowPromotions: true }));
    value(await setAvailability(context, ana, { status: 'LOOKING', date: DATE }));
    expect(await statusOf(app, 'ana')).toBe('LOOKING');
  });
});

describe('whatever somebody says by several doors while Discord takes its time', () => {
  const chat =
    (text: string): Deed =>
    ({ context }, { userId }) => {
      const answering = { say: () => undefined } as unknown as Answering;
      const hearing = hearings.get(context) ?? new Hearing(context, 'telegram', answering);
      hearings.set(context, hearing);
      const contact = { address: addressOn('telegram', userId), name: '' };
      return hearing.message({ channel: 'telegram', contact }, { text, edited: false });
    };
  const hearings = new Map<TestApp['context'], Hearing>();

  type Word = { readonly about: 'date' | 'calls' | 'player' | 'everything'; readonly yes: boolean };
  const WORDS: Readonly<Record<string, Word & { readonly deed: Deed }>> = {
    answer: { about: 'date', yes: true, deed: (...asked) => (YES_TO_A_DATE[0]?.[1] as Deed)(...asked) },
    come: { about: 'date', yes: true, deed: (...asked) => (YES_TO_A_DATE[1]?.[1] as Deed)(...asked) },
    'chat yes': { about: 'date', yes: true, deed: chat('today looking') },
    'chat come': { about: 'date', yes: true, deed: chat('COMING') },
    no: { about: 'date', yes: false, deed: (...asked) => (NO_TO_A_DATE[0]?.[1] as Deed)(...asked) },
    'not tonight': {
      about: 'date',
      yes: false,
      deed: (...asked) => (NO_TO_A_DATE[1]?.[1] as Deed)(...asked),
    },
    clear: { about: 'date', yes: false, deed: (...asked) => (NO_TO_A_DATE[2]?.[1] as Deed)(...asked) },
    'chat no': { about: 'date', yes: false, deed: chat('today no') },
    'chat clear': { about: 'date', yes: false, deed: chat('clear today') },
    on: {
      about: 'calls',
      yes: true,
      deed: ({ context }, who) => updatePreferences(context, who, { allowPromotions: true }),
    },
    'page on': {
      about: 'calls',
      yes: true,
      deed: ({ context }, who) => fillIn(context, who, { allowPromotions: true, discordDms: true }),
    },
    'beside on': { about: 'calls', yes: true, deed: ({ context }, who) => turnPingsOn(context, who, DATE) },
    off: {
      about: 'calls',
      yes: false,
      deed: ({ context }, who) => updatePreferences(context, who, { allowPromotions: false }),
    },
    'page off': {
      about: 'calls',
      yes: false,
      deed: ({ context }, who) => fillIn(context, who, { allowPromotions: false }),
    },
    stop: { about: 'calls', yes: false, deed: ({ context }, who) => stopMessages(context, who, 'discord') },
    'chat stop': { about: 'calls', yes: false, deed: chat('STOP') },
    link: {
      about: 'player',
      yes: true,
      deed: ({ context }, who) => linkPlayer(context, who, { guid: 'A1', name: 'Ana' }),
    },
    unlink: { about: 'player', yes: false, deed: ({ context }, who) => unlinkPlayer(context, who) },
    erase: { about: 'everything', yes: false, deed: ({ context }, who) => erasePerson(context, who) },
  };

  /** What two processes can tell apart. */
  const LEAST_MS = ENGINE === 'postgres' ? 1 : 0;
  const said = fc.array(
    fc.record({
      word: fc.constantFrom(...Object.keys(WORDS)),
      // How long Discord takes over the next questions, and how much later the next word comes.
      takes: fc.constantFrom(0, 20, 50, 120),
      pause: fc.constantFrom(0, 10, 40, 100),
      // Where there is another process, whether it is said there. A chat is heard by one of them.
      there: fc.boolean(),
    }),
    { minLength: 2, maxLength: 8 },
  );

  /** What must hold of a matter; `null`: either may. */
  function inTheEnd(words: readonly string[], about: Word['about']): boolean | null {
    let holds: boolean | null = null;
    let erased = false;
    for (const word of words) {
      const { about: of, yes } = WORDS[word] as Word;
      // Once they are erased the chat is nobody's: it hears no words of theirs.
      if (erased && word.startsWith('chat')) continue;
      if (of === 'everything') [erased, holds] = [true, false];
      else if (of === about) holds = yes;
      // No player: no yes counts.
      else if (of === 'player' && about === 'date' && holds === true) holds = null;
    }
    const needsPlayer = about === 'date' && words.some((word) => word === 'erase' || word === 'unlink');
    return holds === true && needsPlayer ? null : holds;
  }

  it('the last word about each matter holds', async () => {
    await fc.assert(
      fc.asyncProperty(said, async (all) => {
        const app = await testApp(OPTIONS);
        const ana = await person(app, 'ana', { status: 'MAYBE', channels: ['telegram'], optedIn: false });
        const ask = app.directory.member.bind(app.directory);
        let takes = 0;
        app.directory.member = async (...asked) => {
          await app.clock.sleep(takes);
          return ask(...asked);
        };
        const under: Promise<unknown>[] = [];
        for (const each of all) {
          ({ takes } = each);
          const isThere = each.there && !each.word.startsWith('chat');
          const door = isThere ? await elsewhere(app) : app;
          under.push((WORDS[each.word] as { deed: Deed }).deed(door, ana));
          await app.advance(Math.max(each.pause, LEAST_MS));
        }
        await app.advance(2_000);
        await Promise.all(under);
        const words = all.map(({ word }) => word);
        const status = await statusOf(app, 'ana');
        const playing = status !== null && status !== 'NOT_PLAYING';
        const date = inTheEnd(words, 'date');
        if (date !== null) expect(playing, 'date').toBe(date);
        const calls = inTheEnd(words, 'calls');
        if (calls !== null) expect(await isAllowed(app, 'ana', 'calls'), 'calls').toBe(calls);
        const player = inTheEnd(words, 'player');
        const links = await app.rows('SELECT 1 FROM player_links');
        if (player !== null) expect(links.length > 0, 'player').toBe(player);
        if (words.at(-1) === 'erase') expect(await tracesOf(app, 'ana')).toEqual([]);
        await app.close();
      }),
      { numRuns: ENGINE === 'postgres' ? 30 : 100 },
    );
  }, 60_000);
});
