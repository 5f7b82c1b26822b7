import { codeOfError } from '../../persistence/file/storage-error.js';
import { SourceTrouble } from './original.js';

/**
 * A server and a database for people to read, without user and password.
 * @throws SourceTrouble where the address can't be read.
 */
export function addressOf(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    if (host !== '' || pathname.length > 1) return `${host}${pathname}`;
  } catch {
    // What is wrong with it would quote it.
  }
  throw new SourceTrouble(
    'The address of the original’s database can’t be read. Write it as postgres://<user>:<password>@<host>/<database>, with ' +
      '@ : / % in a user or a password as %40 %3A %2F %25, and in quotation marks where a shell reads it.',
  );
}

type Sentence = (place: string, code: string) => string;

const REFUSED: Sentence = (place) =>
  `${place} refuses the user or the password in the address. Correct them (letters such as @ : / % have to be written as ` +
  '%40 %3A %2F %25), and import again; nothing was changed.';

/** By the server's codes, and those of the way there. */
const SENTENCES: Readonly<Record<string, Sentence>> = {
  '28P01': REFUSED,
  NO_PASSWORD: (place) =>
    `${place} wants a password, and the address has none. Write it as postgres://<user>:<password>@<host>/<database>, and ` +
    'import again; nothing was changed.',
  '28000': (place) =>
    `${place} does not let this user in from here. See that there is such a user who may log in, that pg_hba.conf lets it in ` +
    'from this machine, and whether it asks for TLS (?sslmode=verify-full); then import again. Nothing was changed.',
  '3D000': (place) =>
    `There is no database by that name: ${place}. Correct the address, and import again; nothing was changed.`,
  '42501': (place) =>
    `The user in the address may not read all of the original’s tables in ${place}. Let it (GRANT SELECT ON … TO …, and ` +
    'BYPASSRLS where policies hide rows), and import again; nothing was changed.',
  NO_TLS: (place) =>
    `The address asks for TLS, and ${place} has none. Take the sslmode out of it where nobody else has the network between, ` +
    'and import again; nothing was changed.',
  UNREADABLE: () =>
    'The address of the original’s database can’t be read, or a file can’t that it names (sslrootcert, sslcert, sslkey). See ' +
    'that they are there, write % as %25 in a user and a password, and import again; nothing was changed.',
};

const UNREACHABLE: Sentence = (place, code) =>
  `The original’s database ${place} can’t be read (${code}). See that its server runs and can be reached from here, and that ` +
  'the address leads there; then import again. Nothing was changed.';

/**
 * Runs `work` on the database at `url`; whatever goes wrong there becomes a sentence.
 * @throws SourceTrouble without anything of the error's own words: a driver may quote the address.
 */
export async function inSourceWords<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SourceTrouble) throw error;
    const cause = (error as { cause?: { code?: unknown } } | null)?.cause?.code;
    const state = codeOfError(error) ?? '';
    const known = [cause, state].find((code) => typeof code === 'string' && Object.hasOwn(SENTENCES, code));
    const sentence = SENTENCES[String(known)] ?? UNREACHABLE;
    throw new SourceTrouble(sentence(addressOf(url), typeof cause === 'string' ? cause : state || 'unknown'));
  }
}
