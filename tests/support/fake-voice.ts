import type { VoicePresence } from '../../src/domain/presence.js';

/** Voice under the test's control: empty until a person joins. */
export class FakeVoice implements VoicePresence {
  readonly people = new Set<string>();
  /** Whether the gateway is up and has reported who is in voice. */
  known = true;

  join(...userIds: readonly string[]): void {
    for (const userId of userIds) this.people.add(userId);
  }

  leave(userId: string): void {
    this.people.delete(userId);
  }

  inVoice(): ReadonlySet<string> | null {
    return this.known ? new Set(this.people) : null;
  }
}
