// Columns in ECharts.
import { follow, grid, letters, load, token } from './charts.js';

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
