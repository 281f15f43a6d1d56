import { describe, expect, it } from 'vitest';
import { confirmationOf, targetOf, targetText } from './erasure-target';

const NOTHING = { key: '', value: '', traceId: '', namespace: '', service: '', instance: '' };

describe('targetOf', () => {
  it('says one of attribute, trace and component', () => {
    expect(targetOf({ ...NOTHING, kind: 'attribute', key: ' user.id ', value: 'u 17 ' })).toEqual({
      attribute: { key: 'user.id', value: 'u 17 ' },
    });
    expect(targetOf({ ...NOTHING, kind: 'trace', traceId: ' 0AF7 ' })).toEqual({ traceId: '0af7' });
    expect(targetOf({ ...NOTHING, kind: 'component', service: 'cart', instance: 'a-1' })).toEqual({
      component: { serviceName: 'cart', serviceInstanceId: 'a-1' },
    });
  });
});

describe('confirmationOf', () => {
  it('is what names the records', () => {
    const draft = { ...NOTHING, key: 'user.id', value: 'u-17', traceId: '0af7', service: 'cart' };
    expect(confirmationOf({ ...draft, kind: 'attribute' })).toBe('u-17');
    expect(confirmationOf({ ...draft, kind: 'trace' })).toBe('0af7');
    expect(confirmationOf({ ...draft, kind: 'component' })).toBe('cart');
  });
});

describe('targetText', () => {
  it('names what was erased', () => {
    expect(targetText({ attribute: { key: 'user.id', value: 'u-17' } })).toBe('user.id = "u-17"');
    expect(targetText({ component: { serviceNamespace: 'shop', serviceName: 'cart' } })).toBe('shop/cart');
    expect(targetText({ traceId: '0af7', component: null })).toBe('trace 0af7');
  });
});
