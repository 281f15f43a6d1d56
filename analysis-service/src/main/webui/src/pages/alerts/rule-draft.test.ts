import { describe, expect, it } from 'vitest';
import type { AlertRule } from '../../api/alerts';
import { conditionText } from './condition-text';
import { draftOf, ruleOf } from './rule-draft';

const rule: AlertRule = {
  id: 3,
  name: 'checkout fails',
  isEnabled: false,
  severity: 'critical',
  labels: { team: 'shop' },
  annotations: {},
  forSeconds: 60,
  keepFiringSeconds: 0,
  webhooks: ['on-call'],
  condition: {
    kind: 'threshold',
    comparison: 'above',
    value: 0.05,
    windowSeconds: 300,
    figure: { kind: 'red', service: 'checkout', spanKind: 'server', figure: 'error_ratio' },
  },
  version: 7,
};

describe('ruleOf', () => {
  it('gives an unchanged rule back with its version', () => {
    expect(JSON.parse(JSON.stringify(ruleOf(draftOf(rule), rule)))).toEqual({ ...rule, id: undefined });
  });

  it('sends only the fields of the kind', () => {
    const draft = {
      ...draftOf(undefined),
      name: 'slow',
      kind: 'error_budget' as const,
      service: 'cart',
      latencyMillis: '250',
    };
    expect(ruleOf(draft, undefined)).toEqual({
      name: 'slow',
      severity: 'warning',
      forSeconds: 60,
      keepFiringSeconds: 0,
      condition: {
        kind: 'error_budget',
        spans: { service: 'cart', spanKind: 'server' },
        objective: 0.999,
        periodDays: 30,
        latencyMillis: 250,
      },
    });
  });
});

describe('conditionText', () => {
  it('says a condition in words', () => {
    expect(conditionText(rule.condition)).toBe('error ratio of checkout server is above 5 % over 5 min');
    expect(
      conditionText({
        kind: 'absence',
        windowSeconds: 60,
        figure: { kind: 'metric', match: 'up', function: 'last' },
      }),
    ).toBe('nothing comes of last of up for 1 min');
  });
});
