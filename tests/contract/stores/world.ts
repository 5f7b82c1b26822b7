import { expect } from 'vitest';
import type { Campaign, CampaignRecipient } from '../../../src/domain/campaign.js';
import { insertCampaign, insertRecipients } from '../../../src/persistence/stores/campaign-store.js';
import {
  type CallLook,
  type CallToLookAt,
  lookAtCall,
} from '../../../src/persistence/stores/call-look-store.js';
import type { Tx, View } from '../../../src/persistence/engine/database.js';
import { isUniqueViolation } from '../../../src/persistence/engine/dialect.js';
import { insertJob } from '../../../src/persistence/stores/job-store.js';
import { insertReservation, type Reservation } from '../../../src/persistence/stores/ledger-store.js';
import type { SendLogEntry } from '../../../src/persistence/stores/send-log-store.js';

/** A migrated, empty database, whichever engine is behind it. */
export interface StoresWorld {
  withTransaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  readonly view: View;
}

/** Makes a fresh database for a test, and sees to it that it is closed after it. */
export type OpenStores = () => Promise<StoresWorld>;

export const ZONE = 'Europe/Ljubljana';
export const DATE = '2026-03-10';
export const NEXT_DATE = '2026-03-11';
/** With milliseconds, for they must survive. */
export const NOW = Date.parse('2026-03-10T19:30:07.123Z');
export const START_AT = Date.parse('2026-03-10T20:00:00.000Z');
export const EVENT_KEY = `PROMOTE:T0:${DATE}`;
export const HOUR = 3_600_000;

export const uniqueViolation = expect.toSatisfy(isUniqueViolation) as unknown;

/** A campaign as it is created. */
export const aCampaign = (id: string, overrides: Partial<Campaign> = {}): Campaign => ({
  id,
  kind: 'promotion',
  date: DATE,
  timezone: ZONE,
  startAt: START_AT,
  promoterId: 'promoter',
  guildId: 'guild',
  request: { includeAvailable: true, includeMaybe: false, dryRun: false },
  status: 'scheduled',
  idempotencyKey: `key of ${id}`,
  recipientCount: 2,
  standbyCount: 0,
  channelsSummary: { discord: 2, telegram: 0, signal: 0 },
  slotFreedAt: null,
  cancelledAt: null,
  createdAt: NOW,
  ...overrides,
});

export const dryRun = { includeAvailable: false, includeMaybe: false, dryRun: true };

export const recipients: CampaignRecipient[] = [
  { id: 'r1', userId: 'p1', displayName: 'Ana', status: 'LOOKING', channel: 'discord' },
  { id: 'r2', userId: 'p2', displayName: 'Bor', status: 'AVAILABLE', channel: 'telegram' },
];

/** A row of the send log. */
export const line = (overrides: Partial<SendLogEntry> = {}): SendLogEntry => ({
  campaignId: 'c1',
  jobId: 'j1',
  userId: 'p1',
  channel: 'discord',
  outcome: 'sent',
  reason: null,
  isFinal: true,
  messageId: 'm1',
  errorCode: null,
  attempt: 1,
  eventKey: EVENT_KEY,
  ...overrides,
});

const row = {
  id: 'l1',
  kind: 'call',
  userId: 'p1',
  eventKey: EVENT_KEY,
  campaignId: 'c1',
  jobId: 'j1',
  recipientId: 'r1',
  channel: 'discord',
  nonce: 'n1',
} as const;
/** A campaign of two people, with a reminder and a start. */
export async function withCampaign(db: StoresWorld): Promise<void> {
  await db.withTransaction(async (tx) => {
    await insertCampaign(tx, aCampaign('c1'), true);
    await insertRecipients(tx, 'c1', recipients, NOW);
    const both = { campaignId: 'c1', expiresAt: START_AT + HOUR };
    await insertJob(tx, { ...both, id: 'j2', jobType: 'start', runAt: START_AT }, NOW);
    await insertJob(tx, { ...both, id: 'j1', jobType: 'reminder', runAt: NOW, expiresAt: START_AT }, NOW);
  });
}

/** Reserves the reminder for the first of them, unless told otherwise. */
export async function reserve(
  db: StoresWorld,
  overrides: Partial<Reservation> = {},
  owner = 'me',
): Promise<Reservation> {
  return db.withTransaction((tx) => insertReservation(tx, { ...row, ...overrides }, owner, NOW));
}

/** What is seen of a call to the recipient `r1`, at once. */
export function look(db: StoresWorld, call: Partial<CallToLookAt> = {}): Promise<CallLook> {
  const usual = {
    jobId: 'j1',
    owner: 'me',
    recipientId: 'r1',
    userId: 'p1',
    guards: ['p1', 'digest:y'],
    eventKeys: [EVENT_KEY],
    restoredKey: `lost:${EVENT_KEY}`,
    date: DATE,
    countFrom: NOW,
  };
  return db.withTransaction((tx) => lookAtCall(tx, { ...usual, ...call }, ZONE, { canOpen: () => true }));
}
