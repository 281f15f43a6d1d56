import type { JSX } from 'preact';
import {
  type Exemplar,
  type ListedMetric,
  listExemplars,
  listMetrics,
  queryMetrics,
} from '../../api/metrics';
import { useLoad } from '../../app/load';
import { href } from '../../app/location';
import { stepSeconds, type TimeRange } from '../../app/time';
import { written } from '../../charts/chart';
import { Sparkline } from '../../charts/sparkline';
import { oneLine } from '../../text/visible';
import type { Span } from '../../trace/otlp';
import { firstPlot, type Plot, questionOf, selector, unitOf } from '../metrics/plots';
import { millisAt, type TraceModel } from './model';
import { Section } from './span-details';

const AROUND_MILLIS = 60_000;
const ROUNDED_MILLIS = 10_000;
const MOST = 8;
const STEPS = 30;
const EXEMPLARS = 500;
/** Longer ones are refused, and names may be as long as somebody sends them. */
const MOST_SELECTOR = 10_000;
/** What a process lacks when it is slow through no fault of its code. */
const OF_THE_PROCESS = /cpu|memory|heap|\bgc\b|thread|goroutine|event.?loop|pool|queue|process|runtime|jvm/i;

interface Drawn {
  readonly plot: Plot;
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** The measurement of this trace, where one was kept. */
  readonly exemplar: Exemplar | undefined;
}

/** The metrics of the component from a minute before the span to a minute after, those first that measured this trace. */
export function SpanMetrics(props: { model: TraceModel; span: Span }): JSX.Element {
  const { model, span } = props;
  const around = aroundSpan(model, span);
  const { service, instanceId } = span.resource;
  const load = useLoad(JSON.stringify([model.traceId, service, instanceId, around]), (signal) =>
    metricsAround(model.traceId, service, instanceId, around, signal),
  );
  const drawn = load.data ?? [];
  const time = {
    from: new Date(around.fromMillis).toISOString(),
    to: new Date(around.toMillis).toISOString(),
  };
  return (
    <Section title={`Metrics around it (${load.isLoading ? '…' : drawn.length})`}>
      {load.error && <p class="error-text">{load.error.message}</p>}
      <ul class="span-metrics">
        {drawn.map((one) => (
          <Line key={one.name} of={one} time={time} />
        ))}
      </ul>
      <a href={href('/metrics', { service, ...time })}>All metrics of the service then</a>
    </Section>
  );
}

function Line(props: { of: Drawn; time: { from: string; to: string } }): JSX.Element {
  const { plot, name, values, exemplar } = props.of;
  const unit = unitOf(plot);
  const latest = values.reduce<number | null>((before, value) => value ?? before, null);
  const what = `${plot.function.replaceAll('_', ' ')} of ${oneLine(name, 100)}`;
  return (
    <li>
      <a
        class="wrap"
        href={href('/metrics', { show: JSON.stringify([plot]), ...props.time })}
        title={oneLine(what, 200)}
      >
        {oneLine(name, 100)}
      </a>
      <Sparkline values={values} label={`${what} over time`} />
      <span class="number">{written(latest, unit)}</span>
      {exemplar?.value !== undefined && (
        <span class="soft span-exemplar">◆ measured {written(exemplar.value, unit)} in this trace</span>
      )}
    </li>
  );
}

/** Rounded, so that a walk over the spans of one component does not ask anew for each. */
function aroundSpan(model: TraceModel, span: Span): TimeRange {
  const from = millisAt(model.trace, span.start) - AROUND_MILLIS;
  const to = millisAt(model.trace, Math.max(span.end, span.start)) + AROUND_MILLIS;
  return {
    fromMillis: Math.floor(from / ROUNDED_MILLIS) * ROUNDED_MILLIS,
    toMillis: Math.ceil(to / ROUNDED_MILLIS) * ROUNDED_MILLIS,
  };
}

async function metricsAround(
  traceId: string,
  service: string,
  instanceId: string,
  around: TimeRange,
  signal: AbortSignal,
): Promise<readonly Drawn[]> {
  const listed = await listMetrics('', service, { signal });
  const selectorOf = (metric: ListedMetric) => {
    const ofInstance = selector(metric.name, service, instanceId);
    return ofInstance.length <= MOST_SELECTOR ? ofInstance : selector(metric.name, service);
  };
  const metrics = listed.metrics.filter((metric) => selectorOf(metric).length <= MOST_SELECTOR);
  const histograms = metrics.filter((metric) => metric.kind.endsWith('histogram')).slice(0, MOST);
  const found = await Promise.all(
    histograms.map((metric) => listExemplars(selectorOf(metric), around, { signal }, EXEMPLARS)),
  );
  const exemplars = new Map(
    found
      .flatMap((one) => one.exemplars)
      .filter((one) => one.traceId === traceId)
      .map((one) => [one.series.metric, one]),
  );
  const rank = (metric: ListedMetric) =>
    exemplars.has(metric.name) ? 0 : OF_THE_PROCESS.test(metric.name) ? 1 : 2;
  const chosen = [...metrics].sort((a, b) => rank(a) - rank(b)).slice(0, MOST);
  const step = `${stepSeconds(around, STEPS)}s`;
  const drawn = await Promise.all(
    chosen.map(async (metric): Promise<Drawn> => {
      const plot = { ...firstPlot(metric, service), match: selectorOf(metric), by: '' };
      const { lines } = await queryMetrics(questionOf(plot, step), around, { signal });
      const values = lines[0]?.values ?? [];
      return { plot, name: metric.name, values, exemplar: exemplars.get(metric.name) };
    }),
  );
  return drawn.filter(({ values }) => values.some((value) => value !== null));
}
