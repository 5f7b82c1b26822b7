import type { LogLine } from './bot-process.js';

/** Why somebody got nothing, in a word or two. */
const SHORTLY: Readonly<Record<string, string>> = {
  quiet_hours: 'quiet hours',
  not_opted_in: 'pings off',
  not_playing: 'said no',
  left_guild: 'left',
  channel_closed: 'DMs closed',
  dm_closed: 'DMs closed',
  present: 'was there',
  not_called: 'no start',
};

/** What became of everybody's pings, as the bot's log tells it. */
export class Outcomes {
  /** By job and person. */
  readonly #outcomes = new Map<string, string>();
  /** How many pings left for somebody's phone. */
  readonly #byPhone = new Map<string, number>();
  /** Campaigns that call somebody and were not taken back before anybody was called. */
  readonly #calling = new Set<string>();

  remember(line: LogLine): void {
    const campaign = String(line['campaignId']);
    if (line.event === 'campaign_created' && line['dryRun'] !== true) this.#calling.add(campaign);
    if (line.event === 'campaign_cancelled' && line['slotFreed'] === true) this.#calling.delete(campaign);
    if (line.event !== 'send_settled' || line['outcome'] === 'retry') return;
    const outcome = String(line['outcome']);
    const userId = String(line['userId']);
    if (outcome === 'sent' && line['channel'] !== 'discord') {
      this.#byPhone.set(userId, (this.#byPhone.get(userId) ?? 0) + 1);
    }
    const why = SHORTLY[String(line['reason'])] ?? SHORTLY[String(line['code'])];
    const key = keyOf(String(line['jobType']), userId);
    this.#outcomes.set(key, outcome === 'sent' ? outcome : (why ?? outcome));
  }

  /** Whether somebody is called tonight. */
  get isCalled(): boolean {
    return this.#calling.size > 0;
  }

  /** In a word or two; a dash where a job had nothing for them, or not yet. */
  of(jobType: string, userId: string): string {
    return this.#outcomes.get(keyOf(jobType, userId)) ?? '–';
  }

  hasReached(jobType: string, userId: string): boolean {
    return this.of(jobType, userId) === 'sent';
  }

  /** How many pings left for somebody's phone. */
  byPhone(userId: string): number {
    return this.#byPhone.get(userId) ?? 0;
  }
}

const keyOf = (jobType: string, userId: string): string => `${jobType}:${userId}`;
