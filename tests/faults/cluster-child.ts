/**
 * One of several Musters without their gateway on one PostgreSQL, as a process that may be killed, stopped or cut off. What to
 * do stands in `MUSTER_CHILD_ORDERS`; what it does, it says on its standard output, one JSON object a line. It ends by itself,
 * with 0, when the evening is over.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { armFailpoints } from '../../src/domain/failpoints.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { openGround } from '../../src/root/ground.js';
import { SystemClock } from '../../src/scheduling/system-clock.js';
import type { MemberOrders, Said } from './support/cluster-orders.js';
import { EveningClock, Headless } from './support/headless.js';

/** As often as the scheduled task sweeps (5 s) or oftener teaches the same; this makes the evenings shorter. */
const SWEEP_EVERY_MS = 1_000;

/** It ends with this where the database can't be reached at its start: its supervisor tries again. */
const NOT_REACHED = 75;

function say(what: Said): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

const orders = JSON.parse(process.env['MUSTER_CHILD_ORDERS'] ?? '') as MemberOrders;

/** From here on it dies, or stops, where it is told to. */
function arm(): void {
  const { blow } = orders;
  if (!blow) return;
  let passes = 0;
  armFailpoints((name) => {
    if (name !== blow.at) return;
    passes += 1;
    if (passes !== blow.pass) return;
    if (blow.how === 'stop') say({ said: 'stops' });
    process.kill(process.pid, blow.how === 'kill' ? 'SIGKILL' : 'SIGSTOP');
  });
}

async function live(): Promise<void> {
  const machine = new SkewedClock(orders.skewMs ?? 0);
  const events = new SimpleEventBus();
  events.on((event) => {
    if (event.type === 'job_error' || event.type === 'background_error') {
      say({ said: 'error', error: String(event.error) });
    }
    if (event.type === 'job_started') say({ said: 'job', jobType: event.jobType, state: 'started' });
    if (event.type === 'job_finished') say({ said: 'job', jobType: event.jobType, state: 'finished' });
    if (event.type === 'recovered') say({ said: 'took_over', jobs: event.jobs });
  });
  const { databaseUrl: url, sessionUrl, redisUrl, discord } = orders;
  const place = { kind: 'postgres', url, sessionUrl } as const;
  const ground = await openGround(
    { database: place, discord, contactKeys: [], ...(redisUrl && { redisUrl }) },
    machine,
    events,
  ).catch(() => process.exit(NOT_REACHED));
  const clock = new EveningClock(() => undefined, ground.clock);
  say({ said: 'begun' });
  // Nobody may take this for a clock that is set back.
  clock.shift(orders.offset ?? (await toldOffset()));
  const muster = Headless.on(ground, orders, clock, events);
  ground.onGone(() => void muster.dispatcher.sweep().catch(() => undefined));
  arm();
  await muster.dispatcher.recover().catch(() => process.exit(NOT_REACHED));
  // As at every start: a moment is not left to the next sweep.
  await muster.dispatcher.scheduleAll().catch(() => process.exit(NOT_REACHED));
  while (!(await muster.isOver().catch(() => false))) {
    await muster.dispatcher.sweep().catch((error: unknown) => say({ said: 'error', error: String(error) }));
    await wait(SWEEP_EVERY_MS);
  }
  await muster.dispatcher.drain();
  await ground.close();
}

/** The evening begins for all at once. */
async function toldOffset(): Promise<number> {
  const lines = createInterface({ input: process.stdin });
  const [line] = (await once(lines, 'line')) as [string];
  lines.close();
  return Number(line);
}

/** The clock of a host that is wrong by so much. */
class SkewedClock extends SystemClock {
  constructor(private readonly byMs: number) {
    super();
  }

  override now(): number {
    return super.now() + this.byMs;
  }
}

void live().then(() => process.exit(0));
