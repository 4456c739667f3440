// A trend in ECharts. Times come shifted to the place's zone, and are shown as UTC.
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

export async function create(element, owner) {
  try {
    return new Trend(await load(), element, owner);
  } catch (e) {
    console.error(e);
    throw e;
  }
}

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
