import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { theme } from '../../app/theme';
import { serviceColor } from '../../charts/service-color';
import { duration, percent } from '../../text/format';
import { oneLine } from '../../text/visible';
import { operationsOf } from '../../trace/table';
import type { TraceModel } from './model';

const SHOWN = 4;
const SMALLEST_SHARE = 0.01;

/** The answer in one line: what the duration was spent on, the largest parts of the critical path first. */
export function PathSummary(props: {
  model: TraceModel;
  onSelect: (index: number) => void;
}): JSX.Element | null {
  const { tree, path } = props.model;
  const parts = useMemo(
    () =>
      operationsOf(tree, path)
        .filter((line) => line.criticalNanos > 0)
        .sort((a, b) => b.criticalNanos - a.criticalNanos)
        .filter((line, at) => at === 0 || line.criticalNanos >= SMALLEST_SHARE * path.totalNanos)
        .slice(0, SHOWN),
    [tree, path],
  );
  if (parts.length === 0) {
    return null;
  }
  return (
    <div class="path-summary">
      <span class="soft">Critical path {duration(path.totalNanos)}:</span>
      {parts.map((part) => (
        <button
          key={`${part.service} ${part.name}`}
          type="button"
          onClick={() => props.onSelect(part.longest)}
        >
          <span class="dot" style={{ background: serviceColor(part.service, theme.value) }} />
          <span class="wrap">
            {oneLine(part.service, 50)} {oneLine(part.name, 80)}
          </span>
          <strong class="number">{percent(part.criticalNanos / path.totalNanos)}</strong>
        </button>
      ))}
    </div>
  );
}
