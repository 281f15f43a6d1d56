import type { AlertCondition, AlertRule } from '../../api/alerts';

/** A rule as the form holds it: everything is text until it is sent. */
export interface RuleDraft {
  readonly name: string;
  readonly severity: string;
  readonly forSeconds: string;
  readonly keepFiringSeconds: string;
  readonly kind: AlertCondition['kind'];
  readonly figureKind: 'red' | 'metric';
  readonly service: string;
  readonly spanName: string;
  readonly spanKind: string;
  readonly figure: string;
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
}

export function draftOf(rule: AlertRule | undefined): RuleDraft {
  const condition = rule?.condition;
  const figure = condition?.figure;
  const text = (value: number | undefined, otherwise: string) =>
    value === undefined ? otherwise : String(value);
  return {
    name: rule?.name ?? '',
    severity: rule?.severity ?? 'warning',
    forSeconds: text(rule?.forSeconds, '60'),
    keepFiringSeconds: text(rule?.keepFiringSeconds, '0'),
    kind: condition?.kind ?? 'threshold',
    figureKind: figure?.kind ?? 'red',
    service: figure?.service ?? condition?.spans?.service ?? '',
    spanName: figure?.spanName ?? condition?.spans?.spanName ?? '',
    spanKind: figure?.spanKind ?? condition?.spans?.spanKind ?? (rule ? '' : 'server'),
    figure: figure?.figure ?? 'error_ratio',
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
  };
}

/** Leaves out what is empty, so that the service's own default or refusal counts. */
function given<T extends Record<string, unknown>>(fields: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== '' && value !== undefined && !Number.isNaN(value)),
  ) as Partial<T>;
}

const number = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

function figureOf(draft: RuleDraft, known: AlertRule | undefined): unknown {
  const kept = known?.condition.figure?.kind === draft.figureKind ? known.condition.figure : {};
  if (draft.figureKind === 'metric') {
    const quantile = draft.function.includes('quantile') ? number(draft.quantile) : Number.NaN;
    return { ...given({ kind: 'metric', match: draft.match, function: draft.function, quantile }) };
  }
  const { service, spanName, spanKind, figure } = draft;
  return {
    ...kept,
    ...given({ kind: 'red', service, figure }),
    spanName: spanName || undefined,
    spanKind: spanKind || undefined,
  };
}

function conditionOf(draft: RuleDraft, known: AlertRule | undefined): unknown {
  const figure = figureOf(draft, known);
  const windowSeconds = number(draft.windowSeconds);
  switch (draft.kind) {
    case 'threshold':
      return given({
        kind: draft.kind,
        figure,
        comparison: draft.comparison,
        value: number(draft.value),
        windowSeconds,
      });
    case 'change':
      return given({
        kind: draft.kind,
        figure,
        windowSeconds,
        baselineSeconds: number(draft.baselineSeconds),
        direction: draft.direction,
        factor: number(draft.factor),
      });
    case 'absence':
      return given({ kind: draft.kind, figure, windowSeconds });
    case 'error_budget':
      return given({
        kind: draft.kind,
        spans: given({ service: draft.service, spanName: draft.spanName, spanKind: draft.spanKind }),
        objective: number(draft.objective),
        periodDays: number(draft.periodDays),
        latencyMillis: number(draft.latencyMillis),
        burnWindows: known?.condition.burnWindows,
      });
  }
}

/** What is sent: the known rule with what the form changes. */
export function ruleOf(draft: RuleDraft, known: AlertRule | undefined): unknown {
  return {
    ...given({
      name: draft.name,
      severity: draft.severity,
      forSeconds: number(draft.forSeconds),
      keepFiringSeconds: number(draft.keepFiringSeconds),
    }),
    ...(known
      ? {
          isEnabled: known.isEnabled,
          labels: known.labels,
          annotations: known.annotations,
          webhooks: known.webhooks,
          version: known.version,
        }
      : {}),
    condition: conditionOf(draft, known),
  };
}
