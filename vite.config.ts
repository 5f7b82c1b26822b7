import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// The web pages as static files for the bridge to serve. Addresses are relative, so that the modal finds its parts
// beside itself on whatever page it stands, and the page works under any path.
export default defineConfig({
  root: file('web'),
  base: './',
  publicDir: false,
  build: {
    outDir: file('dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    // The polyfill would be one more script; every browser that knows <dialog> knows module preloading.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
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
