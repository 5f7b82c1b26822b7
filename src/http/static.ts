import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const YEAR = 'public, max-age=31536000, immutable';
/** Kept, but checked again each time: a 304 if nothing is new. */
const ASK_AGAIN = 'public, no-cache';

/** Where the build puts the web's files, for the compiled application and for one that runs from its source. */
export const WEB_FOLDER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/web' : '../../web', import.meta.url),
);

/**
 * Serves the build's files in `folder` (an absolute path): the availability page at `/`, the modal's script
 * under its stable name, and the parts of both. Files named after their content are kept for a year. Pages of
 * any origin may load the files, which hold no personal data; the routes decide about requests. Other paths
 * go to the not-found handler, and so does everything without a build: a bot that runs from source works
 * without pages.
 */
export async function serveWeb(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/',
    // A route for each file there is: nothing else is looked for on the disk.
    wildcard: false,
    index: ['index.html'],
    cacheControl: false,
    // Files are no part of the API's description.
    schemaHide: true,
    setHeaders: (reply, path) => {
      const named = path.slice(folder.length).replaceAll('\\', '/').includes('/assets/');
      void reply.header('cache-control', named ? YEAR : ASK_AGAIN);
      void reply.header('cross-origin-resource-policy', 'cross-origin');
      void reply.header('access-control-allow-origin', '*');
    },
  });
}
