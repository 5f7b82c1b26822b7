import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { OpenAPIV3_1 } from 'openapi-types';
import { expect, it } from 'vitest';
import { randomFrom } from '../faults/support/random.js';
import { person } from '../support/people.js';
import { Requests, type MadeUp, type Operation } from './requests.js';
import { ID, ORIGIN, testBridge, type TestBridge } from './test-bridge.js';
import { token } from './tokens.js';

/** `MUSTER_SEED` replays a run. */
const SEED = Number(process.env['MUSTER_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const REQUESTS = 20_000;
const AT_ONCE = 20;

/** Says yes only to whoever wears their code in the game, which nobody does who is made up; or to nobody. */
const NEVER_YES = new Set([
  'POST /api/availability/player-link/check',
  'POST /api/availability/link-confirm',
]);

type Answer = Awaited<ReturnType<TestBridge['ask']>>;

/** No such address; too large, too long, not JSON: what any request may be told before it comes to an operation. */
const PROTOCOL = new Set([404, 413, 414, 415]);

/** Says what is wrong with an answer by the document, `null` when nothing is. */
function judge(document: OpenAPIV3_1.Document): (asked: MadeUp, answer: Answer) => string | null {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'document', $defs: document.components?.schemas });
  const compiled = new Map<string, ValidateFunction>();
  const validator = (name: string, schema: unknown): ValidateFunction => {
    const local = JSON.stringify(schema).replaceAll('#/components/schemas/', 'document#/$defs/');
    const made = compiled.get(name) ?? ajv.compile(JSON.parse(local) as object);
    compiled.set(name, made);
    return made;
  };
  const problem = { $ref: '#/components/schemas/Problem' };
  return ({ path, method }, answer) => {
    const { statusCode: status, body } = answer;
    if (status >= 500) return 'a fault of ours';
    const type = String(answer.headers['content-type'] ?? '').split(';')[0] ?? '';
    const item = document.paths?.[path] as Record<string, OpenAPIV3_1.OperationObject> | undefined;
    const operation = item?.[method.toLowerCase()];
    // Nothing of the operation's own: that a "no" is a problem document holds there too.
    if (!operation || PROTOCOL.has(status)) {
      if (method === 'HEAD' || method === 'OPTIONS') return null;
      return validator('problem', problem)(JSON.parse(body)) ? null : 'not a problem document';
    }
    const response = operation.responses?.[status] as OpenAPIV3_1.ResponseObject | undefined;
    if (!response) return 'a status the document does not know';
    if (!response.content) return body === '' ? null : 'a body where there is none';
    const content = response.content[type];
    if (!content) return `${type} is not in the document`;
    const fits = validator(`${method} ${path} ${String(status)}`, content.schema);
    return fits(JSON.parse(body)) ? null : ajv.errorsText(fits.errors);
  };
}

