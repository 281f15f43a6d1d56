import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type AlertRule, add, change } from '../../api/alerts';
import { SavingError, Select, Text, useSaving } from '../../app/form';
import { draftOf, type RuleDraft, ruleOf } from './rule-draft';

const KINDS = [
  ['threshold', 'a figure is above or below a value'],
  ['change', 'a figure differs from the time before'],
  ['absence', 'nothing comes'],
  ['error_budget', 'an objective: an error budget burns too fast'],
] as const;
const FIGURES = [
  ['rate', 'rate (spans per second)'],
  ['error_ratio', 'share of errors (0 to 1)'],
  ['mean_nanos', 'mean duration (ns)'],
  ['p50_nanos', 'median duration (ns)'],
  ['p90_nanos', 'p90 (ns)'],
  ['p95_nanos', 'p95 (ns)'],
  ['p99_nanos', 'p99 (ns)'],
] as const;
const SPAN_KINDS = [
  ['', 'any'],
  ['server', 'server'],
  ['client', 'client'],
  ['consumer', 'consumer'],
  ['producer', 'producer'],
  ['internal', 'internal'],
] as const;
const FUNCTIONS = [
  'last',
  'avg',
  'min',
  'max',
  'sum',
  'count',
  'quantile',
  'increase',
  'rate',
  'histogram_quantile',
].map((name) => [name, name] as const);

type Change = (part: Partial<RuleDraft>) => void;

export function RuleForm(props: { rule: AlertRule | undefined; onDone: () => void }): JSX.Element {
  const { rule } = props;
  const [draft, setDraft] = useState(() => draftOf(rule));
  const saving = useSaving(props.onDone);
  const set: Change = (part) => setDraft((before) => ({ ...before, ...part }));
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        const body = ruleOf(draft, rule);
        saving.save(() => (rule ? change('alert-rules', rule.id, body) : add('alert-rules', body)));
      }}
    >
      <div class="form-row">
        <Text label="Name" value={draft.name} required onChange={(name) => set({ name })} />
        <Select
          label="Severity"
          value={draft.severity}
          options={[
            ['info', 'info'],
            ['warning', 'warning'],
            ['critical', 'critical'],
          ]}
          onChange={(severity) => set({ severity })}
        />
        <Select
          label="When"
          value={draft.kind}
          options={KINDS}
          onChange={(kind) => set({ kind: kind as RuleDraft['kind'] })}
        />
      </div>
      {draft.kind === 'error_budget' ? (
        <Budget draft={draft} set={set} />
      ) : (
        <Figure draft={draft} set={set} />
      )}
      <Condition draft={draft} set={set} />
      <div class="form-row">
        <Text
          label="Fires once it holds for (s)"
          type="number"
          value={draft.forSeconds}
          onChange={(forSeconds) => set({ forSeconds })}
        />
        <Text
          label="Resolved once over for (s)"
          type="number"
          value={draft.keepFiringSeconds}
          onChange={(keepFiringSeconds) => set({ keepFiringSeconds })}
        />
      </div>
      <SavingError saving={saving} />
      <div class="toolbar">
        <button type="submit" class="button main" disabled={saving.isSaving}>
          {rule ? 'Save the rule' : 'Add the rule'}
        </button>
        <button type="button" class="button" onClick={props.onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}

function Spans(props: { draft: RuleDraft; set: Change }): JSX.Element {
  const { draft, set } = props;
  return (
    <>
      <Text label="Service" value={draft.service} required onChange={(service) => set({ service })} />
      <Text
        label="Span name"
        value={draft.spanName}
        placeholder="any"
        onChange={(spanName) => set({ spanName })}
      />
      <Select
        label="Span kind"
        value={draft.spanKind}
        options={SPAN_KINDS}
        onChange={(spanKind) => set({ spanKind })}
      />
    </>
  );
}

function Figure(props: { draft: RuleDraft; set: Change }): JSX.Element {
  const { draft, set } = props;
  return (
    <div class="form-row">
      <Select
        label="Of"
        value={draft.figureKind}
        options={[
          ['red', 'spans'],
          ['metric', 'a metric'],
        ]}
        onChange={(figureKind) => set({ figureKind: figureKind as RuleDraft['figureKind'] })}
      />
      {draft.figureKind === 'red' ? (
        <>
          <Spans draft={draft} set={set} />
          <Select
            label="Figure"
            value={draft.figure}
            options={FIGURES}
            onChange={(figure) => set({ figure })}
          />
        </>
      ) : (
        <>
          <Text
            label="Series, as Prometheus selects"
            value={draft.match}
            required
            onChange={(match) => set({ match })}
          />
          <Select
            label="Function"
            value={draft.function}
            options={FUNCTIONS}
            onChange={(name) => set({ function: name })}
          />
          {draft.function.includes('quantile') && (
            <Text
              label="Quantile"
              type="number"
              value={draft.quantile}
              onChange={(quantile) => set({ quantile })}
            />
          )}
        </>
      )}
    </div>
  );
}

function Condition(props: { draft: RuleDraft; set: Change }): JSX.Element | null {
  const { draft, set } = props;
  const window = (
    <Text
      label="Over the latest (s)"
      type="number"
      value={draft.windowSeconds}
      onChange={(windowSeconds) => set({ windowSeconds })}
    />
  );
  switch (draft.kind) {
    case 'threshold':
      return (
        <div class="form-row">
          <Select
            label="Is"
            value={draft.comparison}
            options={[
              ['above', 'above'],
              ['below', 'below'],
            ]}
            onChange={(comparison) => set({ comparison })}
          />
          <Text
            label="Value"
            type="number"
            value={draft.value}
            required
            onChange={(value) => set({ value })}
          />
          {window}
        </div>
      );
    case 'change':
      return (
        <div class="form-row">
          <Select
            label="Goes"
            value={draft.direction}
            options={[
              ['up', 'up'],
              ['down', 'down'],
              ['any', 'up or down'],
            ]}
            onChange={(direction) => set({ direction })}
          />
          <Text
            label="By this share (0.5: half)"
            type="number"
            value={draft.factor}
            onChange={(factor) => set({ factor })}
          />
          {window}
          <Text
            label="Against the time before (s)"
            type="number"
            value={draft.baselineSeconds}
            onChange={(baselineSeconds) => set({ baselineSeconds })}
          />
        </div>
      );
    case 'absence':
      return <div class="form-row">{window}</div>;
    case 'error_budget':
      return null;
  }
}

function Budget(props: { draft: RuleDraft; set: Change }): JSX.Element {
  const { draft, set } = props;
  return (
    <div class="form-row">
      <Spans draft={draft} set={set} />
      <Text
        label="Share that is good (0.999)"
        type="number"
        value={draft.objective}
        onChange={(objective) => set({ objective })}
      />
      <Text
        label="In how many days"
        type="number"
        value={draft.periodDays}
        onChange={(periodDays) => set({ periodDays })}
      />
      <Text
        label="Slower than this is bad (ms)"
        type="number"
        placeholder="only errors are bad"
        value={draft.latencyMillis}
        onChange={(latencyMillis) => set({ latencyMillis })}
      />
    </div>
  );
}
