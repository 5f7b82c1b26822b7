import { expect, test, vi } from 'vitest';
import type { MusterEvent } from '../../src/domain/events.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { TaskWakeUps } from '../../src/scheduling/task-wake-ups.js';
import { FakeClock, settled } from '../support/fake-clock.js';

test('a wake-up is a task at its moment, and none before there is anything to run tasks', async () => {
  const clock = new FakeClock('2026-03-10T20:00:00Z');
  const events = new SimpleEventBus();
  const told: MusterEvent[] = [];
  events.on((event) => told.push(event));
  const wakeUps = new TaskWakeUps(clock, events);
  wakeUps.schedule('early', clock.now());

  const create = vi.fn().mockResolvedValueOnce({}).mockRejectedValueOnce(new Error('no Redis'));
  wakeUps.useTasks({ create });
  wakeUps.schedule('soon', clock.now() + 60_000);
  wakeUps.schedule('late', clock.now() - 60_000);
  expect(create.mock.calls).toEqual([
    [
      { name: 'promotion-job', payload: { jobId: 'soon' } },
      { repeated: false, delay: 60_000 },
    ],
    [
      { name: 'promotion-job', payload: { jobId: 'late' } },
      { repeated: false, delay: 0 },
    ],
  ]);
  await settled();
  expect(told).toMatchObject([{ type: 'background_error', where: 'wake-up' }]);
});
