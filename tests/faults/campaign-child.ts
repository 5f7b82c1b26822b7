/**
 * A Muster without its gateway, as a process that may be killed. What to do stands in `MUSTER_CHILD_ORDERS`; what it
 * does, it says on its standard output, one JSON object a line. It ends by itself, with 0, when the evening is over.
 */
import { armFailpoints } from '../../src/domain/failpoints.js';
import { live } from './support/life.js';
import type { ChildOrders, Said } from './support/orders.js';

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

void live(orders, { say, arm }).then(() => process.exit(0));
