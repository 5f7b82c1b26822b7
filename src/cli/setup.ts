import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { machineZone } from '../config/assumed-zone.js';
import { loadConfig } from '../config/config.js';
import { envExample } from '../config/env-example.js';
import { readEnvFile, textOf } from '../config/env-file.js';
import { withSettings } from '../config/env-text.js';
import { readSettings } from '../config/environment.js';
import { VARIABLES, type VariableName } from '../config/schema.js';
import { invitationOf } from '../discord/invitation.js';
import type { Clock } from '../domain/clock.js';
import { eveningInWords } from '../domain/evening.js';
import { LiveSettings, sessionTimesOf } from '../domain/live-settings.js';
import { EXIT } from '../exit-codes.js';
import { SystemClock } from '../scheduling/system-clock.js';
import { Misconfigured, type Work, WrongUse } from './command.js';
import { type Answers, apiUrlOf } from './setup/answers.js';
import { Conversation } from './conversation.js';
import { lookAtDatabase, type Ways, wordsOf } from './setup/database.js';
import { answersFrom } from './setup/from-environment.js';
import { Interview } from './setup/interview.js';
import { writePrivately } from './setup/write-privately.js';

const REMINDER = 'AVAILABILITY_PROMOTION_REMINDER_TIME' satisfies VariableName;

/** What was answered, and the bot it is for; `null`: Discord could not be asked. */
interface Answered {
  readonly answers: Answers;
  readonly bot: { readonly applicationId: string } | null;
  /** What goes into DATABASE_URL; `null`: it stays as it is. */
  readonly database: string | null;
}

/**
 * `setup` asks for the five essentials and the database and writes them into `.env`, with its rights for the owner alone;
 * `setup --yes` takes them from the environment. What else stands in a `.env` stays, and none is touched before somebody
 * said so.
 */
export const setup: Work = async ({ options }) => {
  const path = join(process.cwd(), '.env');
  const clock = new SystemClock();
  if (options.has('yes')) {
    if (existsSync(path)) {
      throw new Error(
        `${path} is there already, and --yes replaces nothing: move it away, or run setup without --yes.`,
      );
    }
    const { variables } = readSettings(process.cwd());
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    const answered = await answersFrom(offeredBy(variables), apiUrlOf(variables));
    const ways = waysIn(variables);
    const looked = await lookedAt(ways, clock);
    finish(path, { ...answered, database: ways.DATABASE_URL ?? null }, clock, say);
    for (const line of looked) say(line);
    return EXIT.ok;
  }
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new WrongUse(
      'setup asks questions, and there is no terminal to answer on. A script sets DISCORD_TOKEN and the other ' +
        'essentials in the environment, and says --yes.',
    );
  }
  const talk = new Conversation(process.stdin, process.stdout);
  try {
    return await setUpInWords(path, talk, clock);
  } finally {
    talk.close();
  }
};

/** Asks, and writes. @returns the exit code. @throws Abandoned */
export async function setUpInWords(path: string, talk: Conversation, clock: Clock): Promise<number> {
  if (existsSync(path)) {
    talk.say(
      `${path} is there already. Setup changes the five essentials and the database in it, and leaves the rest as it is.`,
    );
    if (!(await talk.confirm('Change them?', false))) {
      talk.say('Nothing was changed.');
      return EXIT.ok;
    }
  }
  const { variables } = readSettings(join(path, '..'));
  const [offered, ways] = [offeredBy(variables), waysIn(variables)];
  const interviewer = { talk, apiUrl: apiUrlOf(variables), clock, offered, ways };
  const answered = await new Interview(interviewer).hold();
  talk.say();
  finish(path, answered, clock, (line) => talk.say(line));
  return EXIT.ok;
}

/** What Enter takes, or a script leaves out: what is set, else this machine's zone and the usual start. */
function offeredBy(variables: Readonly<Record<string, string | undefined>>): Answers {
  const given = (name: VariableName): string | undefined => variables[name]?.trim() || undefined;
  const START = 'AVAILABILITY_PROMOTION_START_TIME';
  return {
    DISCORD_TOKEN: given('DISCORD_TOKEN') ?? '',
    DISCORD_GUILD_ID: given('DISCORD_GUILD_ID') ?? '',
    AVAILABILITY_PROMOTION_TIMEZONE: given('AVAILABILITY_PROMOTION_TIMEZONE') ?? machineZone(),
    AVAILABILITY_PROMOTION_START_TIME:
      given(START) ?? VARIABLES.find(({ name }) => name === START)?.default ?? '',
    PROMOTER_DISCORD_IDS: given('PROMOTER_DISCORD_IDS')?.replaceAll(' ', '') ?? '',
  };
}

function waysIn(variables: Readonly<Record<string, string | undefined>>): Ways {
  const given = (name: keyof Ways): string | undefined => variables[name]?.trim() || undefined;
  return { DATABASE_URL: given('DATABASE_URL'), DATABASE_SESSION_URL: given('DATABASE_SESSION_URL') };
}

/** What there is to say of the database a script names. @throws Misconfigured in words, where it will not do. */
async function lookedAt(ways: Ways, clock: Clock): Promise<readonly string[]> {
  if (ways.DATABASE_URL === undefined) return [];
  const found = await lookAtDatabase(ways, clock);
  const faults = wordsOf(found.filter(({ state }) => state === 'fault'));
  if (faults.length === 0) return wordsOf(found);
  const reason = 'leads to no database that will do';
  throw new Misconfigured([...faults, 'Nothing was written.'].join('\n'), [{ name: 'DATABASE_URL', reason }]);
}

/** Writes the answers, and says what comes next. */
function finish(
  path: string,
  { answers, bot, database }: Answered,
  clock: Clock,
  say: (line: string) => void,
): void {
  const before = existsSync(path) ? textOf(readFileSync(path)) : envExample();
  const { PROMOTER_DISCORD_IDS: promoters } = answers;
  let text = withSettings(before, {
    ...answers,
    PROMOTER_DISCORD_IDS: promoters === '' ? null : promoters,
    ...(database !== null && { DATABASE_URL: database }),
  });
  let loaded = load(text);
  if (!loaded.ok && loaded.faults.some(({ name }) => name === REMINDER)) {
    text = withSettings(text, { [REMINDER]: null });
    loaded = load(text);
    say(`${REMINDER} was not before the start: it is left out, and the reminder goes out 15 minutes before.`);
  }
  writePrivately(path, text);
  say(`${path} is written, for nobody but its owner to read.`);
  if (loaded.ok) {
    const { promotion, given } = loaded.config;
    const evening = sessionTimesOf(promotion.timezone, new LiveSettings(given).values);
    say(`The evening: ${eveningInWords(evening, clock.now())}.`);
  } else say('Something else in it is at fault: npm run check says what.');
  say('');
  say('What comes next:');
  if (bot) say(`  Unless the bot is in your server, invite it: ${invitationOf(bot.applicationId)}`);
  say('  npm run check   looks at everything an evening needs');
  say('  npm start       starts Muster');
}

function load(text: string): ReturnType<typeof loadConfig> {
  return loadConfig(readEnvFile(Buffer.from(text)).values);
}
