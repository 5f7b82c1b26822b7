import { VARIABLES } from './schema.js';

/**
 * Every secret in the environment: the value of each variable marked as one, each part of it where it is a list, and
 * the password of every address. For whoever writes to a log or a terminal to strike out.
 */
export function secretsIn(env: Readonly<Record<string, string | undefined>>): string[] {
  const valueOf = (name: string): string => env[name]?.trim() ?? '';
  const values = VARIABLES.filter(({ secret }) => secret).map(({ name }) => valueOf(name));
  const parts = values.flatMap((value) => value.split(',').map((part) => part.trim()));
  const passwords = [...parts, ...VARIABLES.map(({ name }) => valueOf(name))].flatMap(passwordsIn);
  return [...new Set([...values, ...parts, ...passwords])].filter((value) => value !== '');
}

/** As it is written in an address, and as it is meant. */
function passwordsIn(text: string): string[] {
  if (!URL.canParse(text)) return [];
  const { password, searchParams } = new URL(text);
  // PostgreSQL's addresses may have it among their parameters.
  const others = searchParams.getAll('password');
  try {
    return [password, decodeURIComponent(password), ...others];
  } catch {
    // A stray `%` is taken as it is written by those who can read the address at all.
    return [password, ...others];
  }
}
