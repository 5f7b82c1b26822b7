import { CalendarSection } from './calendar-section.js';
import { ChannelLinks } from './channel-links.js';
import { CopyButton } from './copy-button.js';
import { EveningAnswer } from './evening-answer.js';
import { PlayerLink } from './player-link.js';
import { PreferencesSection } from './preferences.js';
import { PrivacySection } from './privacy.js';
import { StandingCampaignsSection } from './standing-campaigns-section.js';
import { StandingSection } from './standing-section.js';

// What only those need who are signed in: the page fetches it once it knows that they are.
for (const [name, element] of [
  ['muster-copy', CopyButton],
  ['muster-evening-answer', EveningAnswer],
  ['muster-preferences', PreferencesSection],
  ['muster-links', ChannelLinks],
  ['muster-calendar', CalendarSection],
  ['muster-player', PlayerLink],
  ['muster-standing', StandingSection],
  ['muster-standing-campaigns', StandingCampaignsSection],
  ['muster-privacy', PrivacySection],
] as const) {
  customElements.define(name, element);
}
