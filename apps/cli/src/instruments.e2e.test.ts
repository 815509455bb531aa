import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { HOUR_MS } from '@wick/core';
import { writeArchiveFile } from './testing/archive-file.test-support.ts';
import { realDataFolder } from './testing/real-data.test-support.ts';
import { createWickHome, type WickHome } from './testing/wick-home.test-support.ts';

jest.setTimeout(120_000);

const START_MS = Date.UTC(2024, 0, 1);
const DAYS = 24;
/** Ten days, seventy without candles, ten days. */
const GAP = [10 * DAYS, 80 * DAYS] as const;
const BACK_MS = START_MS + GAP[1] * HOUR_MS;
const BACK = '2024-03-21';

let home: WickHome;
beforeAll(async () => {
  home = await createWickHome();
});
afterAll(() => home.remove());

/** Imports hours in one file, named after the symbol. */
async function importHours(symbol: string, count: number, without?: readonly [number, number]): Promise<{ stdout: string; exitCode: number }> {
  const name = `${symbol}-1h-2024-01.csv`;
  return home.run(['candles', 'import', writeArchiveFile({ folder: home.folder, name, symbol, fromMs: START_MS, count, ...(without && { without }) })]);
}

const instrumentsOf = async (symbol: string): Promise<unknown> => home.runJson(['candles', 'instruments', symbol]);
const STRATEGY = ['--interval', '1h', '--strategy', 'entry: rsi(14) < 30\nexit: rsi(14) > 70'];

describe('a ticker that was given to something else', () => {
  test('is noticed when its candles are imported, once', async () => {
    const first = await importHours('REUSEDUSDT', 90 * DAYS, GAP);
    expect(first.stdout).toContain(`! REUSEDUSDT stands for another instrument from ${BACK} 00:00 UTC on. After 70 days without candles`);
    expect(first.stdout).toContain(`wick candles instruments REUSEDUSDT --join ${BACK}`);
    expect((await importHours('REUSEDUSDT', 90 * DAYS, GAP)).stdout).not.toContain('another instrument');
    expect(await instrumentsOf('REUSEDUSDT')).toMatchObject([{ fromMs: null, toMs: BACK_MS }, { fromMs: BACK_MS, toMs: null }]);
  });

  test('is not backtested or swept over both, and the sentence says how to choose', async () => {
    const message =
      'REUSEDUSDT is 2 instruments in this range: one from 2024-01-01 00:00 to 2024-01-10 23:00, then one from 2024-03-21 00:00 to 2024-03-30 23:00.';
    await importHours('STEADYUSDT', 90 * DAYS);
    const sweep = ['sweep', 'REUSEDUSDT', '--interval', '1h', '--strategy', 'entry: rsi($n) < 30\nexit: rsi($n) > 70', '--param', 'n=2..4'];
    for (const words of [['backtest', 'REUSEDUSDT', ...STRATEGY], ['backtest', 'STEADYUSDT', 'REUSEDUSDT', ...STRATEGY], sweep]) {
      const { exitCode, stderr } = await home.run(words);
      expect({ words, exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(message) });
      expect(stderr).toContain(`Choose one of them: --until ${BACK}, or --since ${BACK}.`);
    }
    expect(await home.run(['backtest', 'REUSEDUSDT', ...STRATEGY, '--until', BACK])).toMatchObject({ exitCode: 0 });
    expect(await home.run(['backtest', 'REUSEDUSDT', ...STRATEGY, '--since', BACK])).toMatchObject({ exitCode: 0 });
  });

  test('is exported whole, with a note beside the output, and coverage says it', async () => {
    const note = `REUSEDUSDT (binance spot) stands for another instrument from ${BACK} 00:00 UTC on.`;
    const all = await home.run(['candles', 'export', 'REUSEDUSDT', '--interval', '1h']);
    expect(all).toMatchObject({ exitCode: 0, stderr: `${note}\n` });
    expect(all.stdout).not.toContain('another instrument');
    expect(await home.run(['candles', 'export', 'REUSEDUSDT', '--interval', '1h', '--since', BACK])).toMatchObject({ stderr: '' });
    expect((await home.run(['candles', 'coverage', 'REUSEDUSDT'])).stdout).toContain(note);
    expect(await home.runJson(['candles', 'coverage', 'REUSEDUSDT', '--interval', '1h'])).toMatchObject({ instruments: [{ toMs: BACK_MS }, {}] });
    expect((await home.run(['candles', 'coverage', 'STEADYUSDT'])).stdout).not.toContain('another instrument');
  });

  test('is one again if somebody says so, also after its file is imported again', async () => {
    expect(await home.runJson(['candles', 'instruments', 'REUSEDUSDT', '--join', BACK])).toHaveLength(1);
    await importHours('REUSEDUSDT', 90 * DAYS, GAP);
    expect(await instrumentsOf('REUSEDUSDT')).toHaveLength(1);
    expect(await home.run(['backtest', 'REUSEDUSDT', ...STRATEGY])).toMatchObject({ exitCode: 0 });
  });
});

