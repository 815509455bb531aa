import { describe, expect, test } from '@jest/globals';
import { executionSchema, VECTORBT_CONVENTIONS } from '@wick/core';
import { Command } from 'commander';
import { withExecutionFlags } from './execution-flags.ts';
import { readExecution, readRate } from './execution-options.ts';
import { withPortfolioFlags } from './portfolio-flags.ts';
import { readBacktestExecution, readRebalance, readSymbols, readWeights } from './portfolio-options.ts';
import { readPartialSeries, readSeries, readSymbol } from './series-options.ts';
import { readRange, readTime } from './time-options.ts';

describe('times are UTC calendar times', () => {
  test.each([
    ['2024-11-01', '2024-11-01T00:00:00Z'],
    ['2024-11-01T12:30', '2024-11-01T12:30:00Z'],
    ['2024-11-01 12:30:15', '2024-11-01T12:30:15Z'],
    ['2024-11-01T12:30:15Z', '2024-11-01T12:30:15Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
  ])('%s', (text, iso) => expect(readTime('--since', text)).toBe(Date.parse(iso)));

  test.each(['2024-02-30', '2023-02-29', '2024-13-01', '2024-01-01T24:00', '2024-01-01T10:60', '01.11.2024', 'yesterday', '', '1730419200000'])(
    '"%s" is none',
    (text) => expect(() => readTime('--since', text)).toThrow('--since cannot be read as a time'),
  );

  test('a range holds something', () => {
    expect(readRange({ since: '2024-01-01', until: '2024-01-02' })).toEqual({ fromMs: Date.UTC(2024, 0, 1), toMs: Date.UTC(2024, 0, 2) });
    expect(readRange({})).toEqual({});
    expect(() => readRange({ since: '2024-01-01', until: '2024-01-01' })).toThrow('is not before');
  });
});

describe('series', () => {
  test('are Binance spot unless told', () => {
    expect(readSeries('btcusdt', { interval: '1h' })).toEqual({ exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1h' });
  });
  test('name only what was said where a part is enough', () => {
    expect(readPartialSeries(undefined, { market: 'um' })).toEqual({ market: 'um' });
  });
  test.each(['BTCUSDT', '1000SHIBUSDT', 'BTCUSD_PERP', 'BTCUSDT_251226', '币安人生USDT'])('%s is a symbol', (text) => expect(readSymbol(text)).toBe(text));
  test.each(['', 'BTC/USDT', 'BTC USDT', ':BTC', '-x'])('"%s" is none', (text) => expect(() => readSymbol(text)).toThrow('cannot be a symbol'));
});

describe('execution', () => {
  test('holds only what was said, so that the rest can be listed as assumed', () => {
    expect(readExecution({})).toEqual({});
    expect(readExecution({ fill: 'close', cash: '5000', slippage: '5bps' })).toEqual({ fill: 'close', initialCash: 5000, slippageBps: 5 });
  });
  test('--fee is both fees unless --maker-fee differs', () => {
    expect(readExecution({ fee: '0.075%' })).toEqual({ takerFeeRate: 0.00075, makerFeeRate: 0.00075 });
    expect(readExecution({ fee: '0.1%', makerFee: '0' })).toEqual({ takerFeeRate: 0.001, makerFeeRate: 0 });
  });
  test('further costs, leverage and the limits of a venue', () => {
    const options = {
      fixedFee: '0.5', slippageRange: '5%', volumeImpact: '30 bps', leverage: '3x', maintenanceMargin: '0.4%', stepSize: '0.00001', minSize: '0.0001', maxSize: '9000', minNotional: '5',
    };
    expect(readExecution(options)).toEqual({
      fixedFee: 0.5, slippageRangeShare: 0.05, volumeImpactBps: 30, leverage: 3, maintenanceMarginRate: 0.004, stepSize: 0.00001, minSize: 0.0001, maxSize: 9000, minNotional: 5,
    });
  });
  test('every option is a flag of the command', () => {
    const { options } = withExecutionFlags(new Command());
    const flags = Object.fromEntries(options.map((option) => [option.attributeName(), '1']));
    const unsaid = ['daysPerYear', 'sequence', 'conventions'];
    expect(Object.keys(readExecution({ ...flags, fill: 'close', fee: '0', makerFee: '0', maintenanceMargin: '0', riskFree: '0' })).sort()).toEqual(
      Object.keys(executionSchema.shape).filter((name) => !unsaid.includes(name)).sort(),
    );
  });
  test('a percentage is the same float64 as its share', () => expect(readRate('--fee', '0.1%')).toBe(0.001));
  test.each([
    [{ cash: 'lots' }, '--cash is not a number'],
    [{ cash: '1e4' }, '--cash is not a number'],
    [{ cash: '10,000' }, '--cash is not a number'],
    [{ cash: '0' }, 'initialCash'],
    [{ fee: '60%' }, 'takerFeeRate'],
    [{ slippage: '-1' }, 'slippageBps'],
    [{ leverage: '200' }, 'leverage'],
    [{ leverage: '0.5' }, 'leverage'],
    [{ slippageRange: '150%' }, 'slippageRangeShare'],
    [{ stepSize: '0' }, 'stepSize'],
    [{ minNotional: 'five' }, '--min-notional is not a number'],
    [{ fill: 'yesterday' }, '--fill cannot be "yesterday"'],
  ])('%j is refused', (options, message) => expect(() => readExecution(options)).toThrow(message));
});

describe('portfolios', () => {
  test('what is told of turns and conventions is in the execution, and the default sequence is not', () => {
    expect(readBacktestExecution({})).toEqual({});
    expect(readBacktestExecution({ sequence: 'exits-first' })).toEqual({});
    expect(readBacktestExecution({ sequence: 'Sells-First', cash: '5000' })).toEqual({ sequence: 'sells-first', initialCash: 5000 });
    expect(readBacktestExecution({ conventions: 'vectorbt' })).toEqual({ conventions: VECTORBT_CONVENTIONS, fill: 'close', minSize: 1e-8 });
  });
  test('a smallest size given by itself wins over that of --conventions, whose fills nothing can change', () => {
    expect(readBacktestExecution({ conventions: 'vectorbt', fill: 'close', minSize: '0.1' })).toMatchObject({ fill: 'close', minSize: 0.1 });
    for (const [option, said] of [['--fill next-open', { fill: 'next-open' }], ['--sequence exits-first', { sequence: 'exits-first' }], ['--maker-fee', { makerFee: '0' }]] as const) {
      expect(() => readBacktestExecution({ conventions: 'vectorbt', ...said })).toThrow(`${option} cannot be used with --conventions vectorbt`);
    }
  });
  test('weights stand in the order of the symbols, as shares', () => {
    expect(readWeights('ETHUSDT = 40%, btcusdt=0.6', ['BTCUSDT', 'ETHUSDT'])).toEqual([0.6, 0.4]);
    expect(readWeights('BTCUSDT=-50%', ['BTCUSDT'])).toEqual([-0.5]);
    for (const text of ['', 'BTCUSDT', 'BTCUSDT=', '=1', 'BTCUSDT=1=2', 'BTCUSDT=1,']) expect(() => readWeights(text, ['BTCUSDT'])).toThrow('--weights cannot be read at');
  });
  test('a rebalancing takes every interval from that of the candles on', () => {
    expect(readRebalance('Never', '1h')).toBe('never');
    expect(['1h', '8h', '3d', '1M'].map((text) => readRebalance(text, '1h'))).toEqual(['1h', '8h', '3d', '1M']);
    for (const text of ['30m', '1m']) expect(() => readRebalance(text, '1h')).toThrow('is more often than the candles');
  });
  test('a symbol stands once', () => {
    expect(readSymbols(['btcusdt', 'ETHUSDT'])).toEqual(['BTCUSDT', 'ETHUSDT']);
    expect(() => readSymbols(['btcusdt', 'ETHUSDT', 'BTCUSDT'])).toThrow('BTCUSDT is named twice.');
  });
  test('their flags are those that are read', () => {
    const { options } = withPortfolioFlags(new Command());
    expect(options.map((option) => option.attributeName())).toEqual(['sequence', 'weights', 'rebalance', 'closeDelisted', 'conventions']);
  });
});
