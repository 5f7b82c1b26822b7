/** An OpenAPI 3.1 document, as far as it is read here. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A JSON schema. */
export type Schema = Record<string, unknown>;

/** Who says it: what clients may write is laxer than what Discord answers. */
export type Side = 'request' | 'answer';

/**
 * Rewrites a document's schemas into plain JSON Schema that means what Discord means by them, and that says in one
 * sentence what is wrong instead of once for every type a value could have been.
 */
export class SchemaReader {
  readonly schemas: Readonly<Record<string, unknown>>;

  constructor(
    private readonly document: OpenApiDocument,
    private readonly side: Side,
  ) {
    this.schemas = document.components['schemas'] ?? {};
  }

  /** All of the document's schemas; `open` lets objects have more fields, for schemas that are parts of others. */
  all(open: boolean): Record<string, unknown> {
    return mapped(this.schemas, (schema) => this.read(schema, open));
  }

  /** One schema. What it refers to is referred to in {@link all}. */
  read(node: unknown, open = false): unknown {
    if (Array.isArray(node)) return node.map((each) => this.read(each, open));
    if (!isObject(node)) return node;
    if (typeof node['$ref'] === 'string') return { $ref: this.#reference(node['$ref'], open) };
    const { oneOf, anyOf, allOf, properties, items, additionalProperties, ...schema } = node;
    if (isObject(properties)) schema['properties'] = mapped(properties, (property) => this.read(property));
    if (items !== undefined) schema['items'] = this.read(items);
    if (additionalProperties !== undefined) schema['additionalProperties'] = this.read(additionalProperties);
    const parts = (allOf ?? []) as unknown[];
    if (parts.length > 0)
      schema['allOf'] = this.read(parts, open || parts.length > 1 || properties !== undefined);
    const closes = properties !== undefined || parts.length > 1;
    if (closes && !open && additionalProperties === undefined) schema['unevaluatedProperties'] = false;
    const union = (oneOf ?? anyOf) as unknown[] | undefined;
    if (union) Object.assign(schema, this.#union(union, schema));
    return this.side === 'request' ? withIntegersAsStrings(schema) : schema;
  }

  #reference(ref: string, open: boolean): string {
    return ref.replace('#/components/schemas/', `${this.side}${open ? '-open' : ''}#/schemas/`);
  }

  /** "One of these types", told apart by a field that names the type where there is one. */
  #union(types: readonly unknown[], beside: Schema): Schema {
    const known = types.filter(isObject);
    if (known.every((type) => 'const' in type)) return { enum: known.map((type) => type['const']) };
    const others = known.filter((type) => type['type'] !== 'null');
    if (others.length < known.length) {
      const type = others.length === 1 ? this.read(others[0]) : this.read({ oneOf: others });
      return { if: { type: 'null' }, else: type };
    }
    const names = this.#typeNames(known);
    if (!names || 'properties' in beside) return { anyOf: this.read(known) };
    return {
      type: 'object',
      required: ['type'],
      properties: { type: { enum: names.flat() } },
      allOf: known.map((type, index) => ({
        if: { properties: { type: { enum: names[index] } }, required: ['type'] },
        then: this.read(type),
      })),
    };
  }

  /** The values of `type` that each of these types goes by, if every type can be told by them. */
  #typeNames(types: readonly Schema[]): readonly unknown[][] | undefined {
    const names = types.map((type) => {
      const { properties, required } = this.#resolved(type) as { properties?: Schema; required?: string[] };
      const field = properties?.['type'];
      if (!isObject(field) || !required?.includes('type')) return [];
      const values = (field['enum'] ?? ('const' in field ? [field['const']] : [])) as unknown[];
      return this.side === 'request' ? withStrings(values) : values;
    });
    const all = names.flat();
    return names.every((each) => each.length > 0) && new Set(all).size === all.length ? names : undefined;
  }

  #resolved(schema: Schema): Schema {
    const name = typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1) : undefined;
    return name === undefined ? schema : this.#resolved(this.schemas[name] as Schema);
  }
}

function isObject(value: unknown): value is Schema {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function mapped(object: Schema, change: (value: unknown) => unknown): Schema {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

/** Clients may send integers as strings. */
function withIntegersAsStrings(schema: Schema): Schema {
  const types = [schema['type'] ?? []].flat();
  if (!types.includes('integer') || types.includes('string')) return schema;
  const values = schema['enum'] as unknown[] | undefined;
  return {
    ...schema,
    type: [...types, 'string'],
    pattern: '^-?\\d+$',
    ...(values && { enum: withStrings(values) }),
  };
}

function withStrings(values: readonly unknown[]): unknown[] {
  return values.flatMap((value) => (Number.isInteger(value) ? [value, String(value)] : [value]));
}
