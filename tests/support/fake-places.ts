import type { Lookup } from '../../src/domain/guild-directory.js';
import type { GuildPlaces } from '../../src/domain/guild-places.js';

/** Channels under the test's control: the bot can use all of them but those that are named. */
export class FakePlaces implements GuildPlaces {
  readonly unusable = new Set<string>();
  /** Whether Discord answers. */
  available = true;

  async canUse(channelId: string): Promise<Lookup<boolean>> {
    return this.available ? { known: true, value: !this.unusable.has(channelId) } : { known: false };
  }
}
