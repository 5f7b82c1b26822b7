import * as z from 'zod';
import type { Clock } from '../../domain/clock.js';
import { withDeadline } from '../../domain/deadline.js';
import type { DiscordRefusals } from '../../domain/discord-refusals.js';
import type { SignInSettings } from '../context.js';

const TIMEOUT_MS = 5_000;

/** Our wait if Discord names none, and the bounds of the wait we believe. */
const WAIT_MS = { least: 1_000, unless: 5_000, most: 60 * 60_000 };

/** The person who signed in, or why nobody did: Discord refused, or gave no answer. */
export type SignedIn =
  | { readonly ok: true; readonly userId: string }
  | {
      readonly ok: false;
      readonly why: 'refused' | 'misconfigured' | 'unavailable';
      /** Where Discord said to wait: how long, in milliseconds. */
      readonly retryInMs?: number;
    };

const tokenAnswer = z.object({ access_token: z.string().min(1), token_type: z.string() });
const userAnswer = z.object({ id: z.string().regex(/^\d{17,20}$/) });

/** Discord's OAuth2: the authorization code flow with PKCE, only for the person's id. */
export class DiscordOAuth {
  constructor(
    private readonly settings: SignInSettings,
    private readonly redirectUri: string,
    private readonly refusals: DiscordRefusals,
    private readonly clock: Clock,
  ) {}

  /** Discord's page where a person lets us know who they are. */
  authorizeUrl(state: string, challenge: string): string {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: this.settings.clientId,
      scope: 'identify',
      redirect_uri: this.redirectUri,
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
      // A person who has allowed it once is not asked again.
      prompt: 'none',
    });
    return `${this.settings.discordApiUrl}/oauth2/authorize?${query.toString()}`;
  }

  /** The person behind a code. Discord's token is used once, then revoked; we keep it nowhere. */
  async userOf(code: string, verifier: string): Promise<SignedIn> {
    const exchanged = await this.#post('/oauth2/token', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.redirectUri,
      code_verifier: verifier,
    });
    const token = tokenAnswer.safeParse(exchanged.body);
    if (exchanged.status !== 200 || !token.success) return failed(exchanged);
    const { access_token: accessToken } = token.data;
    const asked = await this.#ask('/users/@me', { headers: { authorization: `Bearer ${accessToken}` } });
    // If this fails the token expires by itself; we have forgotten it anyway.
    await this.#post('/oauth2/token/revoke', { token: accessToken, token_type_hint: 'access_token' });
    const user = userAnswer.safeParse(asked.body);
    return asked.status === 200 && user.success ? { ok: true, userId: user.data.id } : failed(asked);
  }

  async #post(path: string, form: Record<string, string>): Promise<Answer> {
    const { clientId, clientSecret } = this.settings;
    const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    return this.#ask(path, {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}` },
      body: new URLSearchParams(form),
    });
  }

  async #ask(path: string, init: RequestInit): Promise<Answer> {
    const url = `${this.settings.discordApiUrl}/v10${path}`;
    try {
      return await withDeadline(this.clock, TIMEOUT_MS, async (signal) => {
        const response = await fetch(url, { ...init, redirect: 'error', signal });
        this.refusals.saw(response.status, response.headers.get('x-ratelimit-scope'));
        const body: unknown = await response.json().catch(() => null);
        return { status: response.status, body, retryAfter: response.headers.get('retry-after') };
      });
    } catch {
      // Unreachable, too slow, or cut off. An error's text could contain what we sent, so none is passed on.
      return { status: 0, body: null };
    }
  }
}

interface Answer {
  /** 0: none came. */
  readonly status: number;
  readonly body: unknown;
  /** The header, in seconds. */
  readonly retryAfter?: string | null;
}

/** A 401 refuses our own credentials; any other 4xx except 429 refuses what the person brought. */
function failed({ status, body, retryAfter }: Answer): SignedIn {
  if (status === 429) return { ok: false, why: 'unavailable', retryInMs: waitOf(body, retryAfter) };
  if (status === 401) return { ok: false, why: 'misconfigured' };
  const refused = status >= 400 && status < 500;
  return { ok: false, why: refused ? 'refused' : 'unavailable' };
}

/** The body has milliseconds, but answers of the edge have no such body. */
function waitOf(body: unknown, retryAfter: string | null | undefined): number {
  const inBody = (body as { retry_after?: unknown } | null)?.retry_after;
  const ms = Number(inBody ?? retryAfter ?? Number.NaN) * 1_000;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, WAIT_MS.least), WAIT_MS.most) : WAIT_MS.unless;
}
