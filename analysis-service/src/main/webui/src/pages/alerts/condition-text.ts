import type { AlertCondition, AlertFigure } from '../../api/alerts';
import { counted, duration, nearlyAll, percent } from '../../text/format';

const seconds = (value: number | undefined): string => duration((value ?? 0) * 1e9);

interface SpansChosen {
  readonly service?: string;
  readonly namespace?: string;
  readonly spanName?: string;
  readonly spanKind?: string;
}

function spansText({ namespace, service, spanName, spanKind }: SpansChosen): string {
  const component = namespace ? `${namespace}/${service ?? ''}` : service;
  return [component, spanName, spanKind].filter(Boolean).join(' ');
}

const EACH: Readonly<Record<string, string>> = { spanName: 'span name' };

function eachText(groupBy: readonly string[] | undefined): string {
  const fields = (groupBy ?? []).map((field) => EACH[field] ?? field);
  return fields.length === 0 ? '' : `, for each ${fields.join(' and ')},`;
}

function figureText(figure: AlertFigure | undefined): string {
  if (!figure) {
    return '';
  }
  if (figure.kind === 'metric') {
    const quantile = figure.quantile === undefined ? '' : ` ${figure.quantile}`;
    return `${figure.function ?? 'last'}${quantile} of ${figure.match ?? ''}`;
  }
  return `${(figure.figure ?? 'rate').replaceAll('_', ' ')} of ${spansText(figure)}${eachText(figure.groupBy)}`;
}

/** A condition in a sentence. */
export function conditionText(condition: AlertCondition): string {
  const { figure } = condition;
  switch (condition.kind) {
    case 'threshold':
      return `${figureText(figure)} is ${condition.comparison} ${valueText(figure, condition.value)} over ${seconds(condition.windowSeconds)}`;
    case 'change':
      return `${figureText(figure)} over ${seconds(condition.windowSeconds)} goes ${condition.direction === 'any' ? 'up or down' : condition.direction} by more than ${percent(condition.factor)} of what it was in ${seconds(condition.baselineSeconds)} before`;
    case 'absence':
      return `nothing comes of ${figureText(figure)} for ${seconds(condition.windowSeconds)}`;
    case 'error_budget': {
      const { spans, latencyMillis } = condition;
      const good =
        latencyMillis === undefined ? 'do not fail' : `take at most ${duration(latencyMillis * 1e6)}`;
      return `${nearlyAll(condition.objective ?? 0)} of the spans of ${spansText(spans ?? {})} ${good}, in ${counted(condition.periodDays ?? 0, 'day')}`;
    }
  }
}

function valueText(figure: AlertFigure | undefined, value: number | undefined): string {
  if (figure?.figure === 'error_ratio') {
    return percent(value);
  }
  return figure?.figure?.endsWith('_nanos') ? duration(value) : String(value ?? '');
}
