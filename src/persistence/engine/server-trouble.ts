import { codeOfError, databaseFault, StorageError } from '../file/storage-error.js';
import type { WayFault } from './postgres-connection.js';

/** A way to a PostgreSQL database: the setting that names it, and the address in it, which may hold a password. */
export interface ServerWay {
  readonly variable: 'DATABASE_URL' | 'DATABASE_SESSION_URL';
  readonly url: string;
}

/** What is wrong, and whether a restart helps only after somebody has changed something. */
interface Trouble {
  readonly lasting: boolean;
  readonly sentence: (way: Told) => string;
}

/** What may be told of a way. */
interface Told {
  readonly variable: string;
  /** The server and the database. */
  readonly place: string;
  readonly user: string;
  readonly database: string;
  readonly code: string;
}

/** A database for people to read: a server and a name, without the user and the password. */
export function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

/** The way on which a session lasts, and the setting that names it. */
export function sessionWay({ url, sessionUrl }: { url: string; sessionUrl: string }): ServerWay {
  return { variable: sessionUrl === url ? 'DATABASE_URL' : 'DATABASE_SESSION_URL', url: sessionUrl };
}

/** What an error of a server, or of the way there, says is wrong, in words that hold no password; `null`: nothing known. */
export function serverTrouble(error: unknown, { variable, url }: ServerWay): StorageError | null {
  if (error instanceof StorageError) return error;
  const cause = (error as { cause?: { code?: unknown } } | null)?.cause?.code;
  const state = codeOfError(error) ?? '';
  const way = typeof cause === 'string' ? (troubleOfWay(cause) ?? null) : null;
  const trouble = way ?? STATES[state] ?? (databaseFault(error) === null ? null : PASSING);
  if (!trouble) return null;
  const { username, pathname } = new URL(url);
  const told = {
    variable,
    place: nameOf(url),
    user: decodeURIComponent(username),
    database: decodeURIComponent(pathname.slice(1)),
    code: typeof cause === 'string' ? cause : state,
  };
  return new StorageError(trouble.sentence(told), trouble.lasting, withoutQuotes(error));
}

/** Runs `work`; where the server, or the way there, is the matter the error is one in words. */
export async function inWords<T>(way: ServerWay, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw serverTrouble(error, way) ?? error;
  }
}

/** The driver quotes the address where it can't read it. */
function withoutQuotes(error: unknown): unknown {
  const cause = (error as { cause?: { code?: unknown } }).cause?.code;
  return cause === ('UNREADABLE' satisfies WayFault) ? null : error;
}

/** A certificate that is refused, in Node's words (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const CERTIFICATE =
  /^(CERT_|.*_CERT(_|$)|.*_SIGNATURE$|HOSTNAME_MISMATCH$|ERR_TLS_CERT_|INVALID_CA$|PATH_LENGTH_)/;
/** TLS that both sides speak differently, or a key that fits no certificate. */
const HANDSHAKE = /^(ERR_SSL_|ERR_TLS_|ERR_OSSL_|EPROTO$)/;

function troubleOfWay(code: string): Trouble | undefined {
  if (CERTIFICATE.test(code)) return UNTRUSTED;
  return HANDSHAKE.test(code) ? NO_HANDSHAKE : WAY_FAULTS[code];
}

const UNTRUSTED: Trouble = {
  lasting: true,
  sentence: ({ variable, place, code }) =>
    `The certificate of ${place} is not to be trusted (${code}). Name the file of the authority that signed it in ` +
    `${variable}, as ?sslmode=verify-full&sslrootcert=<file>, use the host's name in the certificate, and start again.`,
};

const NO_HANDSHAKE: Trouble = {
  lasting: true,
  sentence: ({ variable, place, code }) =>
    `${place} and Muster can't agree on TLS (${code}). Look at the sslmode, sslcert, sslkey and sslrootcert in ${variable}, and ` +
    'start again.',
};

const WAY_FAULTS: Readonly<Record<string, Trouble>> = {
  NO_TLS: {
    lasting: true,
    sentence: ({ variable, place }) =>
      `${variable} asks for TLS, and ${place} has none. Switch it on there (ssl = on), or take the sslmode out of ${variable} ` +
      'where nobody else has the network between, and start again.',
  },
  NO_PASSWORD: {
    lasting: true,
    sentence: ({ variable, place, user }) =>
      `${place} wants a password of the user ${user}, and ${variable} has none. Write it as ` +
      'postgres://<user>:<password>@<host>/<database>, and start again.',
  },
  UNREADABLE: {
    lasting: true,
    sentence: ({ variable }) =>
      `${variable} can't be read, or a file can't that it names (sslrootcert, sslcert, sslkey). See that they are there for the ` +
      'user Muster runs as, write % as %25 in a user and a password, and start again.',
  },
} satisfies Record<WayFault, Trouble>;

const PASSWORD: Trouble = {
  lasting: true,
  sentence: ({ variable, place, user }) =>
    `${place} refuses the user ${user} or the password in ${variable}. Correct them (letters such as @ : / % have to be ` +
    'written as %40 %3A %2F %25), and start again.',
};

/** By the server's codes (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const STATES: Readonly<Record<string, Trouble>> = {
  '28P01': PASSWORD,
  '28000': {
    lasting: true,
    sentence: ({ variable, place, user }) =>
      `${place} does not let the user ${user} in from here. See that there is such a user who may log in, that pg_hba.conf lets ` +
      `it in from this machine, and whether it asks for TLS: then add ?sslmode=verify-full to ${variable}, and start again.`,
  },
  '3D000': {
    lasting: true,
    sentence: ({ variable, place, user, database }) =>
      `There is no database ${database} at ${place}. Make one (createdb --owner=${user} --encoding=UTF8 --template=template0 ` +
      `${database}), or name another in ${variable}, and start again.`,
  },
  '42501': {
    lasting: true,
    sentence: ({ variable, place, user, database }) =>
      `The user ${user} in ${variable} may not do in ${place} what Muster has to: make tables, and read and write its own. Let the ` +
      `database and Muster's tables belong to it (ALTER DATABASE ${database} OWNER TO ${user}), and start again.`,
  },
  '53300': {
    lasting: false,
    sentence: ({ place }) =>
      `The server of ${place} takes no more connections. Raise max_connections there, or end what nobody needs: a process of ` +
      "Muster's has four.",
  },
  '57P03': {
    lasting: false,
    sentence: ({ place }) => `The server of ${place} is still starting, or stops.`,
  },
  '53100': {
    lasting: false,
    sentence: ({ place }) =>
      `The disk of the server of ${place} is full. Free some space there; nothing is lost.`,
  },
  '25006': {
    lasting: false,
    sentence: ({ variable, place }) =>
      `The server of ${place} is a copy that only takes what another server writes. Name the one to write to in ${variable}, or ` +
      'make this one it (pg_promote).',
  },
};

/** Whatever else passes by itself. */
const PASSING: Trouble = {
  lasting: false,
  sentence: ({ variable, place, code }) =>
    `The database ${place} can't be reached (${code}). See that its server runs and can be reached from here, and that ${variable} ` +
    'leads there.',
};
