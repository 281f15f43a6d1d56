// One picture of each page: node scripts/screenshots.mjs BASE_URL [DIRECTORY] [--theme=dark|light] [--width=N] [--only=NAME,...]
import { mkdirSync } from 'node:fs';
import { open, pagesOf, settled } from './browser.mjs';

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const options = Object.fromEntries(
  process.argv
    .slice(2)
    .filter((word) => word.startsWith('--'))
    .map((word) => word.slice(2).split('=')),
);
const [base = 'http://127.0.0.1:8080', directory = 'screenshots'] = words;
const width = Number(options.width ?? 1280);
const only = options.only?.split(',');
mkdirSync(directory, { recursive: true });

const { browser, page, troubles } = await open({
  width,
  height: width < 600 ? 844 : 900,
  theme: options.theme,
});
for (const { name, path, prepare } of await pagesOf(base)) {
  if (only && !only.includes(name)) {
    continue;
  }
  await page.goto(base + path);
  await settled(page);
  await prepare?.(page);
  await page.screenshot({ path: `${directory}/${name}.png`, fullPage: options.full !== undefined });
  console.log(`${directory}/${name}.png  ${path}`);
}
await browser.close();
if (troubles.length > 0) {
  console.error(troubles.join('\n'));
  process.exitCode = 1;
}
