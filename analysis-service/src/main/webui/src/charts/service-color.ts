import type { Theme } from '../app/theme';

/** The same component has the same colour everywhere: its hue comes from its name. */
export function serviceColor(service: string, theme: Theme): string {
  let hash = 2166136261;
  for (let at = 0; at < service.length; at++) {
    hash = Math.imul(hash ^ service.charCodeAt(at), 16777619);
  }
  const spread = Math.imul(hash ^ (hash >>> 15), 2246822519) >>> 0;
  // Golden steps keep neighbours apart; a red hue is left to errors.
  const hue = 20 + (((spread % 24) * 137.508) % 320);
  return theme === 'dark' ? `hsl(${hue} 46% 60%)` : `hsl(${hue} 52% 42%)`;
}
