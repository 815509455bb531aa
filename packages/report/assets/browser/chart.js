import { addSeries, chartOptions, drawnMarker, paintChart } from './chart-series.js';
import { gapShade } from './gap-shade.js';
import { barAt, levelToSeries, unpackLevel } from './levels.js';
import { placeTrades, visibleMarkers } from './markers.js';
import { onThemeChange, readTheme } from './theme.js';

/** Bars that are shown at least when a trade is looked at. */
const MIN_BARS_AROUND_TRADE = 48;

/** Price with entries and exits, equity and drawdown on one time axis. */
export class ReportChart {
  /** @type {number | undefined} */
  #selected;
  #isScheduled = false;
  #theme = readTheme();
  /** First empty bar and next full one of each gap. @type {[from: number, to: number][]} */
  #gapBars = [];

  /**
   * @param {HTMLElement} element
   * @param {import('./page-data.js').PageData} data
   * @param {import('./page-data.js').Trades} trades
   * @param {(reading: { level: import('./levels.js').Level, bar: number }) => void} onReading the bar under the crosshair, or the last
   */
  constructor(element, data, trades, onReading) {
    this.element = element;
    this.data = data;
    this.trades = trades;
    this.onReading = onReading;
    this.chart = LightweightCharts.createChart(element, chartOptions());
    this.series = addSeries(this.chart, data);
    this.markers = LightweightCharts.createSeriesMarkers(data.showsPrice ? this.series.price : this.series.equity, []);
    this.level = unpackLevel(data.levels[0]);
    this.placed = placeTrades(trades, this.level.time);
    this.series.price.attachPrimitive(gapShade(() => ({ chart: this.chart, bars: this.#gapBars, colour: this.#theme.gap })));
    this.#listen();
    this.#paint();
    this.#show();
    this.showAll();
  }

  /** From the first bar to the last, in milliseconds. */
  get spanMs() {
    const { bars, time } = this.level;
    return bars > 0 ? time[bars - 1] - time[0] : 0;
  }

  /** Changes the width of a bar and keeps the times that are visible. @param {number} index */
  setLevel(index) {
    const range = this.visibleTimes();
    this.level = unpackLevel(this.data.levels[index]);
    this.placed = placeTrades(this.trades, this.level.time);
    this.#show();
    if (range) this.showTimes(range.fromMs, range.toMs);
  }

  /** @param {number} trade */
  showTrade(trade) {
    this.#selected = trade;
    const [from, to] = [this.placed.entryBar[trade], this.placed.exitBar[trade]];
    const margin = Math.max(MIN_BARS_AROUND_TRADE - (to - from), to - from) / 2;
    this.#showSelected();
    this.chart.timeScale().setVisibleLogicalRange({ from: from - margin, to: to + margin });
    this.onReading({ level: this.level, bar: from });
    this.element.dataset.trade = String(trade);
  }

  showAll() {
    this.chart.timeScale().fitContent();
  }

  /**
   * @param {number} fromMs
   * @param {number} toMs
   */
  showTimes(fromMs, toMs) {
    const { time } = this.level;
    this.chart.timeScale().setVisibleLogicalRange({ from: barAt(time, fromMs) - 0.5, to: barAt(time, toMs) + 0.5 });
  }

  /** @returns {{ fromMs: number, toMs: number } | undefined} the times at the edges, extended past the candles */
  visibleTimes() {
    const range = this.chart.timeScale().getVisibleLogicalRange();
    const { bars, time } = this.level;
    if (!range || bars < 2) return undefined;
    /** @param {number} bar */
    const timeAt = (bar) => {
      const near = Math.min(bars - 1, Math.max(0, Math.round(bar)));
      return time[near] + (bar - near) * (time[1] - time[0]);
    };
    return { fromMs: timeAt(range.from), toMs: timeAt(range.to) };
  }

  #listen() {
    this.chart.timeScale().subscribeVisibleLogicalRangeChange(() => {
      if (this.#isScheduled) return;
      this.#isScheduled = true;
      requestAnimationFrame(() => this.#showMarkers());
    });
    this.chart.subscribeCrosshairMove(({ logical }) => {
      const last = this.level.bars - 1;
      this.onReading({ level: this.level, bar: logical === undefined ? last : Math.min(last, Math.max(0, logical)) });
    });
    onThemeChange(() => this.#paint());
  }

  #show() {
    const { level, series, data } = this;
    const values = levelToSeries(level);
    if (data.showsPrice) {
      series.price.setData(values.price);
      series.volume.setData(values.volume);
    }
    series.equity.setData(values.equity);
    series.equityRange.setData(values.equityRange);
    series.deepest.setData(values.deepest);
    series.shallowest.setData(values.shallowest);
    this.#gapBars = data.gaps.map((/** @type {readonly [number, number]} */ [fromMs, toMs]) => [barAt(level.time, fromMs), barAt(level.time, toMs)]);
    this.#showSelected();
    this.#showMarkers();
    this.onReading({ level, bar: level.bars - 1 });
    this.element.dataset.level = level.label;
  }

  /** A line from the entry to the exit of the chosen trade. */
  #showSelected() {
    const { placed, trades, series } = this;
    const trade = this.#selected;
    // Prices of a market have no place among those of others.
    if (trade === undefined || !this.data.showsPrice) return;
    const [from, to] = [placed.entryBar[trade], placed.exitBar[trade]];
    series.trade.applyOptions({ color: trades.pnl[trade] >= 0 ? this.#theme.good : this.#theme.bad });
    series.trade.setData([
      { time: this.#timeOf(from), value: trades.entryPrice[trade] },
      ...(to > from ? [{ time: this.#timeOf(to), value: trades.exitPrice[trade] }] : []),
    ]);
  }

  #showMarkers() {
    this.#isScheduled = false;
    const scale = this.chart.timeScale();
    const range = scale.getVisibleLogicalRange();
    if (!range) return;
    const shown = visibleMarkers(this.trades, this.placed, Math.floor(range.from), Math.ceil(range.to), scale.width());
    this.markers.setMarkers(shown.map((marker) => drawnMarker(marker, this.#timeOf(marker.bar), this.#theme)));
    this.element.dataset.markers = String(shown.length);
  }

  #paint() {
    this.#theme = readTheme();
    paintChart(this.chart, this.series, this.#theme);
    this.#showSelected();
    this.#showMarkers();
  }

  /** @param {number} bar */
  #timeOf(bar) {
    return /** @type {import('lightweight-charts').UTCTimestamp} */ (this.level.time[bar] / 1_000);
  }
}
