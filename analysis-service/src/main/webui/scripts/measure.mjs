// How fast the page is, in a cold browser: node scripts/measure.mjs BASE_URL [TRACE_OF_10000 [TRACE_OF_100000]]
// scripts/seed.mjs sends such traces and prints their ids.
import { open, settled } from './browser.mjs';

const [base = 'http://127.0.0.1:8080', large, largest] = process.argv.slice(2);
const results = [];

async function cold(act) {
  const { browser, page, troubles } = await open({});
  try {
    return await act(page);
  } finally {
    await browser.close();
    results.push(...troubles.map((trouble) => ({ trouble })));
  }
}

/** Milliseconds from the start of navigation until the selector is on the page. */
const until = (page, selector) =>
  page.evaluate(
    (wanted) =>
      new Promise((resolve) => {
        const look = () =>
          document.querySelector(wanted)
            ? requestAnimationFrame(() => resolve(performance.now()))
            : requestAnimationFrame(look);
        look();
      }),
    selector,
  );

async function firstPage(name, path, selector) {
  await cold(async (page) => {
    let script = 0;
    let style = 0;
    page.on('response', async (response) => {
      const sizes = await response
        .request()
        .sizes()
        .catch(() => undefined);
      const type = response.request().resourceType();
      script += type === 'script' ? (sizes?.responseBodySize ?? 0) : 0;
      style += type === 'stylesheet' ? (sizes?.responseBodySize ?? 0) : 0;
    });
    await page.goto(base + path, { waitUntil: 'commit' });
    const usable = await until(page, selector);
    await settled(page);
    const paint = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    );
    results.push({
      name,
      firstPaintMillis: Math.round(paint),
      usableMillis: Math.round(usable),
      scriptKiB: Math.round(script / 1024),
      styleKiB: Math.round(style / 1024),
    });
  });
}

async function trace(name, id) {
  await cold(async (page) => {
    await page.goto(`${base}/trace/${id}`, { waitUntil: 'commit' });
    const rows = await until(page, '.name-row');
    const path = await until(page, '.path-summary');
    const frames = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const scroller = document.querySelector('.waterfall-scroll');
          const gaps = [];
          let last = performance.now();
          const begun = last;
          const step = (now) => {
            gaps.push(now - last);
            last = now;
            scroller.scrollTop += 90;
            if (now - begun < 3000) requestAnimationFrame(step);
            else
              resolve({
                perSecond: gaps.length / ((now - begun) / 1000),
                longest: Math.max(...gaps.slice(1)),
              });
          };
          requestAnimationFrame(step);
        }),
    );
    const find = await page.evaluate(async () => {
      const input = document.querySelector('.find input');
      const begun = performance.now();
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, 'error');
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve, 30));
      document.querySelector('.find').requestSubmit();
      await new Promise((resolve) => {
        const look = () =>
          document.querySelector('.find .number') ? resolve() : requestAnimationFrame(look);
        look();
      });
      return performance.now() - begun;
    });
    results.push({
      name,
      rowsMillis: Math.round(rows),
      criticalPathMillis: Math.round(path),
      framesPerSecond: Math.round(frames.perSecond),
      longestFrameMillis: Math.round(frames.longest),
      findMillis: Math.round(find),
    });
  });
}

await firstPage('overview', '/', '.rate-value');
await firstPage('traces', '/traces?last=3h', '.heat-map canvas');
if (large) await trace('trace of 10,000', large);
if (largest) await trace('trace of 100,000', largest);
console.table(results.filter((result) => result.rowsMillis === undefined && !result.trouble));
console.table(results.filter((result) => result.rowsMillis !== undefined));
const troubles = results.filter((result) => result.trouble);
if (troubles.length > 0) {
  console.error(troubles);
  process.exitCode = 1;
}
