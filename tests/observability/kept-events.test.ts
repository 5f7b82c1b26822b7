import { expect, test } from 'vitest';
import type { MusterEvent } from '../../src/domain/events.js';
import { SimpleEventBus } from '../../src/observability/event-bus.js';
import { KeptEvents } from '../../src/observability/kept-events.js';

const joined = (userId: string): MusterEvent => ({ type: 'player_linked', userId, actorId: 'a' });

test('who listens late hears first what came before, in its order', () => {
  const events = new SimpleEventBus();
  events.emit(joined('too early'));
  const kept = new KeptEvents(events);
  events.emit(joined('ana'));
  kept.emit(joined('bor'));
  const heard: MusterEvent[] = [];
  const forget = kept.on((event) => heard.push(event));
  events.emit(joined('cene'));
  expect(heard).toEqual(['ana', 'bor', 'cene'].map(joined));

  forget();
  events.emit(joined('dare'));
  expect(heard).toHaveLength(3);
});

test('once nothing is kept any more, a listener hears what comes', () => {
  const events = new SimpleEventBus();
  const kept = new KeptEvents(events);
  events.emit(joined('ana'));
  kept.end();
  const heard: MusterEvent[] = [];
  kept.on((event) => heard.push(event));
  events.emit(joined('bor'));
  expect(heard).toEqual([joined('bor')]);
});
