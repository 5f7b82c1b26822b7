import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The environment variable that names a folder in which this checkout's programs lie compiled. */
export const COMPILED = 'MUSTER_COMPILED';

/**
 * What node is given to run one of this checkout's programs, such as `src/main.ts`: the program as demo/compile.ts
 * built it, if it did, for a process starts in half the time then; else its source, through tsx.
 */
export function programArguments(source: string): string[] {
  const folder = process.env[COMPILED];
  if (folder) return [`${folder}/${source.replace(/\.ts$/, '.js')}`];
  return ['--import', import.meta.resolve('tsx'), `${ROOT}${source}`];
}
