import type { Plugin } from 'vite';
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

const PAGE = /src\/pages\/([a-z]+)\/\1\.tsx$/;

/** Tells first.js what each page is made of, so that its files are fetched beside those of the frame and not after them. */
const pagesByAddress = (): Plugin => ({
  name: 'pages-by-address',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const chunks = Object.values(bundle ?? {}).filter((file) => file.type === 'chunk');
      const imports = new Map(chunks.map((chunk) => [chunk.fileName, chunk.imports]));
      const withImports = (file: string, known = new Set<string>()): Set<string> => {
        if (!known.has(file)) {
          known.add(file);
          for (const imported of imports.get(file) ?? []) {
            withImports(imported, known);
          }
        }
        return known;
      };
      const frame = new Set(
        chunks.filter((chunk) => chunk.isEntry).flatMap((chunk) => [...withImports(chunk.fileName)]),
      );
      const pages = chunks.flatMap((chunk) => {
        const name = PAGE.exec(chunk.facadeModuleId ?? '')?.[1];
        const files = [...withImports(chunk.fileName)].filter((file) => !frame.has(file));
        return name ? [[name === 'overview' ? '' : name, files.map((file) => `/${file}`)]] : [];
      });
      const told = JSON.stringify(Object.fromEntries(pages));
      return html.replace('<script src="/first.js">', `<script src="/first.js" data-pages='${told}'>`);
    },
  },
});

export default defineConfig({
  plugins: [pagesByAddress()],
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
