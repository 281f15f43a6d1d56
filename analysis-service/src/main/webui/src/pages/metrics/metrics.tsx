import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type ListedMetric, listMetrics } from '../../api/metrics';
import { useLoad } from '../../app/load';
import { href, place, setQuery } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { Answer, Empty, Panel } from '../../app/states';
import { oneLine } from '../../text/visible';
import { MetricChart } from './metric-chart';
import { PlotEditor } from './plot-editor';
import { firstPlot, type Plot, parsePlots } from './plots';
import './metrics.css';

const MOST_PLOTS = 6;

/** Metrics are found on the left and plotted on the right, several on one chart. */
export default function MetricsPage(_props: PageProps): JSX.Element {
  const query = place.value.query;
  const plots = parsePlots(query.get('show'));
  const service = query.get('service') ?? '';
  const show = (next: readonly Plot[]) => setQuery({ show: next.length > 0 ? JSON.stringify(next) : null });
  return (
    <div class="metrics">
      <Finder
        service={service}
        onAdd={(metric) => plots.length < MOST_PLOTS && show([...plots, firstPlot(metric, service)])}
        onOnly={(metric) => show([firstPlot(metric, service)])}
      />
      <div class="metrics-plots">
        {plots.length === 0 ? (
          <Panel title="Chart">
            <Empty title="Choose a metric.">
              <p>Its rate, quantile or value over time is drawn; + adds it to what is there.</p>
            </Empty>
          </Panel>
        ) : (
          <>
            <MetricChart plots={plots} />
            <Panel title="What is drawn">
              {plots.map((plot, at) => (
                <PlotEditor
                  // A plot is known by its place: editing it does not make it another.
                  key={at}
                  plot={plot}
                  onChange={(changed) => show(plots.map((one, place) => (place === at ? changed : one)))}
                  onRemove={() => show(plots.filter((_, place) => place !== at))}
                />
              ))}
            </Panel>
          </>
        )}
      </div>
    </div>
  );
}

function Finder(props: {
  service: string;
  onAdd: (metric: ListedMetric) => void;
  onOnly: (metric: ListedMetric) => void;
}): JSX.Element {
  const [contains, setContains] = useState('');
  const load = useLoad(JSON.stringify([contains, props.service]), (signal) =>
    listMetrics(contains, props.service, { signal }),
  );
  return (
    <Panel title="Metrics" flush class="finder">
      <div class="form panel-tools">
        <input
          class="input"
          type="search"
          aria-label="Find a metric by a part of its name"
          placeholder="Part of a name"
          value={contains}
          onInput={(event) => setContains(event.currentTarget.value)}
        />
        {props.service !== '' && (
          <p>
            of <strong>{oneLine(props.service, 80)}</strong> <a href={href('/metrics')}>of all</a>
          </p>
        )}
      </div>
      <Answer of={load} what="Listing metrics">
        {(page) =>
          page.metrics.length === 0 ? (
            <Empty title={contains === '' ? 'No metric is stored yet.' : 'No metric is named so.'}>
              {contains === '' && <p>Send some by OTLP, or add a page to fetch under Settings.</p>}
            </Empty>
          ) : (
            <ul class="metric-list">
              {page.metrics.map((metric) => (
                <li key={`${metric.name} ${metric.kind} ${metric.unit} ${metric.temporality}`}>
                  <button
                    type="button"
                    class="metric-name"
                    title={oneLine(metric.description, 300)}
                    onClick={() => props.onOnly(metric)}
                  >
                    <span class="wrap">{oneLine(metric.name, 160)}</span>
                    <span class="soft">
                      {metric.kind.replace('_', ' ')} {oneLine(metric.unit, 20)}
                    </span>
                  </button>
                  <button
                    type="button"
                    class="button plain"
                    aria-label={`Add ${oneLine(metric.name, 100)} to the chart`}
                    title="Add to the chart"
                    onClick={() => props.onAdd(metric)}
                  >
                    +
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}
