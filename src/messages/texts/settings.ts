import type { SettingSource } from '../../domain/live-settings.js';
import type { SettingKey } from '../../domain/setting-list.js';

/** The panel of the settings that need no restart. */
export interface SettingsTexts {
  readonly title: string;
  /** What a change does, and what it leaves as it is. */
  readonly intro: string;
  /** At most 45 characters each: Discord shows them as the title of a form. */
  readonly names: Readonly<Record<SettingKey, string>>;
  /** What to write or choose, at most 100 characters each. */
  readonly hints: Readonly<Record<SettingKey, string>>;
  /** Where a value comes from. */
  source(source: SettingSource, variable: string): string;
  readonly none: string;
  readonly yes: string;
  readonly no: string;
  readonly choose: string;
  /** What is shown beside a setting in the list that can't be changed here. */
  readonly fixed: string;
  readonly choosePlaceholder: string;
  /** The one field of a form. */
  readonly field: string;
  readonly toDefault: string;
  /** How to come by an id, where it has to be typed. */
  readonly byId: string;
  readonly back: string;
  /** The button that opens a form again that was refused. */
  readonly openAgain: string;
  /** What was typed into a form that was refused. */
  typed(text: string): string;
}
