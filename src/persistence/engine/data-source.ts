import 'reflect-metadata';
import { DataSource, type MigrationInterface } from 'typeorm';
import { InitialSchema1790000000000 } from '../../../migrations/1790000000000-initial-schema.js';
import { PlayerProofs1790000100000 } from '../../../migrations/1790000100000-player-proofs.js';
import { Turnouts1790000200000 } from '../../../migrations/1790000200000-turnouts.js';
import { Lookups1790000300000 } from '../../../migrations/1790000300000-lookups.js';
import { SignalAccounts1790000400000 } from '../../../migrations/1790000400000-signal-accounts.js';
import { LateAnswers1790000400001 } from '../../../migrations/1790000400001-late-answers.js';
import { NamedZones1790000500000 } from '../../../migrations/1790000500000-named-zones.js';
import { LedgerKinds1790000600000 } from '../../../migrations/1790000600000-ledger-kinds.js';
import { WhatAJobWaitsFor1790000610000 } from '../../../migrations/1790000610000-what-a-job-waits-for.js';
import { Settings1790000700000 } from '../../../migrations/1790000700000-settings.js';
import { OwnStartsAndNotes1790000710000 } from '../../../migrations/1790000710000-own-starts-and-notes.js';
import { Boards1790000720000 } from '../../../migrations/1790000720000-boards.js';
import { ConsentToQuestions1790000730000 } from '../../../migrations/1790000730000-consent-to-questions.js';
import { SystemCampaigns1790000735000 } from '../../../migrations/1790000735000-system-campaigns.js';
import { ConsentToReadyNotices1790000740000 } from '../../../migrations/1790000740000-consent-to-ready-notices.js';
import { Answers1790000750000 } from '../../../migrations/1790000750000-answers.js';
import { Standbys1790000770000 } from '../../../migrations/1790000770000-standbys.js';
import { More1790000771000 } from '../../../migrations/1790000771000-more.js';
import { Processes1790000780000 } from '../../../migrations/1790000780000-processes.js';
import { SharedCells1790000790000 } from '../../../migrations/1790000790000-shared-cells.js';
import { Told1790000800000 } from '../../../migrations/1790000800000-told.js';
import { BetweenProcesses1790000810000 } from '../../../migrations/1790000810000-between-processes.js';
import { StandingAnswers1790000820000 } from '../../../migrations/1790000820000-standing-answers.js';
import { Conditions1790000820001 } from '../../../migrations/1790000820001-conditions.js';
import { BeatsSince1790000830000 } from '../../../migrations/1790000830000-beats-since.js';
import { StandingCampaigns1790000840000 } from '../../../migrations/1790000840000-standing-campaigns.js';
import { StandingProposals1790000841000 } from '../../../migrations/1790000841000-standing-proposals.js';
import { OwnLimitsOfCalls1790000850000 } from '../../../migrations/1790000850000-own-limits-of-calls.js';
import { Imports1790000870000 } from '../../../migrations/1790000870000-imports.js';
import { ReadySound1790000880000 } from '../../../migrations/1790000880000-ready-sound.js';
import { CalendarAddresses1790000890000 } from '../../../migrations/1790000890000-calendar-addresses.js';
import { Insights1790000895000 } from '../../../migrations/1790000895000-insights.js';
import { ENTITIES } from '../entities/all.js';
import { SilentLogger } from './silent-logger.js';
import { SqliteFile } from '../file/sqlite-file.js';

/** Migrations, in the order they run. */
export type Migrations = readonly (new () => MigrationInterface)[];

/** Named here, so that a compiled and a source tree run the same ones. */
export const MIGRATIONS: Migrations = [
  InitialSchema1790000000000,
  PlayerProofs1790000100000,
  Turnouts1790000200000,
  Lookups1790000300000,
  SignalAccounts1790000400000,
  LateAnswers1790000400001,
  NamedZones1790000500000,
  LedgerKinds1790000600000,
  WhatAJobWaitsFor1790000610000,
  Settings1790000700000,
  OwnStartsAndNotes1790000710000,
  Boards1790000720000,
  ConsentToQuestions1790000730000,
  SystemCampaigns1790000735000,
  ConsentToReadyNotices1790000740000,
  Answers1790000750000,
  Standbys1790000770000,
  More1790000771000,
  Processes1790000780000,
  SharedCells1790000790000,
  Told1790000800000,
  BetweenProcesses1790000810000,
  StandingAnswers1790000820000,
  Conditions1790000820001,
  BeatsSince1790000830000,
  StandingCampaigns1790000840000,
  StandingProposals1790000841000,
  OwnLimitsOfCalls1790000850000,
  Imports1790000870000,
  ReadySound1790000880000,
  CalendarAddresses1790000890000,
  Insights1790000895000,
];

/** How long a statement waits for another process's lock before it fails, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * The data source that writes. With WAL, views read meanwhile; `synchronous=FULL` makes every commit survive
 * a power cut, which the promise "once" needs.
 */
export function writerDataSource(path: string, migrations: Migrations = MIGRATIONS): DataSource {
  return new DataSource({
    type: 'better-sqlite3',
    driver: SqliteFile,
    database: path,
    entities: ENTITIES,
    migrations: [...migrations],
    migrationsTransactionMode: 'all',
    synchronize: false,
    logger: new SilentLogger(),
    statementCacheSize: 200,
    prepareDatabase: (db: SqliteFile) => {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma('foreign_keys = ON');
      // Without it a REPLACE deletes rows without firing the append-only triggers.
      db.pragma('recursive_triggers = ON');
      db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    },
  });
}

/** The data source for views: it can't write, and sees the last committed state. */
export function readerDataSource(path: string): DataSource {
  return new DataSource({
    type: 'better-sqlite3',
    driver: SqliteFile,
    database: path,
    synchronize: false,
    statementCacheSize: 200,
    prepareDatabase: (db: SqliteFile) => {
      db.pragma('query_only = ON');
      db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    },
  });
}
