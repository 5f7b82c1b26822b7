import { expect, it } from 'vitest';
import type { MusterEvent } from '../../src/domain/events.js';
import { withoutRepeats } from '../../src/root/told-once.js';

const error = Object.assign(new Error('gone'), { code: '08006' });
const trouble: MusterEvent = { type: 'database_trouble', fault: 'unreachable', error };
const sweep: MusterEvent = { type: 'background_error', where: 'sweep', error };
const bug: MusterEvent = { type: 'background_error', where: 'board', error: new TypeError('a bug') };
const well: MusterEvent = { type: 'database_well' };

it('while a database’s trouble is told, what fails by it is not told again; whatever else fails is', () => {
  const told: MusterEvent[] = [];
  const tell = withoutRepeats((event) => told.push(event));
  for (const event of [sweep, trouble, sweep, bug, sweep, well, sweep]) tell(event);
  expect(told).toEqual([sweep, trouble, bug, well, sweep]);
});
