/**
 * A Muster without its gateway, as a process that may be killed. What to do stands in `MUSTER_CHILD_ORDERS`; what it
 * does, it says on its standard output, one JSON object a line. It ends by itself, with 0, when the evening is over.
 */
import { armFailpoints } from '../../src/domain/failpoints.js';
import { EveningClock, Headless } from './support/headless.js';
import { type ChildOrders, EVENING, type Said } from './support/orders.js';

function say(what: Said): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

const orders = JSON.parse(process.env['MUSTER_CHILD_ORDERS'] ?? '') as ChildOrders;

/** From here on it dies, or stops, where it is told to. */
function arm(): void {
  const { kill, stop } = orders;
  const where = kill ?? stop;
  if (!where) return;
  let passes = 0;
  armFailpoints((name) => {
    if (name !== where.at) return;
    passes += 1;
    if (passes !== where.pass) return;
    if (!kill) say({ said: 'stops' });
    process.kill(process.pid, kill ? 'SIGKILL' : 'SIGSTOP');
  });
}

async function live(): Promise<void> {
  const clock = new EveningClock((offset) => say({ said: 'time', offset }));
  clock.set(orders.wakesAt ?? EVENING.createdAt);
  const muster = await Headless.open(orders, clock);
  muster.events.on((event) => {
    if (event.type === 'job_error' || event.type === 'background_error') {
      say({ said: 'error', error: String(event.error) });
    }
    if (event.type === 'held_up') say({ said: 'held_up' });
  });
  say({ said: 'begun' });
  if (!orders.callsOff || (await muster.isCalledOff())) arm();
  await muster.dispatcher.recover();
  await muster.dispatcher.sweep();
  await muster.dispatcher.scheduleAll();
  if (orders.posts) await muster.untilPosted(orders.posts.what);
  // A campaign that is not in the file has been seen by nobody: its promoter asks for it again, at the same moment.
  const beginsByItself = orders.questionTime !== undefined || orders.readyThreshold !== undefined;
  if (beginsByItself) await muster.untilCampaign();
  else if (!(await muster.hasCampaign())) await muster.create({ dryRun: orders.dryRun ?? false });
  if (orders.callsOff && !(await muster.isCalledOff())) {
    await muster.untilReminded();
    arm();
    await muster.callOff();
  }
  if (orders.more && !(await muster.hasAskedForMore())) await muster.askForMore(orders.more);
  await muster.untilOver();
  await muster.close();
  process.exit(0);
}

void live();
