import type { JSX } from 'preact';
import { Check, Select, Text } from '../../app/form';
import { CompletedInput } from '../../query/completed-input';
import { offersInSelector } from '../metrics/suggest-selector';
import { BurnWindows } from './burn-windows';
import type { RuleDraft } from './rule-draft';
import type { Change } from './rule-form';

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
  ['unspecified', 'unspecified'],
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

const GROUPS = [
  ['component', 'component'],
  ['spanName', 'span name'],
  ['kind', 'kind'],
] as const;

function Spans(props: { draft: RuleDraft; set: Change }): JSX.Element {
  const { draft, set } = props;
  return (
    <>
      <Text label="Service" value={draft.service} required onChange={(service) => set({ service })} />
      <Text
        label="Namespace"
        value={draft.namespace}
        placeholder="any"
        onChange={(namespace) => set({ namespace })}
      />
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

/** The number that a rule looks at. */
export function Figure(props: { draft: RuleDraft; set: Change }): JSX.Element {
  const { draft, set } = props;
  return (
    <>
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
            <div class="field">
              <span>Series, as Prometheus selects</span>
              <CompletedInput
                label="Series, as Prometheus selects"
                text={draft.match}
                offersAt={offersInSelector}
                onText={(match) => set({ match })}
                onEnter={() => {}}
              />
            </div>
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
      {draft.figureKind === 'red' && <GroupBy draft={draft} set={set} />}
    </>
  );
}

function GroupBy(props: { draft: RuleDraft; set: Change }): JSX.Element {
  const { groupBy } = props.draft;
  return (
    <fieldset class="rows-field">
      <legend>A series for each</legend>
      <div class="toolbar">
        {GROUPS.map(([field, text]) => (
          <Check
            key={field}
            label={text}
            checked={groupBy.includes(field)}
            onChange={(isChosen) =>
              props.set({
                groupBy: isChosen ? [...groupBy, field] : groupBy.filter((one) => one !== field),
              })
            }
          />
        ))}
      </div>
    </fieldset>
  );
}

/** What the number has to be. */
export function Condition(props: { draft: RuleDraft; set: Change }): JSX.Element | null {
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

/** The spans that are to be good, and how many of them. */
export function Budget(props: { draft: RuleDraft; set: Change }): JSX.Element {
  const { draft, set } = props;
  return (
    <>
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
      <BurnWindows windows={draft.burnWindows} onChange={(burnWindows) => set({ burnWindows })} />
    </>
  );
}
