import { expect, it } from 'vitest';
import { AwaitedVoice, VOICE_AWAITED_MS } from '../../src/dispatch/awaited-voice.js';
import { FakeClock } from '../support/fake-clock.js';
import { FakeVoice } from '../support/fake-voice.js';

function aProcess() {
  const clock = new FakeClock('2026-03-10T20:00:00Z');
  const voice = new FakeVoice();
  const presence: { voice: FakeVoice | null; gameServer: null } = { voice, gameServer: null };
  const told = { ofVoice: true };
  const awaited = new AwaitedVoice(presence, () => told.ofVoice, clock);
  return { clock, voice, presence, told, isAwaited: () => awaited.isAwaited() };
}

it('is not awaited where it is known, or nobody looks', () => {
  const { voice, presence, isAwaited } = aProcess();
  expect(isAwaited()).toBe(false);
  voice.known = false;
  presence.voice = null;
  expect(isAwaited()).toBe(false);
});

it('is awaited for a minute from when it was missed, each time anew', async () => {
  const { clock, voice, isAwaited } = aProcess();
  voice.known = false;
  await clock.advance(VOICE_AWAITED_MS);
  expect(isAwaited()).toBe(true);
  await clock.advance(VOICE_AWAITED_MS - 1);
  expect(isAwaited()).toBe(true);
  await clock.advance(1);
  expect(isAwaited()).toBe(false);
  voice.known = true;
  expect(isAwaited()).toBe(false);
  voice.known = false;
  expect(isAwaited()).toBe(true);
});

it('is awaited for as long as another process is told of it, and from then on for a minute', async () => {
  const { clock, voice, told, isAwaited } = aProcess();
  voice.known = false;
  told.ofVoice = false;
  expect(isAwaited()).toBe(true);
  await clock.advance(10 * VOICE_AWAITED_MS);
  expect(isAwaited()).toBe(true);
  told.ofVoice = true;
  expect(isAwaited()).toBe(true);
  await clock.advance(VOICE_AWAITED_MS);
  expect(isAwaited()).toBe(false);
});
