import type { Manifest, PortfolioResult } from '@wick/core';
import { numberToText, shareToText } from '../format/number-to-text.ts';
import { timeToText } from '../format/time-to-text.ts';
import { executionToFacts } from './execution-to-facts.ts';
import { candlesToText, type Fact, marketToText, rangeToText } from './manifest-to-facts.ts';
import { type PortfolioRun, symbolsOf } from './portfolio-run.ts';
import { rulesToText } from './rules-to-text.ts';

const first = ({ markets }: PortfolioResult): Manifest => markets[0]!.manifest;

/** `BTCUSDT, ETHUSDT 1h` */
export const portfolioToTitle = (result: PortfolioResult): string => `${symbolsOf(result).join(', ')} ${first(result).series.interval}`;

/** `binance spot` */
export const portfolioToMarket = (result: PortfolioResult): string => marketToText(first(result).series);

/** First and last opening times of any market, UTC. */
export const portfolioToRange = ({ openTimeMs }: PortfolioResult): string =>
  openTimeMs.length === 0 ? 'no candles' : `${timeToText(openTimeMs[0]!)} to ${timeToText(openTimeMs.at(-1)!)} UTC`;

/** What ran: the rules that all markets share, or those of each; or the weights that were kept. */
export function portfolioToRules({ result, rebalancing }: PortfolioRun): string {
  const symbols = symbolsOf(result);
  if (rebalancing) {
    const { weights, every } = rebalancing;
    const when = every === 'never' ? 'rebalance: never, bought once' : `rebalance: every ${every}, on the first bar that closes in it`;
    return [...symbols.map((symbol, market) => `${symbol}: ${weightToText(weights[market]!)} of equity`), when].join('\n');
  }
  const rules = result.markets.map(({ manifest }) => rulesToText(manifest));
  return rules.every((text) => text === rules[0]) ? rules[0]! : rules.map((text, market) => `${symbols[market]}:\n${text}`).join('\n');
}

export const weightToText = (weight: number): string => shareToText(weight, 2).replace('+', '').replace(/\.?0+%$/, '%');

/** What a portfolio was computed from, as label and value. */
export function portfolioToFacts(result: PortfolioResult): Fact[] {
  const { strategyHash, engineVersion, execution } = first(result);
  const hashes = result.markets.map(({ manifest }) => manifest.strategyHash);
  return [
    { label: 'Market', value: portfolioToMarket(result) },
    { label: 'Range', value: portfolioToRange(result) },
    { label: 'Bars', value: numberToText(result.openTimeMs.length, 0) },
    ...executionToFacts(execution),
    ...result.markets.map(({ manifest }) => ({
      label: manifest.series.symbol,
      value: `${candlesToText(manifest)}, ${rangeToText(manifest)}, sha256 ${manifest.datasetHash}${manifest.signals ? `, orders sha256 ${manifest.signals.hash}` : ''}`,
    })),
    ...(strategyHash !== null && hashes.every((hash) => hash === strategyHash) ? [{ label: 'Strategy', value: `sha256 ${strategyHash}` }] : []),
    { label: 'Engine', value: engineVersion },
  ];
}
