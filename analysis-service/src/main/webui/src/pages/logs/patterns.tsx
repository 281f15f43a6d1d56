import type { JSX } from 'preact';
import { type LogTemplate, type LogTemplates, logTemplates } from '../../api/logs';
import { useLoad } from '../../app/load';
import { href, setQuery } from '../../app/location';
import { Answer, NothingFound } from '../../app/states';
import { range, type TimeRange } from '../../app/time';
import { ServiceTag } from '../../charts/service-tag';
import { Sparkline } from '../../charts/sparkline';
import { and } from '../../query/language';
import { exact, millisOfNanos, percent } from '../../text/format';
import { oneLine } from '../../text/visible';

const TREND_STEPS = 30;

/** Records by the statements that wrote them: a thousand lines become a few. */
export function Patterns(props: { q: string }): JSX.Element {
  const of = range.value;
  const load = useLoad(JSON.stringify([props.q, of]), (signal) => logTemplates(props.q, of, { signal }));
  return (
    <Answer of={load} what="Looking for patterns">
      {(answer) =>
        answer.templates.length === 0 ? (
          <NothingFound what="log records" hasQuery={props.q !== ''} onClear={() => setQuery({ q: null })} />
        ) : (
          <>
            <p class="panel-tools soft">
              {exact(answer.templateCount)} patterns in {exact(answer.records)} records
              {answer.truncated ? ', the newest of this time' : ''}.
            </p>
            <Table answer={answer} of={of} q={props.q} />
          </>
        )
      }
    </Answer>
  );
}

function Table(props: { answer: LogTemplates; of: TimeRange; q: string }): JSX.Element {
  const trends = trendsOf(props.answer, props.of);
  return (
    <div class="scroll-x">
      <table class="table">
        <thead>
          <tr>
            <th class="right">Records</th>
            <th>Trend</th>
            <th>Component</th>
            <th>Pattern</th>
          </tr>
        </thead>
        <tbody>
          {props.answer.templates.map((template) => (
            <tr key={keyOf(template)}>
              <td class="right number">
                {exact(template.records)}
                {template.errors > 0 && (
                  <div class="error-text">{percent(template.errors / template.records)} errors</div>
                )}
              </td>
              <td>
                <Sparkline
                  values={trends.get(keyOf(template)) ?? []}
                  label="Records over time"
                  color={template.errors > 0 ? '--error' : '--series-1'}
                />
              </td>
              <td>
                <ServiceTag name={template.component} />
              </td>
              <td class="pattern">
                <a class="mono" href={href('/logs', { q: and(props.q, template.search) })}>
                  {oneLine(template.text, 400) || '(empty)'}
                </a>
                <div class="mono soft">{oneLine(template.sample, 200)}</div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const keyOf = (of: { namespace: string; component: string; number: number }): string =>
  JSON.stringify([of.namespace, of.component, of.number]);

/** Records of each template in steps of the time, by the template that each record was assigned. */
function trendsOf(answer: LogTemplates, of: TimeRange): ReadonlyMap<string, number[]> {
  const step = (of.toMillis - of.fromMillis) / TREND_STEPS;
  const trends = new Map<string, number[]>(
    answer.templates.map((template: LogTemplate) => [
      keyOf(template),
      new Array<number>(TREND_STEPS).fill(0),
    ]),
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
