import { describe, expect, it } from 'vitest';
import { DeadlineError, withDeadline } from '../../src/domain/deadline.js';
import { FakeClock, settled } from '../support/fake-clock.js';

const never = (): Promise<never> => new Promise(() => undefined);

describe('a deadline', () => {
  it('gives what was waited for, and leaves no timer', async () => {
    const clock = new FakeClock(0);
    expect(await withDeadline(clock, 1_000, () => Promise.resolve('here'))).toBe('here');
    await settled();
    expect(clock.sleeping).toBe(0);
  });

  it('passes on what went wrong, at once', async () => {
    const clock = new FakeClock(0);
    const failing = withDeadline(clock, 1_000, () => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
    await settled();
    expect(clock.sleeping).toBe(0);
  });

  it('ends the wait at its time, not before, whether or not its signal is heeded', async () => {
    const clock = new FakeClock(0);
    let handed: AbortSignal | undefined;
    let ended: unknown = 'not yet';
    const waiting = withDeadline(clock, 1_000, (signal) => {
      handed = signal;
      return never();
    }).catch((error: unknown) => (ended = error));
    await clock.advance(999);
    expect([ended, handed?.aborted]).toEqual(['not yet', false]);
    await clock.advance(1);
    await waiting;
    expect(ended).toBeInstanceOf(DeadlineError);
    expect(handed?.aborted).toBe(true);
  });

  it('ends when the caller does, for the caller’s reason', async () => {
    const clock = new FakeClock(0);
    const stop = new AbortController();
    const waiting = withDeadline(clock, 1_000, never, stop.signal);
    stop.abort(new Error('we close'));
    await expect(waiting).rejects.toThrow('we close');
    await settled();
    expect(clock.sleeping).toBe(0);
  });

  it('does not even begin for a caller that has ended', async () => {
    const clock = new FakeClock(0);
    const ended = AbortSignal.abort(new Error('we close'));
    let begun = false;
    const waiting = withDeadline(clock, 1_000, () => Promise.resolve((begun = true)), ended);
    await expect(waiting).rejects.toThrow('we close');
    expect(begun).toBe(false);
  });

  it('leaves nothing unhandled when the answer comes late and is bad', async () => {
    const clock = new FakeClock(0);
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    let fail = (_error: Error): void => undefined;
    const waiting = withDeadline(clock, 1_000, () => new Promise<never>((_, reject) => (fail = reject)));
    const ended = expect(waiting).rejects.toBeInstanceOf(DeadlineError);
    await clock.advance(1_000);
    await ended;
    fail(new Error('too late'));
    await settled();
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});
