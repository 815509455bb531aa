import type { MarketFigures } from '../facts/market-to-figures.ts';
import { numberToText, shareToText, signedToText } from '../format/number-to-text.ts';
import { html, type Html } from './html.ts';

/** A row a market. */
export const renderMarkets = (markets: readonly MarketFigures[]): Html =>
  html`<section aria-labelledby="markets-title">
<h2 id="markets-title">Markets</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="markets-title">
<table class="groups markets">
<thead><tr><th scope="col">Market</th><th scope="col" class="number">Closed trades</th><th scope="col" class="number">Open</th><th scope="col" class="number">Win rate</th><th scope="col" class="number">P&amp;L</th><th scope="col" class="number">Fees</th><th scope="col" class="number">Exposure</th><th scope="col" class="number">Refused</th></tr></thead>
<tbody>
${markets.map(renderMarket)}
</tbody>
</table>
</div>
<p class="fine">P&amp;L of all trades after fees, open ones marked at their last close. Exposure: bars that end in a position of it / bars of the portfolio. Refused: orders that were not filled, or filled with less.</p>
</section>`;

const renderMarket = ({ symbol, trades, openTrades, winRate, pnl, fees, exposure, refused }: MarketFigures): Html =>
  html`<tr><th scope="row">${symbol}</th>${[numberToText(trades, 0), numberToText(openTrades, 0), shareToText(winRate, 1).replace('+', '')].map(renderNumber)}<td class="number ${pnl > 0 ? 'good' : pnl < 0 ? 'bad' : ''}">${signedToText(pnl, 2)}</td>${[numberToText(fees, 2), shareToText(exposure, 1).replace('+', ''), numberToText(refused, 0)].map(renderNumber)}</tr>
`;

const renderNumber = (text: string): Html => html`<td class="number">${text}</td>`;
