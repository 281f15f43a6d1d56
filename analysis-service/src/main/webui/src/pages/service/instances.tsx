import type { JSX } from 'preact';
import {
  type AttributeValue,
  attributeHistory,
  componentRelations,
  componentSignals,
  type ListedComponent,
  listScrapeStates,
} from '../../api/components';
import { may } from '../../app/caller';
import { useLoad } from '../../app/load';
import { place, setQuery } from '../../app/location';
import { Answer, Panel } from '../../app/states';
import { now, range } from '../../app/time';
import { ago, counted, dateTime, duration, exact, perSecond } from '../../text/format';
import { oneLine, visible } from '../../text/visible';
import { Labels } from './labels';

/** The instances of a component; of the chosen one what is known, what changed, and how much comes of it. */
export function Instances(props: {
  components: readonly ListedComponent[];
  onChanged: () => void;
}): JSX.Element {
  const chosenId = place.value.query.get('instance');
  const chosen = props.components.find((one) => String(one.id) === chosenId) ?? props.components[0];
  return (
    <div class="page-parts">
      <Panel title="Instances" flush>
        <div class="scroll-x">
          <table class="table">
            <thead>
              <tr>
                <th>Instance</th>
                <th>State</th>
                <th class="right">Attributes</th>
                <th class="right">Last seen</th>
                <th>Labels</th>
              </tr>
            </thead>
            <tbody>
              {props.components.map((one) => (
                <tr key={one.id}>
                  <td class="name">
                    <button
                      type="button"
                      class="button plain"
                      aria-pressed={one === chosen}
                      onClick={() => setQuery({ instance: one.id }, { replace: true })}
                    >
                      {oneLine(one.instanceId, 120) || '(no instance id)'}
                    </button>
                  </td>
                  <td>
                    <StateBadge state={one.state} />
                  </td>
                  <td class="right number">{exact(one.attributeCount)}</td>
                  <td class="right number">{ago(Date.parse(one.lastSeen), now.value)}</td>
                  <td class="soft wrap">
                    {Object.entries(one.labels)
                      .map(([key, value]) => `${visible(key)}=${visible(value)}`)
                      .join(', ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
      {chosen && <Instance key={chosen.id} component={chosen} onChanged={props.onChanged} />}
    </div>
  );
}

export function StateBadge(props: { state: ListedComponent['state'] }): JSX.Element {
  const kind = props.state === 'DOWN' ? 'error' : props.state === 'SILENT' ? 'warn' : 'good';
  return <span class={`badge ${kind}`}>{props.state.toLowerCase()}</span>;
}

function Instance(props: { component: ListedComponent; onChanged: () => void }): JSX.Element {
  const { component } = props;
  const of = range.value;
  const key = JSON.stringify([component.id, of]);
  const history = useLoad(key, (signal) => attributeHistory(component.id, { signal }));
  const about = useLoad(key, async (signal) => {
    const [signals, relations, states] = await Promise.all([
      componentSignals(component.id, of, { signal }),
      componentRelations(component.id, of, { signal }),
      listScrapeStates({ signal }),
    ]);
    const scraped = states.states.filter(
      (state) => state.job === component.name && state.instance === component.instanceId,
    );
    return { signals: signals.signals, runsOn: relations.runsOn, scraped };
  });
  return (
    <div class="grid wide">
      <Panel
        title={`Attributes of ${oneLine(component.instanceId, 60) || component.name} and their history`}
        flush
      >
        <Answer of={history}>{(answer) => <History values={answer.values} />}</Answer>
      </Panel>
      <div class="page-parts">
        <Panel title="What comes of it, and where it runs">
          <Answer of={about}>
            {({ signals, runsOn, scraped }) => (
              <dl class="pairs">
                {signals.map((one) => (
                  <>
                    <dt>{one.signal}</dt>
                    <dd class="number">
                      {counted(one.records, 'record')}, {perSecond(one.perSecond)}
                    </dd>
                  </>
                ))}
                {signals.length === 0 && (
                  <>
                    <dt>records</dt>
                    <dd>none in this time</dd>
                  </>
                )}
                {runsOn.map((place) => (
                  <>
                    <dt>{place.kind}</dt>
                    <dd>{visible(place.name)}</dd>
                  </>
                ))}
                {scraped.map((state) => (
                  <>
                    <dt>page</dt>
                    <dd class="wrap">
                      <span class={state.up ? 'badge good' : 'badge error'}>{state.up ? 'up' : 'down'}</span>{' '}
                      {visible(state.url)}, {counted(state.samples, 'sample')} in{' '}
                      {duration(state.durationMillis * 1e6)}
                      {state.error ? `: ${visible(state.error)}` : ''}
                    </dd>
                  </>
                ))}
              </dl>
            )}
          </Answer>
        </Panel>
        {may('analyst') && (
          <Labels key={JSON.stringify(component.labels)} component={component} onSaved={props.onChanged} />
        )}
      </div>
    </div>
  );
}

function History(props: { values: readonly AttributeValue[] }): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: nothing in it takes the focus, and arrow keys are to scroll it.
    <section class="scroll-x" aria-label="History of attributes" tabIndex={0}>
      <table class="table">
        <thead>
          <tr>
            <th>Attribute</th>
            <th>Value</th>
            <th>Since</th>
            <th>Until</th>
          </tr>
        </thead>
        <tbody>
          {props.values.map((value) => (
            <tr key={`${value.key} ${value.firstSeen} ${JSON.stringify(value.value)}`}>
              <td class="wrap">{visible(value.key)}</td>
              <td class="name mono">
                {visible(typeof value.value === 'string' ? value.value : JSON.stringify(value.value))}
              </td>
              <td class="number">{dateTime(Date.parse(value.firstSeen))}</td>
              <td class="number soft">{value.current ? 'now' : dateTime(Date.parse(value.lastSeen))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
