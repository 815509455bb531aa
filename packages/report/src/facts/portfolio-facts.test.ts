import { describe, expect, test } from '@jest/globals';
import { type Fill, type MarketResult, NO_REFUSALS, type PortfolioResult, textToStrategy } from '@wick/core';
import { syntheticPortfolio } from '../../test/synthetic-portfolio.ts';
import { marketToFigures } from './market-to-figures.ts';
import { portfolioToFacts, portfolioToRules, portfolioToTitle, weightToText } from './portfolio-to-facts.ts';
import { assumptionsOf } from './portfolio-run.ts';
import { portfolioToNotes } from './portfolio-to-notes.ts';

const { result } = syntheticPortfolio({ symbols: ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'] });

/** Every market with these changes, or one of them. */
function changed(changes: (market: MarketResult, index: number) => Partial<MarketResult>): PortfolioResult {
  return { ...result, markets: result.markets.map((market, index) => ({ ...market, ...changes(market, index) })) };
}
const withManifest = (changes: (index: number) => Partial<MarketResult['manifest']>): PortfolioResult =>
  changed(({ manifest }, index) => ({ manifest: { ...manifest, ...changes(index) } }));

describe('notes of a portfolio', () => {
  test('name the market that lists later, the one that ends before, and what is missing in one', () => {
    const hour = (count: number): number => Date.UTC(2023, 0, 1) + count * 3_600_000;
    const odd = withManifest((index) => (index === 1 ? { firstOpenTimeMs: hour(24), missing: 3, gaps: 1 } : index === 2 ? { lastOpenTimeMs: hour(200) } : {}));
    expect(portfolioToNotes({ result: odd })).toEqual(expect.arrayContaining([
      'ETHUSDT: 3 candles are missing in 1 gap; nothing was filled in.',
      'ETHUSDT: the first candle is of 2023-01-02 00:00, later than that of others; it is not traded before.',
      'SOLUSDT: the last candle is of 2023-01-09 08:00, before that of others; it holds no position after that.',
    ]));
    const held = { ...odd, markets: odd.markets.map((market, index) => ({ ...market, endsInPosition: index === 2 })) };
    expect(portfolioToNotes({ result: held }).join()).toContain('SOLUSDT: the last candle is of 2023-01-09 08:00, before that of others; its open position is marked at that close to the end.');
    expect(portfolioToNotes({ result }).join()).not.toMatch(/first candle|last candle|missing/);
  });

  test('say who is left without cash where each entry takes all of it, and how to share it', () => {
    const whole = 'Each entry takes all of the equity, so the first market that enters leaves nothing for the others. "size: 33% of equity" in the strategy shares it.';
    expect(portfolioToNotes({ result })).toContain(whole);
    const quarter = textToStrategy('entry: close > open; size: 25% of equity');
    expect(portfolioToNotes({ result: withManifest(() => ({ strategy: quarter })) }).join()).not.toContain('leaves nothing');
    const { execution } = result.markets[0]!.manifest;
    expect(portfolioToNotes({ result: withManifest(() => ({ execution: { ...execution, leverage: 3 } })) }).join()).not.toContain('leaves nothing');
    const one = syntheticPortfolio({ symbols: ['BTCUSDT'] }).result;
    expect(portfolioToNotes({ result: one }).join()).not.toContain('leaves nothing');
  });

  test('say that symbols of several quote assets are added up', () => {
    const notes = (...symbols: string[]): string => portfolioToNotes({ result: syntheticPortfolio({ symbols }).result }).join();
    expect(notes('BTCUSDT', 'ETHBTC')).toContain('do not all end in the same quote asset');
    expect(notes('BTCUSDT', 'ETHUSDC')).toContain('do not all end in the same quote asset');
    expect(notes('BTCUSDT', 'ETHUSDT_251226', 'SOLUSDT')).not.toContain('quote asset');
  });

  test('say that weights ask for more than can be held, and only then', () => {
    const notes = (...weights: number[]): string => portfolioToNotes({ result, rebalancing: { weights, every: '1w' } }).join();
    expect(notes(0.7, -0.5, 0.1)).toContain('The weights add up to 130% of the equity and 100% can be held');
    expect(notes(0.6, 0.3, 0.1)).not.toContain('add up');
    expect(notes(0.6, 0.3, 0.1)).not.toContain('leaves nothing');
  });

  test('count the warm-up of the market that has the longest', () => {
    expect(portfolioToNotes({ result })).toContain('Of each market the first 20 bars are warm-up: no rule can be known there yet.');
    expect(portfolioToNotes({ result: withManifest((index) => ({ warmupBars: 10 + index })) })).toContain('Of each market the first up to 12 bars are warm-up: no rule can be known there yet.');
  });

  test('say why nothing was traded', () => {
    const idle = { ...changed(() => ({ trades: [] })), refusals: { ...NO_REFUSALS, belowMinimum: 4 } };
    expect(portfolioToNotes({ result: idle }).slice(-1)).toEqual(['The strategy never traded in this range: all that was asked for was refused, as counted above.']);
    expect(portfolioToNotes({ result: idle })).toContain('4 orders were refused: below the smallest size or value that the venue takes.');
    expect(portfolioToNotes({ result: { ...idle, refusals: NO_REFUSALS } }).at(-1)).toBe('The strategy never traded in this range: its entry was never true on the 840 candles after the warm-up.');
  });
});

test('what is assumed of the account comes first, then what is of some market, once', () => {
  const short = withManifest(() => ({ assumptions: ['Shorts borrow without interest.'] }));
  expect(assumptionsOf(short)).toEqual([...result.assumptions, 'Shorts borrow without interest.']);
});

describe('facts of a portfolio', () => {
  test('hold the rules that all markets share once, those that differ for each, and weights as they were asked for', () => {
    expect(portfolioToRules({ result })).toBe(result.markets[0]!.manifest.strategyText);
    expect(portfolioToRules({ result: withManifest((index) => ({ strategyText: `entry: close > ${index}` })) })).toContain('ETHUSDT:\nentry: close > 1');
    expect(portfolioToRules({ result, rebalancing: { weights: [0.6, 0.335, -0.2], every: '1w' } })).toBe(
      'BTCUSDT: 60% of equity\nETHUSDT: 33.5% of equity\nSOLUSDT: −20% of equity\nrebalance: every 1w, on the first bar that closes in it',
    );
    expect(portfolioToRules({ result, rebalancing: { weights: [1, 0, 0], every: 'never' } })).toContain('rebalance: never, bought once');
  });

  test('hold what it takes to repeat the run: each market’s candles and their hash', () => {
    const facts = portfolioToFacts(withManifest((index) => ({ datasetHash: `hash-${index}` })));
    expect(facts.find(({ label }) => label === 'ETHUSDT')?.value).toBe('300, none missing, 2023-01-01 00:00 to 2023-01-13 11:00 UTC, sha256 hash-1');
    expect(portfolioToTitle(result)).toBe('BTCUSDT, ETHUSDT, SOLUSDT 1h');
  });

  test.each([[1, '100%'], [0.6, '60%'], [0.335, '33.5%'], [-0.2, '−20%'], [0, '0%'], [1.3, '130%'], [0.1, '10%']])('a weight of %d is %s', (weight, text) => expect(weightToText(weight)).toBe(text));
});

test('a market’s figures are counted from its own trades, fills and refusals', () => {
  const [market] = result.markets;
  const [trade] = market!.trades;
  const fill = { fee: 1.5 } as Fill;
  const trades = [{ ...trade!, pnl: 10 }, { ...trade!, pnl: -4 }, { ...trade!, pnl: 0 }, { ...trade!, pnl: 1, status: 'open' as const }];
  expect(marketToFigures({ ...market!, trades, fills: [fill, fill], barsInPosition: 75, refusals: { ...NO_REFUSALS, noCash: 2, reduced: 1 } }, 300)).toEqual({
    symbol: 'BTCUSDT', trades: 3, openTrades: 1, winRate: 1 / 3, pnl: 7, fees: 3, exposure: 0.25, refused: 3,
  });
  expect(marketToFigures({ ...market!, trades: [], fills: [], barsInPosition: 0 }, 0)).toMatchObject({ winRate: null, exposure: null, pnl: 0 });
});
