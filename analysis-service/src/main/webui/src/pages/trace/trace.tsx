import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { traceFile, traceIdOf } from '../../api/traces';
import { SavingError, useSaving } from '../../app/form';
import { href, place, setQuery } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { Choices, Empty, Failed, Waiting } from '../../app/states';
import { usePageTitle } from '../../app/title';
import { download } from '../../charts/export';
import { quote } from '../../query/language';
import { counted, dateTime, duration, exact } from '../../text/format';
import { oneLine } from '../../text/visible';
import { searchSpans } from '../../trace/search';
import { indexOfSpan, keyOfSpan } from '../../trace/span-key';
import { mainRoot } from '../../trace/tree';
import { FlameGraph } from './flame-graph';
import { millisAt, type TraceModel, useTrace } from './model';
import { Notices } from './notices';
import { OperationsTable } from './operations-table';
import { PathSummary } from './path-summary';
import { SpanDetails } from './span-details';
import { Waterfall } from './waterfall';
import './trace.css';

const VIEWS = ['waterfall', 'flame', 'table'] as const;
type View = (typeof VIEWS)[number];

export default function TracePage(props: PageProps): JSX.Element {
  const traceId = traceIdOf(props.rest);
  if (!traceId) {
    return <OpenTrace given={props.rest} />;
  }
  return <OneTrace key={traceId} traceId={traceId} />;
}

function OneTrace(props: { traceId: string }): JSX.Element {
  const isReportedTime = place.value.query.get('clocks') === 'reported';
  const { trace, structure, critical, model } = useTrace(props.traceId, isReportedTime);
  const root = model?.tree.spans[mainRoot(model.tree)];
  usePageTitle(root ? `${oneLine(root.resource.service, 60)}: ${oneLine(root.name, 100)}` : 'Trace');
  if (trace.error) {
    return (
      <>
        <Failed error={trace.error} onRetry={trace.reload} />
        <p class="state">
          <a class="button" href={href('/ledger', { trace: props.traceId })}>
            What became of this trace?
          </a>
        </p>
      </>
    );
  }
  if (!model) {
    return trace.isCancelled ? <Empty title="Cancelled." /> : <Waiting what="Fetching the trace" />;
  }
  return (
    <>
      <Facts model={model} />
      {critical.error && <p class="notice">The critical path is not known: {critical.error.message}</p>}
      <Notices structure={structure.data} isTruncated={model.isTruncated} isReportedTime={isReportedTime} />
      <TraceViews model={model} />
    </>
  );
}

function Facts(props: { model: TraceModel }): JSX.Element {
  const { model } = props;
  const { spans } = model.tree;
  const services = useMemo(() => new Set(spans.map((span) => span.resource.service)).size, [spans]);
  const errors = useMemo(() => spans.filter((span) => span.isError).length, [spans]);
  const saving = useSaving(() => {});
  return (
    <div class="toolbar trace-facts">
      <span class="number">{dateTime(millisAt(model.trace, model.from))}</span>
      <strong class="number">{duration(model.to - model.from)}</strong>
      <span>{counted(spans.length, 'span')}</span>
      <span>{counted(services, 'service')}</span>
      {errors > 0 && <span class="badge error">{exact(errors)} failed</span>}
      <code class="soft wrap grow">{model.traceId}</code>
      <a class="button" href={comparison(model)} title="With other traces of the same request">
        Compare
      </a>
      <button
        type="button"
        class="button"
        disabled={saving.isSaving}
        onClick={() =>
          saving.save(async () => download(`${model.traceId}.json`, await traceFile(model.traceId)))
        }
      >
        JSON
      </button>
      <SavingError saving={saving} />
    </div>
  );
}

const AROUND_MILLIS = 3_600_000;

/** This trace against others that begin with the same request, around its time. */
function comparison(model: TraceModel): string {
  const root = model.tree.spans[mainRoot(model.tree)];
  const start = millisAt(model.trace, model.from);
  return href('/compare', {
    base: root ? `service = ${quote(root.resource.service)} && name = ${quote(root.name)}` : '',
    other: model.traceId,
    from: new Date(start - AROUND_MILLIS).toISOString(),
    to: new Date(start + AROUND_MILLIS).toISOString(),
  });
}

