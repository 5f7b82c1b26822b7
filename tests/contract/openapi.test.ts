import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discordContract, readDiscordContract } from './discord-document.js';
import { OpenApiContract, type WireExchange } from './openapi.js';
import type { Schema } from './schema-reader.js';

const integer = { type: 'integer', format: 'int32' };
const circle = {
  type: 'object',
  properties: { type: { type: 'integer', enum: [1] }, radius: integer },
  required: ['type', 'radius'],
};
const square = {
  type: 'object',
  properties: { type: { type: 'integer', enum: [2] }, side: integer },
  required: ['type', 'side'],
};
const shape = { oneOf: [{ $ref: '#/components/schemas/Circle' }, { $ref: '#/components/schemas/Square' }] };
const drawing: Schema = {
  type: 'object',
  properties: {
    name: { type: ['string', 'null'], maxLength: 5 },
    color: { type: 'string', oneOf: [{ const: 'red' }, { const: 'blue' }] },
    shapes: { type: 'array', items: shape },
    frame: { oneOf: [{ type: 'null' }, shape] },
    width: { oneOf: [{ type: 'number' }, { type: 'integer' }] },
    drawn_at: { type: 'string', format: 'date-time' },
  },
};
const json = (schema: Schema) => ({ content: { 'application/json': { schema } } });

const contract = new OpenApiContract({
  components: {
    schemas: {
      Circle: circle,
      Square: square,
      Drawing: drawing,
      Id: { type: 'string', pattern: '^\\d+$', format: 'snowflake' },
      Error: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
      DetailedError: {
        allOf: [
          { $ref: '#/components/schemas/Error' },
          { type: 'object', properties: { errors: { type: 'object', additionalProperties: true } } },
        ],
      },
    },
    responses: { Refused: json({ $ref: '#/components/schemas/DetailedError' }) },
  },
  paths: {
    '/drawings/@best': { get: { responses: { '200': json({ type: 'string' }) } } },
    '/drawings/{drawing_id}': {
      parameters: [
        { name: 'drawing_id', in: 'path', required: true, schema: { $ref: '#/components/schemas/Id' } },
      ],
      get: { responses: { '200': json({ $ref: '#/components/schemas/Drawing' }) } },
      patch: {
        parameters: [
          { name: 'large', in: 'query', schema: { type: 'boolean' } },
          { name: 'copies', in: 'query', required: true, schema: { type: 'integer', maximum: 9 } },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: { $ref: '#/components/schemas/Drawing' } },
            'multipart/form-data': {
              schema: {
                allOf: [
                  { $ref: '#/components/schemas/Drawing' },
                  {
                    type: 'object',
                    properties: { 'files[0]': { type: 'string', contentEncoding: 'binary' } },
                  },
                ],
              },
            },
          },
        },
        responses: {
          '200': json({ $ref: '#/components/schemas/Drawing' }),
          '204': {},
          '4XX': { $ref: '#/components/responses/Refused' },
        },
      },
    },
  },
});

function exchange(overrides: Partial<WireExchange> = {}): WireExchange {
  return {
    method: 'PATCH',
    path: '/api/v10/drawings/7?copies=1',
    requestHeaders: { 'content-type': 'application/json' },
    requestBody: {},
    status: 204,
    responseBody: undefined,
    ...overrides,
  };
}

/** What is found, in short. */
function found(overrides: Partial<WireExchange>): string[] {
  return contract.check(exchange(overrides)).map(({ side, at, message }) => `${side} ${at}: ${message}`);
}

describe('a request', () => {
  it('is found by its path, whatever the version and the query; literal paths go first', () => {
    expect(found({})).toEqual([]);
    const best = {
      method: 'GET',
      requestBody: undefined,
      requestHeaders: {},
      status: 200,
      responseBody: 'it',
    };
    expect(found({ ...best, path: '/drawings/%40best' })).toEqual([]);
    expect(found({ ...best, path: '/drawings' })).toEqual(['request : there is no such operation']);
    expect(found({ method: 'DELETE' })).toEqual(['request : there is no such operation']);
  });

  it('has the parameters that are described, and no others', () => {
    expect(found({ path: '/drawings/7?copies=1&large=true' })).toEqual([]);
    expect(found({ path: '/drawings/seven?copies=1' })).toHaveLength(2);
    expect(found({ path: '/drawings/7' })).toEqual(['request copies: is required']);
    expect(found({ path: '/drawings/7?copies=many' })).toEqual([
      expect.stringMatching(/^request copies: must match pattern/),
    ]);
    expect(found({ path: '/drawings/7?copies=1&large=very' })).toEqual(['request large: must be boolean']);
    expect(found({ path: '/drawings/7?copies=1&tall=true' })).toEqual([
      'request tall: is no parameter of this operation',
    ]);
  });

  it('has a body where one is required, and none of a kind that is not taken', () => {
    expect(found({ requestBody: undefined })).toEqual(['request : has no body']);
    expect(found({ requestHeaders: { 'content-type': 'text/plain' } })).toEqual([
      'request : takes no body of type text/plain',
    ]);
    const get = { method: 'GET', path: '/drawings/7', status: 200, responseBody: {} };
    expect(found(get)).toEqual(['request : takes no body of type application/json']);
  });

  it('has no field that is not described, in a form neither', () => {
    const requestHeaders = { 'content-type': 'multipart/form-data; boundary=x' };
    expect(found({ requestBody: { name: 'a' }, requestHeaders })).toEqual([]);
    for (const headers of [exchange().requestHeaders, requestHeaders]) {
      expect(found({ requestBody: { nmae: 'a' }, requestHeaders: headers })).toEqual([
        'request : must NOT have unevaluated properties: "nmae"',
      ]);
    }
    expect(found({ requestBody: { shapes: [{ type: 1, radius: 1, side: 2 }] } })).toEqual([
      'request /shapes/0: must NOT have unevaluated properties: "side"',
    ]);
  });

  it('may have strings for integers, if they are integers', () => {
    expect(found({ requestBody: { shapes: [{ type: '1', radius: '12' }] } })).toEqual([]);
    expect(found({ requestBody: { shapes: [{ type: 1, radius: 'wide' }] } })).toEqual([
      expect.stringMatching(/^request \/shapes\/0\/radius: must match pattern/),
    ]);
    expect(found({ requestBody: { shapes: [{ type: 1, radius: 2.5 }] } })).not.toEqual([]);
  });
});

