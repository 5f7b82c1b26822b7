import type { EntitySchemaColumnOptions } from 'typeorm';

/** The entities' column shapes; only types that SQLite and Postgres share. */
export const text: EntitySchemaColumnOptions = { type: 'text' };
export const nullableText: EntitySchemaColumnOptions = { type: 'text', nullable: true };
export const integer: EntitySchemaColumnOptions = { type: 'integer' };
export const nullableInteger: EntitySchemaColumnOptions = { type: 'integer', nullable: true };
export const boolean: EntitySchemaColumnOptions = { type: 'boolean' };
export const textKey: EntitySchemaColumnOptions = { type: 'text', primary: true };

/** An instant: UTC, ISO-8601 with milliseconds, so that text order is time order. */
export const instant = text;
export const nullableInstant = nullableText;
