import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { PostgresConnection } from '../../../src/persistence/engine/postgres-connection.js';
import { PostgresEngine } from '../../../src/persistence/engine/postgres-engine.js';
import { serverTrouble } from '../../../src/persistence/engine/server-trouble.js';
import { StorageError } from '../../../src/persistence/file/storage-error.js';
import { PostgresServer, postgresPrograms } from '../../../demo/servers/postgres.js';
import { havePostgres, NEEDS_POSTGRES } from '../../support/postgres.js';
import { tempDir } from '../../support/temp-dir.js';

/** Nobody may read it anywhere, as it is and as it stands in an address. */
const PASSWORD = 'hunter2@café/%';
const WRITTEN = encodeURIComponent(PASSWORD);

const FROM_HERE = '127.0.0.1/32';

describe.skipIf(!havePostgres)(`a PostgreSQL that can't serve (${NEEDS_POSTGRES})`, () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await PostgresServer.start(postgresPrograms()!, {
      settings: ['max_connections=8', 'superuser_reserved_connections=3'],
      hba: [
        `host all,replication muster ${FROM_HERE} trust`,
        `host all guarded ${FROM_HERE} scram-sha-256`,
        `host all sleeper,stranger ${FROM_HERE} trust`,
        `host all all ${FROM_HERE} reject`,
      ],
    });
    await administer(`CREATE ROLE guarded LOGIN PASSWORD '${PASSWORD}';
      CREATE ROLE sleeper; CREATE ROLE stranger LOGIN; CREATE ROLE outsider LOGIN`);
    for (const options of ['guarded OWNER guarded', 'kept', 'older'])
      await administer(`CREATE DATABASE ${options}`);
    await administer(`CREATE DATABASE latin ENCODING LATIN1 LOCALE 'C' TEMPLATE template0`);
    await administer(`REVOKE CONNECT ON DATABASE kept FROM PUBLIC`);
  });
  afterAll(() => server.stop());

  async function administer(words: string, database = 'postgres'): Promise<void> {
    const admin = await PostgresConnection.open({ url: server.urlOf(database) });
    await admin.script(words);
    await admin.close();
  }

  function urlFor(user: string, database: string, rest = ''): string {
    const { port } = new URL(server.urlOf(database));
    return `postgres://${user}@127.0.0.1:${port}/${database}${rest}`;
  }

  /** Why a database can't be opened, in words; nothing of it holds a password. */
  async function refusal(url: string): Promise<StorageError> {
    const error = await PostgresEngine.open({ url }).then(
      async (engine) => {
        await engine.close();
        throw new Error('it was opened');
      },
      (failed: unknown) => failed,
    );
    const all = inspect(error, { depth: null, showHidden: true });
    for (const secret of [PASSWORD, WRITTEN, 'hunter2']) expect(all).not.toContain(secret);
    expect(error).toBeInstanceOf(StorageError);
    return error as StorageError;
  }

  it.each([
    [
      'a wrong password',
      `guarded:${WRITTEN}x`,
      'guarded',
      /refuses the user guarded or the password in DATABASE_URL/,
    ],
    ['no password', 'guarded', 'guarded', /wants a password of the user guarded, and DATABASE_URL has none/],
    ['a user who may not log in', 'sleeper', 'postgres', /does not let the user sleeper in/],
    [
      'a user there is none of',
      'stranger2',
      'postgres',
      /does not let the user stranger2 in.*pg_hba\.conf.*TLS/,
    ],
    [
      'a database there is none of',
      `muster:${WRITTEN}`,
      'nowhere',
      /There is no database nowhere at 127\.0\.0\.1:\d+\/nowhere.*createdb --owner=muster/,
    ],
    [
      'a database it may not enter',
      'stranger',
      'kept',
      /may not do in 127\.0\.0\.1:\d+\/kept what Muster has to/,
    ],
    [
      'no right to make tables',
      'stranger',
      'postgres',
      /user stranger in DATABASE_URL may not make tables.*GRANT USAGE, CREATE ON SCHEMA public TO stranger/,
    ],
    ['texts that hold not every name', 'muster', 'latin', /keeps texts as LATIN1.*--encoding=UTF8/],
  ])('%s: only somebody who changes something can help', async (_, user, database, words) => {
    const refused = await refusal(urlFor(user, database));
    expect(refused.message).toMatch(words);
    expect(refused.message).toMatch(/start again\.$/);
    expect(refused.lasting).toBe(true);
  });

  it('TLS it does not have, or a certificate that is not there', async () => {
    const plain = await refusal(urlFor(`guarded:${WRITTEN}`, 'guarded', '?sslmode=verify-full'));
    expect(plain.message).toMatch(/DATABASE_URL asks for TLS, and 127\.0\.0\.1:\d+\/guarded has none/);
    const missing = await refusal(
      urlFor(`guarded:${WRITTEN}`, 'guarded', '?sslmode=verify-full&sslrootcert=/nowhere/ca.pem'),
    );
    expect(missing.message).toMatch(/DATABASE_URL can't be read, or a file can't that it names/);
    expect([plain.lasting, missing.lasting]).toEqual([true, true]);
  });

  it.each([
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'CERT_HAS_EXPIRED',
  ])('a certificate that is not to be trusted (%s)', (code) => {
    const error = Object.assign(new Error(code, { cause: Object.assign(new Error(code), { code }) }), {
      code: '08001',
    });
    const told = serverTrouble(error, { variable: 'DATABASE_URL', url: urlFor('guarded', 'guarded') });
    expect(told?.message).toMatch(/not to be trusted \(.*sslrootcert=<file>/);
    expect(told?.lasting).toBe(true);
  });

  it('TLS it insists on, with a certificate nobody we trust has signed', async () => {
    const files = tempDir();
    const [key, certificate] = [join(files, 'key.pem'), join(files, 'certificate.pem')];
    const of = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '1', '-nodes'];
    const made = spawnSync('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-keyout',
      key,
      '-out',
      certificate,
      ...of,
    ]);
    expect(made.status).toBe(0);
    const secure = await PostgresServer.start(postgresPrograms()!, {
      files: { 'server.key': readFileSync(key), 'server.crt': readFileSync(certificate) },
      settings: ['ssl=on'],
      hba: [`hostssl all muster ${FROM_HERE} trust`],
    });
    onTestFinished(() => secure.stop());
    const url = secure.urlOf('postgres').replace('127.0.0.1', 'localhost');
    expect((await refusal(url)).message).toMatch(/does not let the user muster in.*asks for TLS/);
    const untrusted = await refusal(`${url}?sslmode=verify-full`);
    expect(untrusted.message).toMatch(/not to be trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
    const elsewhere = `${secure.urlOf('postgres')}?sslmode=verify-full&sslrootcert=${certificate}`;
    expect((await refusal(elsewhere)).message).toMatch(/not to be trusted \(ERR_TLS_CERT_ALTNAME_INVALID\)/);
    expect(untrusted.lasting).toBe(true);
    const engine = await PostgresEngine.open({
      url: `${url}?sslmode=verify-full&sslrootcert=${certificate}`,
    });
    await engine.close();
  });

  it('tables that belong to somebody else', async () => {
    await administer('GRANT CREATE ON SCHEMA public TO PUBLIC', 'older');
    await (await PostgresEngine.open({ url: urlFor('muster', 'older') })).close();
    const refused = await refusal(urlFor('stranger', 'older'));
    expect(refused.message).toMatch(/42501|may not do in .*older what Muster has to/);
    await administer('GRANT SELECT ON ALL TABLES IN SCHEMA public TO stranger', 'older');
    const reading = await refusal(urlFor('stranger', 'older'));
    expect(reading.message).toMatch(
      /may not read and write these tables.*: account_link_audit_log, .*REASSIGN OWNED/,
    );
    expect([refused.lasting, reading.lasting]).toEqual([true, true]);
  });

  it('no room for one more: it is worth to wait', async () => {
    const guests = await Promise.all(
      [1, 2, 3, 4, 5].map(() => PostgresConnection.open({ url: urlFor('stranger', 'postgres') })),
    );
    try {
      const refused = await refusal(urlFor('stranger', 'postgres'));
      expect(refused.message).toMatch(/takes no more connections\. Raise max_connections/);
      expect(refused.lasting).toBe(false);
    } finally {
      for (const guest of guests) await guest.close();
    }
  });

  it('a copy that only takes what another server writes: it may become the one to write to', async () => {
    await (await PostgresEngine.open({ url: urlFor('muster', 'postgres') })).close();
    const copy = await server.copy();
    onTestFinished(() => copy.stop());
    const refused = await refusal(copy.urlOf('postgres'));
    expect(refused.message).toMatch(/is a copy that only takes what another server writes.*DATABASE_URL/);
    expect(refused.lasting).toBe(false);
  });

  it('nobody there, or somebody who says nothing that makes sense: it is worth to wait', async () => {
    const nonsense = createServer((socket) =>
      socket.on('error', () => undefined).end('220 mail.example'),
    ).listen(0, '127.0.0.1');
    await once(nonsense, 'listening');
    onTestFinished(() => void nonsense.close());
    const { port } = nonsense.address() as AddressInfo;
    const curt = createServer((socket) => {
      socket.on('error', () => undefined).end('N');
    }).listen(0, '127.0.0.1');
    await once(curt, 'listening');
    onTestFinished(() => void curt.close());
    const oneLetter = `postgres://muster:${WRITTEN}@127.0.0.1:${(curt.address() as AddressInfo).port}/muster`;
    expect((await refusal(oneLetter)).lasting, 'nobody asked it for TLS').toBe(false);
    expect((await refusal(`${oneLetter}?sslmode=verify-full`)).lasting, 'we did').toBe(true);
    const nobody = await refusal(`postgres://muster:${WRITTEN}@127.0.0.1:1/muster`);
    expect(nobody.message).toMatch(/127\.0\.0\.1:1\/muster can't be reached \(ECONNREFUSED\).*DATABASE_URL/);
    const strange = await refusal(`postgres://muster:${WRITTEN}@127.0.0.1:${port}/muster`);
    const unnamed = await refusal(`postgres://muster:${WRITTEN}@nobody.invalid/muster`);
    expect(unnamed.message).toMatch(/can't be reached \((ENOTFOUND|EAI_AGAIN)\)/);
    expect([nobody, strange, unnamed].map(({ lasting }) => lasting)).toEqual([false, false, false]);
  });
});
