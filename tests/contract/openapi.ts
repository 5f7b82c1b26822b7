import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { type OpenApiDocument, type Schema, SchemaReader, type Side } from './schema-reader.js';

/** One request and its answer, as they were on the wire. */
export interface WireExchange {
  readonly method: string;
  /** With or without `/api/v10` before it, with its query. */
  readonly path: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** The JSON body, or the form's `payload_json`. */
  readonly requestBody: unknown;
  /** 0 where no answer was given. */
  readonly status: number;
  readonly responseBody: unknown;
}

/** Something that is not as the document says. */
export interface Violation {
  readonly side: 'request' | 'answer' | 'event';
  /** The operation, such as `POST /users/@me/channels`, or the event. */
  readonly subject: string;
  /** Where in the body, as a JSON pointer; for parameters, their name. */
  readonly at: string;
  readonly message: string;
}

interface MediaTypes {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Operation {
  readonly requestBody?: MediaTypes & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, MediaTypes & { readonly $ref?: string }>>;
  readonly parameters?: readonly Parameter[];
}

interface FoundOperation {
  /** For example `GET /users/{user_id}`. */
  readonly name: string;
  readonly operation: Operation;
  readonly parameters: readonly (Parameter & { readonly given?: string })[];
}

/**
 * Holds traffic against an OpenAPI document as Discord writes it: `oneOf` means "one of these types", so that a value
 * may fit more than one, and clients may send integers as strings.
 */
export class OpenApiContract {
  readonly #ajv = new Ajv2020({ allErrors: true, strict: false });
  readonly #readers: Readonly<Record<Side, SchemaReader>>;
  readonly #validators = new Map<string, ValidateFunction>();
  readonly #paths: readonly { path: string; pattern: RegExp; names: readonly string[] }[];

  constructor(private readonly document: OpenApiDocument) {
    formats.default(this.#ajv);
    this.#ajv.addFormat('snowflake', /^\d{1,20}$/);
    this.#ajv.addFormat('nonce', true);
    this.#readers = {
      request: new SchemaReader(document, 'request'),
      answer: new SchemaReader(document, 'answer'),
    };
    for (const [side, reader] of Object.entries(this.#readers)) {
      this.#ajv.addSchema({ $id: side, schemas: reader.all(false) });
      this.#ajv.addSchema({ $id: `${side}-open`, schemas: reader.all(true) });
    }
    this.#paths = Object.keys(document.paths)
      .sort((a, b) => a.split('{').length - b.split('{').length)
      .map((path) => ({
        path,
        pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`),
        names: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''),
      }));
  }

  /** What of a request, and of its answer, is not as the document says. */
  check(exchange: WireExchange): Violation[] {
    const found = this.#find(exchange.method, exchange.path);
    if (!found) {
      const [path = ''] = withoutVersion(exchange.path).split('?');
      const subject = `${exchange.method} ${path}`;
      return [{ side: 'request', subject, at: '', message: 'there is no such operation' }];
    }
    return [...this.#checkRequest(found, exchange), ...this.#checkAnswer(found, exchange)];
  }

  /** What of a value is not as one of the document's schemas says an answer is. */
  checkShape(schemaName: string, value: unknown, subject: string): Violation[] {
    if (!this.describes(schemaName)) throw new Error(`there is no schema ${schemaName}`);
    const schema = { $ref: `#/components/schemas/${schemaName}` };
    return this.#validate('answer', `schema ${schemaName}`, schema, value).map((fault) => ({
      side: 'event',
      subject,
      ...fault,
    }));
  }

  /** Whether the document has a schema of this name. */
  describes(schemaName: string): boolean {
    return schemaName in (this.document.components['schemas'] ?? {});
  }

  #checkRequest(found: FoundOperation, exchange: WireExchange): Violation[] {
    const { operation, name: subject } = found;
    const violation = (at: string, message: string): Violation => ({ side: 'request', subject, at, message });
    const violations = found.parameters.flatMap((parameter) => {
      const { name, given, required, schema } = parameter;
      if (given === undefined) return required ? [violation(name, 'is required')] : [];
      const value = given === 'true' || given === 'false' ? given === 'true' : given;
      const faults = this.#validate('request', `${subject} parameter ${name}`, schema, value);
      return faults.map(({ message }) => violation(name, message));
    });
    const known = new Set(found.parameters.map(({ name }) => name));
    for (const name of queryOf(exchange.path).keys()) {
      if (!known.has(name)) violations.push(violation(name, 'is no parameter of this operation'));
    }
    const { requestBody } = operation;
    if (exchange.requestBody === undefined) {
      return requestBody?.required ? [...violations, violation('', 'has no body')] : violations;
    }
    const [type = ''] = (exchange.requestHeaders['content-type'] ?? '').split(';');
    const media = requestBody?.content?.[type.trim()];
    if (!media) return [...violations, violation('', `takes no body of type ${type || '(none)'}`)];
    const faults = this.#validate('request', `${subject} ${type}`, media.schema, exchange.requestBody);
    return [...violations, ...faults.map(({ at, message }) => violation(at, message))];
  }

