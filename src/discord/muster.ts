import type { Dispatcher } from '../dispatch/dispatcher.js';
import type { NewsWire } from '../domain/news.js';
import type { ServiceContext } from '../services/context.js';
import type { Boards } from './boards.js';
import type { CampaignDrafts } from './campaign-drafts.js';
import type { DiscordGuildDirectory } from './guild-directory.js';
import type { ProgressReports } from './progress-reports.js';

/** What the pieces reach through `container.muster`: the composed application, and nothing of how it was made. */
export interface Muster {
  readonly services: ServiceContext;
  readonly dispatcher: Dispatcher;
  readonly directory: DiscordGuildDirectory;
  /** What other processes have to know. */
  readonly news: Pick<NewsWire, 'tell'>;
  readonly drafts: CampaignDrafts;
  readonly progress: ProgressReports;
  readonly boards: Boards;
  /** Deletes what is older than the retention. */
  readonly applyRetention: () => Promise<void>;
  /** Makes the nightly backup. */
  readonly backUp: () => Promise<void>;
}

declare module '@sapphire/pieces' {
  interface Container {
    muster: Muster;
  }
}
