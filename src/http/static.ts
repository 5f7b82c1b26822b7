import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const YEAR = 'public, max-age=31536000, immutable';
/** Kept, but asked for again each time: an answer of 304 where nothing is new. */
const ASK_AGAIN = 'public, no-cache';

/** Where the build puts the web's files, for the compiled application and for one that runs from its source. */
export const WEB_FOLDER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/web' : '../../web', import.meta.url),
);

/**
 * Serves what `npm run build` put into `folder` (an absolute path): the availability page at `/`, the modal's script
 * under its stable name, and the parts of both. Files that are named after their content are kept for a year. Pages
 * of any origin may load the files, which hold nothing of anybody's; what they may ask the bridge is decided by its
 * routes. What is not there is left to the handler of what is not found, and so is everything where nothing was built:
 * a bot that runs from its source works without its pages.
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
