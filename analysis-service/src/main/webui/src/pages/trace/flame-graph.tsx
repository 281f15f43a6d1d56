import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { FlameChart } from '../../charts/flame-chart';
import { flameOf, flatten } from '../../trace/flame';
import type { TraceModel } from './model';

/** Where the time of the trace went, calls of the same path taken together. */
export function FlameGraph(props: { model: TraceModel; onSelect: (index: number) => void }): JSX.Element {
  const nodes = useMemo(() => flatten(flameOf(props.model.tree)), [props.model.tree]);
  return (
    <FlameChart nodes={nodes} onPick={(node) => props.onSelect(node.example)}>
      As wide as the time spent in it and below it; calls at the same time lie beside each other. The table
      shows the same as numbers.
    </FlameChart>
  );
}
