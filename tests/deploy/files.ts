import { parse } from 'yaml';
import { read } from '../docs/documents.js';
import { STOP_WITHIN_MS } from '../../src/root/life.js';

/** One service of compose.yaml, as far as the tests look at it. */
export interface Service {
  readonly image?: string;
  readonly profiles?: readonly string[];
  readonly env_file?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly read_only?: boolean;
  readonly init?: boolean;
  readonly ports?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly stop_grace_period?: string;
  readonly user?: string;
  readonly command?: readonly string[];
}

export const compose = (): {
  readonly services: Readonly<Record<'muster' | 'signal' | 'redis', Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
} => parse(read('compose.yaml')) as ReturnType<typeof compose>;

/** The services of compose.cluster.yaml. */
export const clusterCompose = (): {
  readonly services: Readonly<Record<'muster-a' | 'muster-b' | 'postgres' | 'redis', Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
} => parse(read('compose.cluster.yaml'), { merge: true }) as ReturnType<typeof clusterCompose>;

/** The instructions of the Dockerfile, in order, each on one line. */
export function instructions(): readonly { readonly name: string; readonly rest: string }[] {
  const lines = read('Dockerfile')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n');
  return lines.flatMap((line) => {
    const match = /^([A-Z]+) (.*)$/.exec(line);
    return match ? [{ name: match[1] ?? '', rest: match[2] ?? '' }] : [];
  });
}

/** Every value the systemd unit gives a setting, in order. */
export function unit(setting: string): string[] {
  const found = read('deploy/muster.service').matchAll(new RegExp(`^${setting}=(.*)$`, 'gm'));
  return [...found].map((match) => match[1] ?? '');
}

/** How long a stop takes at most, in milliseconds: its steps together. */
export function longestStopMs(): number {
  return Object.values(STOP_WITHIN_MS).reduce((sum, ms) => sum + ms, 0);
}

/** What `.dockerignore` lets into the build. */
export const admitted = read('.dockerignore')
  .split('\n')
  .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
