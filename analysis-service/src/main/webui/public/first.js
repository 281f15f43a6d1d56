// What does not wait for the page's modules: a chosen theme, so that the other one does not flash; the files of the page at
// this address, which the build names in data-pages; and the trace that is asked for, which takes longest.
(() => {
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      // Storage may be forbidden: then the system's theme is shown.
      return null;
    }
  };
  const theme = stored('quipu.theme');
  if (theme === 'dark' || theme === 'light') {
    document.documentElement.dataset.theme = theme;
  }
  const [, first, rest] = location.pathname.split('/');
  if (first === 'trace' && /^[0-9a-f]{32}$/.test(rest ?? '') && !stored('quipu.tenant')) {
    const address = `/store/v1/traces/${rest}`;
    const answer = fetch(address, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
    answer.catch(() => {});
    window.quipuBegun = { address, answer };
  }
  const pages = JSON.parse(document.currentScript.dataset.pages || '{}');
  for (const file of pages[first] ?? []) {
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = file;
    document.head.append(link);
  }
})();
