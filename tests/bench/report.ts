import { describe, type Machine } from './machine.js';
import { type BenchResult, isMet } from './result.js';

/** A run of the whole bench. */
export interface Report {
  /** ISO-8601. */
  readonly takenAt: string;
  readonly machine: Machine;
  readonly results: readonly BenchResult[];
}

const HEADINGS = ['what', 'measured', 'baseline', 'ratio', 'goal', 'met'];

/** The table as a terminal shows it, with what else was seen under it. */
export function terminalTable(results: readonly BenchResult[]): string {
  const rows = [HEADINGS, ...results.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, '', ...remarks(results)].join('\n');
}

/** The same for a page: the machine, the table, the remarks. */
export function markdownReport({ takenAt, machine, results }: Report): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `Taken on ${takenAt.slice(0, 10)}. ${describe(machine)}`,
    '',
    row(HEADINGS),
    row(HEADINGS.map(() => '---')),
    ...results.map((result) => row(cells(result))),
    '',
    ...remarks(results).map((remark) => `- ${remark}`),
  ].join('\n');
}

function cells(result: BenchResult): string[] {
  const { name, measured, baseline, ratio, goal } = result;
  const wanted = 'atMost' in goal ? `≤ ${String(goal.atMost)}` : `≥ ${String(goal.atLeast)}`;
  return [name, measured, baseline, ratio.toFixed(3), wanted, isMet(result) ? 'yes' : 'no'];
}

function remarks(results: readonly BenchResult[]): string[] {
  return results.flatMap(({ name, note, fault }) => {
    const said = [fault === undefined ? null : `the goal also asks for more: ${fault}`, note].filter(Boolean);
    return said.length > 0 ? [`${name}: ${said.join('; ')}.`] : [];
  });
}
