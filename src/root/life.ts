import { Routes } from 'discord.js';
import type { Config } from '../config/config.js';
import { waitForDiscord } from '../discord/startup.js';
import { aborted } from '../domain/aborted.js';
import type { Duties } from '../domain/duties.js';
import type { MusterEvent } from '../domain/events.js';
import { GATEWAY, HOUSEKEEPING } from '../domain/roles.js';
import { holdAddress, listen, stopListening } from '../http/listen.js';
import { storageError } from '../persistence/file/storage-error.js';
import { SweepWatch } from '../scheduling/sweep-watch.js';
import { catchUpBackup, lastBackupAt } from '../upkeep/back-up.js';
import { adoptBackup } from '../upkeep/adopt-backup.js';
import { unreadableContacts } from '../upkeep/rotate-contacts.js';
import { loadOwnStarts } from '../services/load-own-starts.js';
import { gatewayDuty, housekeepingDuty, inboxDuty } from './duties.js';
import type { InboxDoor } from './inboxes.js';
import type { LateDoors } from './late-doors.js';
import type { Plant } from './plant.js';
import type { RealPorts } from './ports.js';

/** A step of the start: the next begins when it has ended. */
type Step = () => void | Promise<void>;

/** A step of the stop, and how long to wait for it, in milliseconds. */
interface LastStep {
  readonly withinMs: number;
  readonly run: () => Promise<unknown>;
}

/**
 * How long a stop waits for each step, in milliseconds: nine seconds together, for supervisors kill after
 * ten. A send without an answer by then is in the ledger as under way, and the next start takes it up.
 */
export const STOP_WITHIN_MS = { drain: 6_500, progress: 500, tasks: 1_000, client: 1_000 } as const;
/** How long the bridge may take for its last answers while the sends drain, in milliseconds. */
const BRIDGE_CLOSES_WITHIN_MS = 1_000;

/**
 * How long the doors are left unmade so that what is due gets out first, in milliseconds. Loading them takes a third of a second, in
 * which nothing else happens; where Discord takes longer to answer than this, it may as well be loaded meanwhile.
 */
const HEAD_START_MS = 500;
/** What shows that what is due is on its way, or waits for something else. */
const UNDER_WAY: ReadonlySet<MusterEvent['type']> = new Set(['send_settled', 'job_waiting', 'job_finished']);

/** The ways in, and who opens them. */
interface WaysIn {
  /** What this process does as long as no other does it. */
  readonly duties: Duties;
  readonly inboxes: readonly InboxDoor[];
  readonly doors: Pick<LateDoors, 'ifMade' | 'made' | 'load'>;
}

/** The start and the stop of a process, step by step. */
export class Life {
  readonly #stopping = new AbortController();
  readonly #ready = deferred();
  readonly #outdated = deferred();
  #leaveAddress = (): Promise<void> => Promise.resolve();
  #isDue = false;
  #sending: Promise<void> = Promise.resolve();
  #pieces = 0;
  #reviving = false;

  constructor(
    private readonly config: Config,
    private readonly ports: RealPorts,
    private readonly plant: Plant,
    private readonly ways: WaysIn,
  ) {}

  /** Resolves once a newer release has migrated the database: this process is to be stopped. */
  get outdated(): Promise<void> {
    return this.#outdated.promise;
  }

