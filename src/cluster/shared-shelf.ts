import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { Clock } from '../domain/clock.js';
import type { Shelf } from '../domain/shelf.js';
import type { Database } from '../persistence/engine/database.js';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * What all processes on one PostgreSQL database keep for minutes. A row is named by a digest of its key and sealed by the key itself,
 * so nobody who has the database alone can tell what it is or whose.
 */
export class SharedShelf implements Shelf {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async put(key: string, text: string, ms: number): Promise<void> {
    const until = this.clock.now() + ms;
    await this.database.withTransaction(async (tx) => {
      await tx.sql`
        INSERT INTO muster_shelf (key, sealed, until) VALUES (${nameOf('kept', key)}, ${seal(key, text)}, ${until})
        ON CONFLICT (key) DO UPDATE SET sealed = excluded.sealed, until = excluded.until`;
      await this.forgetOld();
    });
  }

  async find(key: string): Promise<string | null> {
    const [row] = await this.database.view.sql<{ sealed: string }>`
      SELECT sealed FROM muster_shelf WHERE key = ${nameOf('kept', key)} AND until > ${this.clock.now()}`;
    return row ? open(key, row.sealed) : null;
  }

  async drop(key: string): Promise<void> {
    await this.database.withTransaction(
      (tx) => tx.sql`DELETE FROM muster_shelf WHERE key = ${nameOf('kept', key)}`,
    );
  }

  async use(key: string, ms: number): Promise<boolean> {
    const until = this.clock.now() + ms;
    return this.database.withTransaction(async (tx) => {
      await this.forgetOld();
      const mine = await tx.sql`
        INSERT INTO muster_shelf (key, sealed, until) VALUES (${nameOf('used', key)}, '', ${until})
        ON CONFLICT (key) DO NOTHING RETURNING key`;
      return mine.length > 0;
    });
  }

  async isUsed(key: string): Promise<boolean> {
    const rows = await this.database.view.sql`
      SELECT 1 FROM muster_shelf WHERE key = ${nameOf('used', key)} AND until > ${this.clock.now()}`;
    return rows.length > 0;
  }

  /** Deletes what nobody can find any more. @throws what the database does. */
  async forgetOld(): Promise<void> {
    const now = this.clock.now();
    await this.database.withTransaction((tx) => tx.sql`DELETE FROM muster_shelf WHERE until <= ${now}`);
  }
}

function nameOf(purpose: 'kept' | 'used', key: string): string {
  return createHash('sha256').update(`muster ${purpose} ${key}`).digest('base64url');
}

function cipherKey(key: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, '', 'muster shelf', 32));
}

function seal(key: string, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, cipherKey(key), iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
}

/** @throws when somebody changed it. */
function open(key: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv(CIPHER, cipherKey(key), bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString(
    'utf8',
  );
}
