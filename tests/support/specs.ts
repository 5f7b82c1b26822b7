import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../shared/specs/', import.meta.url));

/** A published specification that is kept beside the project, or `null` where it is not. */
export function specification(name: string): unknown {
  const file = `${FOLDER}${name}`;
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}
