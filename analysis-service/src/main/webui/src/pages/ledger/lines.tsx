import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ReconciliationLine } from '../../api/ledger';
import { Check } from '../../app/form';
import { href } from '../../app/location';
import { Empty, Panel } from '../../app/states';
import { ServiceTag } from '../../charts/service-tag';
import { exact, percent } from '../../text/format';
import { oneLine } from '../../text/visible';
import { exitsText } from './exits';

const MOST = 300;

/** The account of each component and signal. */
export function Lines(props: { lines: readonly ReconciliationLine[] }): JSX.Element {
  const [isOnlyOpen, setOnlyOpen] = useState(false);
  const chosen = props.lines.filter((line) => !isOnlyOpen || line.account.open.length > 0);
  const sorted = [...chosen].sort(
    (a, b) =>
      b.account.open.length - a.account.open.length || b.account.counts.offered - a.account.counts.offered,
  );
  return (
    <Panel
      title="By component"
      flush
      tools={<Check label="only with differences" checked={isOnlyOpen} onChange={setOnlyOpen} />}
    >
      {sorted.length === 0 ? (
        <Empty title={isOnlyOpen ? 'No component has a difference.' : 'Nothing was offered in this time.'} />
      ) : (
        <div class="scroll-x">
          <table class="table">
            <thead>
              <tr>
                <th>Component</th>
                <th>Signal</th>
                <th class="right">Offered</th>
                <th class="right">Collected</th>
                <th class="right">Stored</th>
                <th class="right">Analysed</th>
                <th class="right">R_analyze</th>
                <th>Differences</th>
              </tr>
            </thead>
            <tbody>
              {sorted.slice(0, MOST).map((line) => (
                <Line key={`${line.signal} ${JSON.stringify(line.component)}`} line={line} />
              ))}
            </tbody>
          </table>
          {sorted.length > MOST && (
            <p class="panel-tools soft">{exact(sorted.length - MOST)} more: choose a signal or a service.</p>
          )}
        </div>
      )}
    </Panel>
  );
}

function Line(props: { line: ReconciliationLine }): JSX.Element {
  const { component, signal, account } = props.line;
  const { counts } = account;
  return (
    <tr>
      <td class="name">
        {component ? (
          <a href={href(`/service/${encodeURIComponent(component.name)}`)}>
            <ServiceTag name={component.name} /> <span class="soft">{oneLine(component.instanceId, 60)}</span>
          </a>
        ) : (
          <span class="soft">component not known</span>
        )}
      </td>
      <td>{signal ?? ''}</td>
      <td class="right number">{exact(counts.offered)}</td>
      <td class="right number">{exact(counts.collected)}</td>
      <td class="right number">{exact(counts.stored)}</td>
      <td class="right number">{exact(counts.analysed)}</td>
      <td class="right number">{percent(account.rates.find((rate) => rate.name === 'R_analyze')?.value)}</td>
      <td class="name">{oneLine(exitsText(counts), 200) || <span class="soft">none</span>}</td>
    </tr>
  );
}
