import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { OpenAPIV3_1 } from 'openapi-types';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { testBridge } from './test-bridge.js';

type Operation = OpenAPIV3_1.OperationObject & { responses: OpenAPIV3_1.ResponsesObject };

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

let document: OpenAPIV3_1.Document;
let routes: string[];

/** Every operation, by its name: `get /healthz`. */
function operations(): [string, Operation, string][] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method): [string, Operation, string][] => {
      const operation = item?.[method];
      return operation ? [[`${method} ${path}`, operation, path]] : [];
    }),
  );
}

/** Every schema in the document, wherever it is. */
function schemas(value: unknown, at = ''): [string, object][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]: [string, unknown]): [string, object][] =>
    key === 'schema' ? [[at, child as object]] : schemas(child, `${at}/${key}`),
  );
}

/** Every schema of a text in a schema, behind references too. */
function textsOf(schema: unknown): object[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { $ref, type } = schema as { $ref?: string; type?: unknown };
  if ($ref !== undefined) return textsOf(document.components?.schemas?.[$ref.split('/').at(-1) ?? '']);
  const own = [type].flat().includes('string') ? [schema] : [];
  return [...own, ...Object.values(schema).flatMap(textsOf)];
}

describe('/openapi.json', () => {
  beforeEach(async () => {
    const bridge = await testBridge();
    const response = await bridge.ask({ method: 'GET', url: '/openapi.json' });
    expect(response.statusCode).toBe(200);
    document = response.json();
    routes = routesOf(bridge.server.printRoutes({ commonPrefix: false }));
  });

  it('is OpenAPI 3.1', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(operations().length).toBeGreaterThan(20);
  });

  it('is written once, and not sent again to whoever has it', async () => {
    const bridge = await testBridge();
    const made = vi.spyOn(bridge.server, 'swagger');
    const ask = (tag = '') =>
      bridge.ask({ method: 'GET', url: '/openapi.json', headers: { 'if-none-match': tag } });
    const first = await ask();
    const again = await ask();
    expect(made).toHaveBeenCalledTimes(1);
    expect(again.body).toBe(first.body);
    const known = await ask(String(first.headers.etag));
    expect([known.statusCode, known.body]).toEqual([304, '']);
  });

  it('takes no text without an end', () => {
    const asked = operations().flatMap(([name, operation]) =>
      schemas({ parameters: operation.parameters, body: operation.requestBody }).map(
        ([at, schema]): [string, object] => [`${name} ${at}`, schema],
      ),
    );
    expect(asked.length).toBeGreaterThan(15);
    const endless = asked.flatMap(([at, schema]) => textsOf(schema).map((text) => ({ at, text })));
    expect(endless.length).toBeGreaterThan(10);
    for (const { at, text } of endless) {
      const isBounded = 'enum' in text || 'const' in text || 'maxLength' in text;
      expect(isBounded, `${at}: ${JSON.stringify(text)}`).toBe(true);
    }
  });

  it('has schemas that are ones, and references that lead somewhere', () => {
    const ajv = new Ajv2020({ strict: true, allErrors: true });
    formats.default(ajv);
    const { components } = document;
    ajv.addSchema({ $id: 'document', $defs: components?.schemas });
    const all = [...schemas(document.paths), ...Object.entries(components?.schemas ?? {})];
    expect(all.length).toBeGreaterThan(100);
    for (const [at, schema] of all) {
      expect(ajv.validateSchema(schema), at).toBe(true);
      const local = JSON.stringify(schema).replaceAll('#/components/schemas/', 'document#/$defs/');
      expect(() => ajv.compile(JSON.parse(local) as object), at).not.toThrow();
    }
  });

  it('has examples that fit their schemas', () => {
    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    const examined = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      const { examples, ...schema } = value as { examples?: unknown };
      if (Array.isArray(examples)) {
        const validate = ajv.compile(schema);
        for (const example of examples as unknown[])
          expect(validate(example), JSON.stringify({ schema, example })).toBe(true);
      }
      for (const child of Object.values(value)) examined(child);
    };
    for (const [, schema] of schemas(document.paths)) examined(schema);
    examined(document.components?.schemas);
  });

  it('tells of every operation what it is, who may ask, and how it may go wrong', () => {
    const known = new Set(document.tags?.map(({ name }) => name));
    const schemes = Object.keys(document.components?.securitySchemes ?? {});
    expect(schemes).toEqual(['session', 'bearer']);
    for (const [name, operation, path] of operations()) {
      if (!path.startsWith('/api/')) continue;
      expect(operation.summary, name).toBeTruthy();
      for (const [status, response] of Object.entries(operation.responses)) {
        const { description } = response as OpenAPIV3_1.ResponseObject;
        expect(description, `${name} ${status}`).not.toBe('Default Response');
      }
      for (const tag of operation.tags ?? ['none']) expect(known, name).toContain(tag);
      for (const need of operation.security ?? [{ none: [] }]) {
        for (const scheme of Object.keys(need)) expect(schemes, name).toContain(scheme);
      }
      for (const status of ['400', '401', '429', '500']) {
        const response = operation.responses[status] as OpenAPIV3_1.ResponseObject;
        expect(response.content, `${name} ${status}`).toEqual({
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        });
      }
    }
  });

  it('declares every part of a path as a parameter, and no other', () => {
    for (const [name, operation, path] of operations()) {
      const inPath = Array.from(path.matchAll(/\{(\w+)\}/g), ([, part]) => part);
      const declared = (operation.parameters ?? [])
        .map((parameter) => parameter as OpenAPIV3_1.ParameterObject)
        .filter((parameter) => parameter.in === 'path');
      expect(
        declared.map((parameter) => parameter.name),
        name,
      ).toEqual(inPath);
      expect(
        declared.every(({ required }) => required),
        name,
      ).toBe(true);
    }
  });

  it('lists every route of the API there is, and none that is not', () => {
    const documented = operations().map(([name]) => name);
    expect(documented.filter((name) => name.includes(' /api/')).sort()).toEqual(
      routes.filter((name) => name.includes(' /api/')).sort(),
    );
    expect(routes).toEqual(expect.arrayContaining(documented));
  });
});

/** Every route of a server, from the tree it prints of itself. */
function routesOf(tree: string): string[] {
  const parts: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] = /^(.*)[├└]── (\S*)(?: \((.*)\))?$/u.exec(line) ?? [];
    parts.length = indent.length / 4;
    parts.push(part);
    const path = parts.join('').replaceAll(/:(\w+)/g, '{$1}');
    return methods
      .toLowerCase()
      .split(', ')
      .filter((method) => METHODS.some((known) => known === method))
      .map((method) => `${method} ${path}`);
  });
}
