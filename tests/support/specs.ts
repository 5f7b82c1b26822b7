import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../shared/specs/', import.meta.url));

/** A published specification kept beside the project; `null` if it is missing. */
export function specification(name: string): unknown {
  const file = `${FOLDER}${name}`;
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}
