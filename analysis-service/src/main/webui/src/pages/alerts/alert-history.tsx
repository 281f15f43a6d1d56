import type { JSX } from 'preact';
import { alertHistory } from '../../api/alerts';
import { useLoad } from '../../app/load';
import { Answer, Empty, Panel } from '../../app/states';
import { now } from '../../app/time';
import { dateTime } from '../../text/format';
import { oneLine } from '../../text/visible';
import { StateOfAlert } from './firing';

export function AlertHistoryList(): JSX.Element {
  const load = useLoad(String(now.value), (signal) => alertHistory({ signal }));
  return (
    <Panel title="What alerts did, the newest first" flush>
      <Answer of={load} what="Reading the history">
        {(page) =>
          page.history.length === 0 ? (
            <Empty title="No alert has changed yet." />
          ) : (
            <div class="scroll-x">
              <table class="table">
                <thead>
                  <tr>
                    <th>At</th>
                    <th>Rule</th>
                    <th>State</th>
                    <th>What</th>
                  </tr>
                </thead>
                <tbody>
                  {page.history.map((entry) => (
                    <tr key={entry.id}>
                      <td class="number">{dateTime(Date.parse(entry.recordedAt))}</td>
                      <td class="wrap">{oneLine(entry.ruleName, 120)}</td>
                      <td>
                        {entry.fromState && <span class="soft">{entry.fromState} → </span>}
                        <StateOfAlert alert={entry} />
                      </td>
                      <td class="name">{oneLine(entry.summary, 300)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Answer>
    </Panel>
  );
}
