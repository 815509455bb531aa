import type { CandleBatch } from '../candle/candle-batch.ts';
import type { Series } from '../candle/series.ts';
import type { CandleCheck } from './finding.ts';
import { timeText } from './finding-text.ts';
import { pricesText } from './price-order.ts';
import { RunTally } from './run-tally.ts';

/** Exchanges round each trade's quote amount to eight decimals. */
const ROUNDING = 1e-8;
/** Room for rounding of unknown origin and for the float64 product, relative to the amount. */
const SLACK = 1e-6;

/**
 * Columns that say the same thing agree: volume × low ≤ quote volume ≤ volume × high; what takers bought is part of the
 * volume, and of the quote volume; volume comes from trades. Unknown values are passed over. Coin-margined markets count
 * contracts, and their second volume is the base asset, so there the first rule says nothing.
 */
export function columnAgreementCheck(series: Series): CandleCheck {
  const [quote, taker, noTrades] = [new RunTally(), new RunTally(), new RunTally()];
  const hasQuote = series.market !== 'cm';
  return {
    push(batch, firstRow) {
      const { high, low, volume, quoteVolume, trades, takerBuyVolume, takerBuyQuoteVolume } = batch.columns;
      for (let row = 0; row < batch.length; row++) {
        const v = volume[row]!;
        const q = quoteVolume[row]!;
        const n = trades[row]!;
        // Comparisons with NaN are false: what is unknown breaks no rule.
        if (hasQuote) {
          const room = q * SLACK + ROUNDING * (n > 0 ? n + 1 : 1);
          if (q > v * high[row]! + room || q < v * low[row]! - room) hit(quote, batch, row, firstRow);
        }
        if (takerBuyVolume[row]! > v || takerBuyQuoteVolume[row]! > q) hit(taker, batch, row, firstRow);
        if (n === 0 && v > 0) hit(noTrades, batch, row, firstRow);
      }
    },
    findings: () => [
      ...quote.findings({ check: 'columns', severity: 'error', series, predicate: 'Has a quote volume outside of volume × [low, high]' }),
      ...taker.findings({ check: 'columns', severity: 'error', series, predicate: 'Has more bought by takers than was traded' }),
      ...noTrades.findings({ check: 'columns', severity: 'error', series, predicate: 'Has volume, but no trades' }),
    ],
  };
}

function hit(tally: RunTally, batch: CandleBatch, row: number, firstRow: number): void {
  const time = batch.openTimeMs[row]!;
  tally.hit(firstRow + row, time);
  if (tally.example !== '') return;
  const { quoteVolume, trades, takerBuyVolume, takerBuyQuoteVolume } = batch.columns;
  tally.example = `${timeText(time)}: ${pricesText(batch, row)}, quote volume ${quoteVolume[row]}, trades ${trades[row]}, takers bought ${takerBuyVolume[row]} for ${takerBuyQuoteVolume[row]}`;
}
