import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { HOUR_MS, type Manifest, MINUTE_MS } from '@wick/core';
import { writeArchiveFile } from './testing/archive-file.test-support.ts';
import { createWickHome, type WickHome } from './testing/wick-home.test-support.ts';

jest.setTimeout(60_000);

const START = Date.UTC(2024, 0, 1);
const iso = (hour: number): string => new Date(START + hour * HOUR_MS).toISOString();
const FREE = ['--fee', '0', '--slippage', '0'];

let home: WickHome;
beforeAll(async () => {
  home = await createWickHome();
  await home.run(['candles', 'import', writeArchiveFile({ folder: home.folder, name: 'BTCUSDT-1h-2024-01.csv', fromMs: START, count: 744, without: [240, 288] })]);
});
afterAll(() => home.remove());

function write(name: string, text: string): string {
  const path = join(home.folder, name);
  writeFileSync(path, text);
  return path;
}

const backtest = ['backtest', 'BTCUSDT', '--interval', '1h'];

interface Result { manifest: Manifest; trades: { entryTimeMs: number; exitTimeMs: number; side: string }[]; metrics: Record<string, number> }
const run = async (words: readonly string[]): Promise<Result> => (await home.runJson([...backtest, ...words])) as unknown as Result;

const ROWS = `timestamp,action,confidence
${iso(10)},BUY,0.9
${iso(20)},SELL,0.8
${iso(30)},BUY,0.3
${iso(40)},BUY,0.7
${iso(50)},HOLD,1
${iso(60)},BUY,0.7
${iso(60)},SELL,0.7
${iso(250)},SELL,0.9
${START + 70 * HOUR_MS + MINUTE_MS},SELL,0.9
2030-01-01T00:00:00Z,BUY,0.9
`;

