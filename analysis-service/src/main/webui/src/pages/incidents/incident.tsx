import type { JSX } from 'preact';
import type { TellingValue } from '../../api/explain';
import {
  type Cause,
  type CauseEvidence,
  type Incident,
  type IncidentSymptom,
  readIncident,
} from '../../api/incidents';
import { useLoad } from '../../app/load';
import { href } from '../../app/location';
import { Answer, Empty, Panel } from '../../app/states';
import { now } from '../../app/time';
import { usePageTitle } from '../../app/title';
import { ServiceTag } from '../../charts/service-tag';
import { dateTime, duration, exact, percent } from '../../text/format';
import { oneLine } from '../../text/visible';
import { Findings } from '../traces/difference';
import { symptomHref } from './symptom-link';
import { SymptomTimeline } from './timeline';

/** Before and behind what happened, so that the change is seen. */
const MARGIN_MILLIS = 600_000;

type Time = { readonly from: string; readonly to: string };

/** One incident: what was noticed, what may have caused it, and the records that say so. */
export function OneIncident(props: { id: string }): JSX.Element {
  const load = useLoad(`${props.id} ${now.value}`, (signal) => readIncident(props.id, { signal }));
  const symptoms = load.data?.symptoms ?? [];
  usePageTitle(
    symptoms.length > 0
      ? `Incident: ${oneLine([...new Set(symptoms.map((one) => one.component))].join(', '), 100)}`
      : 'Incident',
  );
  return (
    <Answer of={load} what="Reading the incident">
      {(incident) => {
        const start = Date.parse(incident.startedAt);
        const end = incident.endedAt ? Date.parse(incident.endedAt) : now.value;
        return (
          <div class="page-parts">
            <p class="toolbar">
              <span class={incident.state === 'open' ? 'badge error' : 'badge'}>{incident.state}</span>
              <span class="number">
                {dateTime(start)} to {incident.endedAt ? dateTime(end) : 'now'},{' '}
                {duration((end - start) * 1e6)}
              </span>
              <a class="button" href={href('/services', around(start, end))}>
                Map of that time
              </a>
              <a class="button" href={href('/incidents')}>
                All incidents
              </a>
            </p>
            {incident.truncated && <p class="notice">More was recorded in that time than was read.</p>}
            <Causes incident={incident} />
            <Symptoms incident={incident} end={end} />
          </div>
        );
      }}
    </Answer>
  );
}

const around = (start: number, end: number): Time => ({
  from: new Date(start - MARGIN_MILLIS).toISOString(),
  to: new Date(end + MARGIN_MILLIS).toISOString(),
});

