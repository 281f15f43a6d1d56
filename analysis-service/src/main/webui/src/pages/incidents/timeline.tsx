import type { JSX } from 'preact';
import type { Incident, IncidentSymptom } from '../../api/incidents';
import { href } from '../../app/location';
import { now, type TimeRange } from '../../app/time';
import { timeTicks } from '../../charts/time-ticks';
import { oneLine } from '../../text/visible';
import { symptomHref } from './symptom-link';

const MOST = 12;
const MOST_TICKS = 6;

/** A stretch of time with a name, which leads somewhere. */
interface Lane {
  readonly key: string;
  readonly name: string;
  readonly fromMillis: number;
  readonly toMillis: number;
  readonly isOpen: boolean;
  readonly href: string;
}

const endOf = (text: string | null | undefined): number => (text ? Date.parse(text) : now.value);

/** When each incident was: lines over the time of the page, one below the other. */
export function Timeline(props: { incidents: readonly Incident[]; range: TimeRange }): JSX.Element {
  const lanes = props.incidents.slice(0, MOST).map((incident) => ({
    key: incident.id,
    name: incident.causes[0]?.cause.component ?? incident.symptoms[0]?.component ?? '',
    fromMillis: Date.parse(incident.startedAt),
    toMillis: endOf(incident.endedAt),
    isOpen: incident.state === 'open',
    href: href(`/incidents/${incident.id}`),
  }));
  return <Lanes lanes={lanes} range={props.range} />;
}

/** When each symptom of one incident began and ended; which was first is seen. */
export function SymptomTimeline(props: {
  symptoms: readonly IncidentSymptom[];
  range: TimeRange;
}): JSX.Element {
  const lanes = props.symptoms.map((symptom) => ({
    key: `${symptom.component} ${symptom.kind}`,
    name: `${symptom.component} ${symptom.kind}`,
    fromMillis: Date.parse(symptom.since),
    toMillis: endOf(symptom.until),
    isOpen: !symptom.until,
    href: symptomHref(symptom, endOf(symptom.until)),
  }));
  return <Lanes lanes={lanes} range={props.range} />;
}

function Lanes(props: { lanes: readonly Lane[]; range: TimeRange }): JSX.Element {
  const { fromMillis, toMillis } = props.range;
  const share = (millis: number) => Math.max(0, Math.min(1, (millis - fromMillis) / (toMillis - fromMillis)));
  const ticks = timeTicks(fromMillis, toMillis, MOST_TICKS);
  return (
    <div class="timeline">
      {props.lanes.map((lane) => {
        const [left, right] = [share(lane.fromMillis), share(lane.toMillis)];
        const isLate = left > 0.6;
        return (
          <a key={lane.key} href={lane.href} class="lane">
            <span
              class={lane.isOpen ? 'stretch open' : 'stretch'}
              style={{ left: `${left * 100}%`, width: `max(4px, ${(right - left) * 100}%)` }}
            />
            <span
              class="lane-name"
              style={isLate ? { right: `${(1 - left) * 100}%` } : { left: `${left * 100}%` }}
            >
              {oneLine(lane.name, 60)}
            </span>
          </a>
        );
      })}
      <div class="timeline-axis soft number">
        {ticks.millis.map((at, place) => (
          <span key={at} style={{ left: `${share(at) * 100}%` }}>
            {ticks.texts[place]}
          </span>
        ))}
      </div>
    </div>
  );
}
