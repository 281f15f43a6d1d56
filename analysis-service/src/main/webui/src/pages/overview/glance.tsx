import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { readRed } from '../../api/red';
import { useLoad } from '../../app/load';
import { href } from '../../app/location';
import { Answer, NothingFound, Panel } from '../../app/states';
import { range, stepSeconds } from '../../app/time';
import { RedTable } from '../services/red-table';

const SHOWN = 8;

/** The components in which most time is spent, each one click from its slow and its failed spans. */
export function Glance(props: { onTold: () => void }): JSX.Element {
  const of = range.value;
  const step = `${stepSeconds(of, 30)}s`;
  const load = useLoad(JSON.stringify(of), (signal) =>
    readRed({ groupBy: 'component', step, order: 'p99', limit: SHOWN }, of, { signal }),
  );
  const { onTold } = props;
  useEffect(() => {
    if (!load.isLoading) {
      onTold();
    }
  }, [load.isLoading, onTold]);
  return (
    <Panel
      title="Slowest components"
      tools={
        <div class="toolbar">
          <a href={href('/traces', { q: 'status = error' })}>Failed spans</a>
          <a href={href('/traces', { order: 'slowest', q: 'kind = server' })}>Slowest requests</a>
          <a href={href('/services', { view: 'list' })}>All</a>
        </div>
      }
      flush
    >
      <Answer of={load} what="Reading rate, errors and duration">
        {(red) => (red.lines.length === 0 ? <NothingFound what="spans" /> : <RedTable answer={red} />)}
      </Answer>
    </Panel>
  );
}
