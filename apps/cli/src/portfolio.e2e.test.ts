import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOUR_MS, METRICS, type PortfolioResult } from '@wick/core';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { writeArchiveFile } from './testing/archive-file.test-support.ts';
import { createWickHome, type WickHome } from './testing/wick-home.test-support.ts';

jest.setTimeout(60_000);

/** A Monday. */
const START = Date.UTC(2024, 0, 1);
const FREE = ['--fee', '0', '--slippage', '0'];

let home: WickHome;
/** BTCUSDT has the whole month, ETHUSDT lists five days later, SOLUSDT lacks ten hours and ends on the 21st. */
beforeAll(async () => {
  home = await createWickHome();
  const { folder } = home;
  await home.run(['candles', 'import',
    writeArchiveFile({ folder, name: 'BTCUSDT-1h-2024-01.csv', fromMs: START, count: 744 }),
    writeArchiveFile({ folder, name: 'ETHUSDT-1h-2024-01.csv', symbol: 'ETHUSDT', seed: 2, fromMs: START + 120 * HOUR_MS, count: 624 }),
    writeArchiveFile({ folder, name: 'SOLUSDT-1h-2024-01.csv', symbol: 'SOLUSDT', seed: 3, fromMs: START, count: 500, without: [240, 250] }),
  ]);
});
afterAll(() => home.remove());

type Document = Omit<PortfolioResult, 'equity'> & { equity: readonly (readonly [number, number])[]; rebalancing: unknown };
const ALL = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'];
const run = async (symbols: readonly string[], ...words: string[]): Promise<Document> =>
  (await home.runJson(['backtest', ...symbols, '-i', '1h', ...words])) as unknown as Document;
const textOf = async (symbols: readonly string[], ...words: string[]): Promise<string> => {
  const { exitCode, stdout } = await home.run(['backtest', ...symbols, '-i', '1h', ...words]);
  expect(exitCode).toBe(0);
  return stdout.replaceAll(/\s+/g, ' ');
};
const hourOf = (timeMs: number): number => (timeMs - START) / HOUR_MS;

