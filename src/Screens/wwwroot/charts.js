// Charts in ECharts, of which one copy is loaded, and only where there is a chart.
let loading;
// The bundle wants to be a classic script: as a module it has no 'this' to hang its parts on.
const load = bundle => loading ??= new Promise((loaded, failed) => {
  const script = document.createElement('script');
  script.src = bundle;
  script.onload = () => loaded(globalThis.echarts);
  script.onerror = () => { loading = undefined; failed(new Error('ECharts could not be loaded.')); };
  document.head.append(script);
});

async function draw(bundle, make) {
  try {
    return make(await load(bundle));
  } catch (e) {
    console.error(e);
    throw e;
  }
}

// bundle: the address of ECharts, which only the host knows: the name says what is in it, so that it is kept for ever.
export const trend = (bundle, element, owner) => draw(bundle, echarts => new Trend(echarts, element, owner));
export const columns = (bundle, element) => draw(bundle, echarts => new Columns(echarts, element));

const token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// Letters grow with the page's.
const letters = () => ({
  color: token('--ink-soft'), fontFamily: token('--font'),
  fontSize: parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.85,
});

// Room for the name of the unit above, and for half of the last label at the right.
const grid = size => ({ left: 8, right: size * 2.5, top: size * 2.5, bottom: 8, containLabel: true });

// A canvas keeps its width and its colours until it is drawn anew: in another window, in the dark, on paper.
function follow(chart, element, redraw) {
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

// A signal over time. Times come shifted to the place's zone, and are shown as UTC.
class Trend {
  constructor(echarts, element, owner) {
    this.owner = owner;
    this.chart = echarts.init(element, null, { renderer: 'canvas' });
    this.redraw = () => this.data && this.show(this.data);
    this.unfollow = follow(this.chart, element, this.redraw);
    // New points wait until the button is up: drawing would end the choice of a span half-way.
    this.chart.getZr().on('mousedown', () => { this.choosing = true; });
    this.released = () => {
      if (!this.choosing) return;
      this.choosing = false;
      setTimeout(() => this.chart.isDisposed() || this.redraw());
    };
    addEventListener('mouseup', this.released);
    // A drag over the chart chooses a span; the host then asks for finer buckets.
    this.chart.on('brushEnd', e => {
      const range = e.areas[0]?.coordRange;
      this.chart.dispatchAction({ type: 'brush', areas: [] });
      if (range && range[1] - range[0] > 1000) this.owner.invokeMethodAsync('Zoomed', range[0], range[1]);
    });
  }

  show(d) {
    this.data = d;
    if (this.choosing) return;
    const line = token('--line'), accent = token('--accent'), band = token('--accent-band');
    const text = letters(), size = text.fontSize;
    const points = v => d.at.map((t, i) => [t, v[i]]);
    // The band is stacked on the minimum.
    const spread = d.at.map((_, i) => d.min[i] === null ? null : d.max[i] - d.min[i]);
    this.chart.setOption({
      animation: false, useUTC: true, textStyle: text, grid: grid(size),
      xAxis: { type: 'time', max: d.until ?? undefined, axisLabel: { ...text, hideOverlap: true, margin: size * 0.7 }, axisLine: { lineStyle: { color: line } }, splitLine: { show: false } },
      yAxis: { type: 'value', scale: true, name: d.unit, nameTextStyle: { ...text, align: 'left' }, axisLabel: text, splitLine: { lineStyle: { color: line } } },
      tooltip: {
        // Not as HTML: a unit is a foreign server's word.
        trigger: 'axis', renderMode: 'richText', backgroundColor: token('--surface'), borderColor: line, textStyle: { ...text, color: token('--ink') },
        formatter: items => {
          const i = items[0].dataIndex, n = v => v === null ? '–' : Number(v.toPrecision(6));
          const when = new Date(d.at[i]).toISOString().slice(0, 19).replace('T', ' ');
          const band = d.min[i] === null && d.avg[i] !== null ? '' : `\n${d.range} ${n(d.min[i])} – ${n(d.max[i])}`;
          return `${when}\n${d.average} ${n(d.avg[i])} ${d.unit}${band}`;
        },
      },
      toolbox: { show: false },
      brush: { xAxisIndex: 0, brushType: 'lineX', brushMode: 'single', brushStyle: { color: band, borderColor: accent }, outOfBrush: {} },
      series: [
        { type: 'line', data: points(d.min), stack: 'band', stackStrategy: 'all', symbol: 'none', lineStyle: { opacity: 0 }, silent: true },
        { type: 'line', data: points(spread), stack: 'band', stackStrategy: 'all', symbol: 'none', lineStyle: { opacity: 0 }, areaStyle: { color: band, opacity: 1 }, silent: true },
        { type: 'line', data: points(d.avg), symbol: 'none', lineStyle: { color: accent, width: size / 7 }, itemStyle: { color: accent }, connectNulls: false },
      ],
    }, true);
    if (d.canZoom) this.chart.dispatchAction({ type: 'takeGlobalCursor', key: 'brush', brushOption: { brushType: 'lineX', brushMode: 'single' } });
  }

  dispose() {
    removeEventListener('mouseup', this.released);
    this.unfollow();
  }
}

// Values side by side: columns from nought, or points where all are far from it.
class Columns {
  constructor(echarts, element) {
    this.chart = echarts.init(element, null, { renderer: 'canvas' });
    this.dispose = follow(this.chart, element, () => this.data && this.show(this.data));
  }

  show(d) {
    this.data = d;
    const text = letters(), size = text.fontSize, line = token('--line');
    const low = Math.min(...d.values), high = Math.max(...d.values);
    // Columns that differ little would all look alike from nought, and from elsewhere their heights would lie: then points.
    const near = high > 0 && low > 0.5 * high;
    const mark = near ? { type: 'scatter', symbolSize: size * 1.1 } : { type: 'bar', barMaxWidth: size * 5 };
    this.chart.setOption({
      animation: false, textStyle: text, grid: grid(size),
      xAxis: { type: 'category', data: d.labels, axisLabel: { ...text, interval: 0, hideOverlap: true, margin: size * 0.7 }, axisLine: { lineStyle: { color: line }, onZero: !near }, axisTick: { show: false } },
      yAxis: { type: 'value', scale: near, name: d.unit, nameTextStyle: { ...text, align: 'left' },
        axisLabel: { ...text, formatter: v => String(Number(v.toPrecision(4))) }, splitLine: { lineStyle: { color: line } } },
      series: [{
        ...mark, data: d.values, itemStyle: { color: token('--accent') },
        label: { show: true, position: 'top', ...text, color: token('--ink'), formatter: p => d.texts[p.dataIndex] },
      }],
    }, true);
  }
}
