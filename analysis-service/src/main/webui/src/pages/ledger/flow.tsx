import type { JSX } from 'preact';
import type { LedgerFlow } from '../../api/ledger';
import { exact } from '../../text/format';
import { oneLine } from '../../text/visible';
import { stagesOf } from './exits';

/** The stages as bars of the same scale, with what branches off below each. */
export function Flow(props: { counts: LedgerFlow }): JSX.Element {
  const { counts } = props;
  const stages = stagesOf(counts);
  const most = Math.max(1, ...stages.map((stage) => stage.records));
  return (
    <ol class="flow">
      {stages.map((stage) => (
        <li key={stage.name}>
          <h3>{stage.name}</h3>
          <p class="flow-count number">{exact(stage.records)}</p>
          <span class="meter" aria-hidden="true">
            <span style={{ width: `${(stage.records / most) * 100}%` }} />
          </span>
          <ul class="exits">
            {stage.exits.map((exit) => (
              <li key={exit.name} class={exit.isLoss ? 'error-text wrap' : 'soft wrap'}>
                ↳ <span class="number">{exact(exit.records)}</span> {oneLine(exit.name, 120)}
              </li>
            ))}
            {stage.name === 'Stored' && (
              <li class="soft">
                {exact(counts.live)} live, {exact(counts.expired)} expired, {exact(counts.erased)} erased
              </li>
            )}
          </ul>
        </li>
      ))}
    </ol>
  );
}
