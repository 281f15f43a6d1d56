import type { JSX } from 'preact';
import { redChanges } from '../../api/anomalies';
import { useLoad } from '../../app/load';
import { href } from '../../app/location';
import { Answer, Empty, Panel } from '../../app/states';
import { range } from '../../app/time';
import { duration, percent, perSecond } from '../../text/format';
import { oneLine } from '../../text/visible';
import { StandingOut } from './standing-out';

/** What stands out of the component, and which of its span names changed. */
export function Changes(props: { service: string }): JSX.Element {
  return (
    <>
      <StandingOut service={props.service} />
      <SpanNameChanges service={props.service} />
    </>
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
