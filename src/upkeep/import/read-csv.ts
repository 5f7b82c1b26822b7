import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { codeOfError } from '../../persistence/file/storage-error.js';
import {
  lacking,
  ORIGINAL_TABLES,
  type Source,
  type SourceRow,
  type SourceTable,
  SourceTrouble,
  type TableName,
  wantedOf,
  withoutHandles,
} from './original.js';

/** Of whatever says nothing else. */
const USUAL_ZONE = 'UTC';

/**
 * Reads a folder of the original's tables, one `<table>.csv` each as `\copy <table> to '<table>.csv' csv header` writes them;
 * or one file of links: `user_id, player_guid, player_name, timezone`.
 * @param zone of time stamps without one; `null`: UTC.
 * @throws SourceTrouble, in words, where there is no such folder or file, or it can't be read.
 */
export function readCsv(path: string, zone: string | null): Source {
  const place = { place: path, zone: zone ?? USUAL_ZONE };
  if (!existsSync(path)) {
    throw new SourceTrouble(
      `There is no ${nameOf(path)}. Name the folder with the original’s tables as CSV, a CSV file of links, or the address of its ` +
        'database (postgres://…).',
    );
  }
  const isFolder = inFileWords(path, () => statSync(path).isDirectory());
  return { ...place, tables: isFolder ? tablesIn(path) : membersIn(path) };
}

/** It may be an address that was mistyped, with a password in it. */
function nameOf(path: string): string {
  return /[@:]/.test(path) ? 'such folder or file' : path;
}

function tablesIn(folder: string): Map<TableName, SourceTable> {
  const files = new Set(inFileWords(folder, () => readdirSync(folder)));
  const tables = new Map<TableName, SourceTable>();
  for (const name of ORIGINAL_TABLES) {
    const file = `${name}.csv`;
    if (files.has(file)) tables.set(name, tableOf(name, join(folder, file)));
  }
  if (tables.size > 0) return tables;
  throw new SourceTrouble(
    `There is none of the original’s tables in ${folder}: an import looks for files such as availability_entries.csv and ` +
      "player_links.csv. Make them with psql, one for each table: \\copy player_links to 'player_links.csv' csv header",
  );
}

function membersIn(file: string): Map<TableName, SourceTable> {
  const table = tableOf('members', file);
  const { needs } = lacking('members', table.columns);
  if (needs.length === 0) return new Map([['members', table]]);
  throw new SourceTrouble(
    `${file} is no list of links: its first line has no ${needs.join(', no ')}. It has to name the columns user_id, ` +
      'player_guid, player_name and, if you like, timezone.',
  );
}

function tableOf(name: TableName, path: string): SourceTable {
  const text = inFileWords(path, () => readFileSync(path, 'utf8'));
  const [header = [], ...lines] = linesOf(path, text);
  const names = header.map((column) => (column ?? '').trim().toLowerCase());
  const wanted = wantedOf(name).filter((column) => names.includes(column));
  const places = wanted.map((column) => [column, names.indexOf(column)] as const);
  const rows = lines.map((line): SourceRow => {
    return Object.fromEntries(
      places.map(([column, at]) => [column, withoutHandles(column, line[at] ?? null)]),
    );
  });
  return { columns: new Set(wanted), rows };
}

/** PostgreSQL writes NULL as nothing, and an empty text in quotation marks. */
function linesOf(path: string, text: string): (string | null)[][] {
  try {
    return parse(text, {
      bom: true,
      skipEmptyLines: true,
      cast: (value, { quoting }) => (value === '' && !quoting ? null : value),
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Its own words quote what stands there.
    const { lines } = error as { lines?: unknown };
    const where = typeof lines === 'number' ? ` (line ${String(lines)})` : '';
    throw new SourceTrouble(
      `${path} can’t be read as CSV${where}. Make it anew with psql (\\copy … csv header), and import again; nothing was changed.`,
    );
  }
}

function inFileWords<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = codeOfError(error) ?? 'unknown';
    throw new SourceTrouble(
      `${path} can’t be read by the user this runs as (${code}). Give it the right to, and import again; nothing was changed.`,
    );
  }
}