  #checkAnswer({ operation, name: subject }: FoundOperation, exchange: WireExchange): Violation[] {
    const { status, responseBody } = exchange;
    // No answer came, or one of a server in trouble: the document describes neither.
    if (status === 0 || status >= 500) return [];
    const violation = (at: string, message: string): Violation => ({ side: 'answer', subject, at, message });
    const { responses } = operation;
    const described = responses[String(status)] ?? responses[`${String(status).charAt(0)}XX`];
    if (!described) return [violation('', `is never answered with ${status}`)];
    const { content } = described.$ref ? (this.#resolve(described.$ref) as MediaTypes) : described;
    const schema = content?.['application/json']?.schema;
    if (!schema) return responseBody === undefined ? [] : [violation('', `${status} carries no body`)];
    if (responseBody === undefined) return [violation('', `${status} carries a body`)];
    const faults = this.#validate('answer', `${subject} ${status}`, schema, responseBody);
    return faults.map(({ at, message }) => violation(at, message));
  }

  #find(method: string, path: string): FoundOperation | undefined {
    const [pathname = ''] = withoutVersion(path).split('?');
    const query = queryOf(path);
    const decoded = pathname.split('/').map(decodeURIComponent).join('/');
    for (const { path: template, pattern, names } of this.#paths) {
      const match = pattern.exec(decoded);
      const item = this.document.paths[template];
      const operation = item?.[method.toLowerCase()] as Operation | undefined;
      if (!match || !item || !operation) continue;
      const declared = [
        ...((item['parameters'] as Parameter[] | undefined) ?? []),
        ...(operation.parameters ?? []),
      ];
      const parameters = declared.map((parameter) => {
        const inPath = match[names.indexOf(parameter.name) + 1];
        const given = parameter.in === 'path' ? inPath : (query.get(parameter.name) ?? undefined);
        return { ...parameter, ...(given === undefined ? {} : { given }) };
      });
      return { name: `${method} ${template}`, operation, parameters };
    }
    return undefined;
  }

  #resolve(ref: string): unknown {
    const steps = ref.replace(/^#\//, '').split('/');
    return steps.reduce<unknown>((node, step) => (node as Schema)[step], this.document);
  }

  #validate(side: Side, name: string, schema: Schema, value: unknown): { at: string; message: string }[] {
    const key = `${side} ${name}`;
    let validate = this.#validators.get(key);
    if (!validate) {
      validate = this.#ajv.compile(this.#readers[side].read(schema) as Schema);
      this.#validators.set(key, validate);
    }
    return validate(value) ? [] : tellingFaults(validate.errors ?? []);
  }
}

function withoutVersion(path: string): string {
  return path.replace(/^\/api(\/v\d+)?/, '');
}

function queryOf(path: string): URLSearchParams {
  return new URLSearchParams(path.split('?')[1] ?? '');
}

/** What a validator complains about, without the sentences that only say that another one was said. */
function tellingFaults(errors: readonly ErrorObject[]): { at: string; message: string }[] {
  const own = errors.filter(({ keyword }) => !['anyOf', 'if'].includes(keyword));
  const faults = (own.length > 0 ? own : errors).map(({ instancePath, message = '', params }) => {
    const { allowedValues, allowedValue, unevaluatedProperty } = params as Readonly<Record<string, unknown>>;
    const detail = allowedValues ?? allowedValue ?? unevaluatedProperty;
    return {
      at: instancePath,
      message: detail === undefined ? message : `${message}: ${JSON.stringify(detail)}`,
    };
  });
  return [...new Map(faults.map((fault) => [`${fault.at} ${fault.message}`, fault])).values()];
}
