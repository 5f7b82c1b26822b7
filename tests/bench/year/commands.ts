import { setTimeout as wait } from 'node:timers/promises';
import type { OptionValues } from '../../../demo/discord/command-options.js';
import type { WireCommand, WireOption } from '../../../demo/discord/wire.js';
import { messagesFor } from '../../../src/messages/catalog.js';
import { grownUserId } from '../../support/grown-database.js';
import { type BenchResult, timed } from '../result.js';
import { PROMOTER } from '../world.js';
import { type Bot, PAUSE_MS, type Who } from './bot.js';
import { compare, type Compared, group, type Pair } from './compare.js';

const ROUNDS = 5;
const SUBCOMMAND = 1;
const SUBCOMMAND_GROUP = 2;
const words = messagesFor('en');

/** How a command is used. */
interface Use {
  readonly who: Who;
  readonly options?: (bot: Bot) => OptionValues;
  /** What has to come before it, of the same person. */
  readonly before?: (bot: Bot, userId: string) => Promise<unknown>;
  /** The button under the answer that does what the command is for. */
  readonly press?: string;
  /** The one who uses it, where that has to be somebody. */
  readonly by?: (bot: Bot) => string;
}

const say = async (bot: Bot, userId: string, path: string, options?: OptionValues) =>
  (await bot.discord.slash(userId, path, options)).settled();

/** Every command, by what is typed. One that is missing here is told. */
const USES: Readonly<Record<string, Use>> = {
  'availability set': { who: 'player', options: () => ({ status: 'LOOKING' }) },
  'availability coming': { who: 'player' },
  'availability late': { who: 'player', options: () => ({ minutes: 10 }) },
  'availability clear': { who: 'player' },
  'availability weekly': { who: 'player' },
  'availability away': { who: 'player', options: ({ world }) => ({ until: world.today }) },
  'availability calendar': { who: 'player' },
  'availability show': { who: 'player' },
  'availability board': { who: 'staff' },
  help: { who: 'player' },
  'link player': { who: 'player', options: newPlayer },
  'link confirm': { who: 'admin', options: (bot) => ({ user: bot.next('player') }) },
  'link telegram': { who: 'player' },
  'link signal': { who: 'player' },
  preferences: { who: 'player' },
  'privacy show': { who: 'player' },
  'privacy export': { who: 'player' },
  'privacy erase': { who: 'player', press: words.privacy.eraseButton },
  'promote preview': { who: 'staff' },
  'promote create': { who: 'staff', press: words.buttons.confirm },
  'promote status': { who: 'staff', options: () => ({ date: 'yesterday' }), by: promoterOfThePast },
  'promote log': { who: 'staff', options: () => ({ date: 'yesterday' }), by: promoterOfThePast },
  'promote insights': { who: 'staff' },
  'promote more': { who: 'staff', options: () => ({ count: 1 }), by: promoterUnderWay },
  'promote cancel': { who: 'staff', before: created },
  'promote pause': { who: 'admin', before: (bot, userId) => say(bot, userId, 'promote resume') },
  'promote resume': { who: 'admin', before: (bot, userId) => say(bot, userId, 'promote pause') },
  'promote standing set': { who: 'staff', options: standingDays },
  'promote standing show': { who: 'staff' },
  'promote standing remove': {
    who: 'staff',
    before: (bot, userId) => say(bot, userId, 'promote standing set', standingDays(bot)),
  },
  settings: { who: 'admin' },
  'unlink player': { who: 'player' },
  'unlink telegram': { who: 'player' },
  'unlink signal': { who: 'player' },
};

/** Every command of the bots, from what a person types to the answer they read. */
export async function commands(bots: Pair<Bot>): Promise<BenchResult> {
  const compared: Compared[] = [];
  const faults: string[] = [];
  for (const path of registered(bots.year)) {
    const use = USES[path];
    if (!use) {
      faults.push(`/${path} is not measured: tests/bench/year/commands.ts does not know it`);
      continue;
    }
    try {
      compared.push(await compare(`/${path}`, bots, ROUNDS, (bot) => used(bot, path, use)));
    } catch (error) {
      // The others are measured all the same.
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  return group('Commands', compared, faults);
}

/** What the bot has registered, as it is typed. */
function registered({ discord }: Bot): string[] {
  const paths = ({ name, options = [] }: WireCommand | WireOption, before: string): string[] => {
    const path = `${before}${name}`;
    const under = options.filter(({ type }) => type === SUBCOMMAND || type === SUBCOMMAND_GROUP);
    return under.length === 0 ? [path] : under.flatMap((each) => paths(each, `${path} `));
  };
  return discord.commands.all().flatMap((command) => paths(command, ''));
}

/** @returns what it took until the answer was shown, in milliseconds. */
async function used(bot: Bot, path: string, { who, options, before, press, by }: Use): Promise<number> {
  const userId = by?.(bot) ?? bot.next(who);
  await before?.(bot, userId);
  await wait(PAUSE_MS);
  const shown = await timedAnswer(() => say(bot, userId, path, options?.(bot)));
  if (process.env['YEAR_TELLS'] !== undefined)
    process.stderr.write(
      `/${path}: ${shown.message.content.slice(0, 100)} ${JSON.stringify(shown.message.embeds).slice(0, 100)}\n`,
    );
  if (press === undefined) return shown.took;
  const pressed = await timedAnswer(async () =>
    (await bot.discord.press(userId, shown.message, press)).settled(),
  );
  return shown.took + pressed.took;
}

async function timedAnswer<T>(
  work: () => Promise<T>,
): Promise<{ readonly took: number; readonly message: T }> {
  let message: T | undefined;
  const took = await timed(async () => (message = await work()));
  return { took, message: message as T };
}

let players = 0;
function newPlayer(): OptionValues {
  players += 1;
  return { guid: `new-${String(players)}`, name: `New ${String(players)}` };
}

async function created(bot: Bot, userId: string): Promise<void> {
  const asked = await say(bot, userId, 'promote create');
  await (await bot.discord.press(userId, asked, words.buttons.confirm)).settled();
}

/** Days that are neither today nor tomorrow, for which nothing is to be planned at once. */
export function standingDays({ world }: Bot): { days: string } {
  const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
  const today = new Date(world.today).getUTCDay();
  return { days: [3, 4].map((ahead) => names[(today + ahead) % 7]).join(', ') };
}

/** Whose campaigns those of the past were. */
export function promoterOfThePast(): string {
  return PROMOTER;
}

/** Whose campaign is under way, and has standbys. */
export function promoterUnderWay(): string {
  return grownUserId(1);
}
