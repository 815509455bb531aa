import { connectKeys, connectLevels, connectRanges, legendWriter } from './chart-controls.js';
import { ReportChart } from './chart.js';
import { readPageData, unpackTrades } from './page-data.js';
import { createTradesTable } from './trades-table.js';

const data = readPageData();
const trades = unpackTrades(data.trades);
const chartElement = /** @type {HTMLElement} */ (document.getElementById('chart'));
const legendElement = /** @type {HTMLElement} */ (document.getElementById('legend'));
const tradesElement = document.getElementById('trades');

const view = new ReportChart(chartElement, data, trades, legendWriter(legendElement, data));
const levels = connectLevels(view);
connectRanges(view, view.spanMs);
connectKeys(chartElement, view);

if (tradesElement && trades.count > 0) {
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  createTradesTable(tradesElement, trades, (trade) => {
    levels.showFinest();
    view.showTrade(trade);
    chartElement.scrollIntoView({ block: 'center', behavior: isCalm ? 'auto' : 'smooth' });
  });
}
document.documentElement.dataset.ready = 'true';