function TraceViews(props: { model: TraceModel }): JSX.Element {
  const { model } = props;
  const query = place.value.query;
  const view = VIEWS.find((one) => one === query.get('view')) ?? 'waterfall';
  const find = query.get('find') ?? '';
  const isFiltered = query.get('only') === '1';
  const matches = useMemo(
    () => (find.trim() === '' ? undefined : searchSpans(model.tree.spans, find)),
    [model.tree, find],
  );
  const selected = indexOfSpan(model.tree, query.get('span'));
  const select = (index: number) => setQuery({ span: keyOfSpan(model.tree, index) }, { replace: true });
  const selectAndShow = (index: number) => setQuery({ span: keyOfSpan(model.tree, index), view: null });
  const span = model.tree.spans[selected];
  return (
    <>
      <PathSummary model={model} onSelect={selectAndShow} />
      <div class={span ? 'beside' : ''}>
        <section class="panel" aria-label="Spans">
          <header>
            <Choices
              label="View"
              value={view as View}
              options={[
                ['waterfall', 'Waterfall'],
                ['flame', 'Flame graph'],
                ['table', 'Table'],
              ]}
              onChange={(next) => setQuery({ view: next === 'waterfall' ? null : next })}
            />
            {view === 'waterfall' && (
              <Find
                find={find}
                isFiltered={isFiltered}
                matches={matches}
                selected={selected}
                onSelect={select}
              />
            )}
          </header>
          <div class="body flush">
            {view === 'waterfall' && (
              <Waterfall
                model={model}
                selected={selected}
                matches={matches}
                isFiltered={isFiltered}
                onSelect={select}
              />
            )}
            {view === 'flame' && <FlameGraph model={model} onSelect={select} />}
            {view === 'table' && <OperationsTable model={model} onSelect={selectAndShow} />}
          </div>
        </section>
        {span && (
          <SpanDetails
            model={model}
            span={span}
            onClose={() => setQuery({ span: null }, { replace: true })}
          />
        )}
      </div>
    </>
  );
}

function Find(props: {
  find: string;
  isFiltered: boolean;
  matches: ReadonlySet<number> | undefined;
  selected: number;
  onSelect: (index: number) => void;
}): JSX.Element {
  const [text, setText] = useState(props.find);
  useEffect(() => setText(props.find), [props.find]);
  const sorted = useMemo(() => [...(props.matches ?? [])].sort((a, b) => a - b), [props.matches]);
  const go = (step: number) => {
    const at = sorted.indexOf(props.selected);
    const next =
      sorted[at < 0 ? (step > 0 ? 0 : sorted.length - 1) : (at + step + sorted.length) % sorted.length];
    if (next !== undefined) {
      props.onSelect(next);
    }
  };
  return (
    <form
      class="toolbar find"
      onSubmit={(event) => {
        event.preventDefault();
        if (text === props.find) {
          go(1);
        } else {
          setQuery({ find: text }, { replace: true });
        }
      }}
    >
      <input
        class="input"
        type="search"
        aria-label="Find in this trace"
        placeholder="Find: name, key, value, key=value, error"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          if (event.currentTarget.value === '') {
            setQuery({ find: null, only: null }, { replace: true });
          }
        }}
      />
      {props.matches && (
        <>
          <span class="number" aria-live="polite">
            {exact(sorted.length)} found
          </span>
          <button type="button" class="button" aria-label="Previous" onClick={() => go(-1)}>
            ↑
          </button>
          <button type="button" class="button" aria-label="Next" onClick={() => go(1)}>
            ↓
          </button>
          <label class="toolbar">
            <input
              type="checkbox"
              checked={props.isFiltered}
              onChange={(event) =>
                setQuery({ only: event.currentTarget.checked ? '1' : null }, { replace: true })
              }
            />
            only these
          </label>
        </>
      )}
    </form>
  );
}

function OpenTrace(props: { given: string }): JSX.Element {
  return (
    <Empty title={props.given === '' ? 'Which trace?' : `Not the id of a trace: ${oneLine(props.given, 80)}`}>
      <p>The id of a trace is 32 hex digits.</p>
      <a class="button" href={href('/traces')}>
        Search traces
      </a>
    </Empty>
  );
}
