// Logs records that use every field the JavaScript SDK can set, exports them with its unmodified OTLP exporter and prints
// what was logged, as OTLP/JSON, to standard output.
//
//   node logs.mjs ENDPOINT json|protobuf INSTANCE
//
// Ends with 1 when the collector did not acknowledge the records.
import { ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { ExportResultCode } from '@opentelemetry/core';
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { anyValue, keyValues, nanos } from './otlp.mjs';

const [endpoint, encoding, instance] = process.argv.slice(2);

const recorded = new InMemoryLogRecordExporter();
const provider = new LoggerProvider({
  resource: resourceFromAttributes({ 'service.name': 'acceptance-js-logs', 'service.instance.id': instance }),
  logRecordLimits: { attributeCountLimit: 6 },
  processors: [new SimpleLogRecordProcessor({ exporter: recorded })],
});

log(provider.getLogger('acceptance.logger', '1.2.3', { schemaUrl: 'https://opentelemetry.io/schemas/1.37.0' }));
await provider.forceFlush();
const records = recorded.getFinishedLogRecords();

const exporter = encoding === 'json' ? new JsonExporter({ url: endpoint }) : new ProtobufExporter({ url: endpoint });
const result = await new Promise((resolve) => exporter.export(records, resolve));
if (result.code !== ExportResultCode.SUCCESS) {
  console.error(`not acknowledged: ${result.error}`);
  process.exit(1);
}
console.log(JSON.stringify({ resourceLogs: records.map(resourceLogsOf) }));

function log(logger) {
  for (const [name, number] of Object.entries(SeverityNumber).filter(([, number]) => typeof number === 'number')) {
    logger.emit({ severityNumber: number, severityText: name, body: `of severity ${name}` });
  }
  const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: TraceFlags.SAMPLED };
  logger.emit({
    context: trace.setSpanContext(ROOT_CONTEXT, span),
    timestamp: new Date(Date.now() - 5_000),
    observedTimestamp: new Date(),
    severityNumber: SeverityNumber.ERROR,
    body: 'Payment refused – 漢字',
    attributes: { text: 'value', number: -42, fraction: 0.5, yes: true, list: ['a', 'b'] },
  });
  logger.emit({ eventName: 'session.start', body: { key: 'value', nested: { list: [1, 'two', false] } } });
  logger.emit({ body: 42 });
  logger.emit({ body: ['a', 1.5] });
  logger.emit({ body: 'crowded', attributes: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`key.${i}`, i])) });
}

function resourceLogsOf(record) {
  return {
    resource: { attributes: keyValues(record.resource.attributes) },
    scopeLogs: [
      {
        scope: { name: record.instrumentationScope.name, version: record.instrumentationScope.version },
        schemaUrl: record.instrumentationScope.schemaUrl,
        logRecords: [recordOf(record)],
      },
    ],
  };
}

function recordOf(record) {
  return {
    timeUnixNano: nanos(record.hrTime),
    observedTimeUnixNano: nanos(record.hrTimeObserved),
    severityNumber: record.severityNumber,
    severityText: record.severityText,
    body: record.body === undefined ? undefined : anyValue(record.body),
    eventName: record.eventName,
    attributes: keyValues(record.attributes),
    droppedAttributesCount: record.droppedAttributesCount,
    flags: record.spanContext?.traceFlags,
    traceId: record.spanContext?.traceId,
    spanId: record.spanContext?.spanId,
  };
}
