import type { JSX } from 'preact';
import { type Incident, listIncidents } from '../../api/incidents';
import { href, place, setQuery } from '../../app/location';
import { PagedList } from '../../app/more';
import { usePages } from '../../app/paging';
import type { PageProps } from '../../app/routes';
import { Choices, Empty, Panel } from '../../app/states';
import { now, range } from '../../app/time';
import { ago, counted, duration, shortTime } from '../../text/format';
import { oneLine } from '../../text/visible';
import { OneIncident } from './incident';
import { Timeline } from './timeline';
import './incidents.css';

export default function IncidentsPage(props: PageProps): JSX.Element {
  return props.rest === '' ? <IncidentList /> : <OneIncident id={props.rest} />;
}

function IncidentList(): JSX.Element {
  const query = place.value.query;
  const state = query.get('state') === 'open' ? 'open' : query.get('state') === 'closed' ? 'closed' : '';
  const component = query.get('component') ?? '';
  const of = range.value;
  const pages = usePages<Incident>(JSON.stringify([state, component, of]), async (cursor, signal) => {
    const page = await listIncidents(
      { state, component, range: of, limit: 20, ...(cursor ? { cursor } : {}) },
      { signal },
    );
    return { items: page.incidents, nextCursor: page.nextCursor || undefined };
  });
  return (
    <Panel
      title="Incidents"
      flush
      tools={
        <div class="toolbar">
          {component !== '' && (
            <button type="button" class="button" onClick={() => setQuery({ component: null })}>
              {oneLine(component, 60)} ✕
            </button>
          )}
          <Choices
            label="State"
            value={state}
            options={[
              ['', 'All'],
              ['open', 'Open'],
              ['closed', 'Closed'],
            ]}
            onChange={(next) => setQuery({ state: next }, { replace: true })}
          />
        </div>
      }
    >
      <PagedList
        of={pages}
        what="Looking for incidents"
        empty={
          <Empty title="No incident in this time.">
            <p>
              Components whose share of failing or slow spans, or of errors among log records, rises together,
              and that call one another, are one incident.
            </p>
          </Empty>
        }
      >
        <Timeline incidents={pages.items} range={of} />
        <ul class="incident-list">
          {pages.items.map((incident) => (
            <Line key={incident.id} incident={incident} />
          ))}
        </ul>
      </PagedList>
    </Panel>
  );
}

function Line(props: { incident: Incident }): JSX.Element {
  const { incident } = props;
  const start = Date.parse(incident.startedAt);
  const end = incident.endedAt ? Date.parse(incident.endedAt) : now.value;
  const cause = incident.causes[0]?.cause;
  const components = [...new Set(incident.symptoms.map((symptom) => symptom.component))];
  return (
    <li>
      <div class="toolbar">
        <span class={incident.state === 'open' ? 'badge error' : 'badge'}>{incident.state}</span>
        <a class="incident-title wrap" href={href(`/incidents/${incident.id}`)}>
          {oneLine(components.join(', '), 200)}
        </a>
        <span class="soft number">
          {shortTime(start, now.value)}, {duration((end - start) * 1e6)}, {ago(start, now.value)}
        </span>
      </div>
      {cause ? (
        <p class="wrap">
          <span class="badge warn">{cause.strength}</span> {oneLine(cause.component, 80)}:{' '}
          {oneLine(cause.evidence[0]?.text ?? cause.detail, 240)}
        </p>
      ) : (
        <p class="soft">No cause stands out.</p>
      )}
      <p class="soft">
        {counted(incident.symptoms.length, 'symptom')}, {counted(incident.causes.length, 'likely cause')}
      </p>
    </li>
  );
}
