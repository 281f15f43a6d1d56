import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** What the page is about, when that is more than the name of the route. */
export const pageTitle = signal<string | undefined>(undefined);

export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    pageTitle.value = title;
    return () => {
      pageTitle.value = undefined;
    };
  }, [title]);
}
