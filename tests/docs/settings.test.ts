import { PermissionFlagsBits } from 'discord.js';
import { expect, it } from 'vitest';
import { VARIABLES } from '../../src/config/schema.js';
import { read, rows, section } from './documents.js';

it('README names every setting with its default, and no other', () => {
  const told = rows(section('README.md', '### Settings')).map(([name, value]) => [name, value]);
  const known = VARIABLES.map((variable) => [
    `\`${variable.name}\``,
    variable.required ? 'required' : variable.default === undefined ? 'none' : `\`${variable.default}\``,
  ]);
  expect(told).toEqual(known);
});

it('README says which settings are secret', () => {
  const told = rows(section('README.md', '### Settings'))
    .filter(([, , what]) => what?.endsWith('Secret.'))
    .map(([name]) => name);
  expect(told).toEqual(VARIABLES.filter(({ secret }) => secret).map(({ name }) => `\`${name}\``));
});

it('every setting a document names is one', () => {
  const names = new Set(VARIABLES.map(({ name }) => name));
  for (const path of ['README.md', 'docs/architecture.md', 'docs/state-machine.md']) {
    const named = [...read(path).matchAll(/`([A-Z][A-Z]+_[A-Z_]+)[`=]/g)].map((match) => match[1] ?? '');
    const settings = named.filter((name) => !['NOT_PLAYING', 'YOUR_APPLICATION_ID'].includes(name));
    expect(settings.filter((name) => !names.has(name))).toEqual([]);
  }
});

it('the invitation asks for the permissions its table names, and for no others', () => {
  const text = section('README.md', '### 1. Make a Discord application');
  const invited = Number(/scope=bot\+applications\.commands&permissions=(\d+)/.exec(text)?.[1]);
  const flags: Readonly<Record<string, bigint>> = {
    'View Channels': PermissionFlagsBits.ViewChannel,
    'Send Messages': PermissionFlagsBits.SendMessages,
    'Attach Files': PermissionFlagsBits.AttachFiles,
  };
  // The table stands in a list, indented.
  const listed = rows(text.replaceAll(/^ +\|/gm, '|'));
  expect(listed.map(([name, bit]) => [name, bit])).toEqual(
    Object.entries(flags).map(([name, bit]) => [name, String(bit)]),
  );
  expect(invited).toBe(Number(Object.values(flags).reduce((all, bit) => all | bit, 0n)));
});
