import type { InjectOptions, Response } from 'light-my-request';
import { expect, onTestFinished } from 'vitest';
import { SharedShelf } from '../../src/cluster/shared-shelf.js';
import type { Clock } from '../../src/domain/clock.js';
import type { Limits } from '../../src/domain/limits.js';
import { MemoryShelf } from '../../src/domain/shelf.js';
import { Sessions } from '../../src/http/auth/sessions.js';
import type { BridgeContext, BridgeSettings } from '../../src/http/context.js';
import { type BridgeServer, buildServer } from '../../src/http/server.js';
import type { ServiceContext } from '../../src/services/context.js';
import { MemoryLimits } from '../../src/pace/memory-limits.js';
import { person, type PersonOptions } from '../support/people.js';
import { testApp, type TestApp, type TestAppOptions } from '../support/test-app.js';
import { strictServer } from './strict-contract.js';
import { JWT_SECRET, token } from './tokens.js';

const SESSION_SECRET = 'a secret for the sessions of the tests';
export const ORIGIN = 'https://muster.example.org';

/** Discord ids of the people in these tests. */
export const ID = {
  unlinked: '200000000000000001',
  linked: '200000000000000002',
  promoter: '200000000000000003',
  another: '200000000000000004',
  admin: '200000000000000005',
  demoted: '200000000000000006',
  stranger: '200000000000000007',
} as const;

export interface TestBridgeOptions extends TestAppOptions {
  readonly bridge?: Partial<BridgeContext>;
  readonly bridgeSettings?: Partial<BridgeSettings>;
  /** What counts, in place of the memory that is given. */
  readonly limits?: (limits: Limits) => Limits;
  /** In place of the app's own. */
  readonly services?: (services: ServiceContext) => ServiceContext;
  /** This one is another process on the same PostgreSQL database. */
  readonly beside?: TestBridge;
}

interface Skipping {
  skipped: number;
  step: number;
}

/** The bridge on a `TestApp`, asked without a network. Fails the test of which an answer doesn't fit its schema. */
export class TestBridge {
  private constructor(
    readonly app: TestApp,
    readonly server: BridgeServer,
    private readonly skipping: Skipping,
  ) {}

  static async open(options: TestBridgeOptions = {}): Promise<TestBridge> {
    const promoterIds = new Set<string>([ID.promoter, ID.another]);
    const { beside } = options;
    const app =
      beside?.app ?? (await testApp({ ...options, settings: { promoterIds, pageUrl: ORIGIN, ...options.settings } }));
    const { context } = beside ? await app.beside() : app;
    const skipping: Skipping = { skipped: 0, step: 0 };
    const services = options.services?.(context) ?? context;
    const { clock } = services;
    // What is limited is counted in windows of this; see `skipLimits`.
    const counting: Clock = {
      now: () => clock.now(),
      sleep: (ms, signal) => clock.sleep(ms, signal),
      monotonic: () => clock.monotonic() + (skipping.skipped += skipping.step),
    };
    const inMemory = new MemoryLimits(counting);
    const { server, misfits } = await strictServer(() =>
      buildServer({
        services: {
          ...services,
          clock: counting,
          limits: options.limits?.(inMemory) ?? inMemory,
        },
        settings: {
          publicUrl: ORIGIN,
          allowedOrigins: [],
          trustedProxies: [],
          signInNeeds: [],
          signIn: {
            discordApiUrl: 'http://127.0.0.1:9/api',
            clientId: '300000000000000001',
            clientSecret: 'a client secret',
            sessionSecret: SESSION_SECRET,
          },
          jwtSecret: JWT_SECRET,
          metricsToken: null,
          ...options.bridgeSettings,
        },
        readiness: () => ({ commands: true, gateway: true, scheduler: 'running', roles: ['gateway:0'] }),
        refusals: { saw: () => undefined, heldBack: false },
        shelf: app.engine === 'postgres' ? new SharedShelf(services.database, clock) : new MemoryShelf(clock),
        metrics: { contentType: 'text/plain', render: () => Promise.resolve('') },
        ...options.bridge,
      }),
    );
    onTestFinished(async () => {
      await server.close();
      expect(misfits).toEqual([]);
    });
    await server.ready();
    return new TestBridge(app, server, skipping);
  }

  /** From now on every request is in a minute of its own, as far as the limits can tell. */
  skipLimits(): void {
    this.skipping.step = 61_000;
  }

  /** One of {@link ID}, as their name says, unless told otherwise; not called themselves. */
  async put(who: keyof typeof ID, options: PersonOptions = {}): Promise<void> {
    await person(this.app, ID[who], {
      status: null,
      optedIn: false,
      linked: who !== 'unlinked',
      admin: who === 'admin' || who === 'demoted',
      name: `The ${who}`,
      ...options,
    });
  }

  /** Everybody of {@link ID} but the stranger, and two players who are to be called. */
  async fill(): Promise<void> {
    for (const who of ['unlinked', 'linked', 'promoter', 'another', 'admin', 'demoted'] as const) {
      await this.put(who);
    }
    await person(this.app, '210000000000000001', { name: 'Ana' });
    await person(this.app, '210000000000000002', { name: 'Bor' });
  }

  /** The headers a website's back end asks with for somebody. */
  bearer(userId: string): { authorization: string } {
    return { authorization: `Bearer ${token(userId, this.app.clock.now())}` };
  }

  /** The headers a browser asks with that somebody is signed in with. */
  async cookie(userId: string): Promise<{ cookie: string }> {
    const { context } = this.app;
    const arrival = context.waysOut.arrive();
    const id = await new Sessions(context, SESSION_SECRET).begin(userId, undefined, arrival);
    if (id === null) throw new Error('they have just had their data erased');
    return { cookie: `__Host-muster_session=${id}` };
  }

  async ask(options: InjectOptions): Promise<Response> {
    return this.server.inject(options);
  }

  /** Asks as somebody, by token. */
  async as(
    userId: string,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return this.ask({ method, url, payload, headers: { ...this.bearer(userId), ...headers } });
  }
}

export function testBridge(options: TestBridgeOptions = {}): Promise<TestBridge> {
  return TestBridge.open(options);
}
