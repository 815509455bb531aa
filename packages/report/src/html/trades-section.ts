import type { Trade } from '@wick/core';
import { numberToText, shareToText, signedToText } from '../format/number-to-text.ts';
import { reasonToText } from '../format/reason-to-text.ts';
import { durationToText } from '../format/time-to-text.ts';
import { type TradeGroup, tradesByReason } from '../grouped/trades-by-reason.ts';
import { html, type Html } from './html.ts';

/** Trades by what ended them, and the list that the page's script fills. */
export const renderTrades = (trades: readonly Trade[]): Html | undefined =>
  trades.length === 0
    ? undefined
    : html`<section aria-labelledby="trades-title">
<h2 id="trades-title">Trades</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Trades by what ended them">
<table class="groups">
<thead><tr><th scope="col">Side</th><th scope="col">Ended by</th><th scope="col" class="number">Trades</th><th scope="col" class="number">Won</th><th scope="col" class="number">P&amp;L</th><th scope="col" class="number">Mean return</th><th scope="col" class="number">Mean duration</th></tr></thead>
<tbody>
${tradesByReason(trades).map(renderGroup)}
</tbody>
</table>
</div>
<div id="trades" class="trade-list"></div>
</section>`;

const renderGroup = (group: TradeGroup): Html =>
  html`<tr><td>${group.side}</td><td>${reasonToText(group.exitReason)}</td><td class="number">${numberToText(group.trades, 0)}</td><td class="number">${numberToText((group.wins / group.trades) * 100, 0)}%</td><td class="number ${toneOf(group.pnl)}">${signedToText(group.pnl, 2)}</td><td class="number ${toneOf(group.meanReturn)}">${shareToText(group.meanReturn)}</td><td class="number">${durationToText(group.meanDurationMs)}</td></tr>
`;

const toneOf = (value: number): string => (value > 0 ? 'good' : value < 0 ? 'bad' : '');
