import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const built = file('dist/web');

/** Leaves two more of each file beside it, as small as they get: the bridge sends what a browser can read. */
const compressed: Plugin = {
  name: 'muster-compressed',
  apply: 'build',
  closeBundle() {
    for (const name of readdirSync(built, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(html|js|css|svg)$/.test(name)) continue;
      const whole = readFileSync(join(built, name));
      writeFileSync(join(built, `${name}.br`), brotliCompressSync(whole));
      writeFileSync(join(built, `${name}.gz`), gzipSync(whole, { level: 9 }));
    }
  },
};

// The web pages as static files for the bridge to serve. Addresses are relative, so that the modal finds its parts
// beside itself on whatever page it stands, and the page works under any path.
export default defineConfig({
  root: file('web'),
  base: './',
  publicDir: false,
  plugins: [compressed],
  build: {
    outDir: built,
    emptyOutDir: true,
    target: 'es2022',
    // The polyfill would be one more script; every browser that knows <dialog> knows module preloading.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
      // What is reckoned with does nothing by being loaded: a page gets what it uses of it, and no file for the rest.
      treeshake: { moduleSideEffects: [{ test: /\/src\/domain\//, sideEffects: false }] },
      input: { index: file('web/index.html'), 'muster-promote': file('web/src/muster-promote.ts') },
      output: {
        // Websites name this one in their script tag, so its name never changes.
        entryFileNames: ({ name }) =>
          name === 'muster-promote' ? 'muster-promote.js' : 'assets/[name]-[hash].js',
        // What is said in a language is named by the language: in its folder, the file is `web.ts`.
        chunkFileNames: ({ facadeModuleId }) =>
          `assets/${/\/messages\/(\w+)\/web\.ts$/.exec(facadeModuleId ?? '')?.[1] ?? '[name]'}-[hash].js`,
      },
    },
  },
});
