import { isIP } from 'node:net';
import * as z from 'zod';
import { LANGUAGE_CODES } from '../domain/languages.js';
import { listOf, parsed } from '../domain/setting-parsers.js';
import { timezoneNamed } from '../domain/time-zone.js';

/*
 * How a string from the environment becomes a value. A reason completes "NAME …" and never contains what was
 * given: it may be a secret, or a secret pasted into the wrong variable.
 */

export const positiveNumber = (most: number) =>
  parsed((text) => {
    const number = Number(text);
    return /^\d+(\.\d+)?$/.test(text) && number > 0 && number <= most ? number : undefined;
  }, `must be a number above 0 and not above ${most}`);

export const timezone = parsed(
  (text) => timezoneNamed(text) ?? undefined,
  'must be an IANA time zone such as Europe/Ljubljana; an offset such as +02:00 knows no clock changes',
);

export const language = parsed(
  (text) => LANGUAGE_CODES.find((code) => code === text.toLowerCase()),
  `must be one of ${LANGUAGE_CODES.join(', ')}`,
);

export const logLevel = parsed(
  (text) =>
    (['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const).find(
      (level) => level === text.toLowerCase(),
    ),
  'must be one of trace, debug, info, warn, error, fatal, silent',
);

function parseUrl(text: string, protocols: readonly string[]): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && protocols.includes(url.protocol) && url.hostname !== '' ? url : undefined;
}

/** The address of a service, without a slash at its end. A user in it would end up in logs. */
export const serviceUrl = parsed((text) => {
  const url = parseUrl(text, ['http:', 'https:']);
  if (!url || url.search !== '' || url.hash !== '' || url.username !== '') return undefined;
  return url.href.replace(/(?<!\/)\/+$/, '');
}, 'must be an http or https URL without a user and a query');

export const telegramToken = z
  .string()
  .regex(/^\d+:[\w-]+$/, 'must be the token BotFather gave you: digits, a colon, then letters and digits');

export const phoneNumber = z
  .string()
  .regex(/^\+[1-9]\d{4,14}$/, 'must be a phone number in international form, such as +38640123456');

/** Whether gamedig knows the game is asked where gamedig is. */
export const gameType = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, "must be a game's id in gamedig's list, such as wet, q3a or minecraft");

/** A name or an IPv4 address. */
export const hostName = z
  .string()
  .max(253, 'must be a host name or an IPv4 address, without a port')
  .regex(
    /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/,
    'must be a host name or an IPv4 address, without a port',
  );

export const playerLinkPolicy = z.enum(['self', 'verified'], 'must be self or verified');

/** Discord's API without its version: discord.js adds that itself. */
export const discordApiUrl = parsed((text) => {
  const url = parseUrl(text, ['http:', 'https:']);
  if (!url || url.search !== '' || url.hash !== '' || url.username !== '') return undefined;
  const base = url.href.replace(/(?<!\/)\/+$/, '').replace(/\/v10$/, '');
  return /\/v\d+$/.test(base) ? undefined : base;
}, 'must be an http or https URL without a user, a query or an API version (Muster speaks v10)');

export const redisUrl = parsed(
  (text) => (parseUrl(text, ['redis:', 'rediss:']) ? text : undefined),
  'must be a redis:// or rediss:// URL',
);

/** What DATABASE_URL says: the path of a file, or the address of a PostgreSQL database, which may hold a password. */
export type DatabaseAddress =
  { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'postgres'; readonly url: string };

const POSTGRES_FORM = 'postgres://<user>:<password>@<host>/<database>';

/** `sqlite:<path>` or `postgres://…`. A database in memory would forget who was called on every start. */
export const databaseAddress = parsed((text): DatabaseAddress | undefined => {
  const path = /^sqlite:(?:\/\/(?=\/))?(?!\/\/)(.+)$/.exec(text)?.[1];
  if (path !== undefined) return path === ':memory:' ? undefined : { kind: 'sqlite', path };
  return isPostgresUrl(text) ? { kind: 'postgres', url: text } : undefined;
}, `must be sqlite:<path of a file>, or ${POSTGRES_FORM}, with @ : / % in a password written as %40 %3A %2F %25`);

export const postgresUrl = parsed(
  (text) => (isPostgresUrl(text) ? text : undefined),
  `must be ${POSTGRES_FORM}, with @ : / % in a password written as %40 %3A %2F %25`,
);

/** The address has to name the database: PostgreSQL would take the user's name for it. */
function isPostgresUrl(text: string): boolean {
  const url = parseUrl(text, ['postgres:', 'postgresql:']);
  if (url === undefined || !/^\/[^/]+$/.test(url.pathname)) return false;
  try {
    // A stray % would make it another user or password, or none that can be read.
    for (const part of [url.username, url.password, url.pathname]) decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

/** The path of a folder. It has to look like one: anything else would silently become a folder of that name. */
export const folderPath = z
  .string()
  .regex(/^(?:\.{0,2}\/|[a-z]:[\\/])/i, 'must be the path of a folder, beginning with /, ./ or ../');

export const botToken = z
  .string()
  .regex(/^\S+$/, 'must be the bot token alone, without spaces and without "Bot " before it');

export const MAKE_FERNET_KEY = 'npm run key';

/** Url-safe base64 of exactly 32 bytes, in its one canonical spelling. */
function isFernetKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === 32 && `${bytes.toString('base64url')}=` === text;
}

export const fernetKeys = parsed((text): readonly string[] | undefined => {
  const keys = listOf(text);
  return keys.length > 0 && keys.every(isFernetKey) ? keys : undefined;
}, `must be a Fernet key (url-safe base64 of exactly 32 bytes), or several with commas between them; make one with \`${MAKE_FERNET_KEY}\``);

/** A name or an address to listen on; which of them there are shows when listening. */
export const listenHost = z
  .string()
  .regex(/^[\w.:-]+$/, 'must be an address or a name of this machine, such as 127.0.0.1 or 0.0.0.0');

/** The origin of a site: `https://muster.example`, as browsers write it. `null` and `*` are none. */
function originOf(text: string): string | undefined {
  const url = parseUrl(text, ['http:', 'https:']);
  const bare = url?.username === '' && url.pathname === '/' && url.search === '' && url.hash === '';
  return url && bare ? url.origin : undefined;
}

export const origin = parsed(
  originOf,
  'must be an http or https address without a path, a user or a query; Muster is at the root of its own name',
);

export const origins = parsed((text): readonly string[] | undefined => {
  const found = listOf(text).map(originOf);
  return found.every((each) => each !== undefined) ? found : undefined;
}, 'must be origins (http or https addresses without a path), with commas between them; neither * nor null');

/** An address, or a network with its prefix; a network of everybody would trust everybody. */
function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  if (prefix === undefined) return true;
  const most = family === 4 ? 32 : 128;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) > 0 && Number(prefix) <= most;
}

export const networks = parsed((text): readonly string[] | undefined => {
  const found = listOf(text);
  return found.every(isNetwork) ? found : undefined;
}, 'must be IP addresses or networks such as 172.18.0.0/16, with commas between them; a network of all addresses would trust everybody');

/** A secret that can't be guessed, at least `bytes` long. */
export const secretOf = (bytes: number) =>
  parsed(
    (text) => (Buffer.byteLength(text) >= bytes && !/\s/.test(text) ? text : undefined),
    `must be at least ${bytes} bytes long and without spaces; \`openssl rand -hex 32\` makes a good one`,
  );

export const clientSecret = z.string().regex(/^\S+$/, 'must be the client secret alone, without spaces');
