import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { realDataFolder } from './testing/real-data.test-support.ts';
import { createWickHome, type WickHome } from './testing/wick-home.test-support.ts';

jest.setTimeout(120_000);

const SENTENCE = 'RSI oversold (<30) with volume spike (>1.5x 20-period MA)';
const data = realDataFolder();

const filesOf = (folder: string, name: RegExp): string[] =>
  readdirSync(folder).filter((file) => name.test(file)).toSorted().map((file) => join(folder, file));

if (data === undefined) test('real candles are not at hand', () => expect(data).toBeUndefined());
else {
  let home: WickHome;
  beforeAll(async () => {
    home = await createWickHome();
  });
  afterAll(() => home.remove());

  const importJson = async (files: readonly string[]): Promise<{ totals: object }> => {
    const { stdout } = await home.spawn(['candles', 'import', ...files, '--json']);
    return JSON.parse(stdout) as { totals: object };
  };

  describe('seven months of hours from the archive, across the change from milliseconds to microseconds', () => {
    const files = filesOf(join(data, 'archive/spot'), /^BTCUSDT-1h-(2024-1\d|2025-0\d)\.csv$/);

    test('are 5,088 candles without a gap', async () => {
      const { totals } = await importJson(files);
      expect(totals).toMatchObject({ files: 7, failed: 0, received: 5_088, added: 5_088, unchanged: 0, revised: 0 });
      const coverage = await home.runJson(['candles', 'coverage', 'BTCUSDT', '--interval', '1h']);
      expect(coverage).toMatchObject({
        candles: 5_088, firstOpenTimeMs: Date.UTC(2024, 10, 1), lastOpenTimeMs: Date.UTC(2025, 4, 31, 23), gaps: [], missing: 0, offGrid: 0,
      });
    });

    test('change nothing when they are imported again, and wick says so', async () => {
      const { exitCode, stdout } = await home.run(['candles', 'import', ...files]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain('Nothing changed: all 5,088 candles were stored already.');
    });
  });

  describe('two and a half years of minutes', () => {
    test('are 977,787 candles with their gaps, off-grid times and unknown columns', async () => {
      const { totals } = await importJson(filesOf(join(data, 'spot/1m'), /^BTCUSDT-1m-201.*\.csv\.gz$/));
      expect(totals).toMatchObject({ files: 3, failed: 0, received: 977_787, added: 977_787 });
      const coverage = await home.runJson(['candles', 'coverage', 'BTCUSDT', '--interval', '1m']);
      expect(coverage).toMatchObject({ candles: 977_787, missing: 5_492, offGrid: 20_401 + 1_201 });
      expect(coverage['gaps']).toHaveLength(15);
      const { stdout } = await home.run(['candles', 'export', 'BTCUSDT', '--interval', '1m', '--until', '2017-08-17T04:01']);
      expect(stdout.split('\n')[1]).toBe('1502942400000,,4261.48,4261.48,4261.48,4261.48,1.775183,,,,');
    });

    test('are backtested with a sentence, and the report is written', async () => {
      const report = join(home.folder, 'out.html');
      const { exitCode, stdout } = await home.spawn(['backtest', 'BTCUSDT', '--interval', '1m', '--strategy', SENTENCE, '--report', report]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain('15 gaps');
      expect(stdout).toContain(`Report: ${report}`);
      expect(statSync(report).size).toBeGreaterThan(100_000);
    });
  });
}
