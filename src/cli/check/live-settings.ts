import type { LiveSettings, SettingSource } from '../../domain/live-settings.js';
import { type Check, ok } from './finding.js';

const FROM: Readonly<Record<SettingSource, string>> = {
  environment: 'from the environment, which fixes it',
  settings: 'changed with /settings',
  default: 'the default',
};

/** What the settings are that may change while Muster runs, and where each value comes from. */
export function liveSettingsCheck(live: LiveSettings): Check {
  const what = 'settings';
  return {
    what,
    look: () =>
      live
        .all()
        .map(({ variable, text, source }) => ok(what, `${variable}: ${text ?? 'none'} (${FROM[source]})`)),
  };
}
