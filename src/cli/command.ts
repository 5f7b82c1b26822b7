import { type ParseArgsConfig, parseArgs } from 'node:util';
import {
  type Config,
  type ConfigFault,
  type DatabaseFile,
  formatFaults,
  loadConfig,
} from '../config/config.js';
import { readSettings, type Settings } from '../config/environment.js';
import { becomeOwnerOf } from '../persistence/file/become-owner.js';

/** What was typed after a command's name. */
export interface Given {
  /** The switches that were given. */
  readonly options: ReadonlySet<string>;
  /** The options that were given with a value. */
  readonly values: ReadonlyMap<string, string>;
  readonly words: readonly string[];
}

/** Does a command's work and answers its exit code: 0 all is well, 1 it is not. */
export type Work = (given: Given) => number | Promise<number>;

/** A command of `muster`. */
export interface Command {
  /** What may follow its name, one line for each way to use it. */
  readonly usage: readonly string[];
  /** What it does, in one line. */
  readonly summary: string;
  /** The names of its switches. */
  readonly options?: readonly string[];
  /** The names of the options that take a value. */
  readonly values?: readonly string[];
  /** The most words it takes. */
  readonly words: number;
  /** Loads it: whoever runs one command waits for no other. */
  readonly load: () => Promise<Work>;
}

/** The command was not used as it can be. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}

/** The settings are at fault, so nothing was done. */
export class Misconfigured extends Error {
  override readonly name = 'Misconfigured';

  constructor(
    message: string,
    readonly faults: readonly ConfigFault[] = [],
  ) {
    super(message);
  }
}

/**
 * Reads what follows a command's name.
 * @throws WrongUse when it is something else than the command takes.
 */
export function read(command: Command, args: readonly string[]): Given {
  const options: ParseArgsConfig['options'] = {};
  for (const name of command.options ?? []) options[name] = { type: 'boolean' };
  for (const name of command.values ?? []) options[name] = { type: 'string' };
  const { values, positionals } = parsed({ args: [...args], options, allowPositionals: true });
  const tooMany = positionals[command.words];
  if (tooMany !== undefined) throw new WrongUse(`“${tooMany}” is one word too many.`);
  const given = Object.entries(values);
  return {
    options: new Set(given.filter(([, value]) => value === true).map(([name]) => name)),
    values: new Map(given.filter((each): each is [string, string] => typeof each[1] === 'string')),
    words: positionals,
  };
}

function parsed(config: ParseArgsConfig): ReturnType<typeof parseArgs> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new WrongUse('There is no such option.', { cause: error });
  }
}

/**
 * The configuration, and the settings it was read from; from here on the process is the one who owns the database, if
 * root runs it.
 * @throws Misconfigured with every fault.
 */
export function configured(): { config: Config; settings: Settings } {
  const settings = readSettings(process.cwd());
  const loaded = loadConfig(settings.variables, settings.faults);
  if (!loaded.ok) throw new Misconfigured(formatFaults(loaded.faults).trimEnd(), loaded.faults);
  const { database } = loaded.config;
  if (database.kind === 'sqlite') becomeOwnerOf(database.path);
  return { config: loaded.config, settings };
}

/**
 * The file that the database is.
 * @throws Misconfigured where it is on a server; `instead`, a sentence, says how the same is done there.
 */
export function fileOf({ database }: Config, instead: string): DatabaseFile {
  if (database.kind === 'sqlite') return database;
  throw new Misconfigured(`DATABASE_URL names a PostgreSQL database. ${instead}`);
}
