import { createHmac } from 'node:crypto';
import { VARIABLES, type VariableName } from '../config/schema.js';
import type { EventBus } from '../domain/events.js';
import type { NewsWire } from '../domain/news.js';

/** These are a host's own; all others are the deployment's. */
const MAY_DIFFER: ReadonlySet<string> = new Set<VariableName>([
  'DATABASE_URL',
  'DATABASE_SESSION_URL',
  'BRIDGE_HOST',
  'BRIDGE_PORT',
  'BACKUP_DIR',
  'BACKUP_KEEP',
  'LOG_LEVEL',
]);
const DIGEST_LETTERS = 12;

/** The settings a process goes by, as they were given. */
type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Tells the other processes on the database which settings this one has, and tells of what one that starts has set to something else.
 * They go as digests made with the bot's token, so nobody who hears them can tell what they are.
 */
export function compareSettings(
  { news, events }: { readonly news: NewsWire; readonly events: EventBus },
  variables: Variables,
): void {
  const ours = digestsOf(variables);
  news.on((heard) => {
    if (heard.type !== 'process_started') return;
    const names = Object.keys({ ...ours, ...heard.settings });
    const others = names.filter((name) => ours[name] !== heard.settings[name]);
    // With another token nothing can be compared.
    const differing = others.includes(KEY) ? [KEY] : others;
    for (const setting of differing) events.emit({ type: 'setting_odd', setting, reason: IS_ANOTHER });
  });
  news.tell({ type: 'process_started', settings: ours });
}

const KEY = 'DISCORD_TOKEN' satisfies VariableName;
const IS_ANOTHER =
  'is another in a process that has just started on the same database. Give every process the same, or each does as it was told';

function digestsOf(variables: Variables): Record<string, string> {
  const valueOf = (name: string): string => {
    const value = variables[name]?.trim() ?? '';
    // By which way is each host's own business; who has none shares no pace with the others.
    return name === ('REDIS_URL' satisfies VariableName) && value !== '' ? 'set' : value;
  };
  const digest = (name: string): string =>
    createHmac('sha256', valueOf(KEY))
      .update(`${name}\0${valueOf(name)}`)
      .digest('base64url')
      .slice(0, DIGEST_LETTERS);
  const given = VARIABLES.map(({ name }) => name).filter(
    (name) => !MAY_DIFFER.has(name) && valueOf(name) !== '',
  );
  return Object.fromEntries(given.map((name) => [name, digest(name)]));
}
