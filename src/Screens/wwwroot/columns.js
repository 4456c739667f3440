// Columns in ECharts.
import { load, token } from './trend.js';

export async function create(element) {
  try {
    return new Columns(await load(), element);
  } catch (e) {
    console.error(e);
    throw e;
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
