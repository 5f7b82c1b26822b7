import { createHash } from 'node:crypto';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { DiscordStandIn } from '../../../demo/discord/stand-in.js';

const BACK = 'https://muster.example/auth/callback';
const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

let discord: DiscordStandIn;
let now: number;

beforeEach(async () => {
  now = Date.parse('2026-03-10T20:00:00Z');
  discord = await DiscordStandIn.start({ now: () => now });
  const standIn = discord;
  onTestFinished(() => standIn.stop());
});

async function authorize(more: Record<string, string> = {}): Promise<URL | number> {
  const query = new URLSearchParams({
    client_id: discord.oauth.clientId,
    response_type: 'code',
    scope: 'identify',
    redirect_uri: BACK,
    state: 'a state',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...more,
  });
  const answer = await fetch(`${discord.url}/oauth2/authorize?${query.toString()}`, { redirect: 'manual' });
  const location = answer.headers.get('location');
  return location === null ? answer.status : new URL(location);
}

async function code(): Promise<string> {
  const back = await authorize();
  return back instanceof URL ? back.searchParams.get('code')! : '';
}

async function post(path: string, form: Record<string, string>, secret = discord.oauth.clientSecret) {
  const credentials = Buffer.from(`${discord.oauth.clientId}:${secret}`).toString('base64');
  const answer = await fetch(`${discord.url}/v10/oauth2/${path}`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams(form),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const exchange = (theCode: string, more: Record<string, string> = {}, secret?: string) =>
  post(
    'token',
    { grant_type: 'authorization_code', code: theCode, redirect_uri: BACK, code_verifier: VERIFIER, ...more },
    secret,
  );

const whoIs = async (token: unknown): Promise<unknown> => {
  const answer = await fetch(`${discord.url}/v10/users/@me`, {
    headers: { authorization: `Bearer ${String(token)}` },
  });
  return answer.status === 200 ? ((await answer.json()) as { id: string }).id : answer.status;
};

test('a person who signs in comes back with the state and a code, which tells who they are', async () => {
  const ada = discord.addMember({ name: 'Ada' }).id;
  discord.oauth.signInAs(ada);
  const back = await authorize();
  expect(back).toBeInstanceOf(URL);
  expect((back as URL).searchParams.get('state')).toBe('a state');
  const { status, body } = await exchange((back as URL).searchParams.get('code')!);
  expect([status, body['token_type'], body['scope']]).toEqual([200, 'Bearer', 'identify']);
  expect(await whoIs(body['access_token'])).toBe(ada);

  expect((await post('token/revoke', { token: String(body['access_token']) })).status).toBe(200);
  expect(await whoIs(body['access_token'])).toBe(401);
});

test('the guild’s owner signs in until somebody else does, and who denies gives no code', async () => {
  expect(await whoIs((await exchange(await code())).body['access_token'])).toBe(discord.world.ownerId);
  discord.oauth.deny();
  const back = (await authorize()) as URL;
  expect(Object.fromEntries(back.searchParams)).toEqual({ state: 'a state', error: 'access_denied' });
});

test.each([
  [{ client_id: '1' }, 400],
  [{ redirect_uri: 'nowhere' }, 400],
])('the page is not shown for %o', async (more, status) => {
  expect(await authorize(more)).toBe(status);
});

test.each([
  [{ response_type: 'token' }, 'unsupported_response_type'],
  [{ scope: 'identify email' }, 'invalid_scope'],
  [{ code_challenge: '' }, 'invalid_request'],
  [{ code_challenge_method: 'plain' }, 'invalid_request'],
])('%o comes back as %s', async (more, error) => {
  const back = (await authorize(more)) as URL;
  expect(back.searchParams.get('error')).toBe(error);
  expect(back.searchParams.has('code')).toBe(false);
});

test.each([
  ['another verifier', { code_verifier: 'w'.repeat(43) }],
  ['no verifier', { code_verifier: '' }],
  ['another way back', { redirect_uri: 'https://evil.example' }],
  ['another code', { code: 'guessed' }],
])('a code with %s is refused, and used up', async (_, more) => {
  const theCode = await code();
  expect(await exchange(theCode, more)).toEqual({ status: 400, body: { error: 'invalid_grant' } });
  if (!('code' in more)) expect((await exchange(theCode)).status).toBe(400);
});

test('a code is good once, and for ten minutes', async () => {
  const theCode = await code();
  expect((await exchange(theCode)).status).toBe(200);
  expect((await exchange(theCode)).status).toBe(400);
  const late = await code();
  now += 10 * 60_000;
  expect((await exchange(late)).status).toBe(400);
});

test('only the application itself is given a token, or may end one', async () => {
  const refused = { status: 401, body: { error: 'invalid_client' } };
  expect(await exchange(await code(), {}, 'wrong')).toEqual(refused);
  expect(await post('token/revoke', { token: 'x' }, 'wrong')).toEqual(refused);
});
