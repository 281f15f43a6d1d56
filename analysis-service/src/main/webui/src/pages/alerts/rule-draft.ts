import type { AlertCondition, AlertRule, BurnWindow } from '../../api/alerts';
import { type Pairs, pairsOf, recordOf } from '../../forms/pairs';

/** Two windows in which a budget is not to burn faster than a rate, as the form holds them. */
export interface BurnDraft {
  readonly longSeconds: string;
  readonly shortSeconds: string;
  readonly burnRate: string;
}

/** A rule as the form holds it: numbers are texts until it is sent. */
export interface RuleDraft {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly severity: string;
  readonly labels: Pairs;
  readonly annotations: Pairs;
  /** Names of those that are told; none: all. */
  readonly webhooks: readonly string[];
  readonly forSeconds: string;
  readonly keepFiringSeconds: string;
  readonly kind: AlertCondition['kind'];
  readonly figureKind: 'red' | 'metric';
  readonly service: string;
  readonly namespace: string;
  readonly spanName: string;
  readonly spanKind: string;
  readonly figure: string;
  readonly groupBy: readonly string[];
  readonly match: string;
  readonly function: string;
  readonly quantile: string;
  readonly comparison: string;
  readonly value: string;
  readonly windowSeconds: string;
  readonly baselineSeconds: string;
  readonly direction: string;
  readonly factor: string;
  readonly objective: string;
  readonly periodDays: string;
  readonly latencyMillis: string;
  /** None: as the service does without. */
  readonly burnWindows: readonly BurnDraft[];
}

export function draftOf(rule: AlertRule | undefined): RuleDraft {
  const condition = rule?.condition;
  const figure = condition?.figure;
  const spans = figure ?? condition?.spans;
  const text = (value: number | undefined, otherwise: string) =>
    value === undefined ? otherwise : String(value);
  return {
    name: rule?.name ?? '',
    isEnabled: rule?.isEnabled ?? true,
    severity: rule?.severity ?? 'warning',
    labels: pairsOf(rule?.labels),
    annotations: pairsOf(rule?.annotations),
    webhooks: rule?.webhooks ?? [],
    forSeconds: text(rule?.forSeconds, '60'),
    keepFiringSeconds: text(rule?.keepFiringSeconds, '0'),
    kind: condition?.kind ?? 'threshold',
    figureKind: figure?.kind ?? 'red',
    service: spans?.service ?? '',
    namespace: spans?.namespace ?? '',
    spanName: spans?.spanName ?? '',
    spanKind: spans?.spanKind ?? (rule ? '' : 'server'),
    figure: figure?.figure ?? 'error_ratio',
    groupBy: figure?.groupBy ?? [],
    match: figure?.match ?? '',
    function: figure?.function ?? 'last',
    quantile: text(figure?.quantile, '0.99'),
    comparison: condition?.comparison ?? 'above',
    value: text(condition?.value, '0.05'),
    windowSeconds: text(condition?.windowSeconds, '300'),
    baselineSeconds: text(condition?.baselineSeconds, '3600'),
    direction: condition?.direction ?? 'up',
    factor: text(condition?.factor, '0.5'),
    objective: text(condition?.objective, '0.999'),
    periodDays: text(condition?.periodDays, '30'),
    latencyMillis: text(condition?.latencyMillis, ''),
    burnWindows: (condition?.burnWindows ?? []).map(burnDraftOf),
  };
}

const burnDraftOf = (window: BurnWindow): BurnDraft => ({
  longSeconds: String(window.longSeconds),
  shortSeconds: String(window.shortSeconds),
  burnRate: String(window.burnRate),
});

type Fields = Readonly<Record<string, unknown>>;

/**
 * What is known with what the form says: fields that are empty there are left out, so that the service's own default or
 * refusal counts; fields that the form does not know stay as they are.
 */
function merged(known: object | undefined, said: Fields): Fields {
  const isEmpty = (value: unknown) =>
    value === '' ||
    value === undefined ||
    Number.isNaN(value) ||
    (Array.isArray(value) && value.length === 0);
  const kept = Object.entries(known ?? {}).filter(([key]) => !(key in said));
  return Object.fromEntries([...kept, ...Object.entries(said).filter(([, value]) => !isEmpty(value))]);
}

const number = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

function figureOf(draft: RuleDraft, known: AlertRule | undefined): Fields {
  const figure = known?.condition.figure;
  const kept = figure?.kind === draft.figureKind ? figure : undefined;
  if (draft.figureKind === 'metric') {
    const quantile = draft.function.includes('quantile') ? number(draft.quantile) : Number.NaN;
    return merged(kept, { kind: 'metric', match: draft.match, function: draft.function, quantile });
  }
  const { service, namespace, spanName, spanKind, figure: name, groupBy } = draft;
  return merged(kept, { kind: 'red', service, namespace, spanName, spanKind, figure: name, groupBy });
}

function conditionOf(draft: RuleDraft, known: AlertRule | undefined): Fields {
  const kept = known?.condition.kind === draft.kind ? known.condition : undefined;
  const { kind, comparison, direction } = draft;
  const windowSeconds = number(draft.windowSeconds);
  switch (kind) {
    case 'threshold':
      return merged(kept, {
        kind,
        figure: figureOf(draft, known),
        comparison,
        value: number(draft.value),
        windowSeconds,
      });
    case 'change':
      return merged(kept, {
        kind,
        figure: figureOf(draft, known),
        windowSeconds,
        baselineSeconds: number(draft.baselineSeconds),
        direction,
        factor: number(draft.factor),
      });
    case 'absence':
      return merged(kept, { kind, figure: figureOf(draft, known), windowSeconds });
    case 'error_budget': {
      const { service, namespace, spanName, spanKind } = draft;
      return merged(kept, {
        kind,
        spans: merged(kept?.spans, { service, namespace, spanName, spanKind }),
        objective: number(draft.objective),
        periodDays: number(draft.periodDays),
        latencyMillis: number(draft.latencyMillis),
        burnWindows: draft.burnWindows.map((window) => ({
          longSeconds: number(window.longSeconds),
          shortSeconds: number(window.shortSeconds),
          burnRate: number(window.burnRate),
        })),
      });
    }
  }
}

/** What the service says of a rule and nobody sets. */
const SET_BY_SERVICE: readonly string[] = ['id', 'createdAt', 'updatedAt'];

/**
 * What is sent: the known rule with what the form changes.
 *
 * @throws Error when labels or annotations are not as expected
 */
export function ruleOf(draft: RuleDraft, known: AlertRule | undefined): unknown {
  const kept = Object.fromEntries(
    Object.entries(known ?? {}).filter(([key]) => !SET_BY_SERVICE.includes(key)),
  );
  return {
    ...merged(kept, {
      name: draft.name.trim(),
      severity: draft.severity,
      forSeconds: number(draft.forSeconds),
      keepFiringSeconds: number(draft.keepFiringSeconds),
    }),
    isEnabled: draft.isEnabled,
    labels: recordOf('Labels', draft.labels),
    annotations: recordOf('Annotations', draft.annotations),
    webhooks: draft.webhooks,
    condition: conditionOf(draft, known),
  };
}
