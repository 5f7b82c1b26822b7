import type { FastifyServerOptions } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';

type CompilersFactory = NonNullable<
  NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']
>;

/**
 * Options of a server whose schemas are all zod's. Said when it is made, and not afterwards, they keep fastify from loading
 * its own compilers of JSON schemas, which is a tenth of what the bridge loads.
 */
export const ZOD_ONLY = {
  schemaController: {
    compilersFactory: {
      // Fastify's types know factories of its own compilers only.
      buildValidator: (() => validatorCompiler) as unknown as CompilersFactory['buildValidator'],
      buildSerializer: (() => serializerCompiler) as unknown as CompilersFactory['buildSerializer'],
    },
  },
} satisfies FastifyServerOptions;
