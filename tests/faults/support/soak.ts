/** What a soaking Muster is told. */
export interface SoakOrders {
  readonly databasePath: string;
  readonly people: number;
  readonly hours: number;
  /** An ISO instant. */
  readonly beginsAt: string;
}

/** What it says of itself every half hour of its time. */
export interface SoakSaid {
  readonly at: number;
  /** Bytes in use after the garbage was collected. */
  readonly heap: number;
  readonly sent: number;
  readonly backups: number;
  readonly retentions: number;
  readonly errors: number;
}
