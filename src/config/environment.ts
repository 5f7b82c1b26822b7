import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ConfigFault } from './config.js';
import { type EnvFile, readEnvFile } from './env-file.js';
import { beginsLikeSetting, isOursAlone, isSetting, settingEndingIn, settingMeant } from './setting-names.js';

/** A setting, or a line that was to be one, with which something is odd, though Muster can run. Never holds a value. */
export type ConfigRemark = Pick<ConfigFault, 'name' | 'reason'>;

/** The settings as they were given, before they are checked. */
export interface Settings {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** What can't be read or is nearly a setting: something somebody wanted would silently not hold. */
  readonly faults: readonly ConfigFault[];
  readonly remarks: readonly ConfigRemark[];
}

/**
 * The environment, with what `.env` in `cwd` adds to it where there is one. The real environment wins, even
 * with an empty value. What nobody would read is named, never passed over. Throws if `.env` is there but cannot be read.
 */
export function readSettings(
  cwd: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Settings {
  const file = readDotEnv(path.join(cwd, '.env'));
  const strangers = [...strangersIn(file), ...strangersIn(env, file)];
  return {
    variables: { ...file?.values, ...env },
    faults: [
      ...(file?.unreadable ?? []).map(({ line, reason }) => ({ name: `line ${line} of .env`, reason })),
      ...strangers.filter(({ isFault }) => isFault).map(({ name, reason }) => ({ name, reason })),
    ],
    remarks: [
      ...strangers.filter(({ isFault }) => !isFault).map(({ name, reason }) => ({ name, reason })),
      ...repeatedIn(file),
    ],
  };
}

interface Stranger extends ConfigRemark {
  readonly isFault: boolean;
}

/**
 * Names that begin like a setting's, or nearly are one's, and are none. `.env` is ours, so a near miss in it is a
 * fault; in the real environment, which other programs write to, only of a name that nobody else has.
 */
function strangersIn(from: EnvFile | Settings['variables'] | null, notIn?: EnvFile | null): Stranger[] {
  if (!from) return [];
  const lines = isEnvFile(from) ? from.lines : null;
  const names = isEnvFile(from) ? [...from.lines.keys()] : Object.keys(from);
  return names.flatMap((name) => {
    if (isSetting(name) || notIn?.lines.has(name)) return [];
    const meant = settingMeant(name);
    // In `.env` only: other programs have settings with names as short.
    const likely = meant ?? (lines && settingEndingIn(name));
    if (likely === null && !beginsLikeSetting(name)) return [];
    const where = lines ? `line ${lines.get(name)?.join(' and line ') ?? ''} of .env` : 'the environment';
    const hint = likely === null ? 'so it does nothing here' : `did you mean ${likely}?`;
    const reason = `in ${where} is no setting of Muster (${hint})`;
    return [{ name, reason, isFault: meant !== null && (lines !== null || isOursAlone(name)) }];
  });
}

function isEnvFile(from: EnvFile | Settings['variables']): from is EnvFile {
  return from['lines'] instanceof Map;
}

function repeatedIn(file: EnvFile | null): ConfigRemark[] {
  return [...(file?.lines ?? [])]
    .filter(([name, lines]) => isSetting(name) && lines.length > 1)
    .map(([name, lines]) => ({
      name,
      reason: `is set in lines ${lines.join(' and ')} of .env: the last counts`,
    }));
}

function readDotEnv(file: string): EnvFile | null {
  try {
    return readEnvFile(readFileSync(file));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
