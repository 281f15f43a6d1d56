import type { JSX } from 'preact';
import { type FoundLog, searchLogs } from '../../api/logs';
import { setQuery } from '../../app/location';
import { PagedList } from '../../app/more';
import { usePages } from '../../app/paging';
import { NothingFound } from '../../app/states';
import { range } from '../../app/time';
import { LogRow } from './log-row';

export function LogList(props: { q: string; order: 'newest' | 'oldest' }): JSX.Element {
  const { q, order } = props;
  const of = range.value;
  const pages = usePages<FoundLog>(JSON.stringify([props, of]), async (cursor, signal) => {
    const page = await searchLogs({ q, range: of, order, cursor }, signal);
    return { items: page.logs, nextCursor: page.nextCursor };
  });
  return (
    <PagedList
      of={pages}
      what="Searching logs"
      empty={<NothingFound what="log records" hasQuery={q !== ''} onClear={() => setQuery({ q: null })} />}
    >
      <ol class="log-list">
        {pages.items.map((log, at) => (
          // Records have no id of their own; the list only grows at its end.
          <LogRow key={at} log={log} />
        ))}
      </ol>
    </PagedList>
  );
}
