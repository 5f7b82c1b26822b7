import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { notModified } from '../../src/http/routes/documented.js';
import { problemResponses } from '../../src/http/routes/problem-responses.js';
import { strictServer } from './strict-contract.js';

const counts = z.object({ sent: z.int(), job: z.object({ status: z.string() }).optional() });

/** What is found when a route that declares these counts answers like this. */
async function found(status: number, answer: unknown, path = '/api/counts'): Promise<readonly string[]> {
  const { server, misfits } = await strictServer(async (): Promise<FastifyInstance> => {
    const app = fastify();
    app.setSerializerCompiler(serializerCompiler);
    const response = { 200: counts, 304: notModified, ...problemResponses() };
    app.get(path, { schema: { response } }, (_, reply: FastifyReply) =>
      reply
        .code(status)
        .type(status < 400 ? 'application/json' : 'application/problem+json')
        .send(answer),
    );
    return app;
  });
  onTestFinished(() => server.close());
  await server.inject({ url: path });
  return misfits;
}

const problem = { type: 'about:blank', title: 'No', status: 400, detail: 'No.', instance: 'urn:uuid:1' };

describe('an answer that fits', () => {
  test.each([
    ['as an object', 200, { sent: 1 }],
    ['as what goes over the wire', 200, '{"sent":1,"job":{"status":"sent"}}'],
    ['without a body', 304, undefined],
    ['a problem, with more than every problem has', 400, { ...problem, checks: {} }],
    ['a problem that any request may meet', 413, { ...problem, status: 413 }],
  ])('is fine: %s', async (_, status, answer) => {
    expect(await found(status, answer)).toEqual([]);
  });
});

describe('an answer that does not fit is found', () => {
  test.each([
    ['a field of another type', 200, { sent: '1' }],
    ['a field too few', 200, {}],
    ['a field too many, which is not sent', 200, { sent: 1, handle: '@canary' }],
    ['a field too many further in', 200, { sent: 1, job: { status: 'sent', handle: '@canary' } }],
    ['a text that nobody looks at on its way', 200, '{"sent":"1"}'],
    ['a body where there is none', 304, 'more'],
    ['a status nobody was told of', 202, { sent: 1 }],
    ['a problem nobody was told of', 409, { ...problem, status: 409 }],
    ['a problem that says too little', 400, { title: 'No' }],
  ])('%s', async (_, status, answer) => {
    expect(await found(status, answer)).not.toEqual([]);
  });

  test('a problem of a route outside the API is one, too', async () => {
    expect(await found(503, { ...problem, status: 503 }, '/readyz')).toEqual([]);
    expect(await found(503, { title: 'No' }, '/readyz')).not.toEqual([]);
  });
});
