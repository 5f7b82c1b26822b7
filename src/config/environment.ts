import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';

/**
 * The environment, with what `.env` in `cwd` adds to it where there is one. The real environment wins, even
 * with an empty value. Throws if `.env` is there but cannot be read.
 */
export function readEnvironment(
  cwd: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string | undefined> {
  return { ...readDotEnv(path.join(cwd, '.env')), ...env };
}

function readDotEnv(file: string): Record<string, string | undefined> {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}
