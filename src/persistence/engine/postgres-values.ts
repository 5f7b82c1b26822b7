import type { types } from 'pg';

type Parsers = typeof types.getTypeParser;
type Parser = (text: string) => unknown;

/** Types whose values are numbers: `bigint`, which counts have, and `numeric`, which sums of them have. */
const NUMBERS: readonly number[] = [20, 1700];

/** The driver's ways to read values, but numbers are numbers: it gives texts where a number could be too large for one. */
export function valueOf(parsers: Parsers): Parsers {
  const drivers = parsers as (type: number, format?: 'text') => Parser;
  const ours = (type: number, format?: 'text'): Parser =>
    NUMBERS.includes(type) ? Number : drivers(type, format);
  return ours as Parsers;
}
