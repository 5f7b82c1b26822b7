import type { Finding } from './finding.js';

/** 0: nothing stands in the way, though there may be warnings. 1: there is a fault. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 {
  return findings.some(({ state }) => state === 'fault') ? 1 : 0;
}

/** The findings as a table, and a last line that sums them up. */
export function table(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ what }) => what.length));
  const lines = findings.map(({ what, state, said }) => `${state.padEnd(7)}  ${what.padEnd(width)}  ${said}`);
  return `${[...lines, '', summary(findings)].join('\n')}\n`;
}

/** The findings for a script: one JSON object. */
export function json(findings: readonly Finding[]): string {
  const { faults, warnings } = counts(findings);
  return `${JSON.stringify({ ok: faults === 0, faults, warnings, findings }, null, 2)}\n`;
}

function summary(findings: readonly Finding[]): string {
  const { faults, warnings } = counts(findings);
  const told = [count(faults, 'fault'), count(warnings, 'warning')].filter((part) => part !== '');
  return told.length === 0 ? 'All good.' : `${told.join(' and ')}.`;
}

function counts(findings: readonly Finding[]): { faults: number; warnings: number } {
  const of = (wanted: Finding['state']): number => findings.filter(({ state }) => state === wanted).length;
  return { faults: of('fault'), warnings: of('warning') };
}

function count(number: number, noun: string): string {
  return number === 0 ? '' : `${number} ${noun}${number === 1 ? '' : 's'}`;
}
