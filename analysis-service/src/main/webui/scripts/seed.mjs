// Sends what the demo does not: logs, metrics, hostile texts, traces of 10,000 and 100,000 spans.
// node scripts/seed.mjs COLLECTOR_URL PAGE_URL
// Prints the ids of the large traces, for scripts/measure.mjs.
const [collector = 'http://127.0.0.1:4318', page = 'http://127.0.0.1:8080'] = process.argv.slice(2);

const now = BigInt(Date.now()) * 1_000_000n;
const MINUTE = 60_000_000_000n;
let state = 7;
const random = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};
const hex = (digits) => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
// The first digits tell one run from another, so that a second run adds traces instead of spans to old ones.
const newTraceId = () => Date.now().toString(16).padStart(12, '0') + hex(20);
const text = (key, value) => ({ key, value: { stringValue: value } });
const resource = (service) => ({
  attributes: [
    text('service.name', service),
    text('service.namespace', 'shop'),
    text('service.instance.id', `${service}-1`),
  ],
});

async function post(path, body) {
  const response = await fetch(`${collector}/v1/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
}

async function someSpans() {
  const from = new Date(Date.now() - 2 * 3_600_000).toISOString();
  const query = encodeURIComponent('kind = server');
  const answer = await fetch(`${page}/store/v1/spans?q=${query}&from=${from}&limit=400`).then((r) =>
    r.json(),
  );
  return answer.spans;
}

const LINES = [
  ['info', 9, (n) => `order o-${n} was accepted for ${(n % 90) + 10}.50 EUR`],
  ['info', 9, (n) => `cart of user u-${n} has ${n % 7} items`],
  ['debug', 5, (n) => `cache lookup of product p-${n} took ${n % 13} ms`],
  ['warn', 13, (n) => `retry ${n % 3} of request to payments-db-eu-2.internal after ${n % 400} ms`],
  ['error', 17, (n) => `payment of order o-${n} was refused: card expired`],
];

async function sendLogs(spans) {
  const byService = new Map();
  spans.forEach((span, at) => {
    const line = LINES[Math.floor(random() * random() * LINES.length)];
    const record = {
      timeUnixNano: String(
        BigInt(span.startTimeUnixNano) + BigInt(Math.floor(Number(span.durationNanos) / 2)),
      ),
      severityNumber: line[1],
      severityText: line[0].toUpperCase(),
      body: { stringValue: line[2](at * 37 + 11) },
      traceId: span.traceId,
      spanId: span.spanId,
      attributes: [text('thread.name', `worker-${at % 8}`)],
    };
    byService.set(span.component.name, [...(byService.get(span.component.name) ?? []), record]);
  });
  await post('logs', {
    resourceLogs: [...byService].map(([service, logRecords]) => ({
      resource: resource(service),
      scopeLogs: [{ scope: { name: 'shop.logger' }, logRecords }],
    })),
  });
}

async function sendMetrics(spans) {
  const minutes = 60;
  const at = (minute) => String(now - BigInt(minutes - minute) * MINUTE);
  const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
  for (const service of ['frontend', 'checkout', 'payment']) {
    const totals = new Array(bounds.length + 1).fill(0);
    let sum = 0;
    let requests = 0;
    const gauge = [];
    const counter = [];
    const histogram = [];
    for (let minute = 0; minute < minutes; minute++) {
      const made = 20 + Math.floor(random() * 30);
      requests += made;
      for (let one = 0; one < made; one++) {
        const seconds = 0.02 + random() ** 4 * (minute > 45 ? 3 : 0.4);
        sum += seconds;
        totals[
          bounds.findIndex((bound) => seconds <= bound) >= 0
            ? bounds.findIndex((bound) => seconds <= bound)
            : bounds.length
        ]++;
      }
      const span = spans.filter((known) => known.component.name === service)[minute % 10];
      const times = { startTimeUnixNano: at(0), timeUnixNano: at(minute) };
      gauge.push({
        ...times,
        asDouble: 3e8 + 1e8 * Math.sin(minute / 8) + random() * 4e7,
        attributes: [text('jvm.memory.type', 'heap')],
      });
      counter.push({ ...times, asInt: String(requests), attributes: [text('http.route', '/orders')] });
      histogram.push({
        ...times,
        count: String(requests),
        sum,
        explicitBounds: bounds,
        bucketCounts: totals.map(String),
        attributes: [text('http.route', '/orders')],
        exemplars: span
          ? [
              {
                timeUnixNano: at(minute),
                asDouble: Number(span.durationNanos) / 1e9,
                traceId: span.traceId,
                spanId: span.spanId,
              },
            ]
          : [],
      });
    }
    await post('metrics', {
      resourceMetrics: [
        {
          resource: resource(service),
          scopeMetrics: [
            {
              metrics: [
                {
                  name: 'jvm.memory.used',
                  unit: 'By',
                  description: 'Memory that is used.',
                  gauge: { dataPoints: gauge },
                },
                {
                  name: 'http.server.requests',
                  unit: '{request}',
                  sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints: counter },
                },
                {
                  name: 'http.server.request.duration',
                  unit: 's',
                  description: 'How long requests take.',
                  histogram: { aggregationTemporality: 2, dataPoints: histogram },
                },
              ],
            },
          ],
        },
      ],
    });
  }
}

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'; DROP TABLE segment; --",
  '\u202etxt.exe\u202c reversed',
  'null\u0000bell\u0007escape\u001b[31m',
  '👩‍👩‍👧 emoji 🎉 and Ελληνικά العربية',
  `ten kilobytes ${'x'.repeat(10_000)}`,
  '{{constructor.constructor("alert(1)")()}}',
  'javascript:alert(1)',
  '',
];

async function sendHostile() {
  const traceId = newTraceId();
  const rootId = hex(16);
  const spans = HOSTILE.map((name, at) => ({
    traceId,
    spanId: at === 0 ? rootId : hex(16),
    parentSpanId: at === 0 ? '' : rootId,
    name,
    kind: 2,
    startTimeUnixNano: String(now - 20_000_000n + BigInt(at) * 1_000_000n),
    endTimeUnixNano: String(now - BigInt(at) * 500_000n),
    attributes: HOSTILE.filter((key) => key !== '').map((key, number) =>
      text(key.slice(0, 200), HOSTILE[(number + at) % HOSTILE.length]),
    ),
    events: [{ timeUnixNano: String(now - 10_000_000n), name, attributes: [text('<b>key</b>', name)] }],
    status: at % 3 === 0 ? { code: 2, message: name } : {},
  }));
  const resourceOf = {
    attributes: [text('service.name', '<b>hostile</b> & "shop"'), text('service.version', '<i>1</i>')],
  };
  await post('traces', {
    resourceSpans: [{ resource: resourceOf, scopeSpans: [{ scope: { name: '<u>scope</u>' }, spans }] }],
  });
  await post('logs', {
    resourceLogs: [
      {
        resource: resourceOf,
        scopeLogs: [
          {
            logRecords: HOSTILE.map((body, at) => ({
              timeUnixNano: String(now - BigInt(at) * 1_000_000n),
              severityNumber: 17,
              severityText: '<b>ERROR</b>',
              body: { stringValue: body },
              traceId,
              spanId: rootId,
              attributes: [text('<img src=x onerror=alert(1)>', body)],
            })),
          },
        ],
      },
    ],
  });
  return traceId;
}

/** A trace whose calls fan out at random over eight components. */
async function sendLarge(size) {
  const traceId = newTraceId();
  const length = 30_000_000_000;
  const begin = now - BigInt(length) - MINUTE;
  const made = [{ id: hex(16), parent: '', from: 0, to: length, service: 0 }];
  while (made.length < size) {
    const parent = made[Math.floor(random() ** 1.5 * made.length)];
    const from = parent.from + Math.floor(random() * 0.7 * (parent.to - parent.from));
    const to = from + Math.floor((0.05 + random() * 0.4) * (parent.to - from));
    made.push({ id: hex(16), parent: parent.id, from, to, service: Math.floor(random() * 8) });
  }
  for (let first = 0; first < made.length; first += 5000) {
    const groups = new Map();
    for (const span of made.slice(first, first + 5000)) {
      const spans = groups.get(span.service) ?? [];
      spans.push({
        traceId,
        spanId: span.id,
        parentSpanId: span.parent,
        name: `operation ${span.id.charCodeAt(0) % 12}`,
        kind: 1,
        startTimeUnixNano: String(begin + BigInt(span.from)),
        endTimeUnixNano: String(begin + BigInt(span.to)),
        attributes: [
          text('work.item', span.id),
          { key: 'work.size', value: { intValue: String(span.to - span.from) } },
        ],
        ...(span.id.startsWith('00') ? { status: { code: 2, message: 'failed' } } : {}),
      });
      groups.set(span.service, spans);
    }
    await post('traces', {
      resourceSpans: [...groups].map(([service, spans]) => ({
        resource: resource(`large-${service}`),
        scopeSpans: [{ spans }],
      })),
    });
  }
  return traceId;
}

const spans = await someSpans();
await sendLogs(spans);
await sendMetrics(spans);
console.log(
  JSON.stringify({
    hostile: await sendHostile(),
    large: await sendLarge(10_000),
    largest: await sendLarge(100_000),
  }),
);
