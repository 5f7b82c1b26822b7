import type { SessionTimes } from './evening.js';
import { isBeforeStart, shortTime, usualReminder } from './session-plan.js';
import { ok, type Refusal, refuse, type Result } from './refusal.js';
import {
  LIVE_SETTINGS,
  SETTING_KEYS,
  type SettingKey,
  settingOf,
  type SettingTexts,
  type SettingValues,
} from './setting-list.js';

/** Where a value comes from. */
export type SettingSource = 'environment' | 'settings' | 'default';

/** A setting as it is in force. */
export interface SettingInForce {
  readonly key: SettingKey;
  readonly variable: string;
  /** As it would be written; `null`: there is none. */
  readonly text: string | null;
  readonly source: SettingSource;
  /** Its variable is set, so it can be changed there alone. */
  readonly isFixed: boolean;
}

/** What is asked for: a text for each key, or `null` for the way back to the default. */
export type SettingChanges = Readonly<Partial<Record<SettingKey, string | null>>>;

/**
 * The settings that may change while Muster runs: what the environment says, else what an admin has set, else the
 * default. Whoever uses one asks at that moment, so that a change is in force at once.
 */
export class LiveSettings {
  #stored: SettingTexts = {};
  #values: SettingValues;
  readonly #listeners: (() => void)[] = [];

  /** `given`: what is set in the environment, well-formed. */
  constructor(private readonly given: SettingTexts) {
    this.#values = valuesOf({ ...given });
  }

  get values(): SettingValues {
    return this.#values;
  }

  /** What admins have set, where the environment does not say otherwise. */
  get stored(): SettingTexts {
    return this.#stored;
  }

  /**
   * Takes what is set in the database from here on. What is of no use there (not well-formed, or at odds with the
   * environment) is passed over. @returns the keys of that.
   */
  adopt(stored: SettingTexts): readonly SettingKey[] {
    const sound = soundIn(stored);
    const all = { ...picked(stored, sound), ...this.given };
    const usable = atOdds(valuesOf(all)) ? sound.filter((key) => !TIMES.includes(key)) : sound;
    const before = this.#stored;
    this.#stored = picked(stored, usable);
    this.#values = valuesOf({ ...this.#stored, ...this.given });
    const isNew = SETTING_KEYS.some((key) => before[key] !== this.#stored[key]);
    if (isNew) for (const listener of this.#listeners) listener();
    return SETTING_KEYS.filter((key) => stored[key] !== undefined && !usable.includes(key));
  }

  /** Called whenever others are in force than before, whichever process changed them. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Every setting, as it is in force. */
  all(): readonly SettingInForce[] {
    return SETTING_KEYS.map((key) => this.of(key));
  }

  of(key: SettingKey): SettingInForce {
    const isFixed = this.given[key] !== undefined;
    const set = this.given[key] ?? this.#stored[key];
    const text = set ?? defaultOf(key, this.#values.start_time);
    return {
      key,
      variable: settingOf(key).variable,
      text: text === '' ? null : text,
      source: isFixed ? 'environment' : set === undefined ? 'default' : 'settings',
      isFixed,
    };
  }

  /** What would be set in the database, where `stored` is, after these changes, or why they are refused: all or none. */
  changed(changes: SettingChanges, stored: SettingTexts = this.#stored): Result<SettingTexts> {
    const entries = SETTING_KEYS.flatMap((key) => {
      const text = changes[key];
      return text === undefined ? [] : [{ key, text: text?.trim() ?? null }];
    });
    for (const { key } of entries) {
      if (this.given[key] !== undefined)
        return refuse({ code: 'setting_fixed', variable: settingOf(key).variable });
    }
    const next = new Map(Object.entries(stored));
    for (const { key, text } of entries) {
      // What stands for nothing is the way back, as an empty variable is an unset one.
      if (text === null || text === '') next.delete(key);
      else if (isSound(key, text)) next.set(key, text);
      else return refuse({ code: 'invalid_setting', key });
    }
    const texts: SettingTexts = Object.fromEntries(next);
    const odds = atOdds(valuesOf({ ...picked(texts, soundIn(texts)), ...this.given }));
    return odds ? refuse(odds) : ok(texts);
  }
}

/** When sessions are in a zone (IANA), by the settings in force. */
export function sessionTimesOf(timezone: string, values: SettingValues): SessionTimes {
  return {
    timezone,
    reminderTime: values.reminder_time,
    startTime: values.start_time,
    plan: values.session_plan,
  };
}

/** The times that have to fit together. */
const TIMES: readonly SettingKey[] = ['start_time', 'reminder_time'];

/** What of the values does not fit together; `null`: all of it does. */
function atOdds({ start_time: start, reminder_time: reminder }: SettingValues): Refusal | null {
  return isBeforeStart(reminder, start)
    ? null
    : { code: 'reminder_not_before_start', reminderTime: reminder, startTime: start };
}

/** The keys of what is well-formed: a database may be of a release with another rule. */
function soundIn(texts: SettingTexts): readonly SettingKey[] {
  return SETTING_KEYS.filter((key) => texts[key] !== undefined && isSound(key, texts[key]));
}

function isSound(key: SettingKey, text: string): boolean {
  return settingOf(key).parser.safeParse(text).success;
}

/** @throws when a text is not well-formed. */
function valuesOf(texts: SettingTexts): SettingValues {
  const start = LIVE_SETTINGS.start_time.parser.parse(texts.start_time ?? LIVE_SETTINGS.start_time.default);
  const values = SETTING_KEYS.map((key) => {
    const text = texts[key] ?? defaultOf(key, start);
    return [key, text === null ? null : settingOf(key).parser.parse(text)];
  });
  return Object.fromEntries(values) as SettingValues;
}

/** What holds where nobody says otherwise. The reminder goes with the start (`HH:MM:SS`). */
function defaultOf(key: SettingKey, start: string): string | null {
  return key === 'reminder_time' ? shortTime(usualReminder(start)) : settingOf(key).default;
}

function picked(texts: SettingTexts, keys: readonly SettingKey[]): SettingTexts {
  return Object.fromEntries(keys.map((key) => [key, texts[key]]));
}
