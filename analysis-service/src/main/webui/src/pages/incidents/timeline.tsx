import type { JSX } from 'preact';
import type { Incident } from '../../api/incidents';
import { href } from '../../app/location';
import { now, type TimeRange } from '../../app/time';
import { clock } from '../../text/format';
import { oneLine } from '../../text/visible';

const MOST = 12;

/** When each incident was: lines over the time of the page, one below the other. */
export function Timeline(props: { incidents: readonly Incident[]; range: TimeRange }): JSX.Element {
  const { fromMillis, toMillis } = props.range;
  const share = (millis: number) => Math.max(0, Math.min(1, (millis - fromMillis) / (toMillis - fromMillis)));
  return (
    <div class="timeline">
      {props.incidents.slice(0, MOST).map((incident) => {
        const left = share(Date.parse(incident.startedAt));
        const right = share(incident.endedAt ? Date.parse(incident.endedAt) : now.value);
        const name = incident.causes[0]?.cause.component ?? incident.symptoms[0]?.component ?? '';
        return (
          <a
            key={incident.id}
            href={href(`/incidents/${incident.id}`)}
            class="lane"
            aria-label={`Incident of ${oneLine(name, 100)}`}
          >
            <span
              class={incident.state === 'open' ? 'stretch open' : 'stretch'}
              style={{ left: `${left * 100}%`, width: `max(4px, ${(right - left) * 100}%)` }}
            />
            <span
              class={left > 0.6 ? 'lane-name before' : 'lane-name'}
              style={left > 0.6 ? { right: `${(1 - left) * 100}%` } : { left: `${left * 100}%` }}
            >
              {oneLine(name, 60)}
            </span>
          </a>
        );
      })}
      <div class="timeline-axis soft number">
        {[0, 0.25, 0.5, 0.75, 1].map((at) => (
          <span key={at}>{clock(fromMillis + at * (toMillis - fromMillis))}</span>
        ))}
      </div>
    </div>
  );
}
