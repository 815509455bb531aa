import type { Gap } from '@wick/core';
import type { Fact } from '../facts/manifest-to-facts.ts';
import { numberToText } from '../format/number-to-text.ts';
import { timeToText } from '../format/time-to-text.ts';
import { html, type Html, trusted } from './html.ts';

/** Gaps that are listed, in time order; the rest is counted. */
const LISTED_GAPS = 100;
/** Characters beyond which a fact, such as a hash, takes a whole line. */
const LONG = 60;

/** What the run was computed from: the same inputs give the same result. */
export const renderManifest = (facts: readonly Fact[], gaps: readonly SeriesGaps[]): Html =>
  html`<section aria-labelledby="manifest-title">
<h2 id="manifest-title">What this run was computed from</h2>
<dl class="facts">
${facts.map(({ label, value }) => html`<div${value.length > LONG && trusted(' class="wide"')}><dt>${label}</dt><dd>${value}</dd></div>\n`)}
</dl>
<p class="fine">The same candles, rules and options give the same result to the byte.</p>
${gaps.filter((each) => each.gaps.length > 0).map(renderGaps)}
</section>`;

/** Gaps in the candles of one series, which is named where there are several. */
export interface SeriesGaps {
  readonly symbol?: string;
  readonly gaps: readonly Gap[];
}

const renderGaps = ({ symbol, gaps }: SeriesGaps): Html =>
  html`<details>
<summary>${numberToText(gaps.length, 0)} ${gaps.length === 1 ? 'gap' : 'gaps'} in the candles${symbol !== undefined && html` of ${symbol}`}</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Gaps in the candles">
<table>
<thead><tr><th scope="col">First missing (UTC)</th><th scope="col">Next candle (UTC)</th><th scope="col" class="number">Missing</th></tr></thead>
<tbody>
${gaps.slice(0, LISTED_GAPS).map((gap) => html`<tr><td>${timeToText(gap.fromMs)}</td><td>${timeToText(gap.toMs)}</td><td class="number">${numberToText(gap.missing, 0)}</td></tr>\n`)}
</tbody>
</table>
</div>
${gaps.length > LISTED_GAPS && html`<p class="fine">and ${numberToText(gaps.length - LISTED_GAPS, 0)} more.</p>`}
</details>`;
