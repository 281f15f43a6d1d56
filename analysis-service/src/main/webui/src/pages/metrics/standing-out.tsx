import type { JSX } from 'preact';
import { metricAnomalies } from '../../api/anomalies';
import type { Load } from '../../app/load';
import { href } from '../../app/location';
import { Answer, Panel } from '../../app/states';
import { now, type TimeRange } from '../../app/time';
import { written } from '../../charts/chart';
import { quote } from '../../query/language';
import { counted, duration, millisOfNanos, shortTime } from '../../text/format';
import { oneLine } from '../../text/visible';
import { type Plot, questionOf, selector, unitOf } from './plots';
import { keyText, metricOf } from './selector-spot';

const MOST_SHOWN = 20;
/** Shown with what was usual before it, and with what came after. */
const AROUND_STEPS = 30;

/** A stretch of time in which a series was not as it was expected, or from which on it is another. */
export interface Finding {
  readonly plot: Plot;
  readonly labels: Readonly<Record<string, string>>;
  readonly fromMillis: number;
  readonly toMillis: number;
  readonly stepMillis: number;
  readonly score: number;
  readonly told: string;
  readonly explanation: string;
}

/** What stands out of each series of the plots; moments that follow each other are one. */
export async function metricFindings(
  plots: readonly Plot[],
  of: TimeRange,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const found = await Promise.all(plots.map((plot) => ofPlot(plot, of, signal)));
  return found.flat().sort((a, b) => b.score - a.score || a.fromMillis - b.fromMillis);
}

async function ofPlot(plot: Plot, of: TimeRange, signal: AbortSignal): Promise<readonly Finding[]> {
  const { match, function: name, quantile } = questionOf(plot, '');
  const answer = await metricAnomalies({ match, function: name, ...(quantile ? { quantile } : {}) }, of, {
    signal,
  });
  const unit = unitOf(plot);
  const { stepMillis } = answer;
  return answer.series.flatMap(({ labels, moments, changes, highestScore }) => {
    const common = { plot, labels, stepMillis };
    const merged: Finding[] = [];
    for (const moment of [...moments].sort((a, b) => (a.timeUnixNano < b.timeUnixNano ? -1 : 1))) {
      const fromMillis = millisOfNanos(moment.timeUnixNano);
      const last = merged.at(-1);
      const one: Finding = {
        ...common,
        fromMillis,
        toMillis: fromMillis + stepMillis,
        score: moment.score,
        told: `${written(moment.value, unit)} where ${written(moment.expectedLow, unit)} to ${written(moment.expectedHigh, unit)} was expected`,
        explanation: moment.explanation,
      };
      if (last && fromMillis - last.toMillis <= stepMillis) {
        const worse = one.score > last.score ? one : last;
        merged[merged.length - 1] = { ...worse, fromMillis: last.fromMillis, toMillis: one.toMillis };
      } else {
        merged.push(one);
      }
    }
    const changed = changes.map((change): Finding => {
      const fromMillis = millisOfNanos(change.sinceUnixNano);
      return {
        ...common,
        fromMillis,
        toMillis: fromMillis + stepMillis,
        score: highestScore,
        told: `${change.kind.replaceAll('_', ' ')}: ${written(change.before, unit)} before, ${written(change.after, unit)} since`,
        explanation: '',
      };
    });
    return [...merged, ...changed];
  });
}

/** The shaded stretches of the chart in words, each leading to its series at its time. */
export function StandingOut(props: { of: Load<readonly Finding[]> }): JSX.Element {
  return (
    <Panel title="Standing out">
      <Answer of={props.of} what="Judging each value by those before it">
        {(found) =>
          found.length === 0 ? (
            <p class="soft">Nothing stands out of these series in this time.</p>
          ) : (
            <>
              <ol class="standing-out">
                {found.slice(0, MOST_SHOWN).map((finding) => (
                  <Line
                    key={JSON.stringify([
                      finding.plot.match,
                      finding.labels,
                      finding.fromMillis,
                      finding.told,
                    ])}
                    finding={finding}
                  />
                ))}
              </ol>
              {found.length > MOST_SHOWN && (
                <p class="soft">{counted(found.length - MOST_SHOWN, 'lesser one')} left out.</p>
              )}
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

function Line(props: { finding: Finding }): JSX.Element {
  const { finding } = props;
  const { fromMillis, toMillis, stepMillis } = finding;
  const margin = AROUND_STEPS * stepMillis;
  const lasted = toMillis - fromMillis;
  return (
    <li>
      <a
        href={href('/metrics', {
          show: JSON.stringify([seriesPlot(finding)]),
          from: new Date(fromMillis - margin).toISOString(),
          to: new Date(Math.min(now.value, toMillis + margin)).toISOString(),
        })}
        title={oneLine(finding.explanation, 400)}
      >
        {shortTime(fromMillis, now.value)}
        {lasted > stepMillis && `, for ${duration(lasted * 1e6)}`}
      </a>
      <span class="wrap">
        <strong>{seriesName(finding)}</strong> {finding.told}
      </span>
      <span class="number soft" title="Score, 0 to 1">
        {finding.score.toFixed(2)}
      </span>
    </li>
  );
}

/** The series alone, as it is. */
function seriesPlot({ plot, labels }: Finding): Plot {
  const items = Object.entries(labels).map(([key, value]) => `${keyText(key)}=${quote(value)}`);
  const metric = metricOf(plot.match);
  const name = selector(metric, '');
  const match = name.startsWith('{')
    ? `{${[quote(metric), ...items].join(',')}}`
    : `${name}{${items.join(',')}}`;
  return { ...plot, match, aggregate: 'none', by: '' };
}

const SAID_ELSEWHERE = new Set(['service.namespace', 'service.name']);

function seriesName({ labels }: Finding): string {
  const rest = Object.entries(labels)
    .filter(([key]) => !SAID_ELSEWHERE.has(key))
    .map(([key, value]) => (key === 'service.instance.id' ? value : `${key}=${value}`));
  return oneLine([labels['service.name'] ?? '', ...rest].filter(Boolean).join(' '), 200);
}
