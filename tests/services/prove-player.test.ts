import { describe, expect, it } from 'vitest';
import { erasePerson } from '../../src/services/erase-person.js';
import { linkPlayer, type MadeLink, unlinkPlayer } from '../../src/services/link-player.js';
import { personalData } from '../../src/services/privacy.js';
import { checkProof, confirmPlayer } from '../../src/services/prove-player.js';
import { setAvailability } from '../../src/services/set-availability.js';
import { showAvailability } from '../../src/services/show-availability.js';
import type { Actor } from '../../src/services/context.js';
import { actor, admin, person } from '../support/people.js';
import { MINUTE, refusal, testApp, type TestApp, type TestAppOptions, value } from '../support/test-app.js';

const TOM = { guid: 'guid-of-tom', name: 'Tom' };

/** A deployment where links have to be confirmed, and a member who wants to be Tom. */
async function strict(options: TestAppOptions = {}): Promise<{ app: TestApp; tom: Actor }> {
  const app = await testApp({ ...options, settings: { playerLinkPolicy: 'verified' } });
  app.directory.join('tom');
  return { app, tom: actor('tom') };
}

async function linkTom(app: TestApp, tom: Actor): Promise<MadeLink & { code: string }> {
  const made = value(await linkPlayer(app.context, tom, TOM));
  return { ...made, code: made.proof?.code ?? '' };
}

async function isLinked(app: TestApp, who: Actor): Promise<string> {
  const result = await setAvailability(app.context, who, { status: 'LOOKING' });
  return result.ok ? 'linked' : result.refusal.code;
}

async function audit(app: TestApp): Promise<unknown[]> {
  const rows = await app.rows<{ user_id: string; action: string; actor_id: string; metadata: string }>(
    'SELECT user_id, action, actor_id, metadata FROM account_link_audit_log ORDER BY id',
  );
  return rows.map(({ user_id, action, actor_id, metadata }) => [
    user_id,
    action,
    actor_id,
    (JSON.parse(metadata) as { how?: string }).how,
  ]);
}

describe('a link somebody makes', () => {
  it('counts at once where their word is enough', async () => {
    const app = await testApp();
    app.directory.join('tom');
    const made = await linkTom(app, actor('tom'));
    expect(made).toMatchObject({ counts: true, proof: null, link: { verifiedAt: null } });
    expect(await isLinked(app, actor('tom'))).toBe('linked');
    expect(await app.rows('SELECT * FROM player_proofs')).toEqual([]);
  });

  it('does not count where it has to be confirmed, and comes with a code that is kept nowhere', async () => {
    const { app, tom } = await strict();
    const { counts, code, proof } = await linkTom(app, tom);
    expect(counts).toBe(false);
    expect(code).toMatch(/^\w{6}$/);
    expect(proof?.expiresAt).toBe(app.clock.now() + 30 * MINUTE);
    expect(await isLinked(app, tom)).toBe('link_not_confirmed');
    expect(value(await showAvailability(app.context, tom)).names).toBeNull();
    expect(JSON.stringify(await app.rows('SELECT * FROM player_proofs'))).not.toContain(code);
    expect(JSON.stringify(await audit(app))).not.toContain(code);
  });
});