test('what merely was not imported says nothing about a ticker', async () => {
  const file = (name: string, fromMs: number): string =>
    writeArchiveFile({ folder: home.folder, name, symbol: 'PARTSUSDT', fromMs, count: 5 * DAYS });
  const files = [file('PARTSUSDT-1h-2024-01.csv', START_MS), file('PARTSUSDT-1h-2024-06.csv', Date.UTC(2024, 5, 1))];
  expect(await home.run(['candles', 'import', ...files])).toMatchObject({ exitCode: 0 });
  expect(await instrumentsOf('PARTSUSDT')).toHaveLength(1);
});

describe('what somebody knows of a ticker', () => {
  test('splits it, with a reason, and lists it among those that were split', async () => {
    await importHours('SPLITUSDT', 2 * DAYS);
    expect(await home.runJson(['candles', 'instruments'])).toEqual([]);
    expect((await home.run(['candles', 'instruments'])).stdout).toBe('No stored ticker has stood for several instruments.\n');
    const { stdout } = await home.run(['candles', 'instruments', 'SPLITUSDT', '--split', '2024-01-02T06:30:00.250', '--reason', 'A new coin.']);
    expect(stdout).toContain('2024-01-02 06:30:00.250  –                        A new coin.');
    expect(await home.runJson(['candles', 'instruments'])).toMatchObject([{ symbol: 'SPLITUSDT' }, { symbol: 'SPLITUSDT', reason: 'A new coin.' }]);
    expect(await home.runJson(['candles', 'instruments', '--market', 'um'])).toEqual([]);
  });

  test('is joined only where it is split', async () => {
    const { stderr, exitCode } = await home.run(['candles', 'instruments', 'SPLITUSDT', '--join', '2024-01-02']);
    expect({ stderr, exitCode }).toEqual({
      stderr: '✗ SPLITUSDT is not split at 2024-01-02.\n→ It is split at: 2024-01-02T06:30:00.250.\n', exitCode: 2,
    });
    expect(await home.runJson(['candles', 'instruments', 'SPLITUSDT', '--join', '2024-01-02T06:30:00.250'])).toHaveLength(1);
  });

  test.each<[string, string[], string]>([
    ['both', ['SPLITUSDT', '--split', '2024-01-02', '--join', '2024-01-02'], "Option '--split' cannot be used with '--join'."],
    ['a reason for nothing', ['SPLITUSDT', '--reason', 'So.'], "Option '--reason' needs '--split <time>'."],
    ['no symbol', ['--join', '2024-01-02'], "Option '--join' needs a symbol."],
    ['no such symbol', ['SPLITUSD', '--split', '2024-01-02'], 'No candles of SPLITUSD (binance spot) are stored.'],
  ])('is refused: %s', async (_, words, message) => {
    const { stderr, exitCode } = await home.run(['candles', 'instruments', ...words]);
    expect(stderr).toContain(message);
    expect(exitCode).toBeGreaterThan(0);
  });
});

const data = realDataFolder();
if (data === undefined) test('real candles are not at hand', () => expect(data).toBeUndefined());
else {
  test('the real LUNAUSDT is two instruments: one until May 2022, one that opened at 1 on 31 May', async () => {
    const file = join(data, 'odd/LUNAUSDT-1h-2020-2022_delisted-then-relisted.csv.gz');
    const { stdout } = await home.spawn(['candles', 'import', file, '--symbol', 'LUNAUSDT', '--interval', '1h']);
    expect(stdout).toContain(
      '! LUNAUSDT stands for another instrument from 2022-05-31 06:00 UTC on. After 18 days without candles it opened at 1; the close before was 0.00005.',
    );
    const backMs = Date.UTC(2022, 4, 31, 6);
    expect(await instrumentsOf('LUNAUSDT')).toMatchObject([{ fromMs: null, toMs: backMs }, { fromMs: backMs, toMs: null }]);
  });

  test('the real NEARUSDT is one instrument, though two years between its files were not imported', async () => {
    const files = ['2023-09', '2023-10', '2026-02'].map((month) => join(data, `archive/um/NEARUSDT-1m-${month}.csv.gz`));
    const { stdout } = await home.spawn(['candles', 'import', ...files, '--market', 'um']);
    expect(stdout).toContain('Stored: NEARUSDT 1m (binance um)');
    expect(await home.runJson(['candles', 'instruments', 'NEARUSDT', '--market', 'um'])).toHaveLength(1);
  });

  test.each(['1h/SOLUSDT-1h', '1h/BTCUSDT-1h', '1d/ETHUSDT-1d', '1d/BNBUSDT-1d', '4h/ETHUSDT-4h'])('the real %s is one instrument', async (name) => {
    const { stdout } = await home.spawn(['candles', 'import', join(data, `spot/${name}.csv.gz`)]);
    expect(stdout).toContain('Stored: ');
    expect(await instrumentsOf(/\w+(?=-)/.exec(name)![0])).toHaveLength(1);
  });
}
