import type { Messages } from '../messages.js';
import { namesFrom } from '../names.js';
import { alerts } from './alerts.js';
import { board } from './board.js';
import { bridge } from './bridge.js';
import { calendar } from './calendar.js';
import { calls, test } from './calls.js';
import { chat } from './chat.js';
import { commands } from './commands.js';
import { links } from './links.js';
import { ownPings } from './own-pings.js';
import { panel } from './panel.js';
import { phrases } from './phrases.js';
import { privacy } from './privacy.js';
import { promote } from './promote.js';
import { refusals } from './refusals.js';
import { buttons, nothing, replies, wayOut } from './replies.js';
import { settings } from './settings.js';
import { standing } from './standing.js';
import { standingCampaigns } from './standing-campaigns.js';
import { turnout } from './turnout.js';
import { insights } from './insights.js';
import { words } from './words.js';

/** The German wording. */
export const de: Messages = {
  ...namesFrom(words),
  ...phrases,
  ...calls,
  ...alerts,
  ...refusals,
  promote,
  buttons,
  replies,
  nothing,
  commands,
  board,
  ownPings,
  panel,
  privacy,
  links,
  chat,
  test,
  bridge,
  turnout,
  insights,
  settings,
  standing,
  calendar,
  standingCampaigns,
  wayOut,
};
