import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS, HOUR_MS } from '@wick/core';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { writeArchiveFile } from './testing/archive-file.test-support.ts';
import { createWickHome, type WickHome } from './testing/wick-home.test-support.ts';

jest.setTimeout(60_000);

const START = Date.UTC(2024, 0, 1);
const SENTENCE = 'RSI below 30';
const backtest = ['backtest', 'BTCUSDT', '--interval', '1h', '--strategy'];

let home: WickHome;
/** A month of hours with 48 missing. */
let archive: string;

beforeAll(async () => {
  home = await createWickHome();
  archive = writeArchiveFile({ folder: home.folder, name: 'BTCUSDT-1h-2024-01.csv', fromMs: START, count: 744, without: [240, 288] });
  await home.run(['candles', 'import', archive]);
});
afterAll(() => home.remove());

describe('a backtest', () => {
  test('of the same input prints the same bytes, as one JSON document', async () => {
    const words = [...backtest, SENTENCE, '--json'];
    const [first, second] = [await home.run(words), await home.run(words)];
    expect(first.exitCode).toBe(0);
    expect(second.stdout).toBe(first.stdout);
    expect(Object.keys(JSON.parse(first.stdout) as object)).toEqual(expect.arrayContaining(['metrics', 'trades', 'manifest']));
  });

  test('is the same from a sentence, from rules, and from a saved strategy', async () => {
    const { strategy } = await home.runJson(['strategy', 'show', SENTENCE]);
    const { text } = await home.runJson(['strategy', 'show', SENTENCE]);
    const path = join(home.folder, 'oversold.json');
    writeFileSync(path, JSON.stringify(strategy));
    const results = [];
    for (const given of [SENTENCE, text as string, path, JSON.stringify(strategy)]) results.push(await home.runJson([...backtest, given]));
    expect(new Set(results.map(({ metrics }) => JSON.stringify(metrics))).size).toBe(1);
    expect(new Set(results.map(({ manifest }) => (manifest as { strategyHash: string }).strategyHash)).size).toBe(1);
  });

  test('says what the range lacks: the gap in it and the ends beyond what is stored', async () => {
    const { exitCode, stdout } = await home.run([...backtest, SENTENCE, '--since', '2023-12-01', '--until', '2024-03-01']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('48 candles missing in 1 gap; the largest is 48 candles from 2024-01-11 00:00 to 2024-01-13 00:00. Nothing was filled in.');
    expect(stdout).toContain('The candles begin at 2024-01-01 00:00, later than the 2023-12-01 00:00 that was asked for.');
    expect(stdout).toContain('The candles end at 2024-01-31 23:00, before the 2024-03-01 00:00 that was asked for.');
  });

  test('takes costs as options, and they change the result', async () => {
    const plain = await home.runJson([...backtest, 'close > 0', '--fee', '0', '--slippage', '0']);
    const costly = await home.runJson([...backtest, 'close > 0', '--fee', '1%', '--slippage', '10']);
    const final = (result: Record<string, unknown>): number => (result['metrics'] as { finalValue: number }).finalValue;
    expect(final(plain)).toBeGreaterThan(final(costly));
    expect(costly['manifest']).toMatchObject({ execution: { takerFeeRate: 0.01, makerFeeRate: 0.01, slippageBps: 10 } });
  });

  test('shows the metrics that are read first, and all of them on demand', async () => {
    const [first, all] = [await home.run([...backtest, SENTENCE]), await home.run([...backtest, SENTENCE, '--all-metrics'])];
    expect(first.stdout).not.toContain('Ulcer index');
    expect(all.stdout).toContain('Ulcer index');
  });
});

describe('a report', () => {
  const saved = (): string => join(home.folder, 'result.json');

  test('of a saved result repeats the run and writes the same numbers', async () => {
    const { stdout } = await home.run([...backtest, SENTENCE, '--json']);
    writeFileSync(saved(), stdout);
    const document = await home.runJson(['report', saved()]);
    expect(document).toMatchObject({ report: join(home.folder, 'result.html'), reproduced: true });
    expect(readFileSync(join(home.folder, 'result.html'), 'utf8')).toContain('<html');
  });

  test('is refused when the stored candles have changed since', async () => {
    const result = JSON.parse(readFileSync(saved(), 'utf8')) as { manifest: { datasetHash: string } };
    result.manifest.datasetHash = '0'.repeat(64);
    const path = join(home.folder, 'changed.json');
    writeFileSync(path, JSON.stringify(result));
    const { exitCode, stderr } = await home.run(['report', path]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('are not those that');
    expect(existsSync(join(home.folder, 'changed.html'))).toBe(false);
  });
});

describe('what goes wrong ends with one sentence, what to do, and exit code 1', () => {
  const cases: [name: string, words: (folder: string) => string[], code: string, remedy: RegExp][] = [
    ['a symbol of which nothing is stored', () => ['candles', 'coverage', 'NOPEUSDT', '--interval', '1h'], 'CANDLES_MISSING', /Stored: BTCUSDT.*wick candles sync NOPEUSDT/],
    ['a symbol that is a slip', () => ['candles', 'coverage', 'BTCUSTD'], 'CANDLES_MISSING', /Did you mean BTCUSDT\?/],
    ['a range in which nothing is stored', () => [...backtest, SENTENCE, '--since', '2020-01-01', '--until', '2020-02-01'], 'CANDLES_MISSING', /from 2024-01-01 00:00 to 2024-01-31 23:00.*--since 2020-01-01/],
    ['an interval of which nothing is stored', () => ['backtest', 'BTCUSDT', '-i', '5m', '-s', SENTENCE], 'CANDLES_MISSING', /Stored is BTCUSDT 1h/],
    ['a rule that cannot be read', () => [...backtest, 'entry: rsi(14) < < 30'], 'STRATEGY_SYNTAX', /Mend the marked place/],
    ['a bare rule that cannot be read', () => [...backtest, 'rsi(14 < 30'], 'STRATEGY_SYNTAX', /Mend the marked place/],
    ['a sentence that is no strategy', () => [...backtest, 'the moon is full'], 'SENTENCE_NOT_UNDERSTOOD', /./],
    ['a strategy file that does not exist', () => [...backtest, 'missing.json'], 'FILE_NOT_FOUND', /Check the path/],
    ['an indicator that needs more candles than there are', () => [...backtest, 'close > sma(close, 5000)'], 'HISTORY_TOO_SHORT', /./],
    ['a report into a folder that cannot be', (folder) => [...backtest, SENTENCE, '--report', join(folder, 'BTCUSDT-1h-2024-01.csv', 'out.html')], 'DISK_UNWRITABLE', /./],
    ['an export into a folder that does not exist', (folder) => ['candles', 'export', 'BTCUSDT', '-i', '1h', '-o', join(folder, 'missing', 'out.csv')], 'FILE_NOT_FOUND', /folder must exist/],
    ['a result that is none', (folder) => ['report', join(folder, 'BTCUSDT-1h-2024-01.csv')], 'RESULT_INVALID', /wick backtest/],
  ];
  test.each(cases)('%s', async (_name, words, code, remedy) => {
    const { exitCode, stdout, stderr } = await home.run([...words(home.folder), '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string; remedy: string } };
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^[A-Z"].*\.$/);
    expect(error.message).not.toMatch(/\n/);
    expect(error.remedy).toMatch(remedy);
  });

  test('and the marked place of a rule is shown below it', async () => {
    const { stderr } = await home.run([...backtest, 'entry: rsi(14) < < 30']);
    const lines = stderr.split('\n');
    const line = lines.findIndex((text) => text.includes('  entry: rsi(14) < < 30'));
    expect(lines[line + 1]?.indexOf('^')).toBe('  entry: rsi(14) < '.length);
  });
});

describe('files that cannot be imported', () => {
  const brokenZip = (): string => join(home.folder, 'BTCUSDT-1h-2024-02.zip');

  test('are reported one by one, the good ones are stored, and the exit code is 1', async () => {
    writeFileSync(brokenZip(), 'PK\x03\x04 this is not a zip');
    const cut = writeArchiveFile({ folder: home.folder, name: 'BTCUSDT-1h-2024-03.csv', fromMs: START + 60 * DAY_MS, count: 48 });
    truncateSync(cut, 1_000);
    const good = writeArchiveFile({ folder: home.folder, name: 'BTCUSDT-1h-2024-04.csv', fromMs: START + 744 * HOUR_MS, count: 24 });
    const { exitCode, stdout } = await home.run(['candles', 'import', brokenZip(), cut, join(home.folder, 'none.csv'), good, '--json']);
    expect(exitCode).toBe(1);
    const { files, totals } = JSON.parse(stdout) as { files: { error?: { code: string; remedy: string } }[]; totals: object };
    expect(files.map(({ error }) => error?.code)).toEqual(['ARCHIVE_DAMAGED', 'CANDLES_DAMAGED', 'FILE_NOT_FOUND', undefined]);
    expect(totals).toMatchObject({ files: 4, failed: 3, received: 24, added: 24 });
  });

  test('leave nothing half-written', async () => {
    expect(await home.runJson(['candles', 'coverage', 'BTCUSDT', '-i', '1h'])).toMatchObject({ candles: 744 - 48 + 24, missing: 48 });
  });
});

describe('a .CHECKSUM beside a file', () => {
  test('is compared with it: said where it is right, refused where it is not', async () => {
    const name = 'ETHUSDT-1h-2024-01.csv';
    const path = writeArchiveFile({ folder: home.folder, name, symbol: 'ETHUSDT', fromMs: START, count: 24 });
    writeFileSync(`${path}.CHECKSUM`, `${'0'.repeat(64)}  ${name}`);
    const refused = await home.run(['candles', 'import', path]);
    expect(refused).toMatchObject({ exitCode: 1, stdout: expect.stringContaining(`${name} does not match the checksum in ${name}.CHECKSUM.`) });
    writeFileSync(`${path}.CHECKSUM`, `${createHash('sha256').update(readFileSync(path)).digest('hex')}  ${name}`);
    expect(await home.run(['candles', 'import', path])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('its checksum is right') });
  });
});

describe('exports', () => {
  test('to a file and to stdout are the same bytes, and an aborted one leaves nothing', async () => {
    const words = ['candles', 'export', 'BTCUSDT', '-i', '1h', '--until', '2024-02-01'];
    await home.run([...words, '--out', join(home.folder, 'out.csv')]);
    const { stdout } = await home.run(words);
    expect(stdout.split('\n')).toHaveLength(1 + 696 + 1);
    expect(readFileSync(join(home.folder, 'out.csv'), 'utf8')).toBe(stdout);
    expect(readdirSync(home.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('imported again change nothing', async () => {
    mkdirSync(join(home.folder, 'again'));
    const rows = readFileSync(join(home.folder, 'out.csv'), 'utf8').trim().split('\n').slice(1).map((line) => {
      const [openTimeMs, closeTimeMs, open, high, low, close, volume, ...rest] = line.split(',');
      return [openTimeMs, open, high, low, close, volume, closeTimeMs, ...rest, 0].join(',');
    });
    const path = join(home.folder, 'again', 'BTCUSDT-1h-2024-01.csv');
    writeFileSync(path, rows.join('\n'));
    expect((await home.run(['candles', 'import', path])).stdout).toContain('Nothing changed: all 696 candles were stored already.');
  });
});

test('a database that is down is said to be, by name and without its password', async () => {
  const { exitCode, stderr } = await home.run(['db', 'status'], { DATABASE_URL: 'postgres://wick:hunter2@127.0.0.1:9/wick' });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('127.0.0.1:9');
  expect(stderr).not.toContain('hunter2');
});
