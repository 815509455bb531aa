import { formatCompact, formatNumber, formatShare, formatTime } from './format.js';

/** @typedef {import('lightweight-charts').UTCTimestamp} UTCTimestamp */

/**
 * A marker in the chart library's terms.
 *
 * @param {import('./markers.js').Marker} marker
 * @param {UTCTimestamp} time
 * @param {import('./theme.js').Theme} theme
 * @returns {import('lightweight-charts').SeriesMarker<import('lightweight-charts').Time>}
 */
export function drawnMarker({ kind, good, count }, time, theme) {
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

/**
 * How the chart behaves; colours come with the theme.
 *
 * @returns {import('lightweight-charts').DeepPartial<import('lightweight-charts').ChartOptions>}
 */
export function chartOptions() {
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
 * Price, volume and the chosen trade in the first pane, equity in the second, drawdown in the third. A portfolio has the
 * last two panes only: its price series stay empty, on a scale that nobody sees.
 *
 * @param {import('lightweight-charts').IChartApi} chart
 * @param {import('./page-data.js').PageData} data
 */
export function addSeries(chart, data) {
  const { AreaSeries, BarSeries, BaselineSeries, CandlestickSeries, HistogramSeries, LineSeries } = LightweightCharts;
  const quiet = { lastValueVisible: false, priceLineVisible: false };
  const [equityPane, drawdownPane] = data.showsPrice ? [1, 2] : [0, 1];
  const scale = data.showsPrice ? {} : { priceScaleId: 'unused' };
  const pointless = { ...quiet, crosshairMarkerVisible: false };
  const price = chart.addSeries(CandlestickSeries, {
    ...quiet,
    ...scale,
    borderVisible: false,
    priceFormat: {
      type: 'custom',
      minMove: 10 ** -data.priceDecimals,
      // The room kept for volume reaches below zero on a price that once was low.
      formatter: (/** @type {number} */ value) => (value < 0 ? '' : formatNumber(value, data.priceDecimals)),
    },
  });
  const volume = chart.addSeries(HistogramSeries, { ...quiet, priceScaleId: 'volume', priceFormat: { type: 'volume' } });
  const trade = chart.addSeries(LineSeries, { ...pointless, ...scale, lineWidth: 2, lineStyle: 2, pointMarkersVisible: true, pointMarkersRadius: 4 });
  /** @type {import('lightweight-charts').PriceFormatCustom} */
  const money = { type: 'custom', minMove: 0.01, formatter: formatCompact };
  const equityRange = chart.addSeries(BarSeries, { ...quiet, openVisible: false, thinBars: true, priceFormat: money }, equityPane);
  const equity = chart.addSeries(AreaSeries, { ...quiet, lineWidth: 2, priceFormat: money }, equityPane);
  const start = equity.createPriceLine({ price: data.initialCash, lineWidth: 1, lineStyle: 1, axisLabelVisible: false, title: '' });
  /** @type {import('lightweight-charts').PriceFormatCustom} */
  const share = { type: 'custom', minMove: 0.0001, formatter: formatShare };
  const shallowest = chart.addSeries(BaselineSeries, { ...pointless, lineWidth: 1, baseValue: { type: 'price', price: 0 }, priceFormat: share }, drawdownPane);
  const deepest = chart.addSeries(BaselineSeries, { ...quiet, lineWidth: 1, baseValue: { type: 'price', price: 0 }, priceFormat: share }, drawdownPane);
  price.priceScale().applyOptions({ scaleMargins: { top: 0.08, bottom: 0.24 }, entireTextOnly: true });
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
  equity.priceScale().applyOptions({ scaleMargins: { top: 0.16, bottom: 0.08 }, entireTextOnly: true });
  deepest.priceScale().applyOptions({ scaleMargins: { top: 0.06, bottom: 0.1 }, entireTextOnly: true });
  (data.showsPrice ? [6, 2.4, 1.8] : [6, 2.4]).forEach((share, pane) => chart.panes()[pane]?.setStretchFactor(share));
  return { price, volume, trade, equity, start, equityRange, deepest, shallowest };
}

/** @typedef {ReturnType<typeof addSeries>} ChartSeries */

/**
 * Puts the colours of the theme on the chart.
 *
 * @param {import('lightweight-charts').IChartApi} chart
 * @param {ChartSeries} series
 * @param {import('./theme.js').Theme} theme
 */
export function paintChart(chart, series, theme) {
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
  const panes = chart.panes();
  panes.forEach((pane, index) => labelPane(pane, PANES.slice(-panes.length)[index] ?? '', theme));
}

const PANES = ['Price and volume', 'Equity', 'Drawdown'];

/** @type {Map<string, import('lightweight-charts').ITextWatermarkPluginApi<import('lightweight-charts').Time>>} */
const paneLabels = new Map();

/**
 * @param {import('lightweight-charts').IPaneApi<import('lightweight-charts').Time>} pane
 * @param {string} text
 * @param {import('./theme.js').Theme} theme
 */
function labelPane(pane, text, theme) {
  paneLabels.get(text)?.detach();
  const style = { color: theme.muted, fontSize: 11, fontFamily: theme.font };
  const lines = [{ text: ' ', lineHeight: 6, ...style }, { text, ...style }];
  paneLabels.set(text, LightweightCharts.createTextWatermark(pane, { horzAlign: 'left', vertAlign: 'top', lines }));
}
