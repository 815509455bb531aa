import { describe, expect, test } from '@jest/globals';
import { METRICS } from '@wick/core';
import { syntheticPortfolio } from '../../test/synthetic-portfolio.ts';
import { portfolioToJson } from '../json/portfolio-to-json.ts';
import { portfolioToTable } from './portfolio-to-table.ts';

const { result } = syntheticPortfolio({ symbols: ['BTCUSDT', 'ETHUSDT'], listedAfter: 50 });

describe('the table of a portfolio', () => {
  const table = portfolioToTable({ result });

  test('has the account, a row a market, and trades that name theirs', () => {
    expect(table.split('\n').slice(0, 4)).toEqual(['SIMULATED MARKET — these are not real prices.', '', 'BTCUSDT, ETHUSDT 1h, simulated spot', '2023-01-01 00:00 to 2023-01-13 11:00 UTC']);
    for (const { title, isKey } of Object.values(METRICS)) expect(table.includes(`│ ${title} `)).toBe(isKey);
    const markets = table.slice(table.indexOf('Markets\n'), table.indexOf('trades\n'));
    expect(markets.split('\n').filter((line) => /^│ (BTC|ETH)USDT /.test(line))).toHaveLength(2);
    expect(table.slice(table.indexOf('Last 8 of')).split('\n').filter((line) => /^│ (BTC|ETH)USDT +│ (long|short)/.test(line))).toHaveLength(8);
    for (const part of ['rsi(14) < 30', result.assumptions[0]!.slice(0, 40), 'ETHUSDT: the first candle is of']) expect(table).toContain(part);
  });

  test.each([60, 80, 100, 140])('fits a terminal of %p columns', (width) => {
    for (const metrics of ['key', 'all'] as const) {
      expect(Math.max(...portfolioToTable({ result }, { width, metrics }).split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
    }
  });

  test('stands for a run without trades', () => {
    const idle = syntheticPortfolio({ trades: 0 }).result;
    expect(portfolioToTable({ result: idle })).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('the JSON of a portfolio', () => {
  type Document = Record<string, unknown> & { markets: Record<string, unknown>[] };
  const read = (text: string): Document => JSON.parse(text) as Document;

  test('is one document: the account first, then its markets', () => {
    const document = read(portfolioToJson({ result }, { equity: 'bars' }));
    expect(Object.keys(document)).toEqual(['metrics', 'conventions', 'refusals', 'cash', 'rebalancing', 'assumptions', 'markets', 'equity']);
    expect(Object.keys(document['metrics'] as object)).toEqual(Object.keys(METRICS));
    expect(document.markets.map(({ manifest }) => manifest)).toEqual(result.markets.map(({ manifest }) => manifest));
    expect(document.markets.map(({ trades }) => trades)).toEqual(result.markets.map(({ trades }) => trades));
    expect((document['equity'] as unknown[])[7]).toEqual([result.openTimeMs[7], result.equity[7]]);
    expect(document['rebalancing']).toBeNull();
  });

  test('has fills, equity and weights where they are asked for', () => {
    expect(read(portfolioToJson({ result }, { equity: 'none' }))).not.toHaveProperty('equity');
    expect(read(portfolioToJson({ result })).markets[0]).not.toHaveProperty('fills');
    expect(read(portfolioToJson({ result }, { fills: true })).markets[0]).toMatchObject({ fills: [], sequence: [] });
    expect(read(portfolioToJson({ result, rebalancing: { weights: [0.6, 0.4], every: '1w' } }))['rebalancing']).toEqual({ weights: [0.6, 0.4], every: '1w' });
  });
});
