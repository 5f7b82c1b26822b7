/** A piece of SQL put into a template: `${() => CHOICES}`. */
class Words {
  constructor(readonly text: string) {}

  /** Another for another text. A shape of kilobytes would take longer to look up than its statement to run. */
  get number(): number {
    const known = WORDS.get(this.text);
    if (known !== undefined) return known;
    if (WORDS.size >= MOST_WORDS) WORDS.clear();
    WORDS.set(this.text, (lastWord += 1));
    return lastWord;
  }
}

/** The numbers of texts lately put in. A number is given once: forgotten with its text, it never comes back for another. */
const WORDS = new Map<string, number>();
let lastWord = 0;
/** More than the source has. */
const MOST_WORDS = 1_000;

/** Several parameters in one gap, with commas between them: `IN (${() => ids})`. */
class List {
  constructor(readonly values: readonly unknown[]) {}
}

/** What fills the gaps of a template in one call. */
export interface Filled {
  /** Two calls of a template with equal ones have equal SQL; empty where each gap is one parameter. */
  readonly shape: string;
  readonly parameters: readonly unknown[];
  readonly gaps: readonly unknown[];
}

/**
 * Fills the gaps of an `sql` template. A function gives SQL (a string) or a list of parameters (an array);
 * `null` is written as NULL, so that a plan may count on it; anything else is a parameter.
 * @throws when a function gives anything else, or an empty list, for which SQL has no word.
 */
export function fill(values: readonly unknown[]): Filled {
  if (values.every(isParameter)) return { shape: '', parameters: values, gaps: values };
  const gaps = values.map(gapOf);
  return { shape: shapeOf(gaps), parameters: parametersOf(gaps), gaps };
}

/** How an engine writes its parameters; the first is number 1. */
export type Mark = (number: number) => string;

const QUESTION_MARK: Mark = () => '?';

/** The SQL of a template with its gaps filled: a `mark` for each parameter, by default a question mark. */
export function compose(
  strings: readonly string[],
  gaps: readonly unknown[],
  mark: Mark = QUESTION_MARK,
): string {
  let parameters = 0;
  const next = (): string => mark((parameters += 1));
  const words = gaps.map((gap) => {
    if (gap === null) return 'NULL';
    if (gap instanceof Words) return gap.text;
    return gap instanceof List ? gap.values.map(next).join(', ') : next();
  });
  return strings.map((string, index) => string + (words[index] ?? '')).join('');
}

/** Most gaps are one. */
function isParameter(value: unknown): boolean {
  return value !== null && typeof value !== 'function';
}

/** What a gap holds: {@link Words}, a {@link List}, NULL, or else one parameter. */
function gapOf(value: unknown, index: number): unknown {
  if (typeof value !== 'function') return value;
  const given: unknown = (value as () => unknown)();
  if (typeof given === 'string') return new Words(given);
  const which = `Expression ${String(index)} in this sql tagged template is a function which returned`;
  if (!Array.isArray(given)) {
    const type = given === null ? 'null' : typeof given;
    throw new Error(
      `${which} a value of type "${type}". Only array and string types are supported as function return values ` +
        'in sql tagged template expressions.',
    );
  }
  if (given.length > 0) return new List(given);
  throw new Error(`${which} an empty array. Empty arrays cannot safely be expanded into parameter lists.`);
}

/** SQL put in is there as its number, so that it can't look like another gap. */
function shapeOf(gaps: readonly unknown[]): string {
  let shape = '';
  for (const [index, gap] of gaps.entries()) {
    if (gap === null) shape += `${String(index)}N`;
    else if (gap instanceof List) shape += `${String(index)}L${String(gap.values.length)},`;
    else if (gap instanceof Words) shape += `${String(index)}W${String(gap.number)},`;
  }
  return shape;
}

function parametersOf(gaps: readonly unknown[]): unknown[] {
  const parameters: unknown[] = [];
  for (const gap of gaps) {
    if (gap instanceof List) parameters.push(...gap.values);
    else if (gap !== null && !(gap instanceof Words)) parameters.push(gap);
  }
  return parameters;
}
