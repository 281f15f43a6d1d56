import type { JSX } from 'preact';
import { place, setQuery } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { Choices, Panel } from '../../app/states';
import { QueryBar } from '../../query/query-bar';
import { Histogram } from './histogram';
import { KeptPatterns } from './kept-patterns';
import { LogList } from './log-list';
import { LogTail } from './log-tail';
import { MinedPatterns } from './mined-patterns';
import './logs.css';

type View = 'records' | 'patterns' | 'live';

export default function LogsPage(_props: PageProps): JSX.Element {
  const query = place.value.query;
  const q = query.get('q') ?? '';
  const view: View =
    query.get('view') === 'patterns' ? 'patterns' : query.get('view') === 'live' ? 'live' : 'records';
  const order = query.get('order') === 'oldest' ? 'oldest' : 'newest';
  return (
    <>
      <QueryBar
        signal="logs"
        value={q}
        placeholder={'severity >= warn && body has "timeout"        ( / to type, empty finds every record )'}
        onSearch={(next) => setQuery({ q: next })}
      />
      {view !== 'live' && <Histogram q={q} />}
      <Panel
        title={view === 'patterns' ? 'Patterns' : 'Records'}
        flush
        tools={
          <div class="toolbar">
            {view === 'records' && (
              <Choices
                label="Order"
                value={order}
                options={[
                  ['newest', 'Newest'],
                  ['oldest', 'Oldest'],
                ]}
                onChange={(next) => setQuery({ order: next === 'newest' ? null : next }, { replace: true })}
              />
            )}
            <Choices
              label="What is listed"
              value={view}
              options={[
                ['records', 'Records'],
                ['patterns', 'Patterns'],
                ['live', 'Live'],
              ]}
              onChange={(next) => setQuery({ view: next === 'records' ? null : next })}
            />
          </div>
        }
      >
        {view === 'records' && <LogList q={q} order={order} />}
        {view === 'patterns' && (q === '' ? <KeptPatterns /> : <MinedPatterns q={q} />)}
        {view === 'live' && <LogTail q={q} />}
      </Panel>
    </>
  );
}
