import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { listSeries } from '../../api/metrics';
import { useLoad } from '../../app/load';
import { range } from '../../app/time';
import { CompletedInput } from '../../query/completed-input';
import { AGGREGATES, FUNCTIONS, type Plot } from './plots';
import { offersInSelector } from './suggest-selector';

/** What is asked of one metric: which series, which function, how they become one. */
export function PlotEditor(props: {
  plot: Plot;
  onChange: (plot: Plot) => void;
  onRemove: () => void;
}): JSX.Element {
  const { plot } = props;
  const id = useId();
  const [match, setMatch] = useState(plot.match);
  useEffect(() => setMatch(plot.match), [plot.match]);
  const keys = useLoad(JSON.stringify([plot.match, range.value]), async (signal) => {
    const { series } = await listSeries(plot.match, range.value, { signal });
    const known = new Set(['service', 'namespace', 'instance']);
    for (const one of series) {
      for (const key of [...Object.keys(one.attributes), ...Object.keys(one.resource)]) {
        known.add(key);
      }
    }
    return { keys: [...known], count: series.length };
  });
  const change = (part: Partial<Plot>) => props.onChange({ ...plot, ...part });
  return (
    <form
      class="plot-form"
      onSubmit={(event) => {
        event.preventDefault();
        change({ match });
      }}
    >
      <div class="field match">
        <span>
          Series{keys.data ? ` (${keys.data.count})` : ''}: name{'{key="value", other=~"a|b"}'}
        </span>
        <CompletedInput
          label="Series"
          text={match}
          offersAt={offersInSelector}
          onText={setMatch}
          onEnter={(entered) => change({ match: entered })}
          onLeave={() => match !== plot.match && change({ match })}
        />
      </div>
      <label class="field">
        <span>Function</span>
        <select
          class="select"
          value={plot.function}
          onChange={(event) => change({ function: event.currentTarget.value })}
        >
          {(FUNCTIONS[plot.kind] ?? FUNCTIONS.gauge ?? []).map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {plot.function.includes('quantile') && (
        <label class="field">
          <span>Quantile</span>
          <input
            class="input quantile"
            type="number"
            min="0"
            max="1"
            step="any"
            value={plot.quantile}
            onChange={(event) => change({ quantile: event.currentTarget.value || '0.99' })}
          />
        </label>
      )}
      <label class="field">
        <span>Together by</span>
        <select
          class="select"
          value={plot.aggregate}
          onChange={(event) => change({ aggregate: event.currentTarget.value })}
        >
          {AGGREGATES.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {plot.aggregate !== 'none' && (
        <label class="field">
          <span>Told apart by</span>
          <input
            class="input"
            list={`${id}-keys`}
            value={plot.by}
            placeholder="nothing"
            onChange={(event) => change({ by: event.currentTarget.value })}
          />
          <datalist id={`${id}-keys`}>
            {(keys.data?.keys ?? []).map((key) => (
              <option key={key} value={key} />
            ))}
          </datalist>
        </label>
      )}
      <button type="button" class="button plain" aria-label="Remove" onClick={props.onRemove}>
        ✕
      </button>
    </form>
  );
}
