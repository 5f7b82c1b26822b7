import * as z from 'zod';
import { type GivenValues, type SettingKey, settingOf } from '../domain/setting-list.js';

/** What the documentation and `.env.example` say about a variable. */
export interface Description {
  readonly description: string;
  readonly example: string;
  /** Its value is a secret, or may hold one: never shown, never logged. */
  readonly secret?: boolean;
}

/** A variable as the documentation and `.env.example` show it. */
export interface Variable extends Description {
  readonly name: string;
  readonly secret: boolean;
  readonly required: boolean;
  readonly default?: string;
}

type Parser = z.ZodType<unknown, string>;

/** One that has to be set. */
export function required<P extends Parser>(parser: P, about: Description) {
  return z.string('is missing').pipe(parser).meta({ about, required: true });
}

/** One that may be unset. */
export function optional<P extends Parser>(parser: P, about: Description) {
  return z.string().pipe(parser).optional().meta({ about, required: false });
}

/** A setting that may change while Muster runs: what judges it and what holds without it stands with the others. */
export function live<K extends SettingKey>(key: K, about: Description): LiveParser<K> {
  const { parser, default: value } = settingOf(key);
  return (value === null ? optional(parser, about) : withDefault(parser, value, about)) as LiveParser<K>;
}

type LiveParser<K extends SettingKey> = z.ZodType<GivenValues[K], string | undefined>;

/** One with a default, which is written as a person would write it, and read by the same parser. */
export function withDefault<P extends Parser>(parser: P, value: string, about: Description) {
  return z.string().default(value).pipe(parser).meta({ about, required: false, default: value });
}

/** What is to be documented of a variable that was made by one of these. */
export function variableOf(name: string, schema: z.ZodType): Variable {
  const {
    about,
    required,
    default: value,
  } = schema.meta() as {
    about: Description;
    required: boolean;
    default?: string;
  };
  return { name, ...about, secret: about.secret ?? false, required, ...(value && { default: value }) };
}
