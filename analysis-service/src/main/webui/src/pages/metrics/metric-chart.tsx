import type { JSX } from 'preact';
import { type Exemplar, listExemplars, queryMetrics, type Values } from '../../api/metrics';
import { useLoad } from '../../app/load';
import { href } from '../../app/location';
import { Answer, NothingFound, Panel } from '../../app/states';
import { range, stepSeconds } from '../../app/time';
import { type Chart, type Shade, stepTimes } from '../../charts/chart';
import { LineChart, type Mark } from '../../charts/line-chart';
import { dateTime, millisOfNanos } from '../../text/format';
import { commonUnit, nameOf, type Plot, questionOf, rightOnes, unitOfValues } from './plots';
import { type Finding, metricFindings, StandingOut } from './standing-out';

const STEPS = 150;
const MOST_MARKS = 12;

/** All plots on one chart; exemplars lead to the traces that histograms were made from. */
export function MetricChart(props: { plots: readonly Plot[] }): JSX.Element {
  const { plots } = props;
  const of = range.value;
  const step = `${stepSeconds(of, STEPS)}s`;
  const key = JSON.stringify([plots, of]);
  const values = useLoad(key, (signal) =>
    Promise.all(plots.map((plot) => queryMetrics(questionOf(plot, step), of, { signal }))),
  );
  const histograms = plots.filter((plot) => plot.kind.endsWith('histogram'));
  const exemplars = useLoad(histograms.length > 0 ? key : undefined, async (signal) => {
    const found = await Promise.all(histograms.map((plot) => listExemplars(plot.match, of, { signal })));
    return found.flatMap((one) => one.exemplars);
  });
  const standing = useLoad(key, (signal) => metricFindings(plots, of, signal));
  return (
    <>
      <Panel title="Chart">
        <Answer of={values} what="Reading metrics">
          {(answers) => {
            const chart = { ...chartOf(plots, answers, step), shades: shadesOf(standing.data ?? []) };
            return chart.series.length === 0 ? (
              <NothingFound what="values" />
            ) : (
              <LineChart chart={chart} height={320} marks={marksOf(exemplars.data ?? [])} />
            );
          }}
        </Answer>
      </Panel>
      <StandingOut of={standing} />
    </>
  );
}

const shadesOf = (found: readonly Finding[]): readonly Shade[] =>
  found.map(({ fromMillis, toMillis }) => ({ fromMillis, toMillis }));

function chartOf(plots: readonly Plot[], answers: readonly Values[], step: string): Chart {
  const [first] = answers;
  const [only] = plots;
  const right = rightOnes(plots);
  const atRight = plots.filter((_, at) => right[at]);
  return {
    title: plots.map((plot) => `${plot.function}(${plot.match})`).join(', '),
    unit: commonUnit(plots.filter((_, at) => !right[at])),
    ...(atRight.length > 0 ? { rightUnit: commonUnit(atRight) } : {}),
    kind: 'line',
    // One address draws one question.
    ...(only && plots.length === 1
      ? { door: { name: 'metrics', parameters: { ...questionOf(only, step), unit: unitOfValues(only) } } }
      : {}),
    timesMillis: first ? stepTimes(first.fromUnixNano, first.stepNanos, first.steps) : [],
    series: answers.flatMap((answer, at) => {
      const plot = plots[at];
      return plot
        ? answer.lines.map((line) => ({
            name: nameOf(plot, line, plots.length === 1),
            values: line.values,
            isRight: right[at] ?? false,
          }))
        : [];
    }),
  };
}

/** The largest measurements: those are the ones that somebody looks for. */
function marksOf(exemplars: readonly Exemplar[]): readonly Mark[] {
  return exemplars
    .filter((one) => one.traceId !== undefined && one.value !== undefined)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
    .slice(0, MOST_MARKS)
    .map((one) => {
      const millis = millisOfNanos(one.timeUnixNano);
      return {
        millis,
        value: one.value ?? 0,
        href: href(`/trace/${one.traceId}`, { span: one.spanId }),
        label: `Trace of the measurement at ${dateTime(millis)}`,
      };
    });
}
