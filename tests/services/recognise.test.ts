import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directMessageIn } from '../../src/inbound/signal/envelope.js';
import { saveContact } from '../../src/persistence/stores/channel-link-store.js';
import { forgetClosedContact, linkedAccount, requestChannelLink } from '../../src/services/link-channel.js';
import { unreadableContacts } from '../../src/upkeep/rotate-contacts.js';
import { actor, person, promoter } from '../support/people.js';
import { saidTo } from '../support/said.js';
import { START_AT, testApp, value, type TestApp } from '../support/test-app.js';

const OWN = '+38640000001';

/** Somebody on Signal: what an envelope of theirs shows is up to the moment. */
interface Somebody {
  readonly number: string;
  readonly uuid: string;
}

/** What an envelope shows of who wrote it. */
type Shown = 'both' | 'uuid' | 'number';

let last = 41_000_000;
function somebody(number = `+386${++last}`): Somebody {
  return { number, uuid: randomUUID() };
}

/** The envelope's sender and words, read as the inbox reads them. */
function message({ number, uuid }: Somebody, shown: Shown, text: string) {
  const envelope = {
    source: shown === 'uuid' ? uuid : number,
    sourceNumber: shown === 'uuid' ? null : number,
    sourceUuid: shown === 'number' ? null : uuid,
    sourceName: 'somebody',
    dataMessage: { message: text },
  };
  const heard = directMessageIn({ envelope, account: OWN }, OWN);
  if (!heard) throw new Error('the envelope was not heard');
  return heard;
}

async function writes(app: TestApp, who: Somebody, shown: Shown, text: string): Promise<string> {
  const { contact } = message(who, shown, text);
  return saidTo(app.context, { channel: 'signal', contact }, text);
}

async function accountOf(app: TestApp, who: Somebody, shown: Shown): Promise<string | null> {
  const found = await linkedAccount(app.context, 'signal', message(who, shown, 'x').contact);
  return found.ok ? found.value.userId : null;
}

async function links(app: TestApp, userId: string, who: Somebody, shown: Shown): Promise<string> {
  const { token } = value(await requestChannelLink(app.context, actor(userId), 'signal'));
  return writes(app, who, shown, token);
}

/** A link as it was made before accounts were known: by what the envelope showed as the sender alone. */
async function linkedLongAgo(app: TestApp, userId: string, address: string): Promise<void> {
  const sealed = app.context.contacts.seal('signal', { address, name: '' });
  await app.database.withTransaction((tx) =>
    saveContact(tx, userId, 'signal', { ...sealed, accountDigest: null }, app.clock.now()),
  );
}

async function addressFor(app: TestApp, userId: string): Promise<string | undefined> {
  const [row] = await app.rows<{ sealed: string | null }>(
    'SELECT signal_handle_encrypted AS sealed FROM subscription_preferences WHERE user_id = ?',
    userId,
  );
  return row?.sealed ? app.context.contacts.open(row.sealed)?.address : undefined;
}

async function optedIn(app: TestApp): Promise<string[]> {
  const rows = await app.rows<{ user_id: string }>(
    'SELECT user_id FROM subscription_preferences WHERE allow_promotions = true ORDER BY user_id',
  );
  return rows.map(({ user_id }) => user_id);
}

async function signalApp(...people: readonly string[]): Promise<TestApp> {
  const app = await testApp({ channels: ['discord', 'signal'] });
  for (const id of people) await person(app, id, { preferred: 'signal' });
  return app;
}

