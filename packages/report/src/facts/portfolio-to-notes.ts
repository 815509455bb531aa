import type { Execution, MarketResult } from '@wick/core';
import { timeToText } from '../format/time-to-text.ts';
import { counted } from './counted.ts';
import { noTradeToSentence } from './no-trade-to-sentence.ts';
import type { PortfolioRun } from './portfolio-run.ts';
import { weightToText } from './portfolio-to-facts.ts';
import { ambiguousToNotes, endToNotes, gapsToNotes, refusalsToSentences } from './result-to-notes.ts';

/** What a reader must know before believing the numbers of a portfolio; what concerns one market begins with its name. */
export function portfolioToNotes({ result, rebalancing }: PortfolioRun): string[] {
  const { markets, refusals, metrics } = result;
  const execution = markets[0]!.manifest.execution;
  const ambiguous = markets.reduce((sum, { ambiguousTrades }) => sum + ambiguousTrades, 0);
  return [
    ...markets.flatMap((market) => [...gapsToNotes(market.manifest), ...livesToNotes(market, markets)].map((note) => `${nameOf(market)}: ${note}`)),
    ...quotesToNotes(markets.map(nameOf)),
    ...warmupToNotes(markets),
    ...(rebalancing ? weightsToNotes(rebalancing.weights, execution) : wholeEquityToNotes(markets, execution)),
    ...refusalsToSentences(refusals),
    ...ambiguousToNotes(ambiguous),
    ...endToNotes(metrics),
    ...(markets.every(({ trades }) => trades.length === 0) ? [noTradeToSentence(markets.map(({ manifest }) => manifest), refusals, rebalancing && 'weights')] : []),
  ];
}

const nameOf = ({ manifest }: MarketResult): string => manifest.series.symbol;

/** A listing after the first market's first candle, and an end before the last one's last. */
function livesToNotes({ manifest, endsInPosition }: MarketResult, markets: readonly MarketResult[]): string[] {
  const { firstOpenTimeMs, lastOpenTimeMs } = manifest;
  const begins = Math.min(...markets.map((market) => market.manifest.firstOpenTimeMs!));
  const ends = Math.max(...markets.map((market) => market.manifest.lastOpenTimeMs!));
  const held = endsInPosition ? 'its open position is marked at that close to the end' : 'it holds no position after that';
  return [
    ...(firstOpenTimeMs! > begins ? [`the first candle is of ${timeToText(firstOpenTimeMs)}, later than that of others; it is not traded before.`] : []),
    ...(lastOpenTimeMs! < ends ? [`the last candle is of ${timeToText(lastOpenTimeMs)}, before that of others; ${held}.`] : []),
  ];
}

/** Symbols do not say where the quote asset begins, but those that share one end alike. Contracts have a date behind it. */
function quotesToNotes(symbols: readonly string[]): string[] {
  const bare = symbols.map((symbol) => symbol.replace(/_.*$/, ''));
  const quote = bare[0]!.slice(-3);
  if (bare.every((symbol) => symbol.endsWith(quote))) return [];
  return ['The symbols do not all end in the same quote asset: their money is added up as though it were one.'];
}

function warmupToNotes(markets: readonly MarketResult[]): string[] {
  const bars = markets.map(({ manifest }) => manifest.warmupBars);
  const most = Math.max(...bars);
  if (most === 0) return [];
  const upTo = Math.min(...bars) < most ? 'up to ' : '';
  return [`Of each market the first ${upTo}${counted(most, 'bar is', 'bars are')} warm-up: no rule can be known there yet.`];
}

/** The size is never changed in silence; whoever wants every market to have its turn can say so. */
function wholeEquityToNotes(markets: readonly MarketResult[], { leverage = 1 }: Execution): string[] {
  const whole = markets.filter(({ manifest }) => manifest.strategy?.size.kind === 'equity' && manifest.strategy.size.percent >= 100 * leverage);
  if (markets.length < 2 || whole.length === 0) return [];
  const share = Math.max(1, Math.floor((100 * leverage) / markets.length));
  return [`Each entry takes ${leverage > 1 ? 'all that the leverage allows' : 'all of the equity'}, so the first market that enters leaves nothing for the others. "size: ${share}% of equity" in the strategy shares it.`];
}

function weightsToNotes(weights: readonly number[], { leverage = 1 }: Execution): string[] {
  const sum = weights.reduce((total, weight) => total + Math.abs(weight), 0);
  // Sums such as 0.6 + 0.3 + 0.1 miss 1 by a digit or two.
  if (sum <= leverage * (1 + 1e-9)) return [];
  return [`The weights add up to ${weightToText(sum)} of the equity and ${weightToText(leverage)} can be held: what exceeds is cut where its turn comes, and counted as filled with less or refused.`];
}