  /**
   * Takes up what an earlier run left, logs in and serves. Waits for Discord as long as it takes.
   * @throws ConfigurationError when only a change of the configuration can help.
   */
  async start(): Promise<void> {
    const steps: readonly Step[] = [
      () => this.#watchForNewerRelease(),
      () => this.#takeUp(),
      () => this.#holdAddress(),
      // The ways out work even while Discord does not answer; what was said while nobody listened is heard first.
      () => this.#hear(),
      // Sends need no door: late messages go out while those are still loaded.
      () => this.#beginSending(),
      () => this.#letFirstOut(),
      () => this.ways.doors.load(),
      () => this.#reportUnusableContacts(),
      () => this.#keepHouse(),
      () => this.#openBridge(),
      () => this.#lookThroughDatabase(),
      () => this.#sending,
      () => this.#loadPieces(),
      () => this.#serveGateway(),
    ];
    for (const step of steps) {
      try {
        await step();
      } catch (error) {
        // A stop closed what this step worked on.
        if (!this.#stopping.signal.aborted) throw error;
      }
      if (this.#stopping.signal.aborted) return;
    }
  }

  /** Reserves nothing more, lets everything under way settle, and closes everything. */
  async stop(signal: string): Promise<void> {
    const { clock, events, ground } = this.ports;
    const { dispatcher } = this.plant;
    const stoppedAt = clock.monotonic();
    this.#stopping.abort();
    const { duties, doors } = this.ways;
    duties.settle();
    events.emit({ type: 'stopping', signal, inFlight: dispatcher.inFlight });
    const steps: readonly LastStep[] = [
      { withinMs: STOP_WITHIN_MS.drain, run: () => this.#drain() },
      {
        withinMs: STOP_WITHIN_MS.progress,
        run: () => Promise.all([doors.ifMade?.progress.close(), doors.ifMade?.boards.close()]),
      },
      // BullMQ waits for a Redis that is gone.
      { withinMs: STOP_WITHIN_MS.tasks, run: async () => doors.ifMade?.tasks.close() },
      // Where nobody else would, people are answered to the last.
      {
        withinMs: STOP_WITHIN_MS.client,
        run: () => duties.end(GATEWAY).then(() => doors.ifMade?.client.destroy()),
      },
    ];
    for (const step of steps) await this.#within(step);
    const unsettled = dispatcher.inFlight;
    await this.#leaveAddress();
    await ground.close();
    events.emit({ type: 'stopped', unsettled, tookMs: Math.round(clock.monotonic() - stoppedAt) });
  }

  #watchForNewerRelease(): void {
    void this.ports.ground.newerRelease(this.#stopping.signal).then((migrations) => {
      if (!migrations) return;
      this.ports.events.emit({ type: 'outdated', migrations });
      this.#outdated.resolve();
    });
  }

  async #takeUp(): Promise<void> {
    const { events, backups } = this.ports;
    const { services, dispatcher } = this.plant;
    const takenUp = adoptBackup(services).then(() => dispatcher.recover());
    await loadOwnStarts(services);
    await takenUp.catch((error: unknown) => {
      throw storageError(error, this.ports.ground.databaseName) ?? error;
    });
    const lastBackup = backups ? { lastBackupAt: lastBackupAt(backups) } : {};
    const pending = await dispatcher.pending();
    this.#isDue = pending.nextAt !== null && pending.nextAt <= this.ports.clock.now();
    events.emit({ type: 'taken_up', ...pending, ...lastBackup });
  }

