import { computed, signal } from '@preact/signals';

export type Theme = 'dark' | 'light';
export type ThemeChoice = Theme | 'system';

const KEY = 'quipu.theme';
const systemDark = window.matchMedia('(prefers-color-scheme: dark)');
const system = signal<Theme>(systemDark.matches ? 'dark' : 'light');

systemDark.addEventListener('change', () => {
  system.value = systemDark.matches ? 'dark' : 'light';
});

function stored(): ThemeChoice {
  try {
    const text = localStorage.getItem(KEY);
    return text === 'dark' || text === 'light' ? text : 'system';
  } catch {
    return 'system';
  }
}

export const themeChoice = signal<ThemeChoice>(stored());
export const theme = computed<Theme>(() =>
  themeChoice.value === 'system' ? system.value : themeChoice.value,
);

export function chooseTheme(choice: ThemeChoice): void {
  themeChoice.value = choice;
  if (choice === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = choice;
  }
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // Not kept where storage is forbidden; it holds until the page is left.
  }
}

/** The value of a colour variable: canvases do not see the style sheet. Read it again when the theme changes. */
export function cssColor(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
