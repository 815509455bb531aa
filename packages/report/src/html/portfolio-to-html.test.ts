import { describe, expect, test } from '@jest/globals';
import { levelToSeries, unpackLevel } from '../../assets/browser/levels.js';
import { unpackTrades } from '../../assets/browser/page-data.js';
import { tradeColumns } from '../../assets/browser/trades-table.js';
import { syntheticPortfolio } from '../../test/synthetic-portfolio.ts';
import { tradesOfMarkets } from '../facts/portfolio-run.ts';
import { browserScript, chartLibrary, styleSheet } from './assets.ts';
import { portfolioToPageData } from './page-data.ts';
import { portfolioToHtml } from './portfolio-to-html.ts';

const portfolio = syntheticPortfolio({ candles: 400, symbols: ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'], listedAfter: 80, trades: 10 });
const { result, frames } = portfolio;
const markupOf = (page: string): string => page.replaceAll(chartLibrary(), '').replaceAll(browserScript(), '').replaceAll(styleSheet(), '');

describe('the page of a portfolio', () => {
  const markup = markupOf(portfolioToHtml({ ...portfolio, sentence: 'RSI below 30', paraphrase: 'Buy when the RSI is below 30.' }));

  test('says what was asked, a row a market, what to know and what it was computed from', () => {
    for (const part of ['BTCUSDT, ETHUSDT, SOLUSDT 1h', '3 markets on simulated spot', '400 bars of 1h', 'RSI below 30', 'rsi(14) &lt; 30', 'SIMULATED MARKET', 'SOLUSDT: the first candle is of', 'Every one of the 400 bars of 1h is drawn.', result.markets[0]!.manifest.datasetHash]) {
      expect(markup).toContain(part);
    }
    expect(markup.match(/<tr><th scope="row">(?:BTC|ETH|SOL)USDT/g)).toHaveLength(3);
    expect(markup).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('asks for nothing and is the same for the same result', () => {
    expect(markup).not.toMatch(/<(?:link|img|iframe|object|embed|base)\b|\bsrc=|@import|url\(/);
    expect(portfolioToHtml(portfolio)).toBe(portfolioToHtml(portfolio));
  });

  test('names weights where there were some', () => {
    expect(portfolioToHtml({ ...portfolio, rebalancing: { weights: [0.5, 0.3, 0.2], every: '1w' } })).toContain('ETHUSDT: 30% of equity');
  });

  test('keeps text from outside text', () => {
    const attack = '<img src=x onerror=alert(1)></script><script>alert(1)</script>';
    const strange = syntheticPortfolio({ symbols: ['BTCUSDT', attack], trades: 2 });
    const page = portfolioToHtml({ ...strange, title: attack, sentence: attack, paraphrase: attack });
    const tags = (text: string): number => (text.match(/<[a-z!/]/gi) ?? []).length;
    expect(tags(page)).toBe(tags(portfolioToHtml({ ...syntheticPortfolio({ symbols: ['BTCUSDT', 'x'], trades: 2 }), title: 'x', sentence: 'x', paraphrase: 'x' })));
    expect(markupOf(page)).not.toContain('<img');
  });

  test('refuses frames that are not those of the run', () => {
    for (const wrong of [frames.slice(1), frames.toReversed(), [...frames, frames[0]!]]) expect(() => portfolioToHtml({ result, frames: wrong })).toThrow('are not theirs');
  });
});

describe('what the page of a portfolio unpacks', () => {
  const data = portfolioToPageData(result, frames);

  test('is the equity of the account, without a price', () => {
    const series = levelToSeries(unpackLevel(data.levels[0]!));
    expect(series.equity.map(({ value }: { value: number }) => value)).toEqual([...result.equity]);
    expect([data.showsPrice, series.volume, series.price.filter((bar: object) => 'close' in bar)]).toEqual([false, [], []]);
  });

  test('is every trade with its market, in order of entry', () => {
    const trades = unpackTrades(data.trades);
    const expected = tradesOfMarkets(result);
    expect(trades.count).toBe(30);
    const [, market] = tradeColumns(trades);
    expect(market!.title).toBe('Market');
    expect(expected.map((_, row) => market!.text(row))).toEqual(expected.map((row) => ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'][row.market]));
    expect([...trades.pnl]).toEqual(expected.map(({ trade }) => trade.pnl));
    expect([...trades.entryTime]).toEqual([...trades.entryTime].toSorted((a, b) => a - b));
  });
});