  /** A start that can't have the bridge's address is to fail before anything is sent. */
  async #holdAddress(): Promise<void> {
    if (this.config.bridge) this.#leaveAddress = await holdAddress(this.config.bridge);
  }

  /** Sends what is due as soon as Discord has taken our token, however long it takes to answer; {@link Life.#sending} tells. */
  #beginSending(): void {
    const asked = this.#patiently(() => this.ports.requests.reports.get(Routes.gatewayBot()));
    this.#sending = asked.then(() => this.#send());
    // Whoever waits for it is told.
    this.#sending.catch(() => undefined);
  }

  async #send(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const { services, dispatcher } = this.plant;
    if (!this.config.promotion.enabled) return dispatcher.drain();
    services.sweep();
    this.ports.ground.onGone(() => services.sweep());
    const watch = new SweepWatch(
      dispatcher,
      this.ports.clock,
      () => this.#revive(),
      (error) => this.#failed('sweep', error),
    );
    void watch.run(this.#stopping.signal);
  }

  /** Where something is due, waits until that is on its way. @throws what keeps Muster from sending for good. */
  async #letFirstOut(): Promise<void> {
    if (!this.#isDue || !this.config.promotion.enabled) return;
    const { clock, events } = this.ports;
    const over = new AbortController();
    const forget = events.on(({ type }) => {
      if (UNDER_WAY.has(type)) over.abort();
    });
    try {
      await Promise.race([
        this.#sending.then(() => aborted(over.signal)),
        clock.sleep(HEAD_START_MS, over.signal),
      ]);
    } finally {
      forget();
      over.abort();
    }
  }

  /** Reports, in numbers, people we can't reach because no key opens their contact. */
  async #reportUnusableContacts(): Promise<void> {
    const { database, contacts, channels, events } = this.ports;
    const linkable = [...channels.configured].filter((channel) => channel !== 'discord');
    if (linkable.length > 0 && !contacts.enabled) events.emit({ type: 'linking_off', channels: linkable });
    const counts = await unreadableContacts(database.view, contacts);
    if (counts.telegram + counts.signal > 0) events.emit({ type: 'contacts_unreadable', counts });
  }

  async #openBridge(): Promise<void> {
    const { events } = this.ports;
    const { bridge } = this.ways.doors.made;
    if (!bridge || !this.config.bridge) return;
    await bridge.ready();
    await this.#leaveAddress();
    events.emit({ type: 'bridge_listening', url: await listen(bridge, this.config.bridge) });
    const missing = this.config.bridge.signIn.needs;
    if (missing.length > 0) events.emit({ type: 'sign_in_off', missing });
  }

  /** An old damaged page is no reason to call nobody tonight: we report it, and reading it fails. */
  #lookThroughDatabase(): void {
    this.#beside('database', this.ports.database.lookThrough());
  }

  /** Redis may have come back with nothing in it: schedules everything there again. */
  #revive(): void {
    this.ports.events.emit({ type: 'sweeps_missing' });
    const doors = this.ways.doors.ifMade;
    if (doors?.scheduler !== 'redis' || this.#reviving) return;
    this.#reviving = true;
    // Waits for Redis as long as it takes; a second notice meanwhile does nothing.
    const revived = doors.tasks.createRepeated().then(() => this.plant.dispatcher.scheduleAll());
    this.#beside(
      'scheduler',
      revived.finally(() => (this.#reviving = false)),
    );
  }

  /** With them this process can take the gateway whenever it is free, and runs its scheduled tasks. */
  async #loadPieces(): Promise<void> {
    const { scheduler, loadPieces, tidyTasks } = this.ways.doors.made;
    this.#pieces = await loadPieces();
    if (this.config.promotion.enabled) await this.plant.dispatcher.scheduleAll();
    if (scheduler === 'redis') this.#beside('scheduler', tidyTasks());
  }

  /** Ready means: in the server with the gateway up, or loaded where another process has the gateway. */
  async #serveGateway(): Promise<void> {
    const { duties, doors } = this.ways;
    await duties.begin(GATEWAY, gatewayDuty(this.config.discord.token, this.ports, doors.made));
    if (this.#stopping.signal.aborted) return;
    const { enabled } = this.config.promotion;
    this.ports.events.emit({
      type: 'ready',
      pieces: this.#pieces,
      scheduler: enabled ? doors.made.scheduler : 'off',
    });
    this.#ready.resolve();
  }

  /** Nobody waits for it: tonight's players come first. */
  async #keepHouse(): Promise<void> {
    const { boards, progress } = this.ways.doors.made;
    const { backups, database } = this.ports;
    const { settings } = this.plant.services;
    const work = [
      (ended: AbortSignal) => boards.keep(ended),
      (ended: AbortSignal) => progress.keep(ended),
      // Last night's backup, if nothing ran then.
      ...(backups ? [(ended: AbortSignal) => catchUpBackup(backups, database, settings, ended)] : []),
    ];
    await this.ways.duties.begin(HOUSEKEEPING, housekeepingDuty(this.#ready.promise, work));
  }

  async #hear(): Promise<void> {
    const { inboxes, duties } = this.ways;
    await Promise.all(inboxes.map((inbox) => duties.begin(inbox.role, inboxDuty(inbox.open))));
  }

  async #drain(): Promise<void> {
    const drained = this.plant.dispatcher.drain();
    const { duties, inboxes, doors } = this.ways;
    const bridge = doors.ifMade?.bridge;
    // With the gateway goes who is in voice, for which jobs that were given back wait elsewhere. Nothing here waits for its end.
    if (this.ports.ground.processes() > 1) this.#beside('gateway', duties.end(GATEWAY));
    const given = [HOUSEKEEPING, ...inboxes.map(({ role }) => role)].map((role) => duties.end(role));
    const unasked = bridge && stopListening(bridge, this.ports.clock.sleep(BRIDGE_CLOSES_WITHIN_MS));
    // A door that fails to close keeps no message under way from being recorded.
    const ended = await Promise.allSettled([drained, ...given, unasked]);
    for (const each of ended) if (each.status === 'rejected') this.#failed('stop', each.reason);
  }

  #patiently(ask: () => Promise<unknown>): Promise<void> {
    const { clock, events } = this.ports;
    return waitForDiscord(ask, clock, events, this.#stopping.signal);
  }

  /** Waits for a step of the stop, but not for ever. */
  async #within({ withinMs, run }: LastStep): Promise<void> {
    const done = new AbortController();
    const ended = run()
      .catch((error: unknown) => this.#failed('stop', error))
      .finally(() => done.abort());
    await Promise.race([ended, this.ports.clock.sleep(withinMs, done.signal)]);
  }

  /** Lets work go on by itself, and emits what goes wrong with it. */
  #beside(where: 'database' | 'scheduler' | 'gateway', work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#failed(where, error));
  }

  #failed(where: string, error: unknown): void {
    this.ports.events.emit({ type: 'background_error', where, error });
  }
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
