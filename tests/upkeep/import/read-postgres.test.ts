import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { SourceTrouble } from '../../../src/upkeep/import/original.js';
import { readPostgres } from '../../../src/upkeep/import/read-postgres.js';
import { PostgresServer, postgresPrograms } from '../../../demo/servers/postgres.js';
import { inOriginal, makeOriginal } from '../../support/original.js';
import { aPostgres, havePostgres, NEEDS_POSTGRES } from '../../support/postgres.js';

/** Nobody may read it anywhere, as it is and as it stands in an address. */
const PASSWORD = 'hunter2@café/%';

describe.skipIf(!havePostgres)(`reading the original’s PostgreSQL (${NEEDS_POSTGRES})`, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start(postgresPrograms()!, {
      hba: [
        'host all,replication muster 127.0.0.1/32 trust',
        'host all guarded 127.0.0.1/32 scram-sha-256',
        'host all all 127.0.0.1/32 reject',
      ],
    });
    await inOriginal(server.urlOf('postgres'), `CREATE ROLE guarded LOGIN PASSWORD '${PASSWORD}'`);
  });
  afterAll(() => server.stop());

  function urlFor(user: string, rest = ''): string {
    const { port } = new URL(server.urlOf('postgres'));
    return `postgres://${user}@127.0.0.1:${port}/postgres${rest}`;
  }

  it.each<[string, string, RegExp]>([
    ['a wrong password', `guarded:wrong-${encodeURIComponent(PASSWORD)}`, /refuses the user or the password/],
    ['no password', 'guarded', /wants a password, and the address has none/],
    ['somebody who may not come from here', 'stranger:hunter2', /does not let this user in from here/],
  ])('tells of %s in words, without the password', async (_, user, words) => {
    const error: unknown = await readPostgres(urlFor(user), null).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SourceTrouble);
    expect(String(error)).toMatch(words);
    expect(inspect(error, { depth: 9 })).not.toMatch(/hunter2|caf/);
  });

  it('takes a password that stands beside the address', async () => {
    vi.stubEnv('PGPASSWORD', PASSWORD);
    onTestFinished(() => void vi.unstubAllEnvs());
    await expect(readPostgres(urlFor('guarded'), null)).rejects.toThrow(/none of the original's tables/);
  });

  it('tells of TLS that is not there, and of a file that is not', async () => {
    await expect(readPostgres(urlFor('muster', '?sslmode=require'), null)).rejects.toThrow(/asks for TLS/);
    await expect(
      readPostgres(urlFor('muster', '?sslmode=verify-full&sslrootcert=/nowhere'), null),
    ).rejects.toThrow(/or a file can’t that it names/);
  });

  it('reads values as text, whatever the server is used to, and never a handle', async () => {
    const url = await aPostgres();
    await makeOriginal(url, {
      subscription_preferences: [
        {
          user_id: '200000000000000001',
          allow_promotions: true,
          telegram_handle_encrypted: 'gAAAAA-secret',
          signal_handle_encrypted: null,
          updated_at: '2026-03-01 10:00:00.5',
        },
      ],
    });
    const name = new URL(url).pathname.slice(1);
    await inOriginal(
      url,
      `ALTER DATABASE ${name} SET DateStyle = 'German'; ALTER DATABASE ${name} SET TimeZone = 'Mars'`,
    ).catch(() => inOriginal(url, `ALTER DATABASE ${name} SET DateStyle = 'German'`));
    const { tables, zone } = await readPostgres(url, null);
    expect(tables.get('subscription_preferences')?.rows).toEqual([
      {
        user_id: '200000000000000001',
        allow_promotions: 'true',
        preferred_channel: 'any',
        telegram_handle_encrypted: 'there',
        signal_handle_encrypted: null,
        quiet_hours: '{}',
        timezone: 'Europe/Ljubljana',
        notify_threshold: '0',
        updated_at: '2026-03-01 10:00:00.5',
      },
    ]);
    expect(zone).toBe('Etc/UTC');
  });
});
