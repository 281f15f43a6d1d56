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
  annotations: { runbook: 'Look at the ledger, then\nat payment = slow.' },
  forSeconds: 60,
  keepFiringSeconds: 0,
  webhooks: ['on-call'],
  condition: {
    kind: 'threshold',
    comparison: 'above',
    value: 0.05,
    windowSeconds: 300,
    figure: {
      kind: 'red',
      service: 'checkout',
      namespace: 'shop',
      spanKind: 'server',
      figure: 'error_ratio',
      groupBy: ['spanName'],
    },
  },
  version: 7,
};

describe('ruleOf', () => {
  it('gives an unchanged rule back with its version', () => {
    const { id: _, ...sent } = rule;
    expect(ruleOf(draftOf(rule), rule)).toEqual(sent);
  });

  it('gives an unchanged objective back with its windows', () => {
    const objective: AlertRule = {
      ...rule,
      condition: {
        kind: 'error_budget',
        spans: { service: 'cart', namespace: 'shop' },
        objective: 0.99,
        periodDays: 7,
        burnWindows: [{ longSeconds: 3600, shortSeconds: 300, burnRate: 14.4 }],
      },
    };
    const { id: _, ...sent } = objective;
    expect(ruleOf(draftOf(objective), objective)).toEqual(sent);
  });

  it('keeps what the form does not know', () => {
    const later = {
      ...rule,
      createdAt: '2026-01-01T00:00:00Z',
      owner: 'shop',
      condition: { ...rule.condition, later: 1, figure: { ...rule.condition.figure, unknown: true } },
    } as unknown as AlertRule;
    const { id: _, createdAt: __, ...sent } = later as AlertRule & { createdAt: string };
    expect(ruleOf(draftOf(later), later)).toEqual(sent);
  });

  it('takes away what was emptied', () => {
    const draft = { ...draftOf(rule), spanKind: '', groupBy: [], labels: [], webhooks: [] };
    expect(ruleOf(draft, rule)).toMatchObject({ labels: {}, webhooks: [] });
    expect((ruleOf(draft, rule) as AlertRule).condition.figure).toEqual({
      kind: 'red',
      service: 'checkout',
      namespace: 'shop',
      figure: 'error_ratio',
    });
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
      isEnabled: true,
      labels: {},
      annotations: {},
      webhooks: [],
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
    expect(conditionText(rule.condition)).toBe(
      'error ratio of shop/checkout server, for each span name, is above 5 % over 5 min',
    );
    expect(
      conditionText({
        kind: 'absence',
        windowSeconds: 60,
        figure: { kind: 'metric', match: 'up', function: 'last' },
      }),
    ).toBe('nothing comes of last of up for 1 min');
  });
});
