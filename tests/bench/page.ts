import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { markdownReport, type Report } from './report.js';

const RESULTS = fileURLToPath(new URL('../../bench/results.json', import.meta.url));
const PAGE = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
const BEGIN = '<!-- What follows is written by npm run bench. -->';
const END = '<!-- Up to here. -->';

/** What the last whole run measured. */
export function readReport(): Report {
  return JSON.parse(readFileSync(RESULTS, 'utf8')) as Report;
}

/** The page as it lies there. */
export function readPage(): string {
  return readFileSync(PAGE, 'utf8');
}

/** The page with a report in the place it has for one. */
export async function pageWith(report: Report): Promise<string> {
  const page = readPage();
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error('docs/performance.md has no place for the table');
  const text = `${page.slice(0, from)}${BEGIN}\n\n${markdownReport(report)}\n\n${page.slice(to)}`;
  return pretty(text, PAGE);
}

/** Keeps a report, and shows it on the page. */
export async function keep(report: Report): Promise<void> {
  await mkdir(new URL('.', `file://${RESULTS}`), { recursive: true });
  writeFileSync(RESULTS, await pretty(JSON.stringify(report), RESULTS));
  writeFileSync(PAGE, await pageWith(report));
}

async function pretty(text: string, path: string): Promise<string> {
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}