function Causes(props: { incident: Incident }): JSX.Element {
  const { incident } = props;
  const period = incident.causesPeriod;
  return (
    <Panel title="Likely causes, the likeliest first">
      {incident.causes.length === 0 ? (
        <Empty title="No cause stands out.">
          <p>
            {period
              ? 'What was recorded of it does not differ enough from the time before.'
              : 'It is too short yet to tell, or there is nothing before it to compare it with.'}
          </p>
        </Empty>
      ) : (
        <ol class="causes">
          {incident.causes.map(({ cause, attributes }, at) => (
            <CauseItem
              key={`${cause.component} ${cause.kind} ${cause.detail}`}
              cause={cause}
              attributes={attributes}
              time={period ?? { from: incident.startedAt, to: new Date(now.value).toISOString() }}
              isFirst={at === 0}
            />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function CauseItem(props: {
  cause: Cause;
  attributes: readonly TellingValue[];
  time: Time;
  isFirst: boolean;
}): JSX.Element {
  const { cause } = props;
  const name = cause.component.split('/').at(-1) ?? cause.component;
  const detail = `${cause.kind.replaceAll('_', ' ')} ${oneLine(cause.detail, 160)}`;
  // What its bad spans have in common says more to people than the figure that told it.
  const told = props.attributes[0]?.conditions.join(' and ');
  return (
    <li class={props.isFirst ? 'first' : ''}>
      <h3>
        <a href={href(`/service/${encodeURIComponent(name)}`, props.time)}>
          <ServiceTag name={name} text={cause.component} />
        </a>{' '}
        <span
          class={
            cause.strength === 'strong'
              ? 'badge error'
              : cause.strength === 'moderate'
                ? 'badge warn'
                : 'badge'
          }
        >
          {cause.strength}
        </span>{' '}
        {told === undefined ? (
          <span class="soft">{detail}</span>
        ) : (
          <code class="wrap">{oneLine(told, 160)}</code>
        )}
      </h3>
      {told !== undefined && <p class="soft wrap">{detail}</p>}
      <ul class="evidence-list">
        {cause.evidence.map((evidence) => (
          <EvidenceLine
            key={`${evidence.kind} ${evidence.detail} ${evidence.text}`}
            evidence={evidence}
            time={props.time}
          />
        ))}
      </ul>
      {props.attributes.length > 0 && (
        <>
          <p class="soft">What its bad spans have in common:</p>
          <Findings findings={props.attributes} time={props.time} />
        </>
      )}
    </li>
  );
}

/** Evidence of log records is searched for among logs, all other among spans. */
function EvidenceLine(props: { evidence: CauseEvidence; time: Time }): JSX.Element {
  const { evidence } = props;
  const page = evidence.kind === 'log_template' ? '/logs' : '/traces';
  return (
    <li>
      <span class="wrap">{oneLine(evidence.text, 400)}</span>{' '}
      <span class="soft number">
        ({exact(evidence.samples)} {page === '/logs' ? 'records' : 'samples'})
      </span>{' '}
      {evidence.search !== '' && (
        <a
          href={href(page, {
            q: evidence.search,
            order: page === '/traces' ? 'slowest' : null,
            ...props.time,
          })}
        >
          {page === '/logs' ? 'its records' : 'its spans'}
        </a>
      )}
    </li>
  );
}

function Symptoms(props: { incident: Incident; end: number }): JSX.Element {
  return (
    <Panel title="What was noticed" flush>
      <SymptomTimeline
        symptoms={props.incident.symptoms}
        range={{
          fromMillis: Date.parse(props.incident.startedAt) - MARGIN_MILLIS,
          toMillis: props.end + MARGIN_MILLIS,
        }}
      />
      <div class="scroll-x">
        <table class="table">
          <thead>
            <tr>
              <th>Component</th>
              <th>Symptom</th>
              <th>Since</th>
              <th>Until</th>
              <th class="right">Bad</th>
              <th class="right">Usual</th>
              <th>
                <span class="hidden-but-read">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {props.incident.symptoms.map((symptom) => (
              <Symptom key={`${symptom.component} ${symptom.kind}`} symptom={symptom} end={props.end} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Symptom(props: { symptom: IncidentSymptom; end: number }): JSX.Element {
  const { symptom } = props;
  const until = symptom.until ? Date.parse(symptom.until) : props.end;
  return (
    <tr>
      <td class="name">{oneLine(symptom.component, 120)}</td>
      <td>
        <span class="badge error">{symptom.kind}</span> <span class="wrap">{oneLine(symptom.text, 240)}</span>
      </td>
      <td class="number">{dateTime(Date.parse(symptom.since))}</td>
      <td class="number">{symptom.until ? dateTime(until) : 'goes on'}</td>
      <td class="right number">{percent(symptom.spans > 0 ? symptom.bad / symptom.spans : 0)}</td>
      <td class="right number">
        {percent(symptom.usualSpans > 0 ? symptom.usualBad / symptom.usualSpans : 0)}
      </td>
      <td class="number">
        <a href={symptomHref(symptom, until)}>{symptom.kind === 'logs' ? 'bad records' : 'bad spans'}</a>
      </td>
    </tr>
  );
}
