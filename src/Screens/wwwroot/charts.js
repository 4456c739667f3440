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
const token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

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

// A signal over time. Times come shifted to the place's zone, and are shown as UTC.
class Trend {
  constructor(echarts, element, owner) {
    this.owner = owner;
    this.chart = echarts.init(element, null, { renderer: 'canvas' });
    this.resized = new ResizeObserver(() => this.chart.resize());
    this.resized.observe(element);
    this.dark = matchMedia('(prefers-color-scheme: dark)');
    this.redraw = () => this.data && this.show(this.data);
    // New points wait until the button is up: drawing would end the choice of a span half-way.
    this.chart.getZr().on('mousedown', () => { this.choosing = true; });
    this.released = () => {
      if (!this.choosing) return;
      this.choosing = false;
      setTimeout(() => this.chart.isDisposed() || this.redraw());
    };
    addEventListener('mouseup', this.released);
    this.dark.addEventListener('change', this.redraw);
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
    const ink = token('--ink-soft'), line = token('--line'), accent = token('--accent'), band = token('--accent-band');
    // Letters grow with the page's.
    const size = parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.85;
    const points = v => d.at.map((t, i) => [t, v[i]]);
    // The band is stacked on the minimum.
    const spread = d.at.map((_, i) => d.min[i] === null ? null : d.max[i] - d.min[i]);
    const text = { color: ink, fontFamily: token('--font'), fontSize: size };
    this.chart.setOption({
      animation: false, useUTC: true, textStyle: text,
      grid: { left: 8, right: 16, top: size * 2.5, bottom: 8, containLabel: true },
      xAxis: { type: 'time', max: d.until ?? undefined, axisLabel: { ...text, hideOverlap: true }, axisLine: { lineStyle: { color: line } }, splitLine: { show: false } },
      yAxis: { type: 'value', scale: true, name: d.unit, nameTextStyle: { ...text, align: 'left' }, axisLabel: text, splitLine: { lineStyle: { color: line } } },
      tooltip: {
        trigger: 'axis', backgroundColor: token('--surface'), borderColor: line, textStyle: { ...text, color: token('--ink') },
        formatter: items => {
          const i = items[0].dataIndex, n = v => v === null ? '–' : Number(v.toPrecision(6));
          const when = new Date(d.at[i]).toISOString().slice(0, 19).replace('T', ' ');
          const band = d.min[i] === null && d.avg[i] !== null ? '' : `<br>${d.range} ${n(d.min[i])} – ${n(d.max[i])}`;
          return `${when}<br>${d.average} ${n(d.avg[i])} ${d.unit}${band}`;
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
    this.dark.removeEventListener('change', this.redraw);
    this.resized.disconnect();
    this.chart.dispose();
  }
}

class Columns {
  constructor(echarts, element) {
    this.chart = echarts.init(element, null, { renderer: 'canvas' });
    this.resized = new ResizeObserver(() => this.chart.resize());
    this.resized.observe(element);
    this.dark = matchMedia('(prefers-color-scheme: dark)');
    this.redraw = () => this.data && this.show(this.data);
    this.dark.addEventListener('change', this.redraw);
  }

  show(d) {
    this.data = d;
    const ink = token('--ink-soft'), line = token('--line');
    const size = parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.85;
    const text = { color: ink, fontFamily: token('--font'), fontSize: size };
    const low = Math.min(...d.values), high = Math.max(...d.values);
    // Columns that differ little would all look alike from nought.
    const near = high > 0 && low > 0.5 * high;
    this.chart.setOption({
      animation: false, textStyle: text,
      grid: { left: 8, right: 16, top: size * 2.5, bottom: 8, containLabel: true },
      xAxis: { type: 'category', data: d.labels, axisLabel: { ...text, interval: 0, hideOverlap: true }, axisLine: { lineStyle: { color: line } }, axisTick: { show: false } },
      yAxis: { type: 'value', min: near ? low - (high - low || high * 0.1) * 0.5 : Math.min(0, low), name: d.unit, nameTextStyle: { ...text, align: 'left' },
        axisLabel: { ...text, formatter: v => String(Number(v.toPrecision(4))) }, splitLine: { lineStyle: { color: line } } },
      series: [{
        type: 'bar', data: d.values, barMaxWidth: size * 5, itemStyle: { color: token('--accent') },
        label: { show: true, position: 'top', ...text, color: token('--ink'), formatter: p => d.texts[p.dataIndex] },
      }],
    }, true);
  }

  dispose() {
    this.dark.removeEventListener('change', this.redraw);
    this.resized.disconnect();
    this.chart.dispose();
  }
}
