// A trend in ECharts. Times come shifted to the place's zone, and are shown as UTC.
import { follow, grid, letters, load, token } from './charts.js';

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
      xAxis: { type: 'time', axisLabel: { ...text, hideOverlap: true, margin: size * 0.7 }, axisLine: { lineStyle: { color: line } }, splitLine: { show: false } },
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
