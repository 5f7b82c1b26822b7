import { VARIABLES } from './schema.js';

/**
 * Every secret in the environment: the value of each variable marked as one, each part of it where it is a list, and
 * the password where it is an address. For whoever writes to a log or a terminal to strike out.
 */
export function secretsIn(env: Readonly<Record<string, string | undefined>>): string[] {
  const values = VARIABLES.filter(({ secret }) => secret).map(({ name }) => env[name]?.trim() ?? '');
  const parts = values.flatMap((value) => value.split(',').map((part) => part.trim()));
  return [...new Set([...values, ...parts, ...parts.flatMap(passwordsIn)])].filter((value) => value !== '');
}

/** As it is written in an address, and as it is meant. */
function passwordsIn(text: string): string[] {
  if (!URL.canParse(text)) return [];
  const { password } = new URL(text);
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    // A stray `%` is taken as it is written by those who can read the address at all.
    return [password];
  }
}
