import { expect } from 'vitest';
import type { DiscordStandIn } from '../../demo/discord/stand-in.js';
import { discordContract } from './discord-document.js';
import { describedParts } from './gateway-parts.js';
import type { Violation } from './openapi.js';

/** OAuth2's own addresses are not in the document; tests/demo/discord/oauth.test.ts holds the stand-in to RFC 6749. */
const SIGN_IN = new Set(['GET /oauth2/authorize', 'POST /oauth2/token', 'POST /oauth2/token/revoke']);

/** What came of holding a stand-in's traffic against a document. */
export interface Conformance {
  readonly exchanges: number;
  /** Parts of gateway events that the document describes. */
  readonly eventParts: number;
  /** One line for each kind of violation, with how often it came up. */
  readonly violations: readonly string[];
}

/** Holds everything a bot and a stand-in said to each other, over HTTP and over the gateway, against the document. */
export function conformanceOf(
  { traffic, gateway }: Pick<DiscordStandIn, 'traffic' | 'gateway'>,
  { contract } = discordContract(),
): Conformance {
  const parts = gateway.events.flatMap((event) =>
    describedParts(event)
      .filter(({ schema }) => contract.describes(schema))
      .map((part) => ({ ...part, subject: event.t })),
  );
  const found = [
    ...traffic.all.filter(({ route }) => !SIGN_IN.has(route)).flatMap((exchange) => contract.check(exchange)),
    ...parts.flatMap(({ schema, value, subject }) => contract.checkShape(schema, value, subject)),
  ];
  const counted = new Map<string, number>();
  for (const said of found.map(worded)) counted.set(said, (counted.get(said) ?? 0) + 1);
  const violations = [...counted].map(([said, times]) => (times > 1 ? `${said} (${times} times)` : said));
  return { exchanges: traffic.all.length, eventParts: parts.length, violations };
}

/** Expects that nothing a bot asked and was told differs from what Discord documents. */
export function expectConformingTraffic(standIn: DiscordStandIn): void {
  expect(conformanceOf(standIn).violations, `traffic, held against ${discordContract().source}`).toEqual([]);
}

function worded({ side, subject, at, message }: Violation): string {
  return `${side} ${subject}: ${at.replace(/\/\d+(?=\/|$)/g, '/*') || '(all of it)'} ${message}`;
}
