// What does not wait for the page's modules: a chosen theme, so that the other one does not flash; the files of the page at
// this address, which the build names in data-pages; who asks; and the trace that is asked for, which takes longest.
(() => {
  const stored = (where, key) => {
    try {
      return window[where].getItem(key);
    } catch {
      // Storage may be forbidden: then the system's theme is shown.
      return null;
    }
  };
  const theme = stored('localStorage', 'quipu.theme');
  if (theme === 'dark' || theme === 'light') {
    document.documentElement.dataset.theme = theme;
  }
  const [tenant, key] = [stored('localStorage', 'quipu.tenant'), stored('sessionStorage', 'quipu.key')];
  const headers = {
    Accept: 'application/json',
    ...(tenant ? { 'Quipu-Tenant': tenant } : {}),
    ...(key ? { Authorization: `Bearer ${key}` } : {}),
  };
  window.quipuBegun = {};
  const begin = (address) => {
    const answer = fetch(address, { headers, credentials: 'same-origin' });
    answer.catch(() => {});
    window.quipuBegun[address] = answer;
  };
  begin('/v1/caller');
  const [, first, rest] = location.pathname.split('/');
  if (first === 'trace' && /^[0-9a-f]{32}$/.test(rest ?? '')) {
    begin(`/store/v1/traces/${rest}`);
  }
  const pages = JSON.parse(document.currentScript.dataset.pages || '{}');
  for (const file of pages[first] ?? []) {
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = file;
    document.head.append(link);
  }
})();
