import type { JSX } from 'preact';
import { countSpans } from '../../api/spans';
import { useLoad } from '../../app/load';
import { setQuery } from '../../app/location';
import { Answer, NothingFound } from '../../app/states';
import { range, stepSeconds } from '../../app/time';
import { type Chart, stepTimes } from '../../charts/chart';
import { LineChart } from '../../charts/line-chart';

const BY = [
  'status',
  'service',
  'name',
  'kind',
  'span.http.response.status_code',
  'resource.service.version',
];
const COLORS: Readonly<Record<string, string>> = { ERROR: '--error', error: '--error' };
const MOST_GROUPS = 12;

/** How many spans were found in each step of time, told apart by a field. */
export function SpanCounts(props: { q: string; by: string }): JSX.Element {
  const of = range.value;
  const step = `${stepSeconds(of, 60)}s`;
  const load = useLoad(JSON.stringify([props.q, props.by, of]), (signal) =>
    countSpans(props.q, props.by, step, of, { signal }),
  );
  return (
    <>
      <label class="toolbar">
        <span class="soft">by</span>
        <input
          class="input by"
          list="count-fields"
          value={props.by}
          onChange={(event) => setQuery({ by: event.currentTarget.value || 'status' }, { replace: true })}
        />
        <datalist id="count-fields">
          {BY.map((field) => (
            <option key={field} value={field} />
          ))}
        </datalist>
      </label>
      <Answer of={load} what="Counting spans">
        {(counts) =>
          counts.groups.length === 0 ? (
            <NothingFound what="spans" hasQuery={props.q !== ''} onClear={() => setQuery({ q: null })} />
          ) : (
            <LineChart
              chart={{
                ...chartOf(counts, props.by),
                door: { name: 'spans', parameters: { q: props.q, by: props.by, step } },
              }}
              height={190}
            />
          )
        }
      </Answer>
    </>
  );
}

function chartOf(counts: Awaited<ReturnType<typeof countSpans>>, by: string): Chart {
  const first = counts.groups.slice(0, MOST_GROUPS);
  const rest = counts.groups.slice(MOST_GROUPS).map((group) => group.counts);
  const others = counts.others.map((value, at) => rest.reduce((sum, one) => sum + (one[at] ?? 0), value));
  return {
    title: `Spans by ${by}`,
    unit: 'count',
    kind: 'stacked-bars',
    timesMillis: stepTimes(counts.fromUnixNano, counts.stepNanos, counts.steps),
    series: [
      ...first.map((group) => ({
        name: group.value === '' ? '(none)' : group.value,
        values: group.counts,
        ...(COLORS[group.value] ? { color: COLORS[group.value] as string } : {}),
      })),
      ...(others.some((value) => value > 0)
        ? [{ name: 'others', values: others, color: '--line-strong' }]
        : []),
    ],
  };
}
