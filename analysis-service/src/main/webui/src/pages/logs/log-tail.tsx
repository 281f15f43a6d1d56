import type { JSX } from 'preact';
import type { FoundLog } from '../../api/logs';
import type { Source } from '../../tail/source';
import { NothingYet, Tail } from '../../tail/tail';
import { LogRow } from './log-row';

const MOST_SHOWN = 500;
const LOGS: Source<FoundLog> = {
  door: '/store/v1/logs/tail',
  // Its template is known only once it was analysed.
  keyOf: ({ template: _, ...log }) => JSON.stringify(log),
};

/** Records as they come in, the newest on top. */
export function LogTail(props: { q: string }): JSX.Element {
  return (
    <Tail source={LOGS} q={props.q} most={MOST_SHOWN} noun="record" empty={<NothingYet what="Records" />}>
      {(logs) => (
        <ol class="log-list">
          {logs.map(({ number, record }) => (
            <LogRow key={number} log={record} />
          ))}
        </ol>
      )}
    </Tail>
  );
}
