import type { JSX } from 'preact';
import { type AlertRule, type BurnWindow, listAlertRules } from '../../api/alerts';
import { countSpans } from '../../api/spans';
import { useLoad } from '../../app/load';
import { href } from '../../app/location';
import { Answer, Empty, Panel } from '../../app/states';
import { now } from '../../app/time';
import { and, quote } from '../../query/language';
import { count, duration, exact, percent } from '../../text/format';
import { oneLine } from '../../text/visible';
import { conditionText } from './condition-text';

/** Those of the Google SRE workbook, which count where a rule names none. */
const USUAL_WINDOWS: readonly BurnWindow[] = [
  { longSeconds: 3600, shortSeconds: 300, burnRate: 14.4 },
  { longSeconds: 21_600, shortSeconds: 1800, burnRate: 6 },
  { longSeconds: 259_200, shortSeconds: 21_600, burnRate: 1 },
];

/** Rules with an error budget, and how fast each burns. */
export function Objectives(): JSX.Element {
  const load = useLoad(String(now.value), async (signal) => {
    const { rules } = await listAlertRules({ signal });
    return rules.filter((rule) => rule.condition.kind === 'error_budget');
  });
  return (
    <Answer of={load} what="Reading objectives">
      {(rules) =>
        rules.length === 0 ? (
          <Panel title="Objectives">
            <Empty title="No objective is set.">
              <p>
                An objective says what share of a service's spans is to be good, and fires when its error
                budget burns too fast.
              </p>
              <a class="button" href={href('/alerts', { tab: 'rules' })}>
                Add a rule of that kind
              </a>
            </Empty>
          </Panel>
        ) : (
          <div class="grid wide">
            {rules.map((rule) => (
              <Objective key={rule.id} rule={rule} />
            ))}
          </div>
        )
      }
    </Answer>
  );
}

/** Searches for the spans of an objective, and for those of them that are bad. */
function searchesOf(rule: AlertRule): { all: string; bad: string } {
  const { spans, latencyMillis } = rule.condition;
  const all = and(
    `service = ${quote(spans?.service ?? '')}`,
    spans?.spanName ? `name = ${quote(spans.spanName)}` : '',
    spans?.spanKind ? `kind = ${spans.spanKind}` : '',
  );
  return {
    all,
    bad: and(all, latencyMillis === undefined ? 'status = error' : `duration > ${latencyMillis}ms`),
  };
}

interface Burn {
  readonly seconds: number;
  readonly total: number;
  readonly bad: number;
}

async function burnOver(rule: AlertRule, seconds: number, signal: AbortSignal): Promise<Burn> {
  const range = { fromMillis: now.value - seconds * 1000, toMillis: now.value };
  const { all, bad } = searchesOf(rule);
  const step = `${Math.ceil(seconds / 10) * 10}s`;
  const sumOf = async (q: string) =>
    (await countSpans(q, 'kind', step, range, { signal })).groups.reduce(
      (sum, group) => sum + group.total,
      0,
    );
  const [total, failed] = await Promise.all([sumOf(all), sumOf(bad)]);
  return { seconds, total, bad: failed };
}

function Objective(props: { rule: AlertRule }): JSX.Element {
  const { rule } = props;
  const { objective = 0.999, burnWindows = [] } = rule.condition;
  const windows = burnWindows.length > 0 ? burnWindows : USUAL_WINDOWS;
  const lengths = [...new Set(windows.flatMap((window) => [window.shortSeconds, window.longSeconds]))].sort(
    (a, b) => a - b,
  );
  const load = useLoad(`${rule.id} ${rule.version} ${now.value}`, (signal) =>
    Promise.all(lengths.map((seconds) => burnOver(rule, seconds, signal))),
  );
  const rateOf = (burn: Burn | undefined) =>
    burn && burn.total > 0 ? burn.bad / burn.total / (1 - objective) : 0;
  return (
    <Panel
      title={oneLine(rule.name, 100)}
      tools={<a href={href('/traces', { q: searchesOf(rule).bad })}>Bad spans</a>}
    >
      <p class="soft wrap">{oneLine(conditionText(rule.condition), 300)}</p>
      <Answer of={load} what="Counting good and bad spans">
        {(burns) => {
          const by = new Map(burns.map((burn) => [burn.seconds, burn]));
          return (
            <table class="table">
              <thead>
                <tr>
                  <th>Window</th>
                  <th class="right">Bad</th>
                  <th class="right">Burn rate</th>
                  <th>Too fast from</th>
                </tr>
              </thead>
              <tbody>
                {windows.flatMap((window) =>
                  [window.shortSeconds, window.longSeconds].map((seconds) => {
                    const rate = rateOf(by.get(seconds));
                    return (
                      <tr key={`${window.longSeconds} ${seconds}`}>
                        <td class="number">{duration(seconds * 1e9)}</td>
                        <td class="right number">
                          {exact(by.get(seconds)?.bad ?? 0)} of {count(by.get(seconds)?.total ?? 0)}
                        </td>
                        <td class={rate >= window.burnRate ? 'right number error-text' : 'right number'}>
                          {rate.toFixed(2)}
                        </td>
                        <td class="number soft">{window.burnRate}</td>
                      </tr>
                    );
                  }),
                )}
              </tbody>
            </table>
          );
        }}
      </Answer>
      <p class="soft">
        A burn rate of 1 uses up the budget of {percent(1 - objective)} in exactly its period.
      </p>
    </Panel>
  );
}
