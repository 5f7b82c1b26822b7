import { type Config, formatFaults, loadConfig } from '../config/config.js';
import { readSettings } from '../config/environment.js';
import { becomeOwnerOf } from '../persistence/become-owner.js';
import { carryOnUnread } from './unread.js';

/**
 * Runs one of the programs people start by hand, and ends with the code `work` answers. What it makes is for its owner's
 * eyes only, as with Muster itself; an error becomes a sentence (`wording`: another one than its own) and the code 1.
 * Whether anybody reads what it says changes nothing of what it does.
 */
export async function runCommand(
  work: (args: readonly string[]) => number | Promise<number>,
  wording: (error: unknown) => string | null = () => null,
): Promise<void> {
  process.umask(0o077);
  carryOnUnread();
  try {
    process.exitCode = await work(process.argv.slice(2));
  } catch (error) {
    const itsOwn = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${wording(error) ?? itsOwn}\n`);
    process.exitCode = 1;
  }
}

/**
 * The configuration, for a program that works on the database; from here on as the one who owns that, if root runs it.
 * `null`, and the faults are told, when it is at fault: the program ends with {@link MISCONFIGURED}.
 */
export function configured(): Config | null {
  const { variables, faults } = readSettings(process.cwd());
  const loaded = loadConfig(variables, faults);
  if (!loaded.ok) {
    process.stderr.write(formatFaults(loaded.faults));
    return null;
  }
  becomeOwnerOf(loaded.config.databasePath);
  return loaded.config;
}

/** `EX_CONFIG` of sysexits.h. */
export const MISCONFIGURED = 78;

/** `EX_USAGE` of sysexits.h. */
export const WRONG_USE = 64;
