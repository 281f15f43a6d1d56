import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { ServiceTag } from '../../charts/service-tag';
import { duration, exact, percent } from '../../text/format';
import { oneLine } from '../../text/visible';
import { type OperationOrder, operationsOf } from '../../trace/table';
import type { TraceModel } from './model';

const COLUMNS: readonly (readonly [OperationOrder, string])[] = [
  ['spans', 'Spans'],
  ['errors', 'Errors'],
  ['totalNanos', 'Total'],
  ['selfNanos', 'Self'],
  ['criticalNanos', 'Critical path'],
];

/** Where the time of the trace went, by component and span name. */
export function OperationsTable(props: {
  model: TraceModel;
  onSelect: (index: number) => void;
}): JSX.Element {
  const { tree, path } = props.model;
  const [order, setOrder] = useState<OperationOrder>('criticalNanos');
  const lines = useMemo(
    () => operationsOf(tree, path).sort((a, b) => b[order] - a[order] || b.selfNanos - a.selfNanos),
    [tree, path, order],
  );
  return (
    <div class="scroll-x">
      <table class="table">
        <thead>
          <tr>
            <th>Service</th>
            <th>Span</th>
            {COLUMNS.map(([key, title]) => (
              <th key={key} class="right" aria-sort={key === order ? 'descending' : undefined}>
                <button type="button" onClick={() => setOrder(key)}>
                  {title}
                  {key === order ? ' ↓' : ''}
                </button>
              </th>
            ))}
            <th class="right">Longest</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.service} ${line.name}`}>
              <td>
                <ServiceTag name={line.service} />
              </td>
              <td class="name">{oneLine(line.name, 200) || '(no name)'}</td>
              <td class="right number">{exact(line.spans)}</td>
              <td class={line.errors > 0 ? 'right number error-text' : 'right number'}>
                {exact(line.errors)}
              </td>
              <td class="right number">{duration(line.totalNanos)}</td>
              <td class="right number">{duration(line.selfNanos)}</td>
              <td class="right number">
                {duration(line.criticalNanos)}{' '}
                {path.totalNanos > 0 && (
                  <span class="soft">{percent(line.criticalNanos / path.totalNanos)}</span>
                )}
              </td>
              <td class="right number">
                <button type="button" class="button plain" onClick={() => props.onSelect(line.longest)}>
                  {duration(line.longestNanos)}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
