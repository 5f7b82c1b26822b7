import type { AvailabilityStatus } from '../../src/domain/availability.js';
import type { LinkableChannel, PreferredChannel } from '../../src/domain/channel-choice.js';
import type { QuietHours } from '../../src/domain/person.js';
import { saveAvailability } from '../../src/persistence/stores/availability-store.js';
import { saveContact } from '../../src/persistence/stores/channel-link-store.js';
import { savePlayerLink } from '../../src/persistence/stores/player-link-store.js';
import {
  defaultPreferences,
  rememberDmChannel,
  savePreferences,
} from '../../src/persistence/stores/preference-store.js';
import type { Actor } from '../../src/services/context.js';
import { DATE, GUILD, type TestApp } from './test-app.js';

export interface PersonOptions {
  name?: string;
  /** By default true: in the guild. */
  member?: boolean;
  admin?: boolean;
  /** By default true: with a player link. */
  linked?: boolean;
  /** For `date`; `null`: no entry. */
  status?: AvailabilityStatus | null;
  date?: string;
  optedIn?: boolean;
  /** Whether they want to be asked whether they play; by default not. */
  asked?: boolean;
  /** Whether they want to be told when it is on; by default not. */
  told?: boolean;
  preferred?: PreferredChannel;
  /** The confirmed channels beside Discord. */
  channels?: readonly LinkableChannel[];
  discordDms?: boolean;
  /** By default a DM opened when they opted in. */
  dmChannelId?: string | null;
  quietHours?: QuietHours;
  timezone?: string;
  /** How many calls a week they want at most; by default as many as there are. */
  perWeek?: number;
  locale?: string;
}

/** A person who asks from our guild. */
export function actor(userId: string, overrides: Partial<Actor> = {}): Actor {
  return { userId, displayName: `Name of ${userId}`, guildId: GUILD, locale: 'en', ...overrides };
}

/** Adds a person: by default a linked member who looks for a game and agreed to be called. */
export async function person(app: TestApp, userId: string, options: PersonOptions = {}): Promise<Actor> {
  const name = options.name ?? `Name of ${userId}`;
  const now = app.clock.now();
  if (options.member ?? true) {
    app.directory.join(userId, { displayName: name, isAdmin: options.admin ?? false });
  }
  await app.database.withTransaction(async (tx) => {
    if (options.linked ?? true) await savePlayerLink(tx, { userId, guid: `guid-${userId}`, name }, now);
    const status = options.status === undefined ? 'LOOKING' : options.status;
    if (status !== null) {
      const entry = { id: app.newId(), userId, userName: name, date: options.date ?? DATE, status };
      await saveAvailability(tx, entry, now);
    }
    const preferences = {
      ...defaultPreferences(options.locale ?? 'en'),
      timezone: options.timezone ?? null,
      callsPerWeek: options.perWeek ?? null,
      allowPromotions: options.optedIn ?? true,
      preferredChannel: options.preferred ?? 'any',
      discordDms: options.discordDms ?? true,
      quietHours: options.quietHours ?? null,
      consentedAt: (options.optedIn ?? true) ? now : null,
      allowQuestions: options.asked ?? false,
      questionsConsentedAt: options.asked ? now : null,
      allowReadyNotices: options.told ?? false,
      readyConsentedAt: options.told ? now : null,
    };
    await savePreferences(tx, userId, preferences, now);
    const { dmChannelId = `dm-of-${userId}` } = options;
    if (dmChannelId) await rememberDmChannel(tx, userId, dmChannelId, now);
    for (const channel of options.channels ?? []) {
      const contact = { address: addressOn(channel, userId), name: `${name} on ${channel}` };
      await saveContact(tx, userId, channel, app.context.contacts.seal(channel, contact), now);
    }
  });
  return actor(userId, { displayName: name });
}

/** The address that `person` gives somebody on a channel. */
export function addressOn(channel: LinkableChannel, userId: string): string {
  return `${channel} address of ${userId}`;
}

/** A linked member who may promote and gets no calls. */
export function promoter(app: TestApp, userId = 'promoter', options: PersonOptions = {}): Promise<Actor> {
  return person(app, userId, { status: null, optedIn: false, ...options });
}

/** Adds `count` players: `p1`, `p2`, … */
export async function players(app: TestApp, count: number, options: PersonOptions = {}): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `p${index + 1}`);
  for (const id of ids) await person(app, id, options);
  return ids;
}

/** An admin of the guild. */
export function admin(app: TestApp, userId = 'admin', options: PersonOptions = {}): Promise<Actor> {
  return person(app, userId, { status: null, optedIn: false, admin: true, ...options });
}
