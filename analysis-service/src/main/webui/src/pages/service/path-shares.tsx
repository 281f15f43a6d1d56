import type { JSX } from 'preact';
import { spanNames } from '../../api/catalog';
import { getJson } from '../../api/client';
import { criticalPathShares } from '../../api/red';
import { useLoad } from '../../app/load';
import { href, place, setQuery } from '../../app/location';
import { Answer, Empty, Panel } from '../../app/states';
import { range } from '../../app/time';
import { ServiceTag } from '../../charts/service-tag';
import { counted, duration, exact, percent } from '../../text/format';
import { oneLine } from '../../text/visible';

/** Which components own how much of an endpoint's usual and of its slowest calls. */
export function PathShares(props: { service: string }): JSX.Element {
  const names = useLoad(props.service, () => servingNames(props.service));
  return (
    <Answer of={names}>
      {(known) => {
        const asked = place.value.query.get('endpoint');
        const chosen = asked && known.includes(asked) ? asked : known[0];
        return chosen === undefined ? (
          <Empty title="It serves nothing that is known by name." />
        ) : (
          <Panel
            title="Who owns the time of its calls"
            flush
            tools={
              <label class="toolbar">
                <span class="soft">of</span>
                <select
                  class="select"
                  value={chosen}
                  onChange={(event) => setQuery({ endpoint: event.currentTarget.value }, { replace: true })}
                >
                  {known.map((name) => (
                    <option key={name} value={name}>
                      {oneLine(name, 100)}
                    </option>
                  ))}
                </select>
              </label>
            }
          >
            <Shares service={props.service} spanName={chosen} />
          </Panel>
        );
      }}
    </Answer>
  );
}

/** Names of the spans by which it serves calls; of all when it serves none. */
async function servingNames(service: string): Promise<readonly string[]> {
  const answer = await getJson<{ spanNames: { name: string }[] }>('/store/v1/span-names', {
    service,
    kind: 'server',
  });
  const serving = answer.spanNames.map((one) => one.name);
  return serving.length > 0 ? serving : spanNames(service);
}

function Shares(props: { service: string; spanName: string }): JSX.Element {
  const of = range.value;
  const load = useLoad(JSON.stringify([props, of]), (signal) =>
    criticalPathShares(props.service, props.spanName, of, { signal }),
  );
  return (
    <Answer of={load} what="Explaining each call">
      {(shares) =>
        shares.calls === 0 ? (
          <Empty title="No call of it in this time." />
        ) : (
          <>
            <p class="panel-tools soft">
              {counted(shares.calls, 'call')}
              {shares.truncated ? ', the newest only' : ''}: median {duration(shares.p50Nanos)}, p99{' '}
              {duration(shares.p99Nanos)}. Usual are the {exact(shares.usualCalls)} around the median, slow
              the slowest {exact(shares.slowCalls)}.
            </p>
            <div class="scroll-x">
              <table class="table">
                <thead>
                  <tr>
                    <th>Component</th>
                    <th class="right">On the path</th>
                    <th>Of usual calls</th>
                    <th>Of the slowest</th>
                  </tr>
                </thead>
                <tbody>
                  {shares.lines.map((line) => (
                    <tr key={line.search}>
                      <td class="name">
                        <a href={href('/traces', { q: line.search, order: 'slowest' })}>
                          <ServiceTag name={line.component} />
                        </a>
                      </td>
                      <td class="right number">{percent(line.onPath)}</td>
                      <Share nanos={line.usualNanos} share={line.usualShare} />
                      <Share nanos={line.slowNanos} share={line.slowShare} isSlow />
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        )
      }
    </Answer>
  );
}

function Share(props: { nanos: number; share: number; isSlow?: boolean }): JSX.Element {
  return (
    <td>
      <span class="number">
        {duration(props.nanos)} <span class="soft">{percent(props.share)}</span>
      </span>
      <span class={props.isSlow ? 'meter path' : 'meter'} aria-hidden="true">
        <span style={{ width: `${Math.min(1, props.share) * 100}%` }} />
      </span>
    </td>
  );
}
