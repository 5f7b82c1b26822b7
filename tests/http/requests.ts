import type { OpenAPIV3_1 } from 'openapi-types';

type Schema = OpenAPIV3_1.SchemaObject;
type Method = 'GET' | 'POST' | 'DELETE' | 'PUT' | 'PATCH' | 'HEAD' | 'OPTIONS';

/** A request made up from the document, fit or not. */
export interface MadeUp {
  /** The operation it is made from, as the document names it. */
  readonly path: string;
  readonly method: Method;
  readonly url: string;
  readonly payload?: string;
  readonly headers: Record<string, string>;
}

/** An operation of the document. */
export interface Operation {
  readonly path: string;
  readonly method: Method;
  readonly operation: OpenAPIV3_1.OperationObject;
}

const STRANGE: readonly string[] = [
  '',
  ' ',
  '\u0000',
  '\u202e\u200b',
  '<@1> **`x`** @everyone',
  "'; DROP TABLE sessions; --",
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '%00',
  '%ff%fe',
  '🦊'.repeat(40),
  'ž'.repeat(3_000),
  '-1',
  '1e999',
  'NaN',
  'null',
  'true',
  '2026-02-30',
  '9999-12-31',
  '0000-01-01',
  '+275760-09-13',
  'today',
  'TOMORROW',
  '2026-03-10T20:00:00Z',
  '25:61',
];
const WRONG: readonly unknown[] = [null, true, 0, -1, 1.5, 1e308, [], [[]], {}, { a: { b: {} } }, ...STRANGE];

/** Makes requests up: what fits the document, and what does not, by the numbers it is given. */
export class Requests {
  constructor(
    private readonly random: () => number,
    private readonly operations: readonly Operation[],
  ) {}

  /** A number below `limit`. */
  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  oneOf<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  /** The next request; `ids` are worth asking for. */
  next(ids: readonly string[]): MadeUp {
    const { path, method, operation } = this.oneOf(this.operations);
    const fit = this.chance(0.5);
    const url = this.#url(path, operation, fit, ids);
    const headers: Record<string, string> = {};
    if (this.chance(0.1))
      headers['if-none-match'] = this.oneOf(['*', '""', 'W/"x"', '"', STRANGE[7] as string]);
    if (this.chance(0.1))
      headers['accept-language'] = this.oneOf(['sl', 'de-AT,de;q=0.9', '*', 'x'.repeat(500)]);
    const asked =
      !fit && this.chance(0.05) ? this.oneOf<Method>(['PUT', 'PATCH', 'HEAD', 'OPTIONS']) : method;
    const payload = this.#payload(operation, fit);
    if (payload === undefined) return { path, method: asked, url, headers };
    headers['content-type'] =
      fit || this.chance(0.9)
        ? 'application/json'
        : this.oneOf(['text/plain', 'application/xml', 'nonsense', '']);
    return { path, method: asked, url, payload, headers };
  }

  #url(path: string, operation: OpenAPIV3_1.OperationObject, fit: boolean, ids: readonly string[]): string {
    const parameters = (operation.parameters ?? []) as OpenAPIV3_1.ParameterObject[];
    const query = new URLSearchParams();
    let url = path;
    for (const { in: place, name, schema, required } of parameters) {
      const value = fit || this.chance(0.5) ? this.fitting(schema as Schema) : this.oneOf(STRANGE);
      if (place === 'path') {
        const part = name === 'id' && this.chance(0.7) ? this.oneOf([...ids, 'none']) : String(value);
        // Not all of what is broken is even encoded; a slash would make it another address.
        const raw = !fit && this.chance(0.1) && /^[%\w.-]+$/.test(part);
        url = url.replace(`{${name}}`, raw ? part : encodeURIComponent(part) || '%20');
      } else if (required || this.chance(0.6)) {
        query.append(name, String(value));
        if (!fit && this.chance(0.1)) query.append(name, this.oneOf(STRANGE));
      }
    }
    if (!fit && this.chance(0.1)) query.append(this.oneOf(STRANGE) || 'x', 'x');
    const text = query.toString();
    return text ? `${url}?${text}` : url;
  }

  #payload(operation: OpenAPIV3_1.OperationObject, fit: boolean): string | undefined {
    const body = operation.requestBody as OpenAPIV3_1.RequestBodyObject | undefined;
    const schema = body?.content['application/json']?.schema;
    if (!schema) return !fit && this.chance(0.1) ? this.oneOf(['{}', '{', 'x'.repeat(20_000)]) : undefined;
    if (fit) return JSON.stringify(this.fitting(schema));
    if (this.chance(0.1))
      return this.oneOf(['', '{', '[]', 'null', '"', `{"x":"${'x'.repeat(20_000)}"}`, '\u0000']);
    if (this.chance(0.05)) return '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}';
    return JSON.stringify(this.#spoilt(this.fitting(schema)));
  }

  /** A value that fits a schema of a request. */
  fitting(schema: Schema): unknown {
    if (schema.enum) return this.oneOf(schema.enum as unknown[]);
    if (schema.const !== undefined) return schema.const;
    const options = schema.anyOf ?? schema.oneOf;
    if (options) return this.fitting(this.oneOf(options));
    const type = Array.isArray(schema.type) ? this.oneOf(schema.type) : schema.type;
    switch (type) {
      case 'object': {
        const required = new Set(schema.required);
        const entries = Object.entries(schema.properties ?? {}) as [string, Schema][];
        const chosen = entries.filter(([name]) => required.has(name) || this.chance(0.4));
        return Object.fromEntries(chosen.map(([name, child]) => [name, this.fitting(child)]));
      }
      case 'array': {
        const { items, minItems = 0, maxItems = 5 } = schema as OpenAPIV3_1.ArraySchemaObject;
        const length = minItems + this.below(maxItems - minItems + 1);
        return Array.from({ length }, () => this.fitting(items as Schema));
      }
      case 'number':
        return this.below(1_000);
      case 'integer': {
        const { minimum = 0, maximum = 1_000 } = schema;
        return minimum + this.below(maximum - minimum + 1);
      }
      case 'boolean':
        return this.chance(0.5);
      case 'null':
        return null;
      case 'string':
        return this.oneOf([
          ...((schema.examples ?? []) as string[]),
          'today',
          '2026-03-12',
          'Europe/London',
          'x',
        ]);
      default:
        throw new Error(`the document asks for something new: ${JSON.stringify(schema)}`);
    }
  }

  /** The same with one thing wrong: left out, of another kind, or added. */
  #spoilt(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || this.chance(0.1)) return this.oneOf(WRONG);
    const copy: Record<string, unknown> = { ...value };
    const name = this.oneOf([...Object.keys(copy), 'more']);
    if (this.chance(0.2)) return Object.fromEntries(Object.entries(copy).filter(([key]) => key !== name));
    copy[name] = this.chance(0.3) ? this.#spoilt(copy[name]) : this.oneOf(WRONG);
    return copy;
  }
}
