import type { JSX } from 'preact';
import { type Usage, usage } from '../../api/usage';
import { useLoad } from '../../app/load';
import { href } from '../../app/location';
import { Answer, Panel } from '../../app/states';
import { now } from '../../app/time';
import { bytes, exact } from '../../text/format';

/** What all records that are kept cost: bytes by signal, bytes per record, and the whole database. */
export function Storage(): JSX.Element {
  const load = useLoad(String(now.value), async (signal) => ({ used: await usage({ signal }) }));
  return (
    <Panel title="Storage" tools={<a href={href('/settings', { tab: 'retention' })}>Retention</a>}>
      <Answer of={load} what="Measuring storage">
        {({ used }) =>
          used ? (
            <Used of={used} />
          ) : (
            <p class="soft">This version of storage-service does not tell how much room it uses.</p>
          )
        }
      </Answer>
    </Panel>
  );
}

function Used(props: { of: Usage }): JSX.Element {
  const { of } = props;
  const most = of.signals.reduce((high, signal) => Math.max(high, signal.bytes), 1);
  return (
    <>
      <dl class="figures">
        <div>
          <dt>Records</dt>
          <dd>
            {bytes(of.bytes)} <small>for {exact(of.records)}</small>
          </dd>
        </div>
        <div>
          <dt>Per record</dt>
          <dd>{perRecord(of.bytesPerRecord)}</dd>
        </div>
        <div>
          <dt>Whole database</dt>
          <dd>
            {bytes(of.database.bytes)} <small>{bytes(of.database.otherBytes)} beside segments</small>
          </dd>
        </div>
      </dl>
      <div class="scroll-x">
        <table class="table storage-signals">
          <thead>
            <tr>
              <th>Signal</th>
              <th class="right">Records</th>
              <th class="right">Segments</th>
              <th class="right">Per record</th>
              <th>Bytes</th>
            </tr>
          </thead>
          <tbody>
            {of.signals.map((signal) => (
              <tr key={signal.signal}>
                <td>{signal.signal}</td>
                <td class="right number">{exact(signal.records)}</td>
                <td class="right number">{exact(signal.segments)}</td>
                <td class="right number">{perRecord(signal.bytesPerRecord)}</td>
                <td class="attribute-bar storage-bytes">
                  <div>
                    <span class="number">{bytes(signal.bytes)}</span>
                    <span class="meter" aria-hidden="true">
                      <span style={{ width: `${(signal.bytes / most) * 100}%` }} />
                    </span>
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const perRecord = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : bytes(value);
