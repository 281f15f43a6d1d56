import type { JSX } from 'preact';
import { countComponents } from '../../api/components';
import { useLoad } from '../../app/load';
import { href } from '../../app/location';
import { Answer, Empty, Panel } from '../../app/states';
import { now } from '../../app/time';
import { ServiceTag } from '../../charts/service-tag';
import { exact } from '../../text/format';

const SHOWN = 14;

/** How many instances of each component there are and how much is known of them: their attributes. */
export function Components(): JSX.Element {
  const load = useLoad(String(now.value), async (signal) => {
    const [services, states] = await Promise.all([
      countComponents('service', { signal }),
      countComponents('state', { signal }),
    ]);
    return { services, states };
  });
  return (
    <Panel
      title="Components and their attributes"
      tools={<a href={href('/services', { view: 'list' })}>All</a>}
      flush
    >
      <Answer of={load} what="Counting components">
        {({ services, states }) => {
          const most = services.groups.reduce((high, group) => Math.max(high, group.attributes), 1);
          return services.groups.length === 0 ? (
            <Empty title="No component is known yet." />
          ) : (
            <>
              <p class="component-states soft">
                {states.groups
                  .map((group) => `${exact(group.components)} ${group.value.toLowerCase()}`)
                  .join(', ')}
              </p>
              <table class="table">
                <thead>
                  <tr>
                    <th>Component</th>
                    <th class="right">Instances</th>
                    <th>Attributes</th>
                  </tr>
                </thead>
                <tbody>
                  {services.groups.slice(0, SHOWN).map((group) => (
                    <tr key={group.value}>
                      <td class="name">
                        <a href={href(`/service/${encodeURIComponent(group.value)}`)}>
                          <ServiceTag name={group.value} />
                        </a>
                      </td>
                      <td class="right number">{exact(group.components)}</td>
                      <td class="attribute-bar">
                        <div>
                          <span class="number">{exact(group.attributes)}</span>
                          <span class="meter" aria-hidden="true">
                            <span style={{ width: `${(group.attributes / most) * 100}%` }} />
                          </span>
                        </div>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          );
        }}
      </Answer>
    </Panel>
  );
}
