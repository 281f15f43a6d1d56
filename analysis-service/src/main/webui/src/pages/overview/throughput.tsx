import type { JSX } from 'preact';
import { type FeedConsumer, feedConsumers, type Reconciliation, reconcile } from '../../api/ledger';
import { useLoad } from '../../app/load';
import { Answer, Empty, Panel } from '../../app/states';
import { now, range, stepSeconds, type TimeRange } from '../../app/time';
import type { Chart } from '../../charts/chart';
import { LineChart } from '../../charts/line-chart';
import { ago, duration, exact } from '../../text/format';

const SIGNALS = ['traces', 'logs', 'metrics'] as const;
const MINUTE = 60_000;

/** Records per second by signal as they were collected, and how far analysis has come. */
export function Throughput(): JSX.Element {
  const of = range.value;
  const load = useLoad(JSON.stringify(of), async (signal) => {
    const [ledger, feed] = await Promise.all([
      reconcile({ groupBy: 'minute,signal' }, of, { signal }),
      feedConsumers({ signal }),
    ]);
    return { ledger, analysis: feed.consumers.find((consumer) => consumer.name === 'analysis') };
  });
  return (
    <Panel title="Records per second">
      <Answer of={load} what="Reading the ledger">
        {({ ledger, analysis }) => (
          <>
            <dl class="figures">
              <div>
                <dt>Collected</dt>
                <dd>{exact(ledger.total.counts.collected)}</dd>
              </div>
              <div>
                <dt>Still to be analysed</dt>
                <dd>{exact(analysis?.pendingRecords ?? ledger.total.counts.pending)}</dd>
              </div>
              <Lag of={analysis} />
            </dl>
            {ledger.lines.length === 0 ? (
              <Empty title="No record was collected in this time.">
                <p>Point an OpenTelemetry SDK at the collector's port 4318, or try ./quipu demo.</p>
              </Empty>
            ) : (
              <LineChart chart={chartOf(ledger, of)} height={150} />
            )}
          </>
        )}
      </Answer>
    </Panel>
  );
}

/** How far analysis is behind what is stored, or at least when it was last heard of. */
function Lag(props: { of: FeedConsumer | undefined }): JSX.Element {
  const seconds = props.of?.lagSeconds ?? undefined;
  return seconds === undefined ? (
    <div>
      <dt>Analysis last moved on</dt>
      <dd>{props.of ? ago(Date.parse(props.of.updatedAt), now.value) : 'never'}</dd>
    </div>
  ) : (
    <div>
      <dt>Analysis is behind by</dt>
      <dd>{seconds === 0 ? 'nothing' : duration(seconds * 1e9)}</dd>
    </div>
  );
}

function chartOf(ledger: Reconciliation, of: TimeRange): Chart {
  const step = Math.max(MINUTE, stepSeconds(of, 90) * 1000);
  const from = Math.floor(of.fromMillis / step) * step;
  const steps = Math.max(1, Math.ceil((of.toMillis - from) / step));
  const sums = new Map(SIGNALS.map((signal) => [signal as string, new Array<number>(steps).fill(0)]));
  for (const line of ledger.lines) {
    const values = sums.get(line.signal ?? '');
    const at = Math.floor((Date.parse(line.minute ?? '') - from) / step);
    if (values && at >= 0 && at < steps) {
      values[at] = (values[at] ?? 0) + line.account.counts.collected / (step / 1000);
    }
  }
  return {
    title: 'Records per second by signal',
    unit: 'per-second',
    kind: 'stacked-bars',
    timesMillis: Array.from({ length: steps }, (_, at) => from + at * step),
    series: [...sums]
      .map(([name, values]) => ({ name, values }))
      .filter((one) => one.values.some((value) => value > 0)),
  };
}
