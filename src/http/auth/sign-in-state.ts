import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';
import type { Clock } from '../../domain/clock.js';
import { keyFor } from './keys.js';

/** How long somebody may take on Discord's page. */
export const SIGN_IN_MS = 10 * 60_000;

/** A sign-in under way; the browser that began it carries it. */
export interface SignInState {
  /** Comes back from Discord, and has to be the one of this browser. */
  readonly state: string;
  /** PKCE: Discord is shown its digest first, and this at the end. */
  readonly verifier: string;
  readonly returnTo: string;
}

/** A new one. */
export function newSignIn(returnTo: string): SignInState {
  const random = (): string => randomBytes(32).toString('base64url');
  return { state: random(), verifier: random(), returnTo };
}

/** PKCE's S256. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/** Seals sign-ins under way in a cookie that nobody else can read or make, so we store nothing. */
export class SignInSeal {
  readonly #key: Uint8Array;

  constructor(
    private readonly clock: Clock,
    secret: string,
  ) {
    this.#key = keyFor(secret, 'sign-in');
  }

  async seal(signIn: SignInState): Promise<string> {
    return new EncryptJWT({ ...signIn })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setExpirationTime(Math.floor((this.clock.now() + SIGN_IN_MS) / 1000))
      .encrypt(this.#key);
  }

  /** The sealed sign-in, if it is ours, in time, and has this state. */
  async open(sealed: string, state: string): Promise<SignInState | null> {
    try {
      const { payload } = await jwtDecrypt(sealed, this.#key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        requiredClaims: ['exp'],
        currentDate: new Date(this.clock.now()),
      });
      const signIn = payload as unknown as SignInState;
      return sameText(signIn.state, state) ? signIn : null;
    } catch {
      return null;
    }
  }
}

/** Compares without telling by its time where the first difference is. */
export function sameText(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
