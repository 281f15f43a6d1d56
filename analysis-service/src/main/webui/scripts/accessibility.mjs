// Looks for accessibility faults on every page in both themes: node scripts/accessibility.mjs BASE_URL [--only=NAME,...]
// Fails when axe-core has a serious or critical finding.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { open, pagesOf, settled } from './browser.mjs';

const [base = 'http://127.0.0.1:8080'] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const only = process.argv
  .find((word) => word.startsWith('--only='))
  ?.slice(7)
  .split(',');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let serious = 0;
for (const [theme, width] of [
  ['dark', 1280],
  ['light', 390],
]) {
  const { browser, page } = await open({ theme, width });
  for (const { name, path, prepare } of await pagesOf(base)) {
    if (only && !only.includes(name)) {
      continue;
    }
    await page.goto(base + path);
    await settled(page);
    await prepare?.(page);
    // The page's policy allows no inline script: the debugger's evaluation is not bound by it.
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
      globalThis.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
      }),
    );
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    console.log(
      `${theme} ${width}  ${name}: ${violations.length} findings${wide > 0 ? `, ${wide} px too wide` : ''}`,
    );
    for (const violation of violations) {
      if (['serious', 'critical'].includes(violation.impact)) {
        serious++;
      }
      console.log(`  ${violation.impact}  ${violation.id}: ${violation.help} (${violation.nodes.length})`);
      for (const node of violation.nodes.slice(0, 2)) {
        console.log(`    ${node.html.slice(0, 160)}`);
        console.log(`    ${node.any[0]?.message ?? node.all[0]?.message ?? ''}`);
      }
    }
  }
  await browser.close();
}
console.log(`${serious} serious findings`);
process.exitCode = serious > 0 ? 1 : 0;