describe('on Signal the account is the person', () => {
  it.each<[Shown, Shown]>([
    ['uuid', 'both'],
    ['both', 'uuid'],
    ['uuid', 'uuid'],
    ['both', 'number'],
  ])('linked by an envelope that shows %s, STOP is heard in one that shows %s', async (first, then) => {
    const app = await signalApp('ana');
    await promoter(app);
    await app.campaign(actor('promoter'));
    const ana = somebody();
    expect(await links(app, 'ana', ana, first)).toMatch(/^Linked/);
    expect(await writes(app, ana, then, 'STOP')).toMatch(/^Stopped/);
    await app.advanceTo(START_AT + 5_000);
    expect(await app.fates('start')).toEqual({ ana: 'skipped(not_opted_in)' });
  });

  it('a link made by the number alone goes on, and is completed by the first message that shows both', async () => {
    const app = await signalApp('ana');
    const ana = somebody();
    await linkedLongAgo(app, 'ana', ana.number);
    expect(await writes(app, ana, 'both', 'STATUS')).toContain('Name of ana');
    expect(await writes(app, ana, 'uuid', 'STOP')).toMatch(/^Stopped/);
    expect(await addressFor(app, 'ana')).toBe(ana.number);
    expect(await optedIn(app)).toEqual([]);
  });

  it('so does one that was made by the id alone', async () => {
    const app = await signalApp('ana');
    const ana = somebody();
    await linkedLongAgo(app, 'ana', ana.uuid);
    expect(await writes(app, ana, 'both', 'STATUS')).toContain('Name of ana');
    expect(await addressFor(app, 'ana')).toBe(ana.number);
    expect(await writes(app, ana, 'number', 'STOP')).toMatch(/^Stopped/);
  });

  it.each([
    ['STOP', 'SELECT user_id FROM subscription_preferences WHERE allow_promotions = true'],
    ['TODAY no', "SELECT user_id FROM availability_entries WHERE status <> 'NOT_PLAYING'"],
    ['UNLINK', 'SELECT user_id FROM subscription_preferences WHERE signal_digest IS NOT NULL'],
  ])(
    '%s of who turns out to be linked twice is kept with that, or a kill would lose it',
    async (text, left) => {
      const app = await signalApp('ana', 'bor');
      const ana = somebody();
      await linkedLongAgo(app, 'bor', ana.number);
      await linkedLongAgo(app, 'ana', ana.uuid);
      const inTransaction = app.database.withTransaction.bind(app.database);
      let transactions = 0;
      app.database.withTransaction = (work) => {
        transactions += 1;
        return transactions === 1 ? inTransaction(work) : new Promise(() => undefined);
      };
      void writes(app, ana, 'both', text);
      await expect.poll(() => app.rows(left)).toEqual([]);
    },
  );

  it('a new number of the same account is where they are written to from then on', async () => {
    const app = await signalApp('ana', 'bor');
    const ana = somebody();
    await links(app, 'ana', ana, 'both');
    const moved = { ...ana, number: '+38640999111' };
    await writes(app, moved, 'both', 'STATUS');
    expect(await addressFor(app, 'ana')).toBe(moved.number);
    // Whoever has the old number now is a stranger, and can link it.
    const bor = somebody(ana.number);
    expect(await accountOf(app, bor, 'both')).toBeNull();
    expect(await links(app, 'bor', bor, 'both')).toMatch(/^Linked/);
  });

  it('a number that has gone to somebody else answers to nobody else’s words, and gets nobody else’s messages', async () => {
    const app = await signalApp('ana', 'bor');
    const ana = somebody();
    await links(app, 'ana', ana, 'both');
    const bor = somebody(ana.number);
    expect(await writes(app, bor, 'both', 'STOP')).toMatch(/isn’t linked/);
    expect(await optedIn(app)).toEqual(['ana', 'bor']);
    expect(await addressFor(app, 'ana')).toBe(ana.uuid);
    expect(await links(app, 'bor', bor, 'both')).toMatch(/^Linked/);
    expect(await accountOf(app, bor, 'number')).toBe('bor');
    expect(await writes(app, ana, 'uuid', 'STOP')).toMatch(/^Stopped/);
    expect(await optedIn(app)).toEqual(['bor']);
  });

  it('one account serves one Discord account, whatever it shows', async () => {
    const app = await signalApp('ana', 'bor');
    const ana = somebody();
    await links(app, 'ana', ana, 'both');
    for (const shown of ['uuid', 'both', 'number'] as const) {
      expect(await links(app, 'bor', ana, shown)).toMatch(/already linked/);
      await app.advance(60_000);
    }
    expect(await accountOf(app, ana, 'uuid')).toBe('ana');
  });

  it('two links that turn out to be one person’s become one, and their STOP is for both accounts', async () => {
    const app = await signalApp('ana', 'bor', 'cene');
    const ana = somebody();
    await linkedLongAgo(app, 'ana', ana.uuid);
    await linkedLongAgo(app, 'bor', ana.number);
    expect(await writes(app, ana, 'both', 'STOP')).toMatch(/^Stopped/);
    expect(await optedIn(app)).toEqual(['cene']);
    expect(await addressFor(app, 'bor')).toBeUndefined();
    expect(await app.rows(`SELECT user_id, metadata FROM account_link_audit_log ORDER BY id`)).toEqual([
      { user_id: 'bor', metadata: JSON.stringify({ channel: 'signal', how: 'same_account' }) },
      { user_id: 'ana', metadata: JSON.stringify({ how: 'signal' }) },
      { user_id: 'bor', metadata: JSON.stringify({ how: 'signal' }) },
    ]);
  });

  it('a number that is closed ends the link, its account with it; another address than that in use does not', async () => {
    const app = await signalApp('ana');
    const ana = somebody();
    await links(app, 'ana', ana, 'both');
    const gone = (address: string) =>
      forgetClosedContact(app.context, { userId: 'ana', channel: 'signal', address, code: 'gone' });
    await gone(ana.uuid);
    expect(await accountOf(app, ana, 'uuid')).toBe('ana');
    await gone(ana.number);
    expect(await accountOf(app, ana, 'uuid')).toBeNull();
    expect(await accountOf(app, ana, 'both')).toBeNull();
  });

  it('nothing that was learnt can be read without the key', async () => {
    const app = await signalApp('ana');
    const ana = somebody();
    await links(app, 'ana', ana, 'both');
    const kept = JSON.stringify(await app.rows('SELECT * FROM subscription_preferences'));
    expect(kept).not.toContain(ana.number);
    expect(kept).not.toContain(ana.uuid);
    expect(await unreadableContacts(app.database.view, app.context.contacts)).toMatchObject({ signal: 0 });
  });

  it('whatever two people show, in whichever order, links serve one account each and STOP is always heard', async () => {
    const shown = fc.constantFrom<Shown>('both', 'uuid');
    const step = fc.record({
      who: fc.constantFrom(0, 1),
      shown,
      does: fc.constantFrom('STATUS', 'link', 'UNLINK', 'new number', 'their number'),
      account: fc.constantFrom('ana', 'bor'),
    });
    const legacy = fc.constantFrom('nobody', 'number', 'uuid', 'both');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), legacy, shown, async (steps, before, at) => {
        const app = await signalApp('ana', 'bor');
        const people = [somebody(), somebody()];
        if (before === 'number' || before === 'both') await linkedLongAgo(app, 'ana', people[0]!.number);
        if (before === 'uuid' || before === 'both') await linkedLongAgo(app, 'bor', people[0]!.uuid);
        for (const each of steps) {
          const who = people[each.who]!;
          if (each.does === 'new number') people[each.who] = somebody();
          if (each.does === 'new number') people[each.who] = { ...people[each.who]!, uuid: who.uuid };
          else if (each.does === 'their number') {
            const other = people[1 - each.who]!;
            people[each.who] = { ...who, number: other.number };
            people[1 - each.who] = { ...other, number: somebody().number };
          } else if (each.does === 'link') await links(app, each.account, who, each.shown);
          else await writes(app, who, each.shown, each.does);
          await app.advance(60_000);
        }
        for (const who of people) {
          const linked = await accountOf(app, who, 'both');
          expect(await accountOf(app, who, 'uuid')).toBe(linked);
          const said = await writes(app, who, at, 'STOP');
          expect(said).toMatch(linked === null ? /isn’t linked/ : /^Stopped/);
          if (linked !== null) expect(await optedIn(app)).not.toContain(linked);
        }
        const [one, other] = await Promise.all(people.map((who) => accountOf(app, who, 'uuid')));
        if (one !== null) expect(other).not.toBe(one);
        await app.close();
      }),
      { numRuns: 60 },
    );
  });
});