it(`twenty thousand requests, fit and unfit, get what the document says (MUSTER_SEED=${String(SEED)})`, async () => {
  // Shortly before the start, when standbys may be called.
  const bridge = await testBridge({
    at: '2026-03-10T19:44:30.123Z',
    channels: ['discord', 'telegram', 'signal'],
  });
  bridge.skipLimits();
  await bridge.fill();
  for (const standby of ['03', '04', '05', '06', '07', '08'])
    await person(bridge.app, `2100000000000000${standby}`, { status: 'AVAILABLE' });
  // There is something to say no to.
  const [from, to] = ['2026-03-10T19:45:00.000Z', '2026-03-10T20:00:00.000Z'];
  await bridge.app.change(
    `INSERT INTO availability_promotion_proposals VALUES (?, ?, ?, ?, ?, ?, 'open', NULL, NULL, NULL, ?, ?)`,
    ...['2026-03-10', ID.promoter, bridge.app.stored(true), bridge.app.stored(false), from, to, from, from],
  );
  const document = (await bridge.ask({ method: 'GET', url: '/openapi.json' })).json<OpenAPIV3_1.Document>();
  const operations = Object.entries(document.paths ?? {})
    .flatMap(([path, item]) =>
      Object.entries(item as Record<string, OpenAPIV3_1.OperationObject>).map(
        ([method, operation]): Operation => {
          return { path, method: method.toUpperCase() as Operation['method'], operation };
        },
      ),
    )
    .filter(({ path }) => path.startsWith('/api/'));
  const requests = new Requests(randomFrom(SEED), operations);
  const check = judge(document);
  const seen = new Map(operations.map(({ method, path }) => [`${method} ${path}`, new Set<number>()]));
  const faults: string[] = [];

  const headersOf = async (): Promise<Record<string, string>> => {
    const userId = requests.oneOf([...Object.values(ID), ID.promoter, ID.admin, ID.linked]);
    if (requests.chance(0.85)) return bridge.bearer(userId);
    const origin = requests.oneOf([ORIGIN, 'null', 'https://evil.example']);
    const guarded = { 'x-requested-with': 'XMLHttpRequest', origin };
    return requests.oneOf<Record<string, string>>([
      {},
      { authorization: requests.oneOf(['Bearer', 'Bearer x.y.z', 'Basic eDp4', 'Bearer  ', '\tx']) },
      {
        authorization: `Bearer ${token(userId, bridge.app.clock.now(), { sub: requests.oneOf([1, null, 'x']) })}`,
      },
      {
        cookie: requests.oneOf(['__Host-muster_session=', '__Host-muster_session=x; ;=', '=;%']),
        ...guarded,
      },
      { ...(await bridge.cookie(userId)), ...guarded },
    ]);
  };

  for (let made = 0; made < REQUESTS; made += AT_ONCE) {
    if (made % 1_000 === 0) {
      // What was erased, unlinked and cancelled meanwhile is there again, and time has passed.
      await bridge.app.advance(31_000);
      await bridge.app.change('DELETE FROM player_links');
      await bridge.fill();
      for (const who of ['linked', 'promoter', 'admin'] as const) {
        await bridge.put(who, { channels: ['telegram', 'signal'] });
      }
      const campaigns = '/api/availability/promotions/campaigns';
      const made = (await bridge.as(ID.promoter, 'POST', campaigns, {})).json<{ campaign_id: string }>();
      // Its promoter, its id and a number from 1 to 10 are seldom guessed together.
      const more = await bridge.as(ID.promoter, 'POST', `${campaigns}/${made.campaign_id}/more`, {
        count: 1,
      });
      seen.get(`POST ${campaigns}/{id}/more`)?.add(more.statusCode);
      // Nor are an admin and one of the settings there are.
      const change = await bridge.as(ID.admin, 'PATCH', '/api/settings', {
        availability_session_ready_threshold: null,
      });
      expect(change.statusCode).toBe(200);
      seen.get('PATCH /api/settings')?.add(change.statusCode);
    }
    const ids = (await bridge.app.campaigns()).map(({ id }) => id).slice(-5);
    const asked = Array.from({ length: AT_ONCE }, () => requests.next(ids));
    let open = AT_ONCE;
    const answered = Promise.all(
      asked.map(async (request) => {
        const headers = { ...(await headersOf()), ...request.headers };
        const { method, url, payload } = request;
        const answer = await bridge.ask({ method, url, payload, headers });
        seen.get(`${request.method} ${request.path}`)?.add(answer.statusCode);
        open -= 1;
        const fault = check(request, answer);
        if (fault)
          faults.push(
            `${fault}: ${method} ${url.slice(0, 200)} ${payload?.slice(0, 200) ?? ''} ${String(answer.statusCode)} ${answer.body.slice(0, 300)}`,
          );
      }),
    );
    // Some wait for a slot of a channel's pace, or for a moment to pass.
    while (open > 0) await bridge.app.advance(2);
    await answered;
  }
  expect(faults.slice(0, 5)).toEqual([]);
  expect(bridge.app.eventsOf('request_failed')).toEqual([]);
  // The generator reaches what it is meant to: of every operation, a "yes" and more than one kind of "no".
  for (const [name, statuses] of seen) {
    expect(
      NEVER_YES.has(name) || [...statuses].some((status) => status < 300),
      `${name}: ${[...statuses].join(', ')}`,
    ).toBe(true);
    expect(
      [...statuses].some((status) => status >= 400),
      `${name}: ${[...statuses].join(', ')}`,
    ).toBe(true);
  }
}, 120_000);
