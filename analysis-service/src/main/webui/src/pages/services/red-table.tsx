import type { ComponentChildren, JSX } from 'preact';
import type { RateErrorsDuration, RedAnswer, RedLine } from '../../api/red';
import { href } from '../../app/location';
import { ServiceTag } from '../../charts/service-tag';
import { Sparkline } from '../../charts/sparkline';
import { and } from '../../query/language';
import { duration, percent, perSecond } from '../../text/format';
import { oneLine } from '../../text/visible';

/** Rate, errors and duration of components, or of span names, each with its course. */
export function RedTable(props: { answer: RedAnswer; isBySpanName?: boolean }): JSX.Element {
  const { answer } = props;
  // What is younger than the time shown has its courses over the whole of their width all the same.
  const begin = firstStep(answer);
  return (
    <div class="scroll-x">
      <table class="table">
        <thead>
          <tr>
            <th>{props.isBySpanName ? 'Span' : 'Component'}</th>
            <th class="right">Rate</th>
            <th class="right">Errors</th>
            <th class="right">Median</th>
            <th class="right">p99</th>
          </tr>
        </thead>
        <tbody>
          {answer.lines.map((line) => (
            <Line
              key={`${line.search}`}
              line={line}
              answer={answer}
              firstStep={begin}
              isBySpanName={props.isBySpanName ?? false}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line(props: {
  line: RedLine;
  answer: RedAnswer;
  firstStep: number;
  isBySpanName: boolean;
}): JSX.Element {
  const { line, answer } = props;
  const { total } = line;
  const course = (pick: (figures: RateErrorsDuration) => number | null | undefined) =>
    courseOf(answer, line, pick).slice(props.firstStep);
  const name = line.spanName ?? line.component;
  return (
    <tr>
      <td class="name">
        {props.isBySpanName ? (
          <a href={href('/traces', { q: line.search })}>{oneLine(name, 160)}</a>
        ) : (
          <a href={href(`/service/${encodeURIComponent(line.component)}`)}>
            <ServiceTag name={line.component} />
          </a>
        )}{' '}
        {line.kind && <span class="soft">{line.kind.toLowerCase()}</span>}
      </td>
      <Course values={course((figures) => figures.ratePerSecond)} label="Rate over time">
        {perSecond(total.ratePerSecond)}
      </Course>
      <Course values={course((figures) => figures.errorRatio)} label="Errors over time" color="--error">
        {total.errors > 0 ? (
          <a class="error-text" href={href('/traces', { q: and(line.search, 'status = error') })}>
            {percent(total.errorRatio)}
          </a>
        ) : (
          '0 %'
        )}
      </Course>
      <td class="right number">{duration(total.p50Nanos)}</td>
      <Course
        values={course((figures) => figures.p99Nanos)}
        label="99th percentile over time"
        color="--series-2"
      >
        <a
          href={href('/traces', {
            q: and(line.search, `duration >= ${Math.floor(total.p99Nanos ?? 0)}ns`),
            order: 'slowest',
          })}
        >
          {duration(total.p99Nanos)}
        </a>
      </Course>
    </tr>
  );
}

function Course(props: {
  values: readonly (number | null)[];
  label: string;
  color?: string;
  children: ComponentChildren;
}): JSX.Element {
  const { children, ...course } = props;
  return (
    <td class="right number with-course">
      <div>
        <Sparkline {...course} />
        <span>{children}</span>
      </div>
    </td>
  );
}

const FEWEST_STEPS = 8;

/** The first step in which there are spans of any line; where there are few steps behind it, some before it. */
function firstStep(answer: RedAnswer): number {
  const from = Date.parse(answer.from);
  const first = answer.lines.reduce(
    (least, line) => Math.min(least, Date.parse(line.points[0]?.time ?? answer.to)),
    Date.parse(answer.to),
  );
  const steps = timesOf(answer).length;
  return Math.max(
    0,
    Math.min(steps - FEWEST_STEPS, Math.floor((first - from) / (answer.stepSeconds * 1000))),
  );
}

/** A value for every step: those without spans are left out of the answer. */
export function courseOf(
  answer: RedAnswer,
  line: RedLine,
  pick: (figures: RateErrorsDuration) => number | null | undefined,
): (number | null)[] {
  const from = Date.parse(answer.from);
  const step = answer.stepSeconds * 1000;
  const steps = Math.max(1, Math.round((Date.parse(answer.to) - from) / step));
  const values = new Array<number | null>(steps).fill(null);
  for (const point of line.points) {
    const at = Math.round((Date.parse(point.time) - from) / step);
    if (at >= 0 && at < steps) {
      values[at] = pick(point.figures) ?? null;
    }
  }
  return values;
}

export function timesOf(answer: RedAnswer): number[] {
  const from = Date.parse(answer.from);
  const step = answer.stepSeconds * 1000;
  const steps = Math.max(1, Math.round((Date.parse(answer.to) - from) / step));
  return Array.from({ length: steps }, (_, at) => from + at * step);
}
