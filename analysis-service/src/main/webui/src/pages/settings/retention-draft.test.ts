import { describe, expect, it } from 'vitest';
import type { RetentionDraft, RetentionRule } from '../../api/retention';
import { ANY, draftOf, hasSize, holdOf, inOrder, keptText, ruleOf, scopeText } from './retention-draft';

const DRAFT = { ...ANY, condition: '', days: '30', size: '' };

const rule = (id: number, of: RetentionDraft): RetentionRule => ({
  id,
  createdAt: '2026-11-01T00:00:00Z',
  updatedAt: '2026-11-01T00:00:00Z',
  ...of,
});

describe('ruleOf', () => {
  it('says what is filled in and nothing else', () => {
    expect(ruleOf(DRAFT)).toEqual({ days: 30 });
    expect(ruleOf({ ...DRAFT, signal: 'logs', days: '', size: '10 GiB' })).toEqual({
      signal: 'logs',
      bytes: 10_737_418_240,
    });
    expect(
      ruleOf({
        ...DRAFT,
        signal: 'traces',
        service: ' cart ',
        namespace: 'shop',
        condition: ' status = error ',
      }),
    ).toEqual({
      signal: 'traces',
      service: 'cart',
      namespace: 'shop',
      condition: 'status = error',
      days: 30,
    });
  });

  it('leaves out what its scope can not have', () => {
    expect(ruleOf({ ...DRAFT, signal: 'metrics', condition: 'status = error' })).toEqual({
      signal: 'metrics',
      days: 30,
    });
    expect(ruleOf({ ...DRAFT, service: 'cart', size: '10 GiB' })).toEqual({ service: 'cart', days: 30 });
    expect(hasSize({ ...DRAFT, signal: 'traces', condition: 'status = error' })).toBe(false);
  });

  it('names what is wrong', () => {
    expect(() => ruleOf({ ...DRAFT, days: ' ' })).toThrow('Expected days, a size or both, got neither.');
    expect(() => ruleOf({ ...DRAFT, service: 'cart', days: '' })).toThrow('Expected days, got none.');
    expect(() => ruleOf({ ...DRAFT, namespace: 'shop' })).toThrow('service.name: expected one');
    expect(() => ruleOf({ ...DRAFT, size: 'much' })).toThrow('At most: expected a size');
  });

  it('gives back the rule that the form was filled from', () => {
    for (const of of [
      { days: 7 },
      { bytes: 123_457 },
      { signal: 'traces', service: 'cart', namespace: 'shop', condition: 'duration > 2s', days: 90 },
      { signal: 'metrics', days: 400, bytes: 20_000_000_000 },
    ]) {
      expect(ruleOf(draftOf(rule(1, of)))).toEqual(of);
    }
  });
});

describe('holdOf', () => {
  const FORM = { ...ANY, from: '', to: '', reason: ' case 17 ' };

  it('takes times as people and as links write them', () => {
    expect(holdOf(FORM)).toEqual({ reason: 'case 17' });
    expect(holdOf({ ...FORM, signal: 'logs', from: '2026-10-01', to: '2026-11-01T00:00:00Z' })).toEqual({
      signal: 'logs',
      from: new Date(2026, 9, 1).toISOString(),
      to: '2026-11-01T00:00:00.000Z',
      reason: 'case 17',
    });
  });

  it('names a time that is none', () => {
    expect(() => holdOf({ ...FORM, to: 'soon' })).toThrow('Before: expected a time such as');
  });
});

describe('texts', () => {
  it('say what a rule is for and what it keeps', () => {
    expect(scopeText({})).toBe('every signal');
    expect(scopeText({ signal: 'traces', namespace: 'shop', service: 'cart' })).toBe('traces of shop/cart');
    expect(scopeText({ service: 'cart' })).toBe('all of cart');
    expect(keptText({ days: 1 })).toBe('1 day');
    expect(keptText({ days: 30, bytes: 1_000_000 })).toBe('30 days, at most 1 MB');
  });
});

describe('inOrder', () => {
  it('puts the rule first that decides first', () => {
    const rules = [
      rule(1, { days: 30 }),
      rule(2, { signal: 'traces', bytes: 5 }),
      rule(3, { signal: 'traces', days: 7 }),
      rule(4, { service: 'cart', days: 7 }),
      rule(5, { signal: 'logs', condition: 'severity = error', days: 7 }),
      rule(6, { signal: 'logs', condition: 'severity = fatal', days: 90 }),
      rule(7, { service: 'cart', namespace: 'shop', days: 1 }),
    ];
    expect(inOrder(rules).map((one) => one.id)).toEqual([6, 5, 7, 4, 3, 2, 1]);
  });
});
