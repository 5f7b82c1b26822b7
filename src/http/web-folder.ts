import { fileURLToPath } from 'node:url';

/** Where the build puts the web's files, for the compiled application and for one that runs from its source. */
export const WEB_FOLDER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/web' : '../../web', import.meta.url),
);
