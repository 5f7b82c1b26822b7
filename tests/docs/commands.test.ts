import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { read, ROOT, section } from './documents.js';

/** `promote create` and the like, as the pieces say them. */
function commandsOf(file: string): string[] {
  const text = read(join('commands', file));
  const command = file.replace(/\.ts$/, '');
  const groups = [...text.matchAll(/name: '([a-z]+)',\s+type: 'group',\s+entries: \[([^\]]+)\]/g)];
  const grouped = groups.flatMap(([, group = '', entries = '']) =>
    namesIn(entries).map((name) => `${command} ${group} ${name}`),
  );
  const alone = namesIn(groups.reduce((rest, [all]) => rest.replace(all, ''), text));
  const subs = [...alone.map((name) => `${command} ${name}`), ...grouped];
  return subs.length > 0 ? subs : [command];
}

/** Those of the subcommands in a text. */
function namesIn(text: string): string[] {
  return [...text.matchAll(/\{ name: '([a-z]+)', chatInputRun/g)].map((match) => match[1] ?? '');
}

/** What people write to the Telegram bot. */
const TELEGRAM_COMMANDS = [
  'start',
  'link',
  'stop',
  'status',
  'today',
  'tomorrow',
  'on',
  'clear',
  'weekly',
  'away',
  'back',
  'limit',
  'keep',
  'help',
];

const COMMANDS = readdirSync(join(ROOT, 'commands')).flatMap(commandsOf).sort();

/** The commands a text names: `/promote create`, with or without options. */
function namedIn(text: string): string[] {
  return [...text.matchAll(/`\/([a-z]+(?: [a-z]+){0,2})(?=[ `])/g)].map(([, name = '']) =>
    // Behind a subcommand stand its options.
    COMMANDS.includes(name) ? name : name.split(' ').slice(0, 2).join(' '),
  );
}

/** The items of the list of commands, up to the colon: the commands, and who may use them. */
const LISTED = [...section('docs/commands.md', '## Every command').matchAll(/^- (`\/[^:]+):/gm)].map(
  (match) => match[1] ?? '',
);

it('the list of commands is complete and names no other', () => {
  const named = LISTED.flatMap(namedIn);
  expect(named.map((name) => (COMMANDS.includes(name) ? name : (name.split(' ')[0] ?? ''))).sort()).toEqual(
    COMMANDS,
  );
});

it('every command a document names is one, or the beginning of one', () => {
  const isChatWord = (name: string) => TELEGRAM_COMMANDS.includes(name.split(' ')[0] ?? '');
  for (const path of [
    'README.md',
    'CHANGELOG.md',
    'docs/commands.md',
    'docs/install.md',
    'docs/state-machine.md',
    'docs/architecture.md',
    'docs/privacy.md',
  ]) {
    const wrong = namedIn(read(path)).filter(
      (name) =>
        !isChatWord(name) && !COMMANDS.some((command) => command === name || command.startsWith(`${name} `)),
    );
    expect(wrong).toEqual([]);
  }
});

it('every option the documents give to /promote create is one', () => {
  const source = read('commands/promote.ts');
  expect(read('README.md')).toContain('`dry_run:True`');
  for (const option of ['include_available', 'include_maybe', 'dry_run', 'start', 'note']) {
    expect(read('docs/commands.md')).toContain(`\`${option}\``);
    expect(source).toContain(`'${option}'`);
  }
});
