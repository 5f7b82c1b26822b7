import { createHash, randomBytes } from 'node:crypto';
import type { Json } from './wire.js';
import type { World } from './world.js';

/** The answer to a request. */
export interface OAuthAnswer {
  readonly status: number;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How long a code is valid, in milliseconds. */
const CODE_MS = 10 * 60_000;
/** How long a token is valid, in seconds. */
const TOKEN_SECONDS = 604_800;

interface Code {
  readonly userId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly expiresAt: number;
}

/** Discord's OAuth2: authorization code flow with PKCE, for one application and one person at a screen. */
export class OAuth {
  readonly clientId: string;
  readonly clientSecret = randomBytes(24).toString('base64url');
  readonly #codes = new Map<string, Code>();
  readonly #tokens = new Map<string, string>();
  #atTheScreen: string | null | undefined;

  constructor(private readonly world: World) {
    this.clientId = world.seed.applicationId;
  }

  /** From now on this person is at the screen and allows everything; at first it is the guild's owner. */
  signInAs(userId: string): void {
    this.#atTheScreen = userId;
  }

  /** From now on the person at the screen allows nothing. */
  deny(): void {
    this.#atTheScreen = null;
  }

  /** The valid tokens. */
  get tokens(): readonly string[] {
    return [...this.#tokens.keys()];
  }

  /** The owner of a token: `Bearer <token>`. */
  userOf(authorization: string): string | undefined {
    return this.#tokens.get(/^Bearer (\S+)$/.exec(authorization)?.[1] ?? '');
  }

  /** The page where a person allows the application's request. They decide at once. */
  authorize(query: URLSearchParams): OAuthAnswer {
    const get = (name: string): string => query.get(name) ?? '';
    if (get('client_id') !== this.clientId) return fault(400, 'invalid_client');
    if (!URL.canParse(get('redirect_uri'))) return fault(400, 'invalid_redirect_uri');
    const back = new URL(get('redirect_uri'));
    back.searchParams.set('state', get('state'));
    const challenge = get('code_challenge');
    if (get('response_type') !== 'code') back.searchParams.set('error', 'unsupported_response_type');
    else if (get('scope') !== 'identify') back.searchParams.set('error', 'invalid_scope');
    else if (challenge === '' || get('code_challenge_method') !== 'S256') {
      back.searchParams.set('error', 'invalid_request');
    } else if (this.#atTheScreen === null) back.searchParams.set('error', 'access_denied');
    else {
      const code = randomBytes(15).toString('base64url');
      const userId = this.#atTheScreen ?? this.world.ownerId;
      const expiresAt = this.world.now() + CODE_MS;
      this.#codes.set(code, { userId, redirectUri: get('redirect_uri'), challenge, expiresAt });
      back.searchParams.set('code', code);
    }
    return { status: 302, headers: { Location: back.href } };
  }

  /** Trades a code for a token, once. */
  token(authorization: string, form: Json): OAuthAnswer {
    if (!this.#isOurs(authorization)) return fault(401, 'invalid_client');
    if (form['grant_type'] !== 'authorization_code') return fault(400, 'unsupported_grant_type');
    const key = String(form['code']);
    const code = this.#codes.get(key);
    this.#codes.delete(key);
    const good =
      code !== undefined &&
      code.expiresAt > this.world.now() &&
      code.redirectUri === form['redirect_uri'] &&
      code.challenge === createHash('sha256').update(String(form['code_verifier'])).digest('base64url');
    if (!good) return fault(400, 'invalid_grant');
    const token = randomBytes(15).toString('base64url');
    this.#tokens.set(token, code.userId);
    const body = {
      token_type: 'Bearer',
      access_token: token,
      expires_in: TOKEN_SECONDS,
      refresh_token: randomBytes(15).toString('base64url'),
      scope: 'identify',
    };
    return { status: 200, body };
  }

  /** Ends a token. */
  revoke(authorization: string, form: Json): OAuthAnswer {
    if (!this.#isOurs(authorization)) return fault(401, 'invalid_client');
    this.#tokens.delete(String(form['token']));
    return { status: 200, body: {} };
  }

  #isOurs(authorization: string): boolean {
    const credentials = Buffer.from(`${this.clientId}:${this.clientSecret}`).toString('base64');
    return authorization === `Basic ${credentials}`;
  }
}

function fault(status: number, error: string): OAuthAnswer {
  return { status, body: { error } };
}
