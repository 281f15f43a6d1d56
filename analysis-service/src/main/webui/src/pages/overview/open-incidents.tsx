import type { JSX } from 'preact';
import { type Incident, listIncidents } from '../../api/incidents';
import { useLoad } from '../../app/load';
import { href } from '../../app/location';
import { Answer, Panel } from '../../app/states';
import { now, range } from '../../app/time';
import { ago } from '../../text/format';
import { oneLine } from '../../text/visible';

const SHOWN = 5;

/** What is wrong now, or was in this time, each with its first cause. */
export function OpenIncidents(): JSX.Element {
  const of = range.value;
  const load = useLoad(JSON.stringify(of), async (signal) => {
    const [open, all] = await Promise.all([
      listIncidents({ state: 'open', limit: SHOWN }, { signal }),
      listIncidents({ range: of, limit: SHOWN }, { signal }),
    ]);
    const known = new Set(open.incidents.map((incident) => incident.id));
    return [...open.incidents, ...all.incidents.filter((incident) => !known.has(incident.id))].slice(
      0,
      SHOWN,
    );
  });
  return (
    <Panel title="Incidents" tools={<a href={href('/incidents')}>All incidents</a>}>
      <Answer of={load} what="Looking for incidents">
        {(incidents) =>
          incidents.length === 0 ? (
            <p class="soft">Nothing is wrong, and nothing was in this time.</p>
          ) : (
            <ul class="incident-lines">
              {incidents.map((incident) => (
                <IncidentLine key={incident.id} incident={incident} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}

function IncidentLine(props: { incident: Incident }): JSX.Element {
  const { incident } = props;
  const cause = incident.causes[0]?.cause;
  const told = incident.causes[0]?.attributes[0]?.conditions.join(' and ');
  return (
    <li>
      <span class={incident.state === 'open' ? 'badge error' : 'badge'}>
        {incident.state}: {[...new Set(incident.symptoms.map((symptom) => symptom.kind))].join(', ')}
      </span>
      <a href={href(`/incidents/${incident.id}`)} class="wrap">
        {cause
          ? `${oneLine(cause.component, 80)}: ${oneLine(cause.evidence[0]?.text ?? cause.detail, 200)}`
          : oneLine([...new Set(incident.symptoms.map((symptom) => symptom.component))].join(', '), 200)}
      </a>
      {told && <code class="soft wrap">{oneLine(told, 160)}</code>}
      <span class="soft number since">{ago(Date.parse(incident.startedAt), now.value)}</span>
    </li>
  );
}
