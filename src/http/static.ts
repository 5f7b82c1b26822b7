import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../domain/clock.js';
import { addDays } from '../domain/local-time.js';
import { LANGUAGES } from '../messages/languages.js';
import { localeOf } from './asking.js';

const YEAR = 'public, max-age=31536000, immutable';
/** Kept, but checked again each time: a 304 if nothing is new. */
const ASK_AGAIN = 'public, no-cache';
/** How far ahead the page looks. */
const DAYS_SHOWN = 14;

/**
 * Serves the build's files in `folder` (an absolute path): the availability page at `/`, the modal's script
 * under its stable name, and the parts of both. Files named after their content are kept for a year. Pages of
 * any origin may load the files, which hold no personal data; the routes decide about requests. A browser gets them
 * compressed, if it reads that, whatever stands between it and the bridge. Other paths
 * go to the not-found handler, and so does everything without a build: a bot that runs from source works
 * without pages.
 */
export async function serveWeb(
  app: FastifyInstance,
  folder: string,
  clock: Pick<Clock, 'now'>,
): Promise<void> {
  if (!existsSync(folder)) return;
  const words = wordsIn(folder);
  const parts = partsOf(folder);
  // The page asks for its words, and its first questions, once its script runs; told beforehand, a browser does all at once. It
  // reads the header before the page, so that what the page names itself comes sooner by being named there too.
  app.addHook('onSend', async (request, reply) => {
    if (!isPage(request.url)) return;
    const language = languageOf(localeOf(request.headers['accept-language']), words);
    const name = words.get(language);
    const ofWords = name === undefined ? [] : [`<${name}>; rel=modulepreload`];
    void reply.header('link', [...parts, ...ofWords, ...firstQuestions(clock.now())].join(', '));
    const others = reply.getHeader('vary');
    void reply.header('vary', [others, 'Accept-Language'].filter(Boolean).join(', '));
  });
  await app.register(async (files) => {
    files.addHook('onRequest', (request, _reply, done) => {
      const { headers } = request.raw;
      const accepted = headers['accept-encoding'];
      if (typeof accepted === 'string') headers['accept-encoding'] = spelledOut(accepted);
      done();
    });
    await files.register(fastifyStatic, {
      root: folder,
      prefix: '/',
      // A route for each file there is: nothing else is looked for on the disk.
      wildcard: false,
      // The build leaves compressed ones beside them, which are sent under the names of the others.
      preCompressed: true,
      globIgnore: ['**/*.br', '**/*.gz'],
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
  });
}

/** How files lie there compressed, best first. */
const COMPRESSED = ['br', 'gzip'];

/**
 * An `Accept-Encoding` in which `*` is what it stands for: each way that is not named. The plugin takes it for gzip, also where gzip
 * is named and refused.
 */
function spelledOut(accepted: string): string {
  const parts = accepted.toLowerCase().split(',');
  const named = new Set(parts.map((part) => part.split(';', 1)[0]?.trim()));
  const others = COMPRESSED.filter((way) => !named.has(way));
  return parts
    .flatMap((part) => (part.includes('*') ? others.map((way) => part.replace('*', way)) : [part]))
    .join(',');
}

/**
 * What the page asks first, word for word as its script does (web/src/page/first-answers.ts): a browser takes the answer it
 * has to the same question, and asks anew where it is another.
 */
function firstQuestions(now: number): string[] {
  const to = addDays(new Date(now).toISOString().slice(0, 10), DAYS_SHOWN);
  return ['/access', `?from=today&to=${to}&include_users=true`].map(
    (end) => `<api/availability${end}>; rel=preload; as=fetch; crossorigin=use-credentials`,
  );
}

function isPage(url: string): boolean {
  return ['/', '/index.html'].includes(url.split('?', 1)[0] ?? '');
}

/** What the page in `folder` names itself, as its `Link` header does. The styles go first: nothing is painted without. */
function partsOf(folder: string): string[] {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return [];
  const named = [...readFileSync(page, 'utf8').matchAll(/"\.\/(assets\/[^"]+\.(?:css|js))"/g)].map(
    ([, name = '']) => name,
  );
  return [
    ...named
      .filter((name) => name.endsWith('.css'))
      .map((name) => `<${name}>; rel=preload; as=style; crossorigin`),
    ...named.filter((name) => name.endsWith('.js')).map((name) => `<${name}>; rel=modulepreload`),
  ];
}

/** The files with the page's words, by the language their name begins with. */
function wordsIn(folder: string): ReadonlyMap<string, string> {
  const assets = join(folder, 'assets');
  const names = existsSync(assets) ? readdirSync(assets) : [];
  return new Map(
    names.flatMap((name) => {
      const [, language] = /^([a-z]{2})-.+\.js$/.exec(name) ?? [];
      return language !== undefined && LANGUAGES.has(language) ? [[language, `assets/${name}`] as const] : [];
    }),
  );
}

/** The language the page will be in for a BCP 47 tag: its own where there are words for it, else English. */
function languageOf(locale: string, words: ReadonlyMap<string, string>): string {
  const [language = ''] = locale.toLowerCase().split('-');
  return words.has(language) ? language : 'en';
}
