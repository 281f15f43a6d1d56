import type { JSX } from 'preact';
import type { NamedSpans, TraceStructure } from '../../api/traces';
import { hrefHere, setQuery } from '../../app/location';
import { counted, duration } from '../../text/format';
import { visible } from '../../text/visible';

/** What of the trace is not as it should be: told, not smoothed over. */
export function Notices(props: {
  structure: TraceStructure | undefined;
  isTruncated: boolean;
  isReportedTime: boolean;
}): JSX.Element | null {
  const { structure } = props;
  const kinds: readonly (readonly [NamedSpans | undefined, string])[] = [
    [
      structure?.orphans,
      'with a parent that is not in the trace: it was not sent, was sampled out, or comes later',
    ],
    [structure?.cycles, 'whose parents form a circle, which was cut there'],
    [structure?.ownParents, 'that name themselves as parent'],
    [structure?.sharedIds, 'that share their id with others'],
    [structure?.runningBackwards, 'that end before they start; they count as without duration'],
  ];
  const odd = kinds.filter(([spans]) => (spans?.count ?? 0) > 0);
  const roots = structure?.roots.count ?? 1;
  const clocks = structure?.clocks ?? [];
  if (odd.length === 0 && clocks.length === 0 && roots < 2 && !props.isTruncated) {
    return null;
  }
  return (
    <div class="notice">
      <ul>
        {props.isTruncated && (
          <li>The trace has more spans than one answer may have: this is not all of it.</li>
        )}
        {roots > 1 && <li>{roots} spans name no parent; the critical path is that of the earliest.</li>}
        {odd.map(([spans, text]) => (
          <li key={text}>
            {counted(spans?.count ?? 0, 'span')} {text}.{' '}
            <a href={hrefHere({ span: spans?.spanIds[0] })}>Show the first</a>
          </li>
        ))}
        {clocks.map((clock) => (
          <li key={`${clock.component} ${clock.instanceId}`}>
            The clock of {visible(clock.component)} {visible(clock.instanceId)} was{' '}
            {props.isReportedTime ? 'not corrected' : 'corrected'} by {duration(clock.offsetNanos)}:{' '}
            {counted(clock.calls, 'call says', 'calls say')} so
            {clock.contradictingCalls > 0
              ? `, ${counted(clock.contradictingCalls, 'contradicts', 'contradict')}`
              : ''}
            .
          </li>
        ))}
      </ul>
      {clocks.length > 0 && (
        <button
          type="button"
          class="button"
          onClick={() => setQuery({ clocks: props.isReportedTime ? null : 'reported' }, { replace: true })}
        >
          {props.isReportedTime ? 'Show corrected times' : 'Show times as reported'}
        </button>
      )}
    </div>
  );
}
