import type { BacktestResult } from '@wick/core';
import { numberToText } from '../format/number-to-text.ts';
import { html, type Html, trusted } from './html.ts';
import type { PageData, PackedLevel } from './page-data.ts';

/** Where the page's script draws, its controls, and what was down-sampled to what. */
export const renderChart = (result: BacktestResult, data: PageData): Html =>
  html`<section class="chart-section" aria-labelledby="chart-title">
<div class="section-head">
<h2 id="chart-title">Price, equity and drawdown</h2>
<div class="controls">
${data.levels.length > 1 && html`<span class="control-label" aria-hidden="true">Bars of</span><div class="segmented" id="levels" role="group" aria-label="Width of a bar">
${data.levels.map((level, index) => html`<button type="button" data-level="${index}" aria-pressed="${String(index === 0)}">${level.label}</button>`)}
</div>`}
<div class="segmented" id="ranges" role="group" aria-label="Visible range" hidden></div>
</div>
</div>
<p class="legend" id="legend" aria-live="off">&nbsp;</p>
<div id="chart" tabindex="0" role="group" aria-label="Chart of price with entries and exits, equity and drawdown. Arrow keys move, plus and minus zoom, zero shows everything."></div>
<p class="fine"><span class="key"><i class="mark entry">▲</i> long entry <i class="mark entry">▼</i> short entry <i class="mark good">●</i> exit with profit <i class="mark bad">●</i> with loss</span>
Where trades are dense, one dot stands for several and shows how many; its colour is their sum.${result.gaps.length > 0 && ' Shaded: missing candles.'}</p>
${data.levels.map((level, index) => html`<p class="fine sampling"${index > 0 && trusted(' hidden')}>${samplingToText(result, level)}</p>`)}
<noscript><p class="fine">The chart and the list of trades need JavaScript, which is part of this file; nothing is loaded from elsewhere.</p></noscript>
</section>`;

/** Says whether the chart shows the candles themselves, and what is exact if it does not. */
export function samplingToText({ manifest }: BacktestResult, level: PackedLevel): string {
  const candles = `${numberToText(manifest.candles, 0)} candles of ${manifest.series.interval}`;
  if (!level.aggregated) return `Every one of the ${candles} is drawn.`;
  return (
    `Down-sampled: ${candles} are drawn as bars of ${level.label}. Highs, lows and volume are exact, equity and drawdown ` +
    'keep their extremes within each bar. Metrics, monthly returns and trades are computed from every candle.'
  );
}
