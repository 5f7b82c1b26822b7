import { describe, expect, it } from 'vitest';
import { DISCORD_ANSWERS } from '../../src/channels/discord/answers.js';
import { SIGNAL_ANSWERS } from '../../src/channels/signal/answers.js';
import { TELEGRAM_ANSWERS } from '../../src/channels/telegram/answers.js';
import {
  CAMPAIGN_STATUSES,
  FINAL_OUTCOMES,
  JOB_STATUSES,
  LEDGER_STATES,
  SKIP_REASONS,
} from '../../src/domain/campaign.js';
import { SEND_ERRORS } from '../../src/messages/codes.js';
import { read, rows, section } from './documents.js';

const FILE = 'docs/state-machine.md';
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();
const codes = (cell: string | undefined): string[] =>
  [...(cell ?? '').matchAll(/`(\w+)`/g)].map((match) => match[1] ?? '');

/** The arrows of a section's diagram, and those of its first table of transitions. */
function arrows(heading: string, states: readonly string[]): { drawn: string[]; told: string[] } {
  const text = section(FILE, heading);
  const inDiagram = [...text.matchAll(/^ +(\w+) --> (\w+)/gm)].map((match) => `${match[1]} ${match[2]}`);
  const inTable = rows(text.split('\n### ')[0] ?? '')
    .filter(([, to]) => states.includes(codes(to)[0] ?? ''))
    .flatMap(([from, to]) => codes(from).map((state) => `${state} ${codes(to)[0] ?? ''}`));
  return { drawn: sorted(inDiagram), told: sorted(inTable) };
}

describe('docs/state-machine.md', () => {
  it.each([
    ['## A row of the ledger', LEDGER_STATES],
    ['## A job', JOB_STATUSES],
    ['## A campaign', CAMPAIGN_STATUSES],
  ])('draws under "%s" the states of the code', (heading, states) => {
    const text = section(FILE, heading);
    const words = [...text.matchAll(/^ +(?:(\w+)|\[\*\]) --> (?:(\w+)|\[\*\])/gm)].flatMap((match) => [
      match[1] ?? '',
      match[2] ?? '',
    ]);
    expect(sorted(words.filter(Boolean))).toEqual(sorted(states));
  });

  it.each([
    ['## A row of the ledger', LEDGER_STATES],
    ['## A job', JOB_STATUSES],
  ])('tells under "%s" of every arrow it draws, and of no other', (heading, states) => {
    const found = arrows(heading, states);
    expect(found.told).toEqual(found.drawn);
  });

  it('tells of every status of a campaign', () => {
    const told = rows(section(FILE, '## A campaign')).map(([status]) => codes(status)[0] ?? '');
    expect(sorted(told)).toEqual(sorted(CAMPAIGN_STATUSES));
  });

  it('tells of every final outcome and of every reason to skip somebody at the send', () => {
    const text = section(FILE, '### The send log');
    expect(FINAL_OUTCOMES.filter((outcome) => !text.includes(`\`${outcome}\``))).toEqual([]);
    const atTheSend = SKIP_REASONS.filter((reason) => reason !== 'status_not_included');
    expect(atTheSend.filter((reason) => !text.includes(`\`${reason}\``))).toEqual([]);
  });

  it.each([
    ['### Discord', DISCORD_ANSWERS.map((row) => [String(row.answer), row.says, row.means, row.code])],
    [
      '### Telegram',
      TELEGRAM_ANSWERS.map((row) => [String(row.answer.status), row.says, row.means, row.code]),
    ],
    ['### Signal', SIGNAL_ANSWERS.map((row) => [row.says, row.means, row.code])],
  ])('shows under "%s" the table by which answers are sorted, row by row', (heading, answers) => {
    const told = rows(section(FILE, heading)).map((cells) =>
      cells.map((cell) => cell.replaceAll(/[`\\]/g, '')),
    );
    expect(told).toEqual(answers);
  });

  it('tells of every answer any channel may meet, and how it is sorted', () => {
    const [common = ''] = section(FILE, "## What a provider's answers mean").split(
      'src/domain/settlement.ts',
    );
    const told = new Set(rows(common).flatMap(([, , code]) => codes(code)));
    const sorted = ['discord', 'telegram', 'signal'].map((name) => read(`src/channels/${name}/outcome.ts`));
    const source = [...sorted, read('src/channels/known-answer.ts'), read('src/channels/network-failure.ts')];
    const inTables = [...DISCORD_ANSWERS, ...TELEGRAM_ANSWERS, ...SIGNAL_ANSWERS].map(({ code }) => code);
    const inCode = source.flatMap((text) =>
      [...text.matchAll(/code: '(\w+)'/g)].map((match) => match[1] ?? ''),
    );
    expect(inCode.filter((code) => !told.has(code) && !inTables.includes(code))).toEqual([]);
  });
});

it('every code a channel gives is worded in every language', () => {
  const given = [...DISCORD_ANSWERS, ...TELEGRAM_ANSWERS, ...SIGNAL_ANSWERS].map(({ code }) => code);
  expect(given.filter((code) => !(SEND_ERRORS as readonly string[]).includes(code))).toEqual([]);
});
