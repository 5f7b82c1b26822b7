import { PermissionFlagsBits } from 'discord.js';
import { expect, it } from 'vitest';
import { settingsDocument } from '../../scripts/settings-document.js';
import { ESSENTIALS, VARIABLES } from '../../src/config/schema.js';
import { invitationOf } from '../../src/discord/invitation.js';
import { DOCUMENTS, read, rows, section } from './documents.js';

const PAGE = 'docs/settings.md';

it('docs/settings.md is what the schema says; if not, run "npm run settings"', () => {
  expect(read(PAGE)).toBe(settingsDocument());
});

it('docs/settings.md names every setting with its default, and no other', () => {
  const headings = [...read(PAGE).matchAll(/^### (\w+)$/gm)].map((match) => match[1] ?? '');
  const told = headings.map((name) => [
    name,
    /^(?:(Required|Optional)\.|Default: `([^`]+)`\.)/m
      .exec(section(PAGE, `### ${name}`))
      ?.slice(1)
      .join(''),
  ]);
  const known = VARIABLES.map((variable) => [
    variable.name,
    variable.required ? 'Required' : (variable.default ?? 'Optional'),
  ]);
  expect(told).toEqual(known);
});

it('docs/settings.md says which settings are secret', () => {
  const told = VARIABLES.filter(({ name }) => section(PAGE, `### ${name}`).includes(' Secret.\n'));
  expect(told).toEqual(VARIABLES.filter(({ secret }) => secret));
});

it('README tells a newcomer of the five essentials, with their defaults', () => {
  const text = section('README.md', '### 2. Set the five essentials');
  const told = [...text.matchAll(/^- `([A-Z_]+)`(?: \(default `([^`]+)`\))?:/gm)].map((match) => ({
    name: match[1] ?? '',
    default: match[2],
  }));
  expect(told.map(({ name }) => name)).toEqual(ESSENTIALS);
  const known = told.map(({ name }) => VARIABLES.find((variable) => variable.name === name));
  expect(told).toEqual(known.map((variable) => ({ name: variable?.name, default: variable?.default })));
  expect(known.filter((variable) => variable?.required)).toEqual(
    VARIABLES.filter(({ required }) => required),
  );
});

/** Not settings, but written like them. */
const NO_SETTINGS = [
  'YOUR_APPLICATION_ID',
  ...['NOT_PLAYING', 'NOT_TONIGHT', 'SESSION_READY'],
  // Of the tests' own.
  ...[
    'CHROMIUM_PATH',
    'MUSTER_SEED',
    'MUSTER_TEST_ENGINE',
    'MUSTER_RANDOM_KILLS',
    'MUSTER_SPECS',
    'MUSTER_YEAR_DAYS',
    'UPKEEP_EVENINGS',
    'YEAR_TELLS',
  ],
];

it.each(DOCUMENTS.filter((path) => !/^CHANGELOG|^docs\/adr\//.test(path)))(
  'every setting %s names is one',
  (path) => {
    const names = new Set<string>(VARIABLES.map(({ name }) => name));
    const named = [...read(path).matchAll(/`([A-Z][A-Z]+_[A-Z_]+)[`=]/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => !names.has(name) && !NO_SETTINGS.includes(name))).toEqual([]);
  },
);

it('the invitation asks for the permissions its table names, and for no others', () => {
  const invitation = section('README.md', '### 1. Make a Discord application');
  expect(invitation).toContain(invitationOf('YOUR_APPLICATION_ID'));
  const invited = Number(/scope=bot\+applications\.commands&permissions=(\d+)/.exec(invitation)?.[1]);
  const text = section('docs/install.md', '## The Discord application');
  const flags: Readonly<Record<string, bigint>> = {
    'View Channels': PermissionFlagsBits.ViewChannel,
    'Send Messages': PermissionFlagsBits.SendMessages,
    'Attach Files': PermissionFlagsBits.AttachFiles,
  };
  const listed = rows(text);
  expect(listed.map(([name, bit]) => [name, bit])).toEqual(
    Object.entries(flags).map(([name, bit]) => [name, String(bit)]),
  );
  expect(invited).toBe(Number(Object.values(flags).reduce((all, bit) => all | bit, 0n)));
  expect(text).toContain(`in the invitation, ${String(invited)},`);
});
