import type { JSX } from 'preact';
import { countLogs } from '../../api/logs';
import type { Counts } from '../../api/spans';
import { useLoad } from '../../app/load';
import { setQuery } from '../../app/location';
import { Answer, NothingFound, Panel } from '../../app/states';
import { range, stepSeconds } from '../../app/time';
import { type Chart, stepTimes } from '../../charts/chart';
import { LineChart } from '../../charts/line-chart';
import { type Severity, severityOf } from '../../text/severity';

const STEPS = 80;
const COLORS: Readonly<Record<Severity, string>> = {
  none: '--line-strong',
  trace: '--series-8',
  debug: '--series-3',
  info: '--series-1',
  warn: '--series-2',
  error: '--error',
  fatal: '--series-4',
};

/** How many records there are of each severity over time. */
export function Histogram(props: { q: string }): JSX.Element {
  const of = range.value;
  const step = `${stepSeconds(of, STEPS)}s`;
  const load = useLoad(JSON.stringify([props.q, of]), (signal) =>
    countLogs(props.q, 'severity', step, of, { signal }),
  );
  return (
    <Panel title="Records by severity">
      <Answer of={load} what="Counting records">
        {(counts) =>
          counts.groups.length === 0 ? (
            <NothingFound
              what="log records"
              hasQuery={props.q !== ''}
              onClear={() => setQuery({ q: null })}
            />
          ) : (
            <LineChart
              chart={{
                ...chartOf(counts),
                door: { name: 'logs', parameters: { q: props.q, by: 'severity', step } },
              }}
              height={130}
            />
          )
        }
      </Answer>
    </Panel>
  );
}

/** Counts tell severities by word or by number: both are put together under the word. */
function chartOf(counts: Counts): Chart {
  const words = Object.keys(COLORS) as Severity[];
  const sums = new Map<Severity, number[]>();
  for (const group of counts.groups) {
    const lower = group.value.toLowerCase().replace(/\d$/, '');
    const severity = words.find((word) => word === lower) ?? severityOf(Number(group.value));
    const sum = sums.get(severity) ?? new Array<number>(counts.steps).fill(0);
    group.counts.forEach((value, at) => {
      sum[at] = (sum[at] ?? 0) + value;
    });
    sums.set(severity, sum);
  }
  return {
    title: 'Log records by severity',
    unit: 'count',
    kind: 'stacked-bars',
    timesMillis: stepTimes(counts.fromUnixNano, counts.stepNanos, counts.steps),
    series: words
      .filter((word) => sums.has(word))
      .map((word) => ({ name: word, values: sums.get(word) ?? [], color: COLORS[word] })),
  };
}
