import type { BacktestResult, Interval } from '@wick/core';
import { numberToText } from '../format/number-to-text.ts';
import { html, type Html, trusted } from './html.ts';
import type { PageData, PackedLevel } from './page-data.ts';

/** Where the page's script draws a market's price, and what came of it. */
export const renderChart = (result: BacktestResult, data: PageData): Html =>
  renderCharts(
    {
      title: 'Price, equity and drawdown',
      label: 'Chart of price with entries and exits, equity and drawdown.',
      gaps: result.gaps.length > 0,
      bars: `${numberToText(result.manifest.candles, 0)} candles of ${result.manifest.series.interval}`,
      exact: 'Highs, lows and volume are exact, equity and drawdown keep',
    },
    data,
  );

/** The same for a portfolio, whose prices are many. */
export const renderEquityChart = (bars: number, interval: Interval, data: PageData): Html =>
  renderCharts(
    {
      title: 'Equity and drawdown',
      label: 'Chart of equity with entries and exits, and drawdown.',
      gaps: false,
      bars: `${numberToText(bars, 0)} bars of ${interval}`,
      exact: 'Equity and drawdown keep',
    },
    data,
  );

interface Words {
  readonly title: string;
  readonly label: string;
  readonly gaps: boolean;
  /** What is drawn, and what of it stays exact where it is down-sampled. */
  readonly bars: string;
  readonly exact: string;
}

/** The place of the chart, its controls, and what was down-sampled to what. */
const renderCharts = ({ title, label, gaps, bars, exact }: Words, data: PageData): Html =>
  html`<section class="chart-section" aria-labelledby="chart-title">
<div class="section-head">
<h2 id="chart-title">${title}</h2>
<div class="controls">
${data.levels.length > 1 && html`<span class="control-label" aria-hidden="true">Bars of</span><div class="segmented" id="levels" role="group" aria-label="Width of a bar">
${data.levels.map((level, index) => html`<button type="button" data-level="${index}" aria-pressed="${String(index === 0)}">${level.label}</button>`)}
</div>`}
<div class="segmented" id="ranges" role="group" aria-label="Visible range" hidden></div>
</div>
</div>
<p class="legend" id="legend" aria-live="off">&nbsp;</p>
<div id="chart" tabindex="0" role="group" aria-label="${label} Arrow keys move, plus and minus zoom, zero shows everything."></div>
<p class="fine"><span class="key"><i class="mark entry">▲</i> long entry <i class="mark entry">▼</i> short entry <i class="mark good">●</i> exit with profit <i class="mark bad">●</i> with loss</span>
Where trades are dense, one dot stands for several and shows how many; its colour is their sum.${gaps && ' Shaded: missing candles.'}</p>
${data.levels.map((level, index) => html`<p class="fine sampling"${index > 0 && trusted(' hidden')}>${samplingToText(bars, exact, level)}</p>`)}
<noscript><p class="fine">The chart and the list of trades need JavaScript, which is part of this file; nothing is loaded from elsewhere.</p></noscript>
</section>`;

/** Says whether the chart shows every bar, and what is exact if it does not. */
function samplingToText(bars: string, exact: string, level: PackedLevel): string {
  if (!level.aggregated) return `Every one of the ${bars} is drawn.`;
  return `Down-sampled: ${bars} are drawn as bars of ${level.label}. ${exact} their extremes within each bar. Metrics, monthly returns and trades are computed from every candle.`;
}
