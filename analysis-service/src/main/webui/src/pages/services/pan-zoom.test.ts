import { describe, expect, it } from 'vitest';
import { isWithin, movedByKey, scaled } from './pan-zoom';

const view = { x: 0, y: 0, width: 100, height: 50 };
const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({ key, ...more }) as KeyboardEvent;

describe('movedByKey', () => {
  it('moves and zooms around the middle', () => {
    expect(movedByKey(press('ArrowRight'), view)).toEqual({ ...view, x: 12 });
    expect(movedByKey(press('ArrowUp'), view)).toEqual({ ...view, y: -6 });
    expect(movedByKey(press('+'), view)).toEqual(scaled(view, 0.8, 0.5, 0.5));
    expect(movedByKey(press('0'), view)).toBe('whole');
  });

  it('leaves other keys, and those of the browser, alone', () => {
    expect(movedByKey(press('a'), view)).toBeUndefined();
    expect(movedByKey(press('+', { ctrlKey: true }), view)).toBeUndefined();
  });
});

describe('isWithin', () => {
  it('knows what is in sight', () => {
    expect(isWithin(view, 50, 50)).toBe(true);
    expect(isWithin(view, 101, 10)).toBe(false);
  });
});
