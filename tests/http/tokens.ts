import { createHmac } from 'node:crypto';

export const JWT_SECRET = 'a secret the website and the bridge share';

/** What a token says of itself. */
export interface Claims {
  readonly sub?: unknown;
  readonly aud?: unknown;
  readonly iat?: unknown;
  readonly exp?: unknown;
}

/** A token as a website's back end would mint it for somebody at `now` (ms), or as somebody would like to. */
export function token(
  userId: string,
  now: number,
  claims: Claims = {},
  how: { secret?: string; alg?: string } = {},
): string {
  const { secret = JWT_SECRET, alg = 'HS256' } = how;
  const iat = Math.floor(now / 1000);
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = { sub: userId, aud: 'muster', iat, exp: iat + 60, ...claims };
  const text = `${part({ alg, typ: 'JWT' })}.${part(payload)}`;
  const signature = alg === 'none' ? '' : createHmac('sha256', secret).update(text).digest('base64url');
  return `${text}.${signature}`;
}
