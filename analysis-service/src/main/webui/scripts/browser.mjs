// What the scripts share: a browser, the list of pages, and when one has settled.
import { chromium } from 'playwright-core';

const EXECUTABLE = process.env.QUIPU_BROWSER ?? '/usr/bin/chromium';

export async function open({ width = 1280, height = 900, theme = 'dark' } = {}) {
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox'] });
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme });
  const page = await context.newPage();
  const troubles = [];
  page.on('console', (message) => {
    if (message.type() === 'error') {
      troubles.push(`${page.url()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.stack ?? error}`));
  return { browser, context, page, troubles };
}

/** Nothing is asked for any more and no panel says that it waits. */
export async function settled(page) {
  await page.waitForLoadState('networkidle').catch(() => {});
  await page
    .waitForFunction(() => !document.querySelector('.waiting, [aria-busy="true"]'), null, { timeout: 15000 })
    .catch(() => {});
  await page.waitForTimeout(250);
}

async function json(base, path) {
  const response = await fetch(base + path);
  return response.ok ? response.json() : undefined;
}

const PLOT = {
  match: 'http.server.request.duration',
  function: 'histogram_quantile',
  quantile: '0.99',
  aggregate: 'sum',
  by: 'service',
  unit: 's',
  kind: 'histogram',
};

/** Every page with an address that shows something, found in what is stored. */
export async function pagesOf(base) {
  const last = new Date(Date.now() - 3 * 3_600_000).toISOString();
  const slow = await json(
    base,
    `/store/v1/spans?order=slowest&limit=1&from=${last}&q=${encodeURIComponent('kind = server && duration > 1s && duration < 20s')}`,
  );
  const usual = await json(
    base,
    `/store/v1/spans?order=newest&limit=1&q=${encodeURIComponent('name = "POST /checkout" && duration < 200ms')}&from=${last}`,
  );
  const incidents = await json(base, '/v1/incidents?limit=20');
  const span = slow?.spans[0];
  const incident = incidents?.incidents.find((one) => one.causes.length > 0) ?? incidents?.incidents[0];
  const time = 'last=30m';
  const box = async (page) => {
    const map = page.locator('.heat-map .holder');
    const bounds = await map.boundingBox();
    if (!bounds) return;
    await page.mouse.move(bounds.x + bounds.width * 0.7, bounds.y + 12);
    await page.mouse.down();
    await page.mouse.move(bounds.x + bounds.width * 0.99, bounds.y + bounds.height * 0.3, { steps: 5 });
    await page.mouse.up();
    await settled(page);
  };
  const tried = async (page) => {
    await page.getByLabel('A line of text').fill('paid by anna@example.com with 4111 1111 1111 1111');
    await page.getByRole('button', { name: 'Try the rules that are on' }).click();
    await settled(page);
  };
  const refused = async (page) => {
    await page.route('**/v1/caller', (route) =>
      route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"status":401}' }),
    );
    await page.reload();
    await page.getByLabel('API key').waitFor();
    await page.unroute('**/v1/caller');
  };
  return [
    { name: 'overview', path: `/?${time}` },
    {
      name: 'traces',
      path: `/traces?${time}&q=${encodeURIComponent('service = "payment"')}`,
      prepare: box,
    },
    { name: 'trace', path: span ? `/trace/${span.traceId}?span=${span.spanId}` : '/traces' },
    { name: 'trace-flame', path: span ? `/trace/${span.traceId}?view=flame` : '/traces' },
    { name: 'trace-table', path: span ? `/trace/${span.traceId}?view=table` : '/traces' },
    {
      name: 'compare',
      path:
        span && usual?.spans[0]
          ? `/compare?base=${usual.spans[0].traceId}&other=${span.traceId}&${time}`
          : '/compare',
    },
    { name: 'services', path: `/services?${time}` },
    { name: 'services-list', path: `/services?${time}&view=list` },
    { name: 'service', path: `/service/checkout?${time}` },
    { name: 'service-relations', path: `/service/checkout?${time}&tab=relations` },
    { name: 'service-changes', path: `/service/payment?${time}&tab=changes` },
    { name: 'service-instances', path: `/service/checkout?${time}&tab=instances` },
    { name: 'logs', path: `/logs?${time}` },
    { name: 'logs-patterns', path: `/logs?${time}&view=patterns` },
    {
      name: 'logs-patterns-of-search',
      path: `/logs?${time}&view=patterns&q=${encodeURIComponent('severity >= warn')}`,
    },
    { name: 'metrics', path: `/metrics?${time}&show=${encodeURIComponent(JSON.stringify([PLOT]))}` },
    { name: 'incidents', path: `/incidents?${time}` },
    { name: 'incident', path: incident ? `/incidents/${incident.id}?${time}` : '/incidents' },
    { name: 'alerts', path: `/alerts?${time}` },
    { name: 'alert-rule', path: `/alerts?${time}&tab=rules&edit=new` },
    { name: 'objectives', path: `/alerts?${time}&tab=objectives` },
    { name: 'silences', path: `/alerts?${time}&tab=silences` },
    { name: 'alert-history', path: `/alerts?${time}&tab=history` },
    { name: 'ledger', path: `/ledger?${time}` },
    { name: 'access', path: '/access' },
    { name: 'audit', path: `/access?tab=audit&${time}` },
    { name: 'erasures', path: '/access?tab=erasures' },
    { name: 'encryption', path: '/access?tab=encryption' },
    { name: 'redaction', path: '/settings?tab=redaction', prepare: tried },
    { name: 'settings', path: '/settings' },
    { name: 'settings-target', path: '/settings?edit=new' },
    { name: 'retention', path: '/settings?tab=retention&edit=new' },
    { name: 'holds', path: '/settings?tab=holds' },
    { name: 'limits', path: '/settings?tab=limits' },
    { name: 'webhooks', path: '/settings?tab=webhooks&edit=new' },
    { name: 'this-page', path: '/settings?tab=page' },
    { name: 'login', path: '/', prepare: refused },
  ];
}
