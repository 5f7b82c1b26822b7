#!/usr/bin/env node
import { EXIT } from '../exit-codes.js';
import { VERSION } from '../version.js';
import { Misconfigured, read, WrongUse } from './command.js';
import { COMMANDS, isCommand } from './commands.js';
import { carryOnUnread } from './unread.js';

/**
 * `muster <command>`: what people do by hand, beside the bot or without it. What a command makes is for its owner's eyes
 * only, as with the bot itself; an error becomes a sentence. Whether anybody reads what it says changes nothing of what
 * it does.
 */
async function muster([name, ...args]: readonly string[]): Promise<number> {
  if (name === '--version') return say(VERSION);
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    return say(help(), name === undefined ? EXIT.wrongUse : EXIT.ok);
  }
  if (!isCommand(name)) {
    process.stderr.write(`There is no command “${name}”.\n\n${help()}\n`);
    return EXIT.wrongUse;
  }
  const command = COMMANDS[name];
  if (args.includes('--help') || args.includes('-h')) return say(`${command.summary}\n\n${usageOf(name)}`);
  try {
    const given = read(command, args);
    const work = await command.load();
    return await work(given);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof WrongUse) process.stderr.write(`\n${usageOf(name)}\n`);
    return exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof WrongUse) return EXIT.wrongUse;
  return error instanceof Misconfigured ? EXIT.misconfigured : EXIT.failed;
}

function say(text: string, exitCode: number = EXIT.ok): number {
  process.stdout.write(`${text}\n`);
  return exitCode;
}

function usageOf(name: keyof typeof COMMANDS): string {
  return COMMANDS[name].usage.map((rest) => `  muster ${`${name} ${rest}`.trimEnd()}`).join('\n');
}

function help(): string {
  const names = Object.keys(COMMANDS).filter(isCommand);
  const width = Math.max(...names.map(({ length }) => length));
  const lines = names.map((name) => `  ${name.padEnd(width)}  ${COMMANDS[name].summary}`);
  return ['muster <command>', '', ...lines, '', 'muster <command> --help says how each is used.'].join('\n');
}

process.umask(0o077);
carryOnUnread();
process.exitCode = await muster(process.argv.slice(2));
