import { describe, expect, it } from 'vitest';
import type { ListedMetric } from '../../api/metrics';
import {
  commonUnit,
  firstPlot,
  nameOf,
  parsePlots,
  questionOf,
  rightOnes,
  selector,
  unitOf,
  unitOfValues,
} from './plots';

const metric = (kind: ListedMetric['kind'], unit: string, monotonic = false): ListedMetric => ({
  name: 'm',
  kind,
  unit,
  monotonic,
  description: '',
  temporality: 'cumulative',
  lastSeen: '',
});

describe('selector', () => {
  it('quotes names that are no words', () => {
    expect(selector('http.server.duration', 'cart')).toBe('http.server.duration{service="cart"}');
    expect(selector('odd name', '')).toBe('{"odd name"}');
    expect(selector('m', 'cart', 'cart-1')).toBe('m{service="cart",instance="cart-1"}');
  });
});

describe('firstPlot', () => {
  it('asks what fits the kind', () => {
    expect(firstPlot(metric('histogram', 's'), '')).toMatchObject({
      function: 'histogram_quantile',
      aggregate: 'sum',
    });
    expect(firstPlot(metric('sum', '1', true), '').function).toBe('rate');
    expect(firstPlot(metric('sum', '1'), '').function).toBe('last');
    expect(firstPlot(metric('gauge', 'By'), '').aggregate).toBe('avg');
  });
});

describe('unitOf', () => {
  it('follows the function', () => {
    expect(unitOf(firstPlot(metric('histogram', 's'), ''))).toBe('seconds');
    expect(unitOf(firstPlot(metric('sum', '{request}', true), ''))).toBe('per-second');
    expect(unitOf({ ...firstPlot(metric('histogram', 's'), ''), function: 'increase' })).toBe('count');
    expect(unitOf(firstPlot(metric('gauge', 'By'), ''))).toBe('bytes');
  });

  it('is not the unit of the metric where values are counts', () => {
    expect(unitOfValues(firstPlot(metric('histogram', 's'), ''))).toBe('s');
    expect(unitOfValues({ ...firstPlot(metric('histogram', 's'), ''), function: 'rate' })).toBe('');
  });
});

describe('rightOnes', () => {
  const [duration, bytes, items, ratio] = [
    firstPlot(metric('gauge', 's'), ''),
    firstPlot(metric('gauge', 'By'), ''),
    firstPlot(metric('gauge', '{item}'), ''),
    firstPlot(metric('gauge', '%'), ''),
  ];

  it('are all that are measured in another unit than the first', () => {
    expect(rightOnes([duration, bytes, duration])).toEqual([false, true, false]);
    expect(rightOnes([items, ratio])).toEqual([false, true]);
    expect(rightOnes([])).toEqual([]);
  });

  it('are written as plain numbers when their own units differ', () => {
    expect(commonUnit([bytes, bytes])).toBe('bytes');
    expect(commonUnit([bytes, duration])).toBe('number');
  });
});

describe('questionOf', () => {
  it('leaves out what the function does not take', () => {
    const plot = { ...firstPlot(metric('gauge', 'By'), ''), aggregate: 'none' };
    expect(questionOf(plot, '60s')).toEqual({
      match: 'm',
      function: 'avg',
      aggregate: 'none',
      by: '',
      step: '60s',
    });
  });
});

describe('parsePlots', () => {
  it('gives back what the address holds, and nothing of what is no plot', () => {
    const plot = firstPlot(metric('gauge', 'By'), 'cart');
    expect(parsePlots(JSON.stringify([plot]))).toEqual([plot]);
    expect(parsePlots('[{"x":1}]')).toEqual([]);
    expect(parsePlots('nonsense')).toEqual([]);
    expect(parsePlots(null)).toEqual([]);
  });
});

describe('nameOf', () => {
  it('tells lines apart', () => {
    const plot = firstPlot(metric('gauge', 'By'), '');
    expect(nameOf(plot, { group: { service: 'cart' }, values: [] }, true)).toBe('cart');
    expect(nameOf(plot, { group: { service: 'cart' }, values: [] }, false)).toBe('cart avg m');
  });
});
