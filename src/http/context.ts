import type { DiscordRefusals } from '../domain/discord-refusals.js';
import type { Shelf } from '../domain/shelf.js';
import type { ServiceContext } from '../services/context.js';
import type { ConnectionRules } from './connections.js';
import type { Readiness } from './readiness.js';

/** What signing in with Discord takes. */
export interface SignInSettings {
  /** Discord's API without a version: `https://discord.com/api`. */
  readonly discordApiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Keys the digests of sessions, and the cookie of a sign-in under way. */
  readonly sessionSecret: string;
}

/** How the bridge is set up. */
export interface BridgeSettings {
  /** The origin people reach the bridge by, such as `https://muster.example`; `null` when not known. */
  readonly publicUrl: string | null;
  /** Origins of other sites whose pages may speak to the bridge with a person's cookie. */
  readonly allowedOrigins: readonly string[];
  /** Addresses and networks (CIDR) of the proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** The variables that signing in needs and that are not set; empty: `signIn` is there. */
  readonly signInNeeds: readonly string[];
  readonly signIn: SignInSettings | null;
  /** Absent: no bearer tokens. */
  readonly jwtSecret: string | null;
  /** Absent: metrics are for loopback only. */
  readonly metricsToken: string | null;
}

/** A page of numbers for Prometheus. */
export interface MetricsPage {
  readonly contentType: string;
  render(): Promise<string>;
}

/** Everything the bridge works with. */
export interface BridgeContext {
  readonly services: ServiceContext;
  readonly settings: BridgeSettings;
  readonly readiness: () => Readiness;
  readonly metrics: MetricsPage;
  /** Counts Discord's refusals, of all clients. */
  readonly refusals: DiscordRefusals;
  /** Where sign-ins that came back are used up. */
  readonly shelf: Shelf;
  /**
   * Whether no other process can have taken over by now, or while what is read now has waited: see `Liveness.isSure`. Absent:
   * there is no other.
   */
  readonly isSure?: () => boolean;
  /** Other rules for connections than the usual ones. */
  readonly connections?: Partial<ConnectionRules>;
  /** Where the built pages are (an absolute path); absent: none are served. */
  readonly webFolder?: string;
}
