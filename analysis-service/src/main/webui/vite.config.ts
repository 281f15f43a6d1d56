import { defineConfig } from 'vitest/config';

const storage = process.env.QUIPU_STORAGE_URL ?? 'http://127.0.0.1:8082';
const analysis = process.env.QUIPU_ANALYSIS_URL ?? 'http://127.0.0.1:8080';

// The services refuse requests whose Origin is not their own, so the proxy presents itself as one of theirs.
const door = (target: string) => ({ target, changeOrigin: true, headers: { origin: target } });

const proxy = {
  '/v1': door(analysis),
  '/api': door(analysis),
  '/store': { ...door(storage), rewrite: (path: string) => path.replace(/^\/store/, '') },
};

// What the server sends with the page, so that what it forbids is noticed while developing.
const headers = {
  'Content-Security-Policy':
    "default-src 'self'; script-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
};

export default defineConfig({
  build: {
    outDir: process.env.QUIPU_PAGE_OUT ?? 'dist',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What most pages use comes with the first request, not in a dozen small ones after it.
        codeSplitting: {
          groups: [
            {
              name: 'common',
              test: /src\/(api|text|app\/(?!main|shell|routes)|query\/language|charts\/(service-|sparkline|canvas))/,
            },
          ],
        },
      },
    },
    // A data: address is not from 'self'.
    assetsInlineLimit: 0,
  },
  server: { proxy },
  preview: { proxy, headers },
  test: { include: ['src/**/*.test.ts'] },
});
