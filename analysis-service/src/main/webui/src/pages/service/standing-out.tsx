import type { JSX } from 'preact';
import { type Anomalies, redAnomalies, templateAnomalies } from '../../api/anomalies';
import { useLoad } from '../../app/load';
import { href } from '../../app/location';
import { Answer, Empty, Panel } from '../../app/states';
import { now, range } from '../../app/time';
import { quote } from '../../query/language';
import { count, duration, millisOfNanos, percent, perSecond, shortTime } from '../../text/format';
import { oneLine } from '../../text/visible';

const MOST_MOMENTS = 50;

type Series = Anomalies['series'][number];

/** How series of one kind are told and where their records are. */
interface Manner {
  readonly name: (series: Series) => string;
  readonly value: (series: Series, value: number) => string;
  readonly page: '/traces' | '/logs';
  readonly search: (series: Series) => string;
}

const OF_SPANS: Manner = {
  name: (series) => series.name,
  value: ({ name }, value) =>
    name === 'errors' ? percent(value) : name === 'rate' ? perSecond(value) : duration(value),
  page: '/traces',
  search: (series) => `service = ${quote(series.labels.component ?? '')}`,
};

const OF_LOGS: Manner = {
  name: (series) => series.labels.text ?? series.name,
  value: (_, value) => count(value),
  page: '/logs',
  search: (series) => `template = ${series.labels.template ?? ''}`,
};

/** What stands out of a component's rate, errors and durations, and of how often it writes which log records. */
export function StandingOut(props: { service: string }): JSX.Element {
  const of = range.value;
  const load = useLoad(JSON.stringify([props, of]), async (signal) => {
    const [spans, logs] = await Promise.all([
      redAnomalies(props.service, of, { signal }),
      templateAnomalies(props.service, of, { signal }),
    ]);
    return [...momentsOf(spans, OF_SPANS), ...momentsOf(logs, OF_LOGS)]
      .sort((a, b) => b.moment.score - a.moment.score)
      .slice(0, MOST_MOMENTS);
  });
  return (
    <Panel title="What stands out" flush>
      <Answer of={load} what="Judging each value by those before it">
        {(moments) =>
          moments.length === 0 ? (
            <Empty title="Nothing stands out in this time." />
          ) : (
            <Moments moments={moments} />
          )
        }
      </Answer>
    </Panel>
  );
}

interface StandingMoment {
  readonly manner: Manner;
  readonly series: Series;
  readonly moment: Series['moments'][number];
  readonly stepMillis: number;
}

const momentsOf = (found: Anomalies, manner: Manner): StandingMoment[] =>
  found.series.flatMap((series) =>
    series.moments.map((moment) => ({ manner, series, moment, stepMillis: found.stepMillis })),
  );

function Moments(props: { moments: readonly StandingMoment[] }): JSX.Element {
  return (
    <div class="scroll-x">
      <table class="table">
        <thead>
          <tr>
            <th>At</th>
            <th>Figure</th>
            <th class="right">Value</th>
            <th class="right">Expected</th>
            <th class="right">Score</th>
            <th>Why</th>
          </tr>
        </thead>
        <tbody>
          {props.moments.map((one) => (
            <Moment
              key={JSON.stringify([one.series.name, one.series.labels, one.moment.timeUnixNano])}
              of={one}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Moment(props: { of: StandingMoment }): JSX.Element {
  const { manner, series, moment, stepMillis } = props.of;
  const millis = millisOfNanos(moment.timeUnixNano);
  const step = { from: new Date(millis).toISOString(), to: new Date(millis + stepMillis).toISOString() };
  const value = (figure: number) => manner.value(series, figure);
  return (
    <tr>
      <td class="number">
        <a href={href(manner.page, { q: manner.search(series), ...step })}>{shortTime(millis, now.value)}</a>
      </td>
      <td class="wrap">
        {manner.page === '/logs' && <span class="badge">log records</span>}{' '}
        {oneLine(manner.name(series), 200)}
      </td>
      <td class="right number">{value(moment.value)}</td>
      <td class="right number soft">
        {value(moment.expectedLow)} – {value(moment.expectedHigh)}
      </td>
      <td class="right number">{moment.score.toFixed(2)}</td>
      <td class="name">{oneLine(moment.explanation, 300)}</td>
    </tr>
  );
}