describe('several symbols', () => {
  const quarter = 'entry: rsi(14) < 35; exit: rsi(14) > 55; size: 25% of equity';

  test('share one cash: their profits add up to what the account won', async () => {
    const { metrics, markets, equity } = await run(ALL, '-s', quarter, '--equity', 'bars', '--fills');
    const pnl = markets.flatMap(({ trades }) => trades).reduce((sum, trade) => sum + trade.pnl, 0);
    expect(markets.map(({ manifest }) => manifest.series.symbol)).toEqual(ALL);
    expect(markets.every(({ trades, fills }) => trades.length > 0 && fills.length > 0)).toBe(true);
    expect(metrics.finalValue).toBeCloseTo(10_000 + pnl, 6);
    expect(equity).toHaveLength(744);
    expect(equity.at(-1)![1]).toBe(metrics.finalValue);
  });

  test('print the same bytes again', async () => {
    const words = ['backtest', ...ALL, '-i', '1h', '-s', quarter, '--json'];
    expect((await home.run(words)).stdout).toBe((await home.run(words)).stdout);
  });

  test('have an account and a row each in the table, and say who has its turn first', async () => {
    const text = await textOf(ALL, '-s', quarter);
    expect(text).toContain('BTCUSDT, ETHUSDT, SOLUSDT 1h, binance spot');
    expect(text).toContain('│ Market │ Trades │ Open │ Win rate │ P&L │ Fees │ Exposure │ Refused │');
    expect(text).toContain('On one bar, all exits go before all entries, each in the order in which the markets are listed.');
    expect(text).not.toContain('leaves nothing for the others');
    expect(text).not.toContain('Ulcer index');
    expect(await textOf(ALL, '-s', quarter, '--all-metrics')).toContain('Ulcer index');
  });

  test('name who lists later, who ends before, and what each lacks', async () => {
    const text = await textOf(ALL, '-s', quarter);
    for (const part of [
      'ETHUSDT: the first candle is of 2024-01-06 00:00, later than that of others; it is not traded before.',
      'SOLUSDT: the last candle is of 2024-01-21 19:00, before that of others;',
      'SOLUSDT: 10 candles are missing in 1 gap; nothing was filled in.',
      'SOLUSDT: 10 candles missing in 1 gap; the largest is 10 candles from 2024-01-11 00:00 to 2024-01-11 10:00. Nothing was filled in.',
    ]) expect(text).toContain(part);
    expect(await textOf(['BTCUSDT'], '-s', quarter)).not.toMatch(/the first candle is of|the last candle is of/);
  });

  test('of which each takes all of the cash leave nothing to the others, which is said and not changed', async () => {
    const hold = ['-s', 'entry: close > 0', ...FREE];
    const text = await textOf(['BTCUSDT', 'SOLUSDT'], ...hold);
    expect(text).toContain('"size: 50% of equity" in the strategy shares it.');
    const { markets, refusals } = await run(['BTCUSDT', 'SOLUSDT'], ...hold);
    expect(markets.map(({ fills, trades }) => [fills, trades.length])).toEqual([[undefined, 1], [undefined, 0]]);
    expect(refusals.noCash).toBeGreaterThan(0);
    expect((await run(['SOLUSDT', 'BTCUSDT'], ...hold)).markets.map(({ trades }) => trades.length)).toEqual([1, 0]);
  });

  test.each([
    ['reversed', [0, 1], 'against the order in which they are listed'],
    ['listed', [1, 0], 'in the order in which they are listed'],
    ['exits-first', [1, 0], 'all exits go before all entries'],
  ] as const)('take turns as --sequence says: %s', async (sequence, trades, assumption) => {
    const { markets, assumptions } = await run(['BTCUSDT', 'SOLUSDT'], '-s', 'entry: close > 0', ...FREE, '--sequence', sequence);
    expect(markets.map((market) => market.trades.length)).toEqual(trades);
    expect(assumptions.join()).toContain(assumption);
  });

  test('that end before the others are held to the end, or closed at their last close', async () => {
    const hold = ['-s', 'entry: close > 0; size: 30% of equity', ...FREE];
    expect((await run(ALL, ...hold)).markets.map(({ endsInPosition }) => endsInPosition)).toEqual([false, false, true]);
    expect(await textOf(ALL, ...hold)).toContain('its open position is marked at that close to the end.');
    const { markets } = await run(ALL, ...hold, '--close-delisted');
    expect(markets.map(({ endsInPosition, position }) => [endsInPosition, position > 0])).toEqual([[false, true], [false, true], [false, false]]);
    expect(hourOf(markets[2]!.trades.at(-1)!.exitTimeMs)).toBe(499);
  });

  test('have a page of their own', async () => {
    const page = join(home.folder, 'pages', 'portfolio.html');
    expect(await textOf(ALL, '-s', 'RSI below 30', '--report', page)).toContain(`Report: ${page}`);
    const html = readFileSync(page, 'utf8');
    for (const part of ['Equity and drawdown', '<h2 id="markets-title">Markets</h2>', 'RSI below 30', 'ETHUSDT: the first candle is of']) expect(html).toContain(part);
  });

  test('are one symbol in the form of one symbol', async () => {
    const one = await home.runJson(['backtest', 'BTCUSDT', '-i', '1h', '-s', quarter]);
    expect(Object.keys(one)).toEqual(['manifest', 'metrics', 'conventions', 'refusals', 'ambiguousTrades', 'gaps', 'trades']);
  });

  test('are no saved result that "wick report" can repeat', async () => {
    const path = join(home.folder, 'several.json');
    writeFileSync(path, JSON.stringify(await run(ALL, '-s', quarter)));
    const { exitCode, stderr } = await home.run(['report', path]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('is the result of several symbols');
    expect(existsSync(join(home.folder, 'several.html'))).toBe(false);
  });
});

describe('weights', () => {
  const weights = ['--weights', 'BTCUSDT=60%,SOLUSDT=0.3', ...FREE];

  test('are bought after the first bar and set again every week', async () => {
    const { markets, rebalancing } = await run(['BTCUSDT', 'SOLUSDT'], ...weights, '--rebalance', '1w', '--fills');
    expect(rebalancing).toEqual({ weights: [0.6, 0.3], every: '1w' });
    const [btc, sol] = markets.map(({ fills }) => fills.map(({ openTimeMs, reason }) => [hourOf(openTimeMs), reason]));
    // Mondays are 168 hours apart; what is known at the first close of a week fills an hour later.
    expect(btc).toEqual([0, 168, 336, 504, 672].map((hour) => [hour + 1, 'rebalance']));
    expect(sol).toEqual([0, 168, 336].map((hour) => [hour + 1, 'rebalance']));
    const first = markets[0]!.fills[0]!;
    expect(first.size * first.price).toBeCloseTo(6_000, 6);
  });

  test('are the shares of the equity right after each rebalancing', async () => {
    const { markets, equity } = await run(['BTCUSDT', 'SOLUSDT'], ...weights, '--rebalance', '1d', '--fills', '--equity', 'bars', '--fill', 'close');
    const bar = markets[0]!.fills[3]!.bar;
    const shares = markets.map(({ fills }) => {
      const upTo = fills.filter((fill) => fill.bar <= bar);
      const position = upTo.reduce((sum, { action, size }) => sum + (action === 'buy' ? size : -size), 0);
      return (position * upTo.at(-1)!.price) / equity[bar]![1];
    });
    expect(shares[0]).toBeCloseTo(0.6, 9);
    expect(shares[1]).toBeCloseTo(0.3, 9);
  });

  test('are bought once, and may be short or of one symbol', async () => {
    const once = await run(['BTCUSDT'], '--weights', 'btcusdt=-50%', ...FREE, '--rebalance', 'never', '--fills');
    expect(once.markets[0]!.fills.map(({ openTimeMs, action }) => [hourOf(openTimeMs), action])).toEqual([[1, 'sell']]);
    expect(once.markets[0]!.position).toBeLessThan(0);
  });

  test('are told as rules, and so is what exceeds the account', async () => {
    const text = await textOf(['BTCUSDT', 'SOLUSDT'], ...weights, '--rebalance', '1w');
    expect(text).toContain('BTCUSDT: 60% of equity SOLUSDT: 30% of equity rebalance: every 1w, on the first bar that closes in it');
    expect(text).not.toContain('add up to');
    const over = ['--weights', 'BTCUSDT=80%,SOLUSDT=50%', '--rebalance', '1w', ...FREE];
    expect(await textOf(['BTCUSDT', 'SOLUSDT'], ...over)).toContain('The weights add up to 130% of the equity and 100% can be held');
    expect((await run(['BTCUSDT', 'SOLUSDT'], ...over)).refusals.reduced).toBeGreaterThan(0);
    expect(await textOf(['BTCUSDT', 'SOLUSDT'], ...over, '--leverage', '2')).not.toContain('add up to');
  });
});

describe('wrong usage is refused before anything is opened', () => {
  const both = ['BTCUSDT', 'ETHUSDT'];
  const cases: [name: string, symbols: readonly string[], words: readonly string[], message: string | RegExp][] = [
    ['a symbol twice', ['BTCUSDT', 'btcusdt'], ['-s', 'RSI below 30'], 'BTCUSDT is named twice.'],
    ['a symbol without a weight', both, ['--weights', 'BTCUSDT=1', '--rebalance', '1w'], 'ETHUSDT has no weight.'],
    ['a weight of another symbol', both, ['--weights', 'BTCUSDT=50%,ETHUSTD=50%', '--rebalance', '1w'], '--weights names ETHUSTD, which is not among the symbols.'],
    ['a weight twice', both, ['--weights', 'BTCUSDT=50%,BTCUSDT=50%', '--rebalance', '1w'], '--weights names BTCUSDT twice.'],
    ['a weight that is none', both, ['--weights', 'BTCUSDT=half,ETHUSDT=1', '--rebalance', '1w'], 'The weight of BTCUSDT is not a number: "half".'],
    ['weights that cannot be read', both, ['--weights', 'BTCUSDT:60%', '--rebalance', '1w'], '--weights cannot be read at "BTCUSDT:60%".'],
    ['an interval that there is not', both, ['--weights', 'BTCUSDT=60%,ETHUSDT=40%', '--rebalance', '2w'], '"2w" is not a Binance candle interval.'],
    ['an interval shorter than the candles', both, ['--weights', 'BTCUSDT=60%,ETHUSDT=40%', '--rebalance', '5m'], '--rebalance 5m is more often than the candles of 1h close.'],
    ['weights that nobody sets', both, ['--weights', 'BTCUSDT=60%,ETHUSDT=40%'], "Option '--weights' needs '--rebalance <interval>', which can be never."],
    ['a rebalancing without weights', both, ['-s', 'RSI below 30', '--rebalance', '1w'], "Option '--rebalance' needs '--weights <list>'."],
    ['the same of one symbol', ['BTCUSDT'], ['-s', 'RSI below 30', '--rebalance', '1w'], "Option '--rebalance' needs '--weights <list>'."],
    ['weights and a strategy', both, ['-s', 'RSI below 30', '--weights', 'BTCUSDT=1,ETHUSDT=0', '--rebalance', '1w'], "Option '--strategy' cannot be used with '--weights'."],
    ['signals of several symbols', both, ['--signals', 'x.csv'], "Option '--signals' runs on one symbol."],
    ['nothing to run', both, [], "Required option '-s, --strategy <strategy>' or '--weights <list>' not specified."],
    ['turns of one symbol', ['BTCUSDT'], ['-s', 'RSI below 30', '--sequence', 'listed'], "Option '--sequence' needs several symbols."],
    ['a delisting of one symbol', ['BTCUSDT'], ['-s', 'RSI below 30', '--close-delisted'], "Option '--close-delisted' needs several symbols."],
    ['a sequence that there is not', both, ['-s', 'RSI below 30', '--sequence', 'random'], '--sequence cannot be "random".'],
    ['conventions of nobody', ['BTCUSDT'], ['-s', 'RSI below 30', '--conventions', 'mine'], '--conventions cannot be "mine".'],
    ['rules without signals', ['BTCUSDT'], ['-s', 'RSI below 30', '--rules', 'stop loss: 2%'], "Option '--rules' needs '--signals <file>'."],
  ];
  test.each(cases)('%s', async (_name, symbols, words, message) => {
    const { exitCode, stdout } = await home.run(['backtest', ...symbols, '-i', '1h', ...words, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ error: { message } });
    expect(exitCode).toBe(2);
  });
});

test('a symbol of which nothing is stored is named', async () => {
  const { exitCode, stderr } = await home.run(['backtest', 'BTCUSDT', 'NOPEUSDT', '-i', '1h', '-s', 'RSI below 30']);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('NOPEUSDT');
});

describe('one symbol', () => {
  test('runs by the conventions of vectorbt: fills at the close, as small as 1e-8, and its metrics per bar', async () => {
    const words = ['-s', 'entry: close crosses above sma(close, 20); exit: close crosses below sma(close, 20)', ...FREE];
    const text = await textOf(['BTCUSDT'], ...words, '--conventions', 'vectorbt', '--all-metrics');
    for (const part of ['those of vectorbt 1.1', 'close of the signal’s own bar', 'at least 0.00000001 base an order', METRICS.sharpePerBar.title, METRICS.sortinoPerBar.convention.slice(0, 30)]) expect(text).toContain(part);
    const { manifest, trades } = (await home.runJson(['backtest', 'BTCUSDT', '-i', '1h', ...words, '--conventions', 'vectorbt'])) as { manifest: object; trades: unknown[] };
    expect(manifest).toMatchObject({ execution: { fill: 'close', minSize: 1e-8, conventions: { oppositeEntry: 'reverse-reduce' } } });
    expect(trades.length).toBeGreaterThan(5);
  });

  test('that can never trade is refused, and one that never did says why', async () => {
    const { exitCode, stdout } = await home.run(['backtest', 'BTCUSDT', '-i', '1h', '-s', 'entry: close < close', '--json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'STRATEGY_INVALID', message: 'The entry rule can never be true: close < close is false on every bar.' } });
    expect(await textOf(['BTCUSDT'], '-s', 'entry: close < 0')).toContain('The strategy never traded in this range: its entry was never true on the 744 candles after the warm-up.');
    expect(await textOf(ALL, '-s', 'entry: close > 0', '--min-notional', '1000000')).toContain('The strategy never traded in this range: all that was asked for was refused, as counted above.');
  });
});
