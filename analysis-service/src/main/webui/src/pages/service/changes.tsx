import type { JSX } from 'preact';
import { type Anomalies, redAnomalies, redChanges } from '../../api/anomalies';
import { useLoad } from '../../app/load';
import { href } from '../../app/location';
import { Answer, Empty, Panel } from '../../app/states';
import { now, range } from '../../app/time';
import { duration, millisOfNanos, percent, perSecond, shortTime } from '../../text/format';
import { oneLine } from '../../text/visible';

/** What stands out of a component's rate, errors and durations, and which span names changed. */
export function Changes(props: { service: string }): JSX.Element {
  const of = range.value;
  const key = JSON.stringify([props, of]);
  const anomalies = useLoad(key, (signal) => redAnomalies(props.service, of, { signal }));
  return (
    <>
      <Panel title="What stands out" flush>
        <Answer of={anomalies} what="Judging each value by those before it">
          {(found) =>
            found.series.length === 0 ? (
              <Empty title="Nothing stands out in this time." />
            ) : (
              <StandingOut found={found} />
            )
          }
        </Answer>
      </Panel>
      <SpanNameChanges service={props.service} />
    </>
  );
}

function figure(name: string, value: number): string {
  return name === 'errors' ? percent(value) : name === 'rate' ? perSecond(value) : duration(value);
}

function StandingOut(props: { found: Anomalies }): JSX.Element {
  const moments = props.found.series
    .flatMap((series) => series.moments.map((moment) => ({ series, moment })))
    .sort((a, b) => b.moment.score - a.moment.score)
    .slice(0, 50);
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
          {moments.map(({ series, moment }) => {
            const millis = millisOfNanos(moment.timeUnixNano);
            const step = {
              from: new Date(millis).toISOString(),
              to: new Date(millis + props.found.stepMillis).toISOString(),
            };
            return (
              <tr key={`${series.name} ${moment.timeUnixNano}`}>
                <td class="number">
                  <a href={href('/traces', { q: `service = "${series.labels.service ?? ''}"`, ...step })}>
                    {shortTime(millis, now.value)}
                  </a>
                </td>
                <td>{series.name}</td>
                <td class="right number">{figure(series.name, moment.value)}</td>
                <td class="right number soft">
                  {figure(series.name, moment.expectedLow)} – {figure(series.name, moment.expectedHigh)}
                </td>
                <td class="right number">{moment.score.toFixed(2)}</td>
                <td class="name">{oneLine(moment.explanation, 300)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function SpanNameChanges(props: { service: string }): JSX.Element {
  const of = range.value;
  const load = useLoad(JSON.stringify([props, of]), (signal) => redChanges(props.service, of, { signal }));
  return (
    <Panel title="Span names against the time before, those that take more time first" flush>
      <Answer of={load}>
        {(changes) =>
          changes.lines.length === 0 ? (
            <Empty title="Nothing is known of both times." />
          ) : (
            <div class="scroll-x">
              <table class="table">
                <thead>
                  <tr>
                    <th>Span</th>
                    <th>State</th>
                    <th class="right">Rate</th>
                    <th class="right">Errors</th>
                    <th class="right">p99</th>
                    <th class="right">Time spent a second</th>
                  </tr>
                </thead>
                <tbody>
                  {changes.lines.map((line) => (
                    <tr key={line.search}>
                      <td class="name">
                        <a href={href('/traces', { q: line.search })}>{oneLine(line.spanName, 160)}</a>{' '}
                        <span class="soft">{line.kind.toLowerCase()}</span>
                      </td>
                      <td>
                        <span class={line.state === 'changed' ? 'badge' : 'badge warn'}>{line.state}</span>
                      </td>
                      <td class="right number">
                        {perSecond(line.before?.ratePerSecond ?? 0)} →{' '}
                        {perSecond(line.now?.ratePerSecond ?? 0)}
                      </td>
                      <td class="right number">
                        {percent(line.before?.errorRatio ?? 0)} → {percent(line.now?.errorRatio ?? 0)}
                      </td>
                      <td class="right number">
                        {duration(line.before?.p99Nanos)} → {duration(line.now?.p99Nanos)}
                      </td>
                      <td
                        class={
                          line.busyNanosPerSecondDifference > 0 ? 'right number error-text' : 'right number'
                        }
                      >
                        {line.busyNanosPerSecondDifference > 0 ? '+' : ''}
                        {duration(line.busyNanosPerSecondDifference)}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Answer>
    </Panel>
  );
}
