import { describe, expect, it } from 'vitest';
import {
  CAMPAIGN_STATUSES,
  FINAL_OUTCOMES,
  JOB_STATUSES,
  LEDGER_STATES,
  SKIP_REASONS,
} from '../../src/domain/campaign.js';
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

  it("tells of every answer of Discord's that is classified, and how", () => {
    const source = read('src/channels/discord/outcome.ts') + read('src/channels/network-failure.ts');
    const [classification = ''] = section(FILE, "## What Discord's answers mean").split(
      'src/domain/settlement.ts',
    );
    const told = rows(classification);
    const toldCodes = told.flatMap(([, , code]) => codes(code));
    const classified = [...source.matchAll(/'([a-z]+_[a-z_]+|timeout|unauthorized|forbidden)'/g)].map(
      (match) => match[1] ?? '',
    );
    const kinds = ['not_delivered', 'maybe_delivered'];
    expect(sorted(toldCodes)).toEqual(sorted(classified.filter((code) => !kinds.includes(code))));
    for (const [, number, kind, code] of source.matchAll(/(\d{5}): \{ kind: '(\w+)', code: '(\w+)' \}/g)) {
      const row = told.find(([answer]) => answer?.includes(number ?? ''));
      expect([row?.[1], row?.[2]]).toEqual([`\`${kind}\``, `\`${code}\``]);
    }
  });
});
