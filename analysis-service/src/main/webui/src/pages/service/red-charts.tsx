import type { JSX } from 'preact';
import type { Parameters } from '../../api/client';
import { type RateErrorsDuration, type RedAnswer, readRed } from '../../api/red';
import { useLoad } from '../../app/load';
import { Answer, NothingFound, Panel } from '../../app/states';
import { range, stepSeconds } from '../../app/time';
import type { Chart, Unit } from '../../charts/chart';
import { LineChart } from '../../charts/line-chart';
import { courseOf, timesOf } from '../services/red-table';

const HEIGHT = 150;
/** Charts beside each other are of one height, with and without a legend. */
const LEGEND_HEIGHT = 24;

/** Rate, errors and durations of all spans of a component. */
export function RedCharts(props: { service: string }): JSX.Element {
  const of = range.value;
  const step = `${stepSeconds(of, 120)}s`;
  const question = { service: props.service, groupBy: 'component', step };
  const load = useLoad(JSON.stringify([props, of]), (signal) => readRed(question, of, { signal }));
  return (
    <Answer of={load} what="Reading rate, errors and duration">
      {(red) =>
        red.lines.length === 0 ? (
          <NothingFound what="spans" />
        ) : (
          <div class="grid">
            <RedChart
              red={red}
              question={{ ...question, of: 'rate' }}
              title="Spans per second"
              unit="per-second"
              lines={[['rate', (f) => f.ratePerSecond]]}
            />
            <RedChart
              red={red}
              question={{ ...question, of: 'errors' }}
              title="Errors"
              unit="share"
              lines={[['errors', (f) => f.errorRatio]]}
              color="--error"
            />
            <RedChart
              red={red}
              question={{ ...question, of: 'durations' }}
              title="Duration"
              unit="nanos"
              lines={[
                ['p50', (f) => f.p50Nanos],
                ['p95', (f) => f.p95Nanos],
                ['p99', (f) => f.p99Nanos],
              ]}
            />
          </div>
        )
      }
    </Answer>
  );
}

type Pick = (figures: RateErrorsDuration) => number | null | undefined;

function RedChart(props: {
  red: RedAnswer;
  question: Parameters;
  title: string;
  unit: Unit;
  lines: readonly (readonly [string, Pick])[];
  color?: string;
}): JSX.Element {
  const { red } = props;
  // One component by name may be in several namespaces: each has its lines.
  const chart: Chart = {
    title: props.title,
    unit: props.unit,
    kind: 'line',
    timesMillis: timesOf(red),
    door: { name: 'red', parameters: props.question },
    series: red.lines.flatMap((line) =>
      props.lines.map(([name, pick]) => ({
        name: red.lines.length > 1 ? `${line.namespace} ${name}` : name,
        values: courseOf(red, line, pick),
        ...(props.color && red.lines.length === 1 ? { color: props.color } : {}),
      })),
    ),
  };
  const hasLegend = chart.series.length > 1;
  return (
    <Panel title={props.title}>
      <LineChart chart={chart} height={hasLegend ? HEIGHT : HEIGHT + LEGEND_HEIGHT} hasLegend={hasLegend} />
    </Panel>
  );
}
