// What all charts share: ECharts, the page's tokens, and when to draw anew.
let loading;
// The bundle wants to be a classic script: as a module it has no 'this' to hang its parts on.
export const load = () => loading ??= new Promise((loaded, failed) => {
  const script = document.createElement('script');
  script.src = new URL('../Vizor.ECharts/js/vizor-echarts-bundle-min.js', import.meta.url);
  script.onload = () => loaded(globalThis.echarts);
  script.onerror = () => { loading = undefined; failed(new Error('ECharts could not be loaded.')); };
  document.head.append(script);
});

export const token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// Letters grow with the page's.
export const letters = () => ({
  color: token('--ink-soft'), fontFamily: token('--font'),
  fontSize: parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.85,
});

// Room for a label of the x axis under the lowest of the y axis, and for half of the last one at the right.
export const grid = size => ({ left: 8, right: size * 2.5, top: size * 2.5, bottom: 8, containLabel: true });

// A canvas keeps its width and its colours until it is drawn anew: in another window, in the dark, on paper.
export function follow(chart, element, redraw) {
  const queries = ['(prefers-color-scheme: dark)', 'print'].map(q => matchMedia(q));
  const anew = () => { chart.resize(); redraw(); };
  const resized = new ResizeObserver(() => chart.resize());
  resized.observe(element);
  for (const query of queries) query.addEventListener('change', anew);
  return () => {
    for (const query of queries) query.removeEventListener('change', anew);
    resized.disconnect();
    chart.dispose();
  };
}
