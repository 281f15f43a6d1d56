import type { ListedMetric, RangeQuestion, ValueLine } from '../../api/metrics';
import type { Unit } from '../../charts/chart';
import { quote } from '../../query/language';

/** One question of the chart, as the address has it. */
export interface Plot {
  readonly match: string;
  readonly function: string;
  readonly quantile: string;
  readonly aggregate: string;
  readonly by: string;
  readonly unit: string;
  readonly kind: string;
}

export const FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  gauge: ['last', 'avg', 'min', 'max', 'sum', 'count', 'quantile'],
  sum: ['rate', 'increase', 'last', 'avg', 'min', 'max', 'sum', 'count'],
  histogram: ['histogram_quantile', 'rate', 'increase', 'last'],
  exponential_histogram: ['histogram_quantile', 'rate', 'increase', 'last'],
  summary: ['rate', 'increase', 'last'],
};
export const AGGREGATES = ['none', 'sum', 'avg', 'min', 'max', 'count'] as const;

export const PLAIN_NAME = /^[A-Za-z_:][A-Za-z0-9_.:]*$/;

/** The selector of a metric's series, of one service, and of one instance of it, when these are given. */
export function selector(name: string, service: string, instance = ''): string {
  const labels = [
    service === '' ? '' : `service=${quote(service)}`,
    instance === '' ? '' : `instance=${quote(instance)}`,
  ]
    .filter(Boolean)
    .join(',');
  return PLAIN_NAME.test(name)
    ? name + (labels === '' ? '' : `{${labels}}`)
    : `{${[quote(name), labels].filter(Boolean).join(',')}}`;
}

/** What is asked of a metric at first, by its kind. */
export function firstPlot(metric: ListedMetric, service: string): Plot {
  const common = {
    match: selector(metric.name, service),
    quantile: '0.99',
    by: 'service',
    unit: metric.unit,
    kind: metric.kind,
  };
  switch (metric.kind) {
    case 'histogram':
    case 'exponential_histogram':
      return { ...common, function: 'histogram_quantile', aggregate: 'sum' };
    case 'sum':
      return metric.monotonic
        ? { ...common, function: 'rate', aggregate: 'sum' }
        : { ...common, function: 'last', aggregate: 'sum' };
    case 'summary':
      return { ...common, function: 'rate', aggregate: 'sum' };
    case 'gauge':
      return { ...common, function: 'avg', aggregate: 'avg' };
  }
}

export function questionOf(plot: Plot, step: string): RangeQuestion {
  const { match, aggregate, by, quantile } = plot;
  const needsQuantile = plot.function.includes('quantile');
  return {
    match,
    function: plot.function,
    aggregate,
    by: aggregate === 'none' ? '' : by,
    step,
    ...(needsQuantile ? { quantile } : {}),
  };
}

const UNITS: Readonly<Record<string, Unit>> = {
  s: 'seconds',
  ms: 'millis',
  ns: 'nanos',
  By: 'bytes',
  '1': 'number',
};

export function unitOf(plot: Plot): Unit {
  if (plot.function === 'count' || plot.aggregate === 'count') {
    return 'count';
  }
  const counts = plot.kind !== 'gauge' && plot.kind !== 'sum' && plot.function !== 'histogram_quantile';
  const own: Unit = counts ? 'count' : (UNITS[plot.unit] ?? 'number');
  return plot.function === 'rate' && own !== 'bytes' ? 'per-second' : own;
}

/** The unit of the values as the metric names it; empty when the function made them counts. */
export function unitOfValues(plot: Plot): string {
  const unit = unitOf(plot);
  return unit === 'count' || unit === 'per-second' ? '' : plot.unit;
}

/** Units of which values compare: those that are written alike are told apart by their own name. */
const unitName = (plot: Plot): string => {
  const unit = unitOf(plot);
  return unit === 'number' ? `${unit} ${plot.unit}` : unit;
};

/** Whether each plot is measured by the axis at the right: all that do not compare with the first. */
export function rightOnes(plots: readonly Plot[]): readonly boolean[] {
  const [first] = plots;
  return plots.map((plot) => first !== undefined && unitName(plot) !== unitName(first));
}

/** What all of these are measured in; plain numbers when they differ. */
export function commonUnit(plots: readonly Plot[]): Unit {
  const units = new Set(plots.map(unitOf));
  return units.size === 1 ? ([...units][0] ?? 'number') : 'number';
}

/** A line's name: what tells it from the others of its plot; with the metric when there are several plots. */
export function nameOf(plot: Plot, line: ValueLine, isAlone: boolean): string {
  const labels = line.series
    ? { ...Object.fromEntries(resourceLabels(line)), ...line.series.attributes }
    : line.group;
  const told = Object.entries(labels)
    .filter(([, value]) => value !== '')
    .map(([key, value]) =>
      key === 'service'
        ? String(value)
        : `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    )
    .join(', ');
  const quantile = plot.function.includes('quantile') ? ` ${plot.quantile}` : '';
  return isAlone && told !== '' ? told : `${told} ${plot.function}${quantile} ${plot.match}`.trim();
}

function resourceLabels(line: ValueLine): (readonly [string, unknown])[] {
  const { resource = {} } = line.series ?? {};
  return [
    ['service', resource['service.name'] ?? ''],
    ['instance', resource['service.instance.id'] ?? ''],
  ];
}

export function parsePlots(text: string | null): readonly Plot[] {
  try {
    const parsed = JSON.parse(text ?? '[]') as Partial<Plot>[];
    return parsed
      .filter((plot) => typeof plot.match === 'string' && typeof plot.function === 'string')
      .map((plot) => ({
        match: plot.match ?? '',
        function: plot.function ?? 'last',
        quantile: plot.quantile ?? '0.99',
        aggregate: plot.aggregate ?? 'none',
        by: plot.by ?? '',
        unit: plot.unit ?? '',
        kind: plot.kind ?? 'gauge',
      }));
  } catch {
    return [];
  }
}
