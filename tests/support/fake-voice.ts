import type { VoiceChannels, VoicePresence } from '../../src/domain/presence.js';

/** Voice under the test's control: empty until a person joins. */
export class FakeVoice implements VoicePresence, VoiceChannels {
  readonly people = new Set<string>();
  /** Whether the gateway is up and has reported who is in voice. */
  known = true;
  /** The voice channel to meet in where none is named. */
  place: string | null = null;

  join(...userIds: readonly string[]): void {
    for (const userId of userIds) this.people.add(userId);
  }

  leave(userId: string): void {
    this.people.delete(userId);
  }

  inVoice(): ReadonlySet<string> | null {
    return this.known ? new Set(this.people) : null;
  }

  meetingPlace(named: ReadonlySet<string>): string | null {
    return [...named][0] ?? this.place;
  }
}