describe('one of several types', () => {
  it('may be any of them, and more than one at once', () => {
    const shapes = [
      { type: 1, radius: 1 },
      { type: 2, side: 1 },
    ];
    expect(found({ requestBody: { shapes, frame: null, color: 'blue', width: 3 } })).toEqual([]);
    expect(found({ requestBody: { frame: shapes[0], width: 3.5, name: null } })).toEqual([]);
  });

  it('is said to be wrong in the one that it names, or to be none of them', () => {
    expect(found({ requestBody: { frame: { type: 2, radius: 1 } } })).toEqual([
      "request /frame: must have required property 'side'",
      'request /frame: must NOT have unevaluated properties: "radius"',
    ]);
    expect(found({ requestBody: { shapes: [{ type: 3 }] } })).toEqual([
      expect.stringMatching(/^request \/shapes\/0\/type: must be equal to one of the allowed values/),
    ]);
    expect(found({ requestBody: { shapes: [{ radius: 1 }] } })).toEqual([
      expect.stringMatching(/must have required property 'type'/),
    ]);
    expect(found({ requestBody: { color: 'green' } })).toEqual([
      'request /color: must be equal to one of the allowed values: ["red","blue"]',
    ]);
  });
});

describe('an answer', () => {
  const answers = (status: number, responseBody?: unknown): string[] => found({ status, responseBody });

  it('has a status that is described, or a range of them', () => {
    expect(answers(202)).toEqual(['answer : is never answered with 202']);
    expect(answers(418, { message: 'a teapot', errors: { any: 'thing' } })).toEqual([]);
    expect(answers(418, { error: 'a teapot' })).toHaveLength(2);
  });

  it('has a body where one is described, and none elsewhere', () => {
    expect(answers(200)).toEqual(['answer : 200 carries a body']);
    expect(answers(204, {})).toEqual(['answer : 204 carries no body']);
  });

  it('has the types that are described: no strings for integers, no moments that are none', () => {
    expect(answers(200, { drawn_at: '2026-11-20T20:00:00.000000+00:00' })).toEqual([]);
    expect(answers(200, { drawn_at: 'yesterday' })).toEqual([
      'answer /drawn_at: must match format "date-time"',
    ]);
    expect(answers(200, { shapes: [{ type: 1, radius: '12' }] })).toEqual([
      'answer /shapes/0/radius: must be integer',
    ]);
    expect(answers(200, { name: 'too long' })).toHaveLength(1);
  });

  it('may be missing, or that of a server in trouble', () => {
    expect(answers(0)).toEqual([]);
    expect(answers(502, 'Bad Gateway')).toEqual([]);
  });

  it('that is wrong does not hide a request that is', () => {
    expect(found({ requestBody: { name: 'too long' }, status: 202 })).toHaveLength(2);
  });
});

describe('a part of an event', () => {
  it('is held against a schema by its name', () => {
    expect(contract.checkShape('Circle', { type: 1, radius: 1 }, 'CIRCLE_CREATE')).toEqual([]);
    expect(contract.checkShape('Circle', { type: 1 }, 'CIRCLE_CREATE')).toEqual([
      { side: 'event', subject: 'CIRCLE_CREATE', at: '', message: "must have required property 'radius'" },
    ]);
    expect(contract.describes('Triangle')).toBe(false);
    expect(() => contract.checkShape('Triangle', {}, 'TRIANGLE_CREATE')).toThrow(/no schema/);
  });
});

// What nobody may send, whichever document says so.
describe.each([
  ['the document there is', discordContract()],
  ['our own shapes', readDiscordContract(join('no', 'such', 'folder'))],
])('by %s', (_, { contract: discord, source }) => {
  const post = (requestBody: object): number =>
    discord.check(exchange({ method: 'POST', path: '/channels/1/messages', requestBody, status: 0 })).length;
  const button = { type: 2, style: 2, label: 'Stop', custom_id: 'stop' };

  it.each([
    [
      'a message with a way out',
      { content: 'Tonight', components: [{ type: 1, components: [button] }] },
      true,
    ],
    ['a nonce that is remembered', { content: 'Tonight', nonce: 'x'.repeat(25), enforce_nonce: true }, true],
    ['a longer nonce', { content: 'Tonight', nonce: 'x'.repeat(26) }, false],
    ['a field that is misspelled', { content: 'Tonight', allowedMentions: { parse: [] } }, false],
    ['a mention that is no id', { content: 'Tonight', allowed_mentions: { users: ['ana'] } }, false],
    ['a button of no style', { components: [{ type: 1, components: [{ ...button, style: 9 }] }] }, false],
    ['a button in no row', { components: [button] }, false],
    [
      'a label that is too long',
      { components: [{ type: 1, components: [{ ...button, label: 'x'.repeat(81) }] }] },
      false,
    ],
  ])(`${source}: %s`, (_what, body, fine) => {
    expect(post(body) === 0).toBe(fine);
  });
});
