import { describe, expect, test } from '@jest/globals';
import { executionSchema } from '@wick/core';
import { Command } from 'commander';
import { withExecutionFlags } from './execution-flags.ts';
import { readExecution, readRate } from './execution-options.ts';
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
