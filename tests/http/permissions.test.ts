import { describe, expect, it } from 'vitest';
import type { GuildDirectory } from '../../src/domain/guild-directory.js';
import { API_ROUTES, type ApiRoute, expected, PERSON_OF, type Viewer, VIEWERS } from './api-routes.js';
import { ID, ORIGIN, testBridge, type TestBridge } from './test-bridge.js';
import { token } from './tokens.js';

/** A directory that still knows somebody as the admin they were a second ago, unless it is asked afresh. */
function withOldAnswers(directory: GuildDirectory): GuildDirectory {
  return {
    membersAmong: (...parameters) => directory.membersAmong(...parameters),
    knownMember: (userId) => directory.knownMember(userId),
    guildName: () => directory.guildName(),
    async member(userId, options) {
      const now = await directory.member(userId, options);
      const old = userId === ID.demoted && options?.since === undefined && now.known && now.value;
      return old ? { known: true, value: { ...old, isAdmin: true } } : now;
    },
  };
}

async function headersOf(bridge: TestBridge, viewer: Viewer): Promise<Record<string, string>> {
  const now = bridge.app.clock.now();
  const bearer = (jwt: string): Record<string, string> => ({ authorization: `Bearer ${jwt}` });
  const iat = Math.floor(now / 1000);
  switch (viewer) {
    case 'nobody':
      return {};
    case 'by cookie':
      return { ...(await bridge.cookie(ID.promoter)), 'x-requested-with': 'XMLHttpRequest', origin: ORIGIN };
    case 'by cookie, without the header':
      return { ...(await bridge.cookie(ID.promoter)), origin: ORIGIN };
    case 'by cookie, from a foreign page':
      return {
        ...(await bridge.cookie(ID.promoter)),
        'x-requested-with': 'XMLHttpRequest',
        origin: 'https://evil.example',
      };
    case 'by an expired token':
      return bearer(token(ID.admin, now, { iat: iat - 400, exp: iat - 100 }));
    case 'by a token for another audience':
      return bearer(token(ID.admin, now, { aud: 'another' }));
    case 'by a token signed with nothing':
      return bearer(token(ID.admin, now, {}, { alg: 'none' }));
    case 'by a token signed with another key':
      return bearer(token(ID.admin, now, {}, { secret: 'a key that somebody else made up' }));
    default:
      return bridge.bearer(PERSON_OF[viewer] ?? '');
  }
}

async function aBridge(): Promise<TestBridge> {
  const bridge = await testBridge({
    channels: ['discord', 'telegram'],
    services: (services) => ({ ...services, directory: withOldAnswers(services.directory) }),
  });
  await bridge.fill();
  // A second ago they were an admin; now Discord says they are not.
  await bridge.put('demoted', { admin: false });
  return bridge;
}

async function aCampaign(bridge: TestBridge): Promise<string> {
  const created = await bridge.as(ID.promoter, 'POST', '/api/availability/promotions/campaigns', {});
  return created.json<{ campaign_id: string }>().campaign_id;
}

async function ask(bridge: TestBridge, route: ApiRoute, viewer: Viewer) {
  const id = route.campaign ? await aCampaign(bridge) : '';
  return bridge.ask({
    method: route.method,
    url: route.url?.(id) ?? route.path,
    headers: await headersOf(bridge, viewer),
    ...(route.body && { payload: route.body }),
  });
}

describe('who gets what', () => {
  for (const route of API_ROUTES) {
    describe(`${route.method} ${route.path}`, () => {
      for (const viewer of VIEWERS) {
        it(`${viewer}: ${String(expected(route, viewer))}`, async () => {
          const bridge = await aBridge();
          const response = await ask(bridge, route, viewer);
          expect(response.statusCode, response.body).toBe(expected(route, viewer));
          const problem = response.statusCode >= 400;
          expect(response.headers['content-type']).toMatch(
            problem ? /^application\/problem\+json/ : /^application\/json/,
          );
          if (problem) expect(response.json<{ detail: string }>().detail).toMatch(/^[A-Z].*[.]$/);
          const changes = route.method !== 'GET';
          if (problem && changes && !route.campaign) expect(await bridge.app.campaigns()).toEqual([]);
        });
      }
    });
  }

  it('is said here for every route there is', async () => {
    const bridge = await testBridge();
    const document = (await bridge.ask({ method: 'GET', url: '/openapi.json' })).json<{
      paths: Record<string, Record<string, unknown>>;
    }>();
    const documented = Object.entries(document.paths).flatMap(([path, item]) =>
      path.startsWith('/api/') ? Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`) : [],
    );
    expect(API_ROUTES.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(documented.sort());
  });
});

describe('while Discord can not be asked', () => {
  // The ways out, their own campaign's end among them, and where they find them.
  const NEEDS_NOBODY =
    /privacy|(GET|DELETE) .*\/calendar|\/stop|\/away|not-tonight|\/links\/|DELETE .*(\{date\}|player-link|campaigns\/\{id\})$|GET .*preferences$/;
  for (const route of API_ROUTES) {
    const status = NEEDS_NOBODY.test(`${route.method} ${route.path}`) ? expected(route, 'promoter') : 503;
    it(`${route.method} ${route.path} is a ${String(status)}, and no old yes`, async () => {
      const bridge = await testBridge({ channels: ['discord', 'telegram'] });
      await bridge.fill();
      const id = route.campaign ? await aCampaign(bridge) : 'some-campaign';
      bridge.app.directory.available = false;
      const response = await bridge.ask({
        method: route.method,
        url: route.url?.(id) ?? route.path,
        headers: bridge.bearer(ID.promoter),
        ...(route.body && { payload: route.body }),
      });
      expect(response.statusCode, response.body).toBe(status);
    });
  }
});
