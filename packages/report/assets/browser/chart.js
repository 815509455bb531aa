import { formatCompact, formatNumber, formatShare, formatTime } from './format.js';
import { gapShade } from './gap-shade.js';
import { barAt, levelToSeries, unpackLevel } from './levels.js';
import { placeTrades, visibleMarkers } from './markers.js';
import { onThemeChange, readTheme } from './theme.js';

/** @typedef {import('lightweight-charts').UTCTimestamp} UTCTimestamp */

/** Bars that are shown at least when a trade is looked at. */
const MIN_BARS_AROUND_TRADE = 48;

/**
 * Price with entries and exits, equity and drawdown on one time axis.
 *
 * @param {HTMLElement} element
 * @param {import('./page-data.js').PageData} data
 * @param {import('./page-data.js').Trades} trades
 * @param {(reading: { level: import('./levels.js').Level, bar: number }) => void} onReading the bar under the crosshair, or the last
 */
export function createReportChart(element, data, trades, onReading) {
  const chart = LightweightCharts.createChart(element, chartOptions());
  const series = addSeries(chart, data);
  const markers = LightweightCharts.createSeriesMarkers(series.price, []);
  let theme = readTheme();
  let level = unpackLevel(data.levels[0]);
  let placed = placeTrades(trades, level.time);
  /** @type {[from: number, to: number][]} */
  let gapBars = [];
  series.price.attachPrimitive(gapShade(() => ({ chart, bars: gapBars, colour: theme.gap })));

  /** @type {number | undefined} */
  let selected;
  let isScheduled = false;

  function show() {
    const values = levelToSeries(level);
    series.price.setData(values.price);
    series.volume.setData(values.volume);
    series.equity.setData(values.equity);
    series.equityRange.setData(values.equityRange);
    series.deepest.setData(values.deepest);
    series.shallowest.setData(values.shallowest);
    gapBars = data.gaps.map((/** @type {readonly [number, number]} */ [fromMs, toMs]) => gapOnAxis(level.time, fromMs, toMs));
    showSelected();
    showMarkers();
    onReading({ level, bar: level.bars - 1 });
  }

  /** A line from the entry to the exit of the selected trade. */
  function showSelected() {
    if (selected === undefined) return;
    const [from, to] = [placed.entryBar[selected], placed.exitBar[selected]];
    series.trade.applyOptions({ color: trades.pnl[selected] >= 0 ? theme.good : theme.bad });
    series.trade.setData([
      { time: timeOf(from), value: trades.entryPrice[selected] },
      ...(to > from ? [{ time: timeOf(to), value: trades.exitPrice[selected] }] : []),
    ]);
  }

  function showMarkers() {
    isScheduled = false;
    const range = chart.timeScale().getVisibleLogicalRange();
    if (!range) return;
    const shown = visibleMarkers(trades, placed, Math.floor(range.from), Math.ceil(range.to), chart.timeScale().width());
    markers.setMarkers(shown.map((marker) => drawnMarker(marker, timeOf(marker.bar), theme)));
    element.dataset.markers = String(shown.length);
  }

  /** @param {number} bar */
  const timeOf = (bar) => /** @type {UTCTimestamp} */ (level.time[bar] / 1_000);

  /** @param {number} index */
  function setLevel(index) {
    const range = visibleTimes();
    level = unpackLevel(data.levels[index]);
    placed = placeTrades(trades, level.time);
    show();
    if (range) showTimes(range.fromMs, range.toMs);
    element.dataset.level = level.label;
  }

  /** @returns {{ fromMs: number, toMs: number } | undefined} the times at the edges, extended past the data */
  function visibleTimes() {
    const range = chart.timeScale().getVisibleLogicalRange();
    if (!range || level.bars < 2) return undefined;
    /** @param {number} bar */
    const timeAt = (bar) => {
      const near = Math.min(level.bars - 1, Math.max(0, Math.round(bar)));
      return level.time[near] + (bar - near) * (level.time[1] - level.time[0]);
    };
    return { fromMs: timeAt(range.from), toMs: timeAt(range.to) };
  }

  /**
   * @param {number} fromMs
   * @param {number} toMs
   */
  function showTimes(fromMs, toMs) {
    chart.timeScale().setVisibleLogicalRange({ from: barAt(level.time, fromMs) - 0.5, to: barAt(level.time, toMs) + 0.5 });
  }

  /** @param {number} trade */
  function showTrade(trade) {
    selected = trade;
    const bars = placed.exitBar[trade] - placed.entryBar[trade];
    const margin = Math.max(MIN_BARS_AROUND_TRADE - bars, bars) / 2;
    showSelected();
    chart.timeScale().setVisibleLogicalRange({ from: placed.entryBar[trade] - margin, to: placed.exitBar[trade] + margin });
    onReading({ level, bar: placed.entryBar[trade] });
    element.dataset.trade = String(trade);
  }

  function paint() {
    theme = readTheme();
    paintChart(chart, series, theme);
    showSelected();
    showMarkers();
  }

  chart.timeScale().subscribeVisibleLogicalRangeChange(() => {
    if (isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(showMarkers);
  });
  chart.subscribeCrosshairMove(({ logical }) => {
    const bar = logical === undefined ? level.bars - 1 : Math.min(level.bars - 1, Math.max(0, logical));
    onReading({ level, bar });
  });
  onThemeChange(paint);
  paint();
  show();
  chart.timeScale().fitContent();
  element.dataset.level = level.label;
  const spanMs = level.bars > 0 ? level.time[level.bars - 1] - level.time[0] : 0;
  return { chart, spanMs, setLevel, showTrade, showTimes, visibleTimes };
}

/** @typedef {ReturnType<typeof createReportChart>} ReportChart */

/**
 * @param {Float64Array} time
 * @param {number} fromMs first missing opening time
 * @param {number} toMs opening time of the next candle
 * @returns {[from: number, to: number]} the first empty bar and the next full one; the same bar if the gap lies within it
 */
function gapOnAxis(time, fromMs, toMs) {
  return [barAt(time, fromMs), barAt(time, toMs)];
}

/**
 * @param {import('./markers.js').Marker} marker
 * @param {UTCTimestamp} time
 * @param {import('./theme.js').Theme} theme
 * @returns {import('lightweight-charts').SeriesMarker<import('lightweight-charts').Time>}
 */
function drawnMarker({ kind, good, count }, time, theme) {
  const color = good ? theme.good : theme.bad;
  switch (kind) {
    case 'long':
      return { time, position: 'belowBar', shape: 'arrowUp', color: theme.accent };
    case 'short':
      return { time, position: 'aboveBar', shape: 'arrowDown', color: theme.accent };
    case 'exit':
      return { time, position: 'aboveBar', shape: 'circle', color, size: 0.6 };
    case 'group':
      return { time, position: 'belowBar', shape: 'circle', color, size: 0.6, ...(count > 1 && { text: String(count) }) };
  }
}

/** @returns {import('lightweight-charts').DeepPartial<import('lightweight-charts').ChartOptions>} */
function chartOptions() {
  return {
    autoSize: true,
    localization: { locale: 'en-US', timeFormatter: (/** @type {number} */ time) => `${formatTime(time * 1_000)} UTC` },
    timeScale: { timeVisible: true, secondsVisible: false, minBarSpacing: 0.02, rightOffset: 2 },
    // The wheel scrolls the page until the reader turns to the chart; fingers always scroll the page up and down.
    handleScroll: { vertTouchDrag: false, mouseWheel: false },
    handleScale: { mouseWheel: false },
    crosshair: { mode: 0 },
  };
}

/**
 * @param {import('lightweight-charts').IChartApi} chart
 * @param {import('./page-data.js').PageData} data
 */
function addSeries(chart, data) {
  const { AreaSeries, BarSeries, BaselineSeries, CandlestickSeries, HistogramSeries, LineSeries } = LightweightCharts;
  const quiet = { lastValueVisible: false, priceLineVisible: false };
  const pointless = { ...quiet, crosshairMarkerVisible: false };
  const price = chart.addSeries(CandlestickSeries, {
    ...quiet,
    borderVisible: false,
    priceFormat: {
      type: 'custom',
      minMove: 10 ** -data.priceDecimals,
      // The room kept for volume reaches below zero on a price that once was low.
      formatter: (/** @type {number} */ value) => (value < 0 ? '' : formatNumber(value, data.priceDecimals)),
    },
  });
  const volume = chart.addSeries(HistogramSeries, { ...quiet, priceScaleId: 'volume', priceFormat: { type: 'volume' } });
  const trade = chart.addSeries(LineSeries, { ...pointless, lineWidth: 2, lineStyle: 2, pointMarkersVisible: true, pointMarkersRadius: 4 });
  /** @type {import('lightweight-charts').PriceFormatCustom} */
  const money = { type: 'custom', minMove: 0.01, formatter: formatCompact };
  const equityRange = chart.addSeries(BarSeries, { ...quiet, openVisible: false, thinBars: true, priceFormat: money }, 1);
  const equity = chart.addSeries(AreaSeries, { ...quiet, lineWidth: 2, priceFormat: money }, 1);
  const start = equity.createPriceLine({ price: data.initialCash, lineWidth: 1, lineStyle: 1, axisLabelVisible: false, title: '' });
  /** @type {import('lightweight-charts').PriceFormatCustom} */
  const share = { type: 'custom', minMove: 0.0001, formatter: formatShare };
  const shallowest = chart.addSeries(BaselineSeries, { ...pointless, lineWidth: 1, baseValue: { type: 'price', price: 0 }, priceFormat: share }, 2);
  const deepest = chart.addSeries(BaselineSeries, { ...quiet, lineWidth: 1, baseValue: { type: 'price', price: 0 }, priceFormat: share }, 2);
  price.priceScale().applyOptions({ scaleMargins: { top: 0.08, bottom: 0.24 }, entireTextOnly: true });
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
  equity.priceScale().applyOptions({ scaleMargins: { top: 0.16, bottom: 0.08 }, entireTextOnly: true });
  deepest.priceScale().applyOptions({ scaleMargins: { top: 0.06, bottom: 0.1 }, entireTextOnly: true });
  [6, 2.4, 1.8].forEach((share, pane) => chart.panes()[pane]?.setStretchFactor(share));
  return { price, volume, trade, equity, start, equityRange, deepest, shallowest };
}

/**
 * @param {import('lightweight-charts').IChartApi} chart
 * @param {ReturnType<typeof addSeries>} series
 * @param {import('./theme.js').Theme} theme
 */
function paintChart(chart, series, theme) {
  chart.applyOptions({
    layout: {
      background: { color: theme.card }, textColor: theme.muted, fontFamily: theme.font, fontSize: 11,
      panes: { separatorColor: theme.line, separatorHoverColor: theme.grid },
    },
    grid: { vertLines: { color: theme.grid }, horzLines: { color: theme.grid } },
    rightPriceScale: { borderColor: theme.line },
    timeScale: { borderColor: theme.line },
    crosshair: {
      vertLine: { color: theme.muted, labelBackgroundColor: theme.ink },
      horzLine: { color: theme.muted, labelBackgroundColor: theme.ink },
    },
  });
  series.price.applyOptions({ upColor: theme.good, downColor: theme.bad, wickUpColor: theme.good, wickDownColor: theme.bad });
  series.volume.applyOptions({ color: theme.volume });
  series.equity.applyOptions({ lineColor: theme.accent, topColor: theme.accentSoft, bottomColor: 'transparent' });
  series.start.applyOptions({ color: theme.muted });
  series.equityRange.applyOptions({ upColor: theme.accentSoft, downColor: theme.accentSoft });
  const clear = { topLineColor: 'transparent', topFillColor1: 'transparent', topFillColor2: 'transparent' };
  series.deepest.applyOptions({ ...clear, bottomLineColor: theme.bad, bottomFillColor1: theme.badFaint, bottomFillColor2: theme.badSoft });
  series.shallowest.applyOptions({ ...clear, bottomLineColor: 'transparent', bottomFillColor1: theme.badFaint, bottomFillColor2: theme.badSoft });
  chart.panes().forEach((pane, index) => labelPane(pane, index, theme));
}

/** @type {Map<number, import('lightweight-charts').ITextWatermarkPluginApi<import('lightweight-charts').Time>>} */
const paneLabels = new Map();

/**
 * @param {import('lightweight-charts').IPaneApi<import('lightweight-charts').Time>} pane
 * @param {number} index
 * @param {import('./theme.js').Theme} theme
 */
function labelPane(pane, index, theme) {
  const text = ['Price and volume', 'Equity', 'Drawdown'][index] ?? '';
  paneLabels.get(index)?.detach();
  const style = { color: theme.muted, fontSize: 11, fontFamily: theme.font };
  const lines = [{ text: ' ', lineHeight: 6, ...style }, { text, ...style }];
  paneLabels.set(index, LightweightCharts.createTextWatermark(pane, { horzAlign: 'left', vertAlign: 'top', lines }));
}
