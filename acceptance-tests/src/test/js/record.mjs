// Records spans that use every field the JavaScript SDK can set, exports them with its unmodified OTLP exporter and
// prints what was recorded, as OTLP/JSON, to standard output.
//
//   node record.mjs ENDPOINT json|protobuf
//
// Ends with 1 when the collector did not acknowledge the spans.
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, createTraceState, trace } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { keyValues, nanos } from './otlp.mjs';

const [endpoint, encoding] = process.argv.slice(2);

const recorded = new InMemorySpanExporter();
const provider = new BasicTracerProvider({
  resource: resourceFromAttributes({
    'service.name': 'acceptance-js',
    'service.namespace': 'quipu.acceptance',
    'service.instance.id': `js-${encoding}`,
    'process.pid': process.pid,
    'process.command_args': ['node', 'record.mjs', ''],
    'host.ratio': 0.25,
    'host.dedicated': true,
  }),
  spanLimits: { attributeCountLimit: 24, eventCountLimit: 4, linkCountLimit: 3, attributePerEventCountLimit: 3, attributePerLinkCountLimit: 2 },
  spanProcessors: [new SimpleSpanProcessor(recorded)],
});

recordSpans(provider);
await provider.forceFlush();
const spans = recorded.getFinishedSpans();

const exporter = encoding === 'json' ? new JsonExporter({ url: endpoint }) : new ProtobufExporter({ url: endpoint });
const result = await new Promise((resolve) => exporter.export(spans, resolve));
if (result.code !== ExportResultCode.SUCCESS) {
  console.error(`not acknowledged: ${result.error}`);
  process.exit(1);
}
console.log(JSON.stringify({ resourceSpans: spans.map(resourceSpansOf) }));

function recordSpans(provider) {
  const tracer = provider.getTracer('acceptance.scope', '1.2.3', { schemaUrl: 'https://opentelemetry.io/schemas/1.37.0' });
  const bare = provider.getTracer('bare');

  const remoteParent = {
    traceId: '0af7651916cd43dd8448eb211c80319c'.replace(/^.{8}/, () => hex(8)),
    spanId: 'b7ad6b7169203331',
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
    traceState: createTraceState('vendor=a1,other=b:2'),
  };
  const root = tracer.startSpan('entry', { kind: SpanKind.SERVER, attributes: everyType() }, trace.setSpanContext(ROOT_CONTEXT, remoteParent));
  const inRoot = trace.setSpan(ROOT_CONTEXT, root);
  root.addEvent('bare event');
  root.addEvent('event', { ...everyType(), late: 'dropped by the limit' });
  root.recordException(new TypeError('x is not a function'));
  root.setStatus({ code: SpanStatusCode.ERROR, message: 'failed – with an em dash and 漢字' });

  for (const [name, kind] of Object.entries(SpanKind).filter(([, kind]) => typeof kind === 'number')) {
    const child = tracer.startSpan(`kind ${name}`, { kind }, inRoot);
    child.setStatus({ code: SpanStatusCode.OK });
    child.end();
  }

  const linked = bare.startSpan('', {
    links: [
      { context: root.spanContext() },
      { context: remoteParent, attributes: { a: 1, b: 'two', c: 'dropped by the limit' } },
      { context: { traceId: hex(32), spanId: hex(16), traceFlags: TraceFlags.NONE } },
      { context: root.spanContext(), attributes: { fourth: 'dropped by the limit' } },
    ],
  }, inRoot);
  for (let i = 0; i < 30; i++) linked.setAttribute(`key ${i}`, i);
  for (let i = 0; i < 6; i++) linked.addEvent(`event ${i}`, { i });
  linked.end();

  const instant = Date.now() - 60_000;
  tracer.startSpan('no time at all', { startTime: instant }, inRoot).end(instant);
  root.end();
}

function everyType() {
  return {
    text: 'plain',
    'text.empty': '',
    'text.unicode': 'añ😀\u0000\n"\\',
    'text.long': 'x'.repeat(5_000),
    yes: true,
    no: false,
    zero: 0,
    'integer.large': Number.MAX_SAFE_INTEGER,
    'integer.negative': -42,
    'double.small': 1.5e-300,
    'double.negative': -0.125,
    'array.text': ['a', '', 'ü'],
    'array.integer': [1, -2, 3_000_000_000],
    'array.double': [0.5, 2.25],
    'array.bool': [true, false],
    'array.empty': [],
    'array.gap': ['a', null, 'b'],
    'key with "quotes" and blanks': 1,
  };
}

function hex(digits) {
  return Array.from({ length: digits }, () => (1 + Math.floor(Math.random() * 15)).toString(16)).join('');
}

function resourceSpansOf(span) {
  return {
    resource: { attributes: keyValues(span.resource.attributes) },
    scopeSpans: [
      {
        scope: { name: span.instrumentationScope.name, version: span.instrumentationScope.version },
        schemaUrl: span.instrumentationScope.schemaUrl,
        spans: [spanOf(span)],
      },
    ],
  };
}

function spanOf(span) {
  const context = span.spanContext();
  return {
    traceId: context.traceId,
    spanId: context.spanId,
    parentSpanId: span.parentSpanContext?.spanId,
    traceState: context.traceState?.serialize(),
    flags: flags(context.traceFlags, span.parentSpanContext?.isRemote),
    name: span.name,
    kind: span.kind + 1,
    startTimeUnixNano: nanos(span.startTime),
    endTimeUnixNano: nanos(span.endTime),
    attributes: keyValues(span.attributes),
    droppedAttributesCount: span.droppedAttributesCount,
    events: span.events.map((event) => ({
      timeUnixNano: nanos(event.time),
      name: event.name,
      attributes: keyValues(event.attributes),
      droppedAttributesCount: event.droppedAttributesCount,
    })),
    droppedEventsCount: span.droppedEventsCount,
    links: span.links.map((link) => ({
      traceId: link.context.traceId,
      spanId: link.context.spanId,
      traceState: link.context.traceState?.serialize(),
      attributes: keyValues(link.attributes),
      droppedAttributesCount: link.droppedAttributesCount,
      flags: flags(link.context.traceFlags, link.context.isRemote),
    })),
    droppedLinksCount: span.droppedLinksCount,
    status: { code: span.status.code, message: span.status.message },
  };
}

// Bits 0-7 are the W3C flags; bit 8 says that bit 9 (the parent is remote) is known.
function flags(traceFlags, isRemote) {
  return (traceFlags & 0xff) | 0x100 | (isRemote ? 0x200 : 0);
}
