import { describe, expect, it } from 'vitest';
import { caller, includes, may } from './caller';

describe('may', () => {
  it('lets do what the role includes', () => {
    expect(includes('admin', 'reader')).toBe(true);
    expect(includes('analyst', 'admin')).toBe(false);
    expect(includes('writer', 'reader')).toBe(false);
    expect(includes('service', 'admin')).toBe(true);
  });

  it('hides nothing while nobody knows', () => {
    expect(may('admin')).toBe(true);
    caller.value = { authentication: 'keys', tenant: 'default', role: 'reader', name: 'x' };
    expect(may('admin')).toBe(false);
    expect(may('reader')).toBe(true);
    caller.value = undefined;
  });
});
