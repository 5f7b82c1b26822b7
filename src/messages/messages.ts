import type { Names } from './names.js';
import type { AlertTexts } from './texts/alerts.js';
import type { BoardTexts } from './texts/board.js';
import type { BridgeTexts } from './texts/bridge.js';
import type { CalendarTexts } from './texts/calendar.js';
import type { CallTexts, TestTexts } from './texts/calls.js';
import type { ChatTexts } from './texts/chat.js';
import type { CommandTexts } from './texts/commands.js';
import type { LinkTexts } from './texts/links.js';
import type { OwnPingTexts } from './texts/own-pings.js';
import type { PanelTexts } from './texts/panel.js';
import type { Phrases } from './texts/phrases.js';
import type { PrivacyTexts } from './texts/privacy.js';
import type { PromoteTexts } from './texts/promote.js';
import type { RefusalTexts } from './texts/refusals.js';
import type { ButtonTexts, NothingTexts, ReplyTexts, WayOutTexts } from './texts/replies.js';
import type { SettingsTexts } from './texts/settings.js';
import type { StandingTexts } from './texts/standing.js';
import type { StandingCampaignTexts } from './texts/standing-campaigns.js';
import type { TurnoutTexts } from './texts/turnout.js';
import type { InsightsTexts } from './texts/insights.js';

/**
 * Everything people read outside the web pages, in one language; each part is a file in `texts/` and in the language's
 * folder. Texts stay within Discord's 2000 characters and ping nobody.
 */
export interface Messages extends Names, Phrases, CallTexts, AlertTexts, RefusalTexts {
  readonly promote: PromoteTexts;
  readonly buttons: ButtonTexts;
  readonly replies: ReplyTexts;
  readonly nothing: NothingTexts;
  readonly commands: CommandTexts;
  readonly board: BoardTexts;
  readonly ownPings: OwnPingTexts;
  readonly panel: PanelTexts;
  readonly privacy: PrivacyTexts;
  readonly links: LinkTexts;
  readonly chat: ChatTexts;
  readonly test: TestTexts;
  /** What is said over HTTP. */
  readonly bridge: BridgeTexts;
  readonly turnout: TurnoutTexts;
  readonly insights: InsightsTexts;
  readonly settings: SettingsTexts;
  readonly standing: StandingTexts;
  readonly calendar: CalendarTexts;
  readonly standingCampaigns: StandingCampaignTexts;
  readonly wayOut: WayOutTexts;
}
