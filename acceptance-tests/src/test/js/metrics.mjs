// Measures with every instrument that the JavaScript SDK has, exports what it collected with its unmodified OTLP exporter
// and prints it, as OTLP/JSON, to standard output.
//
//   node metrics.mjs ENDPOINT json|protobuf INSTANCE
//
// Ends with 1 when the collector did not acknowledge the points.
import { ValueType } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import { OTLPMetricExporter as JsonExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtobufExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AggregationType, DataPointType, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { keyValues, nanos } from './otlp.mjs';

const [endpoint, encoding, instance] = process.argv.slice(2);
const CUMULATIVE = 2;

class Reader extends MetricReader {
  async onForceFlush() {}
  async onShutdown() {}
}

const reader = new Reader();
const provider = new MeterProvider({
  resource: resourceFromAttributes({ 'service.name': 'acceptance-js-metrics', 'service.instance.id': instance }),
  readers: [reader],
  views: [{ instrumentName: 'exponential', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
});

measure(provider.getMeter('acceptance.meter', '1.2.3', { schemaUrl: 'https://opentelemetry.io/schemas/1.37.0' }));
const { resourceMetrics } = await reader.collect();

const exporter = encoding === 'json' ? new JsonExporter({ url: endpoint }) : new ProtobufExporter({ url: endpoint });
const result = await new Promise((resolve) => exporter.export(resourceMetrics, resolve));
if (result.code !== ExportResultCode.SUCCESS) {
  console.error(`not acknowledged: ${result.error}`);
  process.exit(1);
}
console.log(JSON.stringify(dataOf(resourceMetrics)));

function measure(meter) {
  const requests = meter.createCounter('requests', { unit: '{request}', description: 'Requests served – 漢字', valueType: ValueType.INT });
  requests.add(2, { 'http.route': '/a' });
  requests.add(3, { 'http.route': '/b', status: 200 });
  meter.createCounter('bytes').add(0.1);
  meter.createUpDownCounter('open', { valueType: ValueType.INT }).add(-4);
  meter.createGauge('temperature').record(21.25);
  meter.createObservableGauge('observed').addCallback((observed) => observed.observe(7.5, { 'http.route': '/c' }));
  for (const value of [0.003, 0.7, 12, 1e9]) {
    meter.createHistogram('duration', { unit: 's' }).record(value);
    meter.createHistogram('exponential').record(value);
  }
  meter.createHistogram('exponential').record(0);
}

function dataOf({ resource, scopeMetrics }) {
  return {
    resourceMetrics: [
      {
        resource: { attributes: keyValues(resource.attributes) },
        scopeMetrics: scopeMetrics.map(({ scope, metrics }) => ({
          scope: { name: scope.name, version: scope.version },
          schemaUrl: scope.schemaUrl,
          metrics: metrics.map(metricOf),
        })),
      },
    ],
  };
}

function metricOf(metric) {
  const { name, description, unit } = metric.descriptor;
  const isInt = metric.descriptor.valueType === ValueType.INT;
  const dataPoints = metric.dataPoints.map((point) => ({
    attributes: keyValues(point.attributes),
    startTimeUnixNano: nanos(point.startTime),
    timeUnixNano: nanos(point.endTime),
    ...valueOf(metric.dataPointType, point.value, isInt),
  }));
  switch (metric.dataPointType) {
    case DataPointType.GAUGE:
      return { name, description, unit, gauge: { dataPoints } };
    case DataPointType.SUM:
      return { name, description, unit, sum: { dataPoints, aggregationTemporality: CUMULATIVE, isMonotonic: metric.isMonotonic } };
    case DataPointType.HISTOGRAM:
      return { name, description, unit, histogram: { dataPoints, aggregationTemporality: CUMULATIVE } };
    default:
      return { name, description, unit, exponentialHistogram: { dataPoints, aggregationTemporality: CUMULATIVE } };
  }
}

function valueOf(type, value, isInt) {
  switch (type) {
    case DataPointType.GAUGE:
    case DataPointType.SUM:
      return isInt ? { asInt: String(value) } : { asDouble: value };
    case DataPointType.HISTOGRAM:
      return {
        count: String(value.count),
        sum: value.sum,
        min: value.min,
        max: value.max,
        bucketCounts: value.buckets.counts.map(String),
        explicitBounds: value.buckets.boundaries,
      };
    default:
      return {
        count: String(value.count),
        sum: value.sum,
        min: value.min,
        max: value.max,
        scale: value.scale,
        zeroCount: String(value.zeroCount),
        positive: { offset: value.positive.offset, bucketCounts: value.positive.bucketCounts.map(String) },
        negative: { offset: value.negative.offset, bucketCounts: value.negative.bucketCounts.map(String) },
      };
  }
}
