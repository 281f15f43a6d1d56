import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { listObjectives, type Objective, type ObjectiveBurn } from '../../api/objectives';
import { href } from '../../app/location';
import { PagedList } from '../../app/more';
import { usePages } from '../../app/paging';
import { Empty, Panel } from '../../app/states';
import { now } from '../../app/time';
import { LineChart } from '../../charts/line-chart';
import { count, duration, exact, nearlyAll, percent, roughly } from '../../text/format';
import { oneLine } from '../../text/visible';
import { budgetChart } from './budget-chart';

/** Of each objective what is left of its budget of errors, those with the least left first, and how fast it burns. */
export function Objectives(): JSX.Element {
  const pages = usePages<Objective>(String(now.value), async (cursor, signal) => {
    const page = await listObjectives(cursor, { signal });
    return { items: page.objectives, nextCursor: page.nextCursor || undefined };
  });
  return (
    <PagedList of={pages} what="Reading objectives" empty={<NoObjective />}>
      <div class="grid wide">
        {pages.items.map((objective) => (
          <OneObjective key={objective.ruleId} objective={objective} />
        ))}
      </div>
    </PagedList>
  );
}

function NoObjective(): JSX.Element {
  return (
    <Panel title="Objectives">
      <Empty title="No objective is set.">
        <p>
          An objective says what share of a service's spans is to be good, and fires when its error budget
          burns too fast.
        </p>
        <a class="button" href={href('/alerts', { tab: 'rules' })}>
          Add a rule of that kind
        </a>
      </Empty>
    </Panel>
  );
}

function OneObjective(props: { objective: Objective }): JSX.Element {
  const { objective } = props;
  const chart = useMemo(() => budgetChart(objective), [objective]);
  const time = { from: objective.from, to: objective.to };
  return (
    <Panel
      title={oneLine(objective.name, 100)}
      tools={
        <div class="toolbar">
          <a href={href('/traces', { q: objective.search, ...time })}>All spans</a>
          <a href={href('/traces', { q: objective.badSearch, ...time })}>Bad spans</a>
        </div>
      }
    >
      <div class="page-parts">
        <p class="soft wrap">
          {nearlyAll(objective.objective)} of <code>{oneLine(objective.search, 300)}</code>{' '}
          {objective.latencyMillis === undefined
            ? 'are not to fail'
            : `are to take at most ${duration(objective.latencyMillis * 1e6)}`}
          , in {duration((Date.parse(objective.to) - Date.parse(objective.from)) * 1e6)}.
        </p>
        <Standing objective={objective} />
        {objective.pieces.length > 0 && (
          <LineChart chart={chart} height={120} syncKey="budget" hasLegend={false} />
        )}
        <Burns burns={objective.burns} />
        <p class="soft">
          A burn rate of 1 uses up the budget of {percent(1 - objective.objective)} in exactly its period.
        </p>
      </div>
    </Panel>
  );
}

function Standing(props: { objective: Objective }): JSX.Element {
  const { attained, budgetLeft, objective, spans, badSpans } = props.objective;
  if (attained === undefined || budgetLeft === undefined) {
    return <p class="soft">There are no spans of it yet.</p>;
  }
  return (
    <dl class="pairs">
      <dt>attained</dt>
      <dd class={attained < objective ? 'wrap error-text' : 'wrap'}>
        {nearlyAll(attained)}: {count(badSpans)} of {roughly(spans, 'span')} {badSpans === 1 ? 'was' : 'were'}{' '}
        bad
      </dd>
      <dt>budget left</dt>
      <dd class={budgetLeft < 0 ? 'wrap error-text' : 'wrap'}>
        {budgetLeft < 0 ? `none, ${percent(-budgetLeft)} more is spent than there is` : percent(budgetLeft)}
      </dd>
    </dl>
  );
}

function Burns(props: { burns: readonly ObjectiveBurn[] }): JSX.Element {
  if (props.burns.length === 0) {
    return <p class="soft">How fast it burns is told once the latest spans are counted.</p>;
  }
  return (
    <table class="table">
      <thead>
        <tr>
          <th>Windows</th>
          <th class="right">Long</th>
          <th class="right">Short</th>
          <th class="right">Too fast from</th>
        </tr>
      </thead>
      <tbody>
        {props.burns.map((burn) => (
          <tr key={`${burn.longSeconds} ${burn.shortSeconds}`}>
            <td class="number">
              {duration(burn.longSeconds * 1e9)}, {duration(burn.shortSeconds * 1e9)}
            </td>
            <Rate rate={burn.longBurnRate} allowed={burn.allowed} />
            <Rate rate={burn.shortBurnRate} allowed={burn.allowed} />
            <td class="right number soft">{exact(burn.allowed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Rate(props: { rate: number; allowed: number }): JSX.Element {
  return (
    <td class={props.rate >= props.allowed ? 'right number error-text' : 'right number'}>
      {count(props.rate)}
    </td>
  );
}
