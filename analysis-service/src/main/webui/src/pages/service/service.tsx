import type { JSX } from 'preact';
import { listComponents } from '../../api/components';
import { countLogs } from '../../api/logs';
import { readRed } from '../../api/red';
import { useLoad } from '../../app/load';
import { href, place, setQuery } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { Answer, Empty, NothingFound, Panel } from '../../app/states';
import { Tabs } from '../../app/tabs';
import { range, stepSeconds } from '../../app/time';
import { usePageTitle } from '../../app/title';
import { quote } from '../../query/language';
import { exact } from '../../text/format';
import { oneLine } from '../../text/visible';
import { RedTable } from '../services/red-table';
import { Changes } from './changes';
import { Instances } from './instances';
import { PathShares } from './path-shares';
import { RedCharts } from './red-charts';
import { Relations } from './relations';
import { SpanNameHints } from './span-name-hints';

const TABS = [
  ['spans', 'Span names'],
  ['path', 'Critical path'],
  ['relations', 'Relations'],
  ['changes', 'Changes'],
  ['instances', 'Instances and attributes'],
] as const;

/** Everything of one component. */
export default function ServicePage(props: PageProps): JSX.Element {
  const service = props.rest;
  const tab = TABS.find(([name]) => name === place.value.query.get('tab'))?.[0] ?? 'spans';
  usePageTitle(oneLine(service, 100) || 'Service');
  if (service === '') {
    return (
      <Empty title="Which service?">
        <a class="button" href={href('/services', { view: 'list' })}>
          List them
        </a>
      </Empty>
    );
  }
  const q = `service = ${quote(service)}`;
  return (
    <>
      <div class="toolbar">
        <a class="button" href={href('/traces', { q })}>
          Traces
        </a>
        <LogsLink service={service} q={q} />
        <a class="button" href={href('/metrics', { service })}>
          Metrics
        </a>
        <a class="button" href={href('/incidents', { component: service })}>
          Incidents
        </a>
        <a class="button" href={href('/ledger', { service })}>
          Ledger
        </a>
      </div>
      <RedCharts service={service} />
      <Tabs
        label="Parts of the page"
        value={tab}
        tabs={TABS}
        onChange={(next) => setQuery({ tab: next === 'spans' ? null : next }, { replace: true })}
      />
      {tab === 'spans' && <SpanNames service={service} />}
      {tab === 'path' && <PathShares service={service} />}
      {tab === 'relations' && <Relations service={service} />}
      {tab === 'changes' && <Changes service={service} />}
      {tab === 'instances' && <ServiceInstances service={service} />}
    </>
  );
}

function SpanNames(props: { service: string }): JSX.Element {
  const of = range.value;
  const step = `${stepSeconds(of, 30)}s`;
  const load = useLoad(JSON.stringify([props, of]), (signal) =>
    readRed(
      { service: props.service, groupBy: 'component,spanName,kind', step, order: 'duration', limit: 200 },
      of,
      { signal },
    ),
  );
  return (
    <>
      <SpanNameHints service={props.service} />
      <Panel title="Span names, those with most time first" flush>
        <Answer of={load}>
          {(red) =>
            red.lines.length === 0 ? <NothingFound what="spans" /> : <RedTable answer={red} isBySpanName />
          }
        </Answer>
      </Panel>
    </>
  );
}

function LogsLink(props: { service: string; q: string }): JSX.Element {
  const of = range.value;
  const load = useLoad(JSON.stringify([props, of]), (signal) =>
    countLogs(props.q, 'severity', `${Math.max(10, Math.ceil((of.toMillis - of.fromMillis) / 1000))}s`, of, {
      signal,
    }),
  );
  const total = load.data?.groups.reduce((sum, group) => sum + group.total, 0);
  return (
    <a class="button" href={href('/logs', { q: props.q })}>
      Logs {total === undefined ? '' : `(${exact(total)})`}
    </a>
  );
}

function ServiceInstances(props: { service: string }): JSX.Element {
  const load = useLoad(JSON.stringify([props, range.value]), (signal) =>
    listComponents({ name: props.service }, { signal }),
  );
  return (
    <Answer of={load}>
      {(page) =>
        page.components.length === 0 ? (
          <Empty title="No instance of it is known." />
        ) : (
          <Instances components={page.components} onChanged={load.reload} />
        )
      }
    </Answer>
  );
}