describe('signals from a file', () => {
  test('fill a bar after the one that their timestamp opens, and the manifest accounts for every row', async () => {
    const path = write('model.csv', ROWS);
    const { manifest, trades } = await run(['--signals', path, '--min-confidence', '0.6', ...FREE]);
    expect(trades.map(({ entryTimeMs, exitTimeMs, side }) => [side, (entryTimeMs - START) / HOUR_MS, (exitTimeMs - START) / HOUR_MS])).toEqual([
      ['long', 11, 21],
      ['long', 41, 743],
    ]);
    expect(manifest).toMatchObject({ strategy: null, strategyHash: null, warmupBars: 0 });
    expect(manifest.signals).toMatchObject({
      rules: { size: { kind: 'equity', percent: 100 } },
      origin: {
        source: 'model.csv', sha256: createHash('sha256').update(ROWS).digest('hex'), timestamps: 'open', sell: 'exit', minConfidence: 0.6,
        rows: 10, buys: 2, sells: 1, holds: 1, belowConfidence: 1, conflicting: 2, unmatched: 2, outsideRange: 1, repeated: 0,
      },
    });
  });

  test('of which the timestamp is the end of a bar fill at the next opening, which is then', async () => {
    const path = write('moments.ndjson', `{"timestamp":${(START + 10 * HOUR_MS) / 1000},"action":"BUY","confidence":1}\n{"timestamp":${START + 20 * HOUR_MS - 1},"action":"SELL"}\n`);
    const { trades } = await run(['--signals', path, '--timestamps', 'close', '--sell', 'short', ...FREE]);
    expect(trades.map(({ entryTimeMs, side }) => [side, (entryTimeMs - START) / HOUR_MS])).toEqual([['long', 10], ['short', 20]]);
  });

  test('see the bar that they are labelled with only if that is told: the direction of each bar at its opening time is worth nothing', async () => {
    const csv = (await home.run(['candles', 'export', 'BTCUSDT', '-i', '1h', '--out', join(home.folder, 'candles.csv')])).exitCode;
    expect(csv).toBe(0);
    const [, ...lines] = readFileSync(join(home.folder, 'candles.csv'), 'utf8').trim().split('\n');
    const rows = lines.map((line) => line.split(',')).map(([time, , open, , , close]) => `${time},${Number(close) > Number(open) ? 'BUY' : 'SELL'},1`);
    const path = write('oracle.csv', rows.join('\n'));
    const safe = await run(['--signals', path, ...FREE]);
    const leaking = await run(['--signals', path, '--timestamps', 'close', ...FREE]);
    expect(leaking.metrics['totalReturn']).toBeGreaterThan(1);
    expect(safe.metrics['totalReturn']).toBeLessThan(0.2);
    expect(safe.manifest.signals!.origin).toMatchObject({ unmatched: 0, outsideRange: 0 });
  });

  test('are told of in the text and in the report', async () => {
    const path = write('model.csv', ROWS);
    const page = join(home.folder, 'signals.html');
    const { exitCode, stdout } = await home.run([...backtest, '--signals', path, '--min-confidence', '60%', '--report', page]);
    expect(exitCode).toBe(0);
    for (const text of [stdout, readFileSync(page, 'utf8')]) {
      const words = text.replaceAll(/\s+/g, ' ');
      for (const part of ['model.csv', '1 signal was dropped: a confidence below 0.6.', '2 signals have the time of no candle: 2024-01-11 10:00, 2024-01-03 22:01.', 'at least 0.6']) {
        expect(words).toContain(part);
      }
    }
  });

  test('are the same bytes again, and "wick report" repeats the run with the same file only', async () => {
    const path = write('model.csv', ROWS);
    const words = [...backtest, '--signals', path, '--min-confidence', '0.6', '--json'];
    const { stdout } = await home.run(words);
    expect((await home.run(words)).stdout).toBe(stdout);
    const saved = write('signals.json', stdout);
    expect(await home.runJson(['report', saved, '--signals', path])).toMatchObject({ reproduced: true });
    const other = write('other.csv', ROWS.replace('0.9', '0.91'));
    expect((await home.run(['report', saved, '--signals', other])).stderr).toContain('does not hold the signals');
    expect((await home.run(['report', saved])).stderr).toContain('was computed from the signals of "model.csv"');
    expect(existsSync(join(home.folder, 'signals.html'))).toBe(true);
  });

  test('have rules of a position around them, which are kept in the manifest and told', async () => {
    const path = write('model.csv', ROWS);
    const words = ['--signals', path, '--min-confidence', '0.6', '--rules', 'stop loss: 0.5%; size: 50% of equity', ...FREE];
    const ran = await run(words);
    expect(ran.manifest.signals!.rules).toEqual({ size: { kind: 'equity', percent: 50 }, stopLoss: { kind: 'percent', percent: 0.5 } });
    expect(ran.manifest.assumptions.join()).not.toMatch(/takes all of the equity|stop protects/);
    expect(JSON.stringify(ran.trades)).toContain('"stop-loss"');
    expect((await home.run([...backtest, ...words])).stdout).toMatch(/stop loss: 0\.5%\s+size: 50% of equity/);
    const only = (rules: string): Promise<Result> => run(['--signals', path, '--rules', rules]);
    expect((await only('size: 50% of equity')).manifest.assumptions).toContain('No stop protects a trade.');
    expect((await only('trailing stop: 3 atr(14)')).manifest.assumptions).toContain('Each trade takes all of the equity.');
    const timed = await only('exit after: 1 bar; stop loss: 20%');
    expect(timed.manifest.signals!.rules).toMatchObject({ exitAfter: { bars: 1 } });
    expect(JSON.stringify(timed.trades)).toContain('"time"');
    const saved = write('ruled.json', (await home.run([...backtest, ...words, '--json'])).stdout);
    expect(await home.runJson(['report', saved, '--signals', path])).toMatchObject({ reproduced: true });
  });

  test.each([
    ['entry: close > 1', 'STRATEGY_SYNTAX', '"entry" is no rule of a position'],
    ['stop loss: x', 'STRATEGY_SYNTAX', 'cannot be read at column 12'],
    ['size: 1% risk', 'STRATEGY_INVALID', 'not valid at size'],
    ['exit after: 2.5 bars', 'STRATEGY_SYNTAX', 'a number of whole bars such as "10 bars" is needed here'],
    ['exit after: 0 bars', 'STRATEGY_INVALID', 'not valid at exitAfter.bars'],
  ])('with rules that are none are refused: %s', async (rules, code, message) => {
    const { exitCode, stdout } = await home.run([...backtest, '--signals', write('model.csv', ROWS), '--rules', rules, '--json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code, message: expect.stringContaining(message) as unknown } });
  });

  test.each([
    ['a row that is none', 'timestamp,action\n2024-01-01,BUY\n2024-01-02,MAYBE\n', [], 'SIGNALS_INVALID', 'Line 3 of the signals cannot be read: "MAYBE" is not an action.'],
    ['an empty file', '', [], 'SIGNALS_INVALID', 'There is no signal in "bad.csv".'],
    ['a threshold that is none', ROWS, ['--min-confidence', '60'], 'OPTION_INVALID', 'A least confidence of 60 means nothing.'],
    ['timestamps that mean nothing', ROWS, ['--timestamps', 'end'], 'OPTION_INVALID', '--timestamps cannot be "end".'],
  ])('with %s are refused', async (_name, text, words, code, message) => {
    const { exitCode, stdout } = await home.run([...backtest, '--signals', write('bad.csv', text), ...words, '--json']);
    expect(exitCode).toBe(code === 'OPTION_INVALID' ? 2 : 1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code, message } });
  });

  test('that do not exist are refused before anything is opened', async () => {
    expect((await home.run([...backtest, '--signals', 'nowhere.csv'])).stderr).toContain('"nowhere.csv" does not exist.');
  });

  test.each([
    [[], "Required option '-s, --strategy <strategy>' or '--signals <file>' not specified"],
    [['--strategy', 'RSI below 30', '--signals', 'x.csv'], "Option '--strategy' cannot be used with '--signals'"],
    [['--strategy', 'RSI below 30', '--min-confidence', '0.5'], "Option '--min-confidence' needs '--signals <file>'"],
  ])('and a strategy, or neither, is wrong usage: %j', async (words, problem) => {
    const { exitCode, stderr } = await home.run([...backtest, ...words]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(problem);
  });
});

describe('a strategy on several intervals', () => {
  test('is read from the rules as they are written, and from English', async () => {
    const rules = await run(['--strategy', 'entry: close > 4h: ema(close, 5)\nexit: close < 4h: ema(close, 5)']);
    const bare = await run(['--strategy', 'close > 4h: ema(close, 5)']);
    const english = await run(['--strategy', 'price above the 5 EMA on the 4-hour chart']);
    expect(rules.manifest.warmupBars).toBe(19);
    expect(english.manifest.strategyHash).toBe(rules.manifest.strategyHash);
    expect(bare.manifest.strategyText).toBe('entry: close > 4h: ema(5)\nsize: 100% of equity');
    expect(english.trades.length).toBeGreaterThan(0);
  });

  test.each([
    ['5m: close > open', 'STRATEGY_INVALID', '5m: cannot be used on 1h candles, because they do not make up whole 5m candles.'],
    ['1M: sma(close, 3) > close', 'HISTORY_TOO_SHORT', 'The strategy needs at least 2136 candles of BTCUSDT 1h, and there are 696.'],
  ])('that does not fit is refused: %s', async (rule, code, message) => {
    const { exitCode, stdout } = await home.run([...backtest, '--strategy', `entry: ${rule}`, '--json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code, message } });
  });
});
