import type { JSX } from 'preact';
import { type MinedTemplates, mineTemplates } from '../../api/log-templates';
import { useLoad } from '../../app/load';
import { href, setQuery } from '../../app/location';
import { Answer, NothingFound } from '../../app/states';
import { range, type TimeRange } from '../../app/time';
import { and } from '../../query/language';
import { counted, millisOfNanos } from '../../text/format';
import { PatternTable } from './pattern-table';

const TREND_STEPS = 30;

/** Patterns of the records that a search finds, learnt from them as they are asked for. */
export function MinedPatterns(props: { q: string }): JSX.Element {
  const of = range.value;
  const load = useLoad(JSON.stringify([props.q, of]), async (signal) => {
    const answer = await mineTemplates(props.q, of, { signal });
    return { answer, trends: trendsOf(answer, of) };
  });
  return (
    <Answer of={load} what="Looking for patterns">
      {({ answer, trends }) =>
        answer.templates.length === 0 ? (
          <NothingFound what="log records" hasQuery onClear={() => setQuery({ q: null })} />
        ) : (
          <>
            <p class="panel-tools soft">
              {counted(answer.templateCount, 'pattern')} in {counted(answer.records, 'record')}
              {answer.truncated ? ', the newest of this time' : ''}.
            </p>
            <PatternTable
              patterns={answer.templates.map((template) => ({
                ...template,
                key: keyOf(template),
                trend: trends.get(keyOf(template)) ?? [],
                href: href('/logs', { q: and(props.q, template.search) }),
              }))}
            />
          </>
        )
      }
    </Answer>
  );
}

const keyOf = (of: { namespace: string; component: string; number: number }): string =>
  JSON.stringify([of.namespace, of.component, of.number]);

/** Records of each template in steps of the time, by the template that each record was assigned. */
function trendsOf(
  answer: Pick<MinedTemplates, 'templates' | 'assignments'>,
  of: TimeRange,
): ReadonlyMap<string, number[]> {
  const step = (of.toMillis - of.fromMillis) / TREND_STEPS;
  const trends = new Map<string, number[]>(
    answer.templates.map((template) => [keyOf(template), new Array<number>(TREND_STEPS).fill(0)]),
  );
  for (const record of answer.assignments) {
    const trend = trends.get(keyOf({ ...record, number: record.template }));
    const at = Math.floor((millisOfNanos(record.timeUnixNano) - of.fromMillis) / step);
    if (trend && at >= 0 && at < TREND_STEPS) {
      trend[at] = (trend[at] ?? 0) + 1;
    }
  }
  return trends;
}