describe('proving it', () => {
  it('takes the code worn in the game, and is on record', async () => {
    const { app, tom } = await strict();
    const { code } = await linkTom(app, tom);
    app.gameServer.names = ['Ann', `^1[ABC] ^7tom-${code.toLowerCase()}`];
    const verifiedAt = app.clock.now();
    expect(value(await checkProof(app.context, tom))).toEqual({ userId: 'tom', ...TOM, verifiedAt });
    expect(await isLinked(app, tom)).toBe('linked');
    expect(value(await showAvailability(app.context, tom)).names).not.toBeNull();
    expect(await audit(app)).toEqual([
      ['tom', 'player_linked', 'tom', undefined],
      ['tom', 'player_verified', 'tom', 'game_server'],
    ]);
    expect(app.eventsOf('player_verified')).toMatchObject([{ userId: 'tom', actorId: 'tom' }]);
  });

  it('works once, though it is asked for many times at once', async () => {
    const { app, tom } = await strict();
    const { code } = await linkTom(app, tom);
    app.gameServer.names = [code];
    const results = await Promise.all([1, 2, 3].map(() => checkProof(app.context, tom)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await audit(app)).toHaveLength(2);
    expect(refusal(await checkProof(app.context, tom))).toBe('proof_expired');
  });

  it('is of no use to anybody else, nor for another account', async () => {
    const { app, tom } = await strict();
    const { code } = await linkTom(app, tom);
    app.directory.join('eve');
    value(await linkPlayer(app.context, actor('eve'), { guid: 'guid-of-eve', name: 'Eve' }));
    app.gameServer.names = [code];
    expect(refusal(await checkProof(app.context, actor('eve')))).toBe('proof_not_seen');
    value(await linkPlayer(app.context, tom, { ...TOM, guid: 'another' }));
    expect(refusal(await checkProof(app.context, tom))).toBe('proof_not_seen');
    expect(await isLinked(app, tom)).toBe('link_not_confirmed');
  });

  it('ends with the half hour, with ten looks in vain, and with the link', async () => {
    const { app, tom } = await strict();
    app.gameServer.names = [(await linkTom(app, tom)).code];
    await app.advance(30 * MINUTE);
    expect(refusal(await checkProof(app.context, tom))).toBe('proof_expired');

    const { code } = await linkTom(app, tom);
    app.gameServer.names = ['Tom'];
    for (let look = 0; look < 10; look += 1) {
      await app.advance(MINUTE);
      expect(refusal(await checkProof(app.context, tom))).toBe('proof_not_seen');
    }
    app.gameServer.names = [code];
    await app.advance(MINUTE);
    expect(refusal(await checkProof(app.context, tom))).toBe('proof_expired');

    app.gameServer.names = [(await linkTom(app, tom)).code];
    value(await unlinkPlayer(app.context, tom));
    await app.advance(MINUTE);
    expect(refusal(await checkProof(app.context, tom))).toBe('proof_expired');
    expect(await app.rows('SELECT * FROM player_proofs')).toEqual([]);
  });

  it('waits for a server that does not answer, at no cost', async () => {
    const { app, tom } = await strict();
    const { code } = await linkTom(app, tom);
    app.gameServer.answers = false;
    for (let look = 0; look < 12; look += 1) {
      await app.advance(MINUTE);
      expect(refusal(await checkProof(app.context, tom))).toBe('game_server_silent');
    }
    app.gameServer.answers = true;
    app.gameServer.names = [code];
    await app.advance(MINUTE);
    expect(value(await checkProof(app.context, tom)).guid).toBe(TOM.guid);
  });

  it('can’t be tried all the time, neither codes nor looks', async () => {
    const { app, tom } = await strict();
    const made = [];
    for (let n = 0; n < 6; n += 1) made.push(await linkPlayer(app.context, tom, TOM));
    expect(made.map((result) => (result.ok ? 'a code' : result.refusal.code))).toEqual([
      ...Array.from({ length: 5 }, () => 'a code'),
      'proof_too_soon',
    ]);
    const asked = [];
    for (let n = 0; n < 6; n += 1) asked.push(refusal(await checkProof(app.context, tom)));
    expect(asked.slice(-2)).toEqual(['proof_not_seen', 'proof_too_soon']);
    expect(app.gameServer.asked).toBe(5);
  });

  it('is not asked again of a proved account that only gets another name', async () => {
    const { app, tom } = await strict();
    app.gameServer.names = [(await linkTom(app, tom)).code];
    value(await checkProof(app.context, tom));
    const renamed = value(await linkPlayer(app.context, tom, { ...TOM, name: 'Tommy' }));
    expect(renamed).toMatchObject({ counts: true, proof: null, link: { name: 'Tommy' } });
  });

  it('is for members', async () => {
    const { app, tom } = await strict();
    await linkTom(app, tom);
    app.directory.leave('tom');
    expect(refusal(await checkProof(app.context, tom))).toBe('not_a_member');
  });
});

describe('an admin', () => {
  it('confirms by hand, also where no game server is set up', async () => {
    const { app, tom } = await strict({ gameServer: false });
    expect(await linkTom(app, tom)).toMatchObject({ counts: false, proof: null });
    expect(refusal(await checkProof(app.context, tom))).toBe('proof_expired');
    expect(value(await confirmPlayer(app.context, await admin(app), 'tom'))).toMatchObject(TOM);
    expect(await isLinked(app, tom)).toBe('linked');
    expect((await audit(app)).at(-1)).toEqual(['tom', 'player_verified', 'admin', 'admin']);
  });

  it('confirms once; a second time changes nothing', async () => {
    const { app, tom } = await strict();
    await linkTom(app, tom);
    const boss = await admin(app);
    const first = value(await confirmPlayer(app.context, boss, 'tom'));
    await app.advance(MINUTE);
    expect(value(await confirmPlayer(app.context, boss, 'tom'))).toEqual(first);
    expect(await audit(app)).toHaveLength(2);
    expect(await app.rows('SELECT * FROM player_proofs')).toEqual([]);
  });

  it('is who it takes, and a link', async () => {
    const { app, tom } = await strict();
    await linkTom(app, tom);
    expect(refusal(await confirmPlayer(app.context, tom, 'tom'))).toBe('not_admin');
    expect(refusal(await confirmPlayer(app.context, await admin(app), 'nobody'))).toBe('player_not_linked');
    expect(await isLinked(app, tom)).toBe('link_not_confirmed');
  });
});

describe('the code', () => {
  it('is part of what is kept about a person while it is good, and goes with the rest', async () => {
    const { app, tom } = await strict();
    const { proof } = await linkTom(app, tom);
    const kept = (await personalData(app.context, tom)).playerProof;
    expect(kept).toMatchObject({ guid: TOM.guid, expiresAt: proof?.expiresAt, looks: 0 });
    await erasePerson(app.context, tom);
    expect((await personalData(app.context, tom)).playerProof).toBeNull();
    expect(await app.rows('SELECT * FROM player_proofs')).toEqual([]);
  });

  it('of others stays', async () => {
    const { app, tom } = await strict();
    await linkTom(app, tom);
    await erasePerson(app.context, await person(app, 'p2'));
    expect(await app.rows('SELECT * FROM player_proofs')).toHaveLength(1);
  });
});
