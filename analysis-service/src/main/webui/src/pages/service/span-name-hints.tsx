import type { JSX } from 'preact';
import { type SpanNameSuggestion, suggestSpanNames } from '../../api/span-names';
import { useLoad } from '../../app/load';
import { range } from '../../app/time';
import { counted } from '../../text/format';
import { oneLine } from '../../text/visible';

/** Says which span names hold values, as an advice to whoever instruments the component; nothing when none does. */
export function SpanNameHints(props: { service: string }): JSX.Element | null {
  const of = range.value;
  const load = useLoad(JSON.stringify([props, of]), (signal) =>
    suggestSpanNames(props.service, of, { signal }),
  );
  const suggestions = load.data?.suggestions ?? [];
  return suggestions.length === 0 ? null : (
    <div class="notice">
      Some span names hold values, so that each has figures of its own. Give their spans one name, and the
      values as attributes:
      <ul>
        {suggestions.map((suggestion) => (
          <Hint key={`${suggestion.namespace} ${suggestion.suggestion}`} suggestion={suggestion} />
        ))}
      </ul>
    </div>
  );
}

function Hint(props: { suggestion: SpanNameSuggestion }): JSX.Element {
  const { suggestion } = props;
  return (
    <li>
      <code>{oneLine(suggestion.suggestion, 200)}</code> for {counted(suggestion.names, 'name')} of{' '}
      {counted(suggestion.spans, 'span')},{' '}
      <span class="soft">
        such as {suggestion.examples.map((example) => oneLine(example, 80)).join(', ')}
      </span>
    </li>
  );
}
