import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeArchiveFile } from './testing/archive-file.test-support.ts';
import { createWickHome, userEnv, type WickHome } from './testing/wick-home.test-support.ts';

const START = Date.UTC(2024, 0, 1);
const PAIRS = 'entry: sma($fast) crosses above sma($slow); exit: sma($fast) crosses below sma($slow)';
const BIN = fileURLToPath(new URL('../bin/wick.mjs', import.meta.url));

let home: WickHome;
const words = (...more: string[]): string[] => [
  'sweep', 'BTCUSDT', '--interval', '1h', '--strategy', PAIRS, '--param', 'fast=2..12', '--param', 'slow=2..12', '--where', 'fast < slow', ...more,
];
const inHome = (name: string): string => join(home.folder, name);

interface SweepDocument {
  readonly combinations: number;
  readonly resumed: number;
  readonly neverTraded: number;
  readonly parameters: object[];
  readonly top: { readonly combination: number; readonly parameters: Record<string, number>; readonly metrics: Record<string, number | null> }[];
  readonly selection: { readonly trials: number; readonly expectedBestSharpe: number; readonly deflatedSharpe: number };
  readonly notes: string[];
}

beforeAll(async () => {
  home = await createWickHome();
  const file = writeArchiveFile({ folder: home.folder, name: 'BTCUSDT-1h-2024-01.csv', fromMs: START, count: 2_000 });
  await home.runJson(['candles', 'import', file]);
}, 120_000);

afterAll(() => home.remove());

describe('wick sweep', () => {
  test('shows the best, and how much of that is owed to having tried so many', async () => {
    const { exitCode, stdout } = await home.run(words('--top', '3'));
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Highest by sharpe ratio:\n\nfast +slow +Total return +Sharpe ratio/);
    expect(stdout).toContain('55 combinations tried');
    expect(stdout).toMatch(/The best of 55 was picked because it is the best\..*would be expected to show -?\d+\.\d\d/);
    expect(stdout).toContain('Assumed:\n- ');
  });

  test('gives the metrics that a backtest of that combination gives', async () => {
    const document = (await home.runJson(words('--top', '2'))) as unknown as SweepDocument;
    const [best] = document.top;
    const { fast, slow } = best!.parameters;
    const rules = PAIRS.replaceAll('$fast', String(fast)).replaceAll('$slow', String(slow));
    const run = (await home.runJson(['backtest', 'BTCUSDT', '-i', '1h', '-s', rules])) as { metrics: Record<string, number> };
    for (const [name, value] of Object.entries(best!.metrics)) expect([name, value]).toEqual([name, run.metrics[name]]);
    expect(document).toMatchObject({ combinations: 55, neverTraded: 0, resumed: 0, selection: { trials: 55 } });
  });

  test('writes every combination as CSV and as Arrow, the same bytes for one thread and for two', async () => {
    await home.run(words('--threads', '1', '--out', inHome('one.csv')));
    await home.run(words('--threads', '2', '--out', inHome('two.csv')));
    await home.run(words('--threads', '2', '--out', inHome('two.arrow')));
    const csv = readFileSync(inHome('one.csv'), 'utf8');
    expect(readFileSync(inHome('two.csv'), 'utf8')).toBe(csv);
    expect(csv.split('\n')[0]).toBe('combination,fast,slow,totalReturn,sharpe,maxDrawdown,trades,winRate,profitFactor');
    expect(csv.trimEnd().split('\n')).toHaveLength(56);
    const { fromArrow } = createRequire(import.meta.url)('arquero') as typeof import('arquero');
    const table = fromArrow(readFileSync(inHome('two.arrow'))) as unknown as { numRows(): number; array(name: string): number[]; columnNames(): string[] };
    expect(table.columnNames()).toEqual(csv.split('\n')[0]!.split(','));
    const numbers = (name: string): (number | null)[] => {
      const at = table.columnNames().indexOf(name);
      return csv.trimEnd().split('\n').slice(1).map((line) => line.split(',')[at]!).map((cell) => (cell === '' ? null : Number(cell)));
    };
    expect(table.columnNames().map((name) => Array.from(table.array(name)))).toEqual(table.columnNames().map(numbers));
    expect(existsSync(inHome('one.csv.journal'))).toBe(false);
  }, 60_000);

  test('tries a random choice, a list of a file, and writes a report of the best', async () => {
    const random = (await home.runJson(words('--random', '20', '--report', inHome('best.html')))) as unknown as SweepDocument;
    expect(random).toMatchObject({ combinations: 20, choice: { count: 20, seed: 1 }, notes: [expect.stringContaining('seed 1')] });
    expect(readFileSync(inHome('best.html'), 'utf8')).toContain('<html');
    writeFileSync(inHome('pairs.csv'), 'fast,slow\n2,5\n3,8\n');
    writeFileSync(inHome('pairs.json'), '[{"fast": 2, "slow": 5}, {"fast": 3, "slow": 8}]');
    const list = ['sweep', 'BTCUSDT', '-i', '1h', '-s', PAIRS, '--metrics', 'totalReturn,orders', '--combinations'];
    const fromCsv = await home.runJson([...list, inHome('pairs.csv')]);
    expect(fromCsv).toMatchObject({ combinations: 2, selection: null });
    expect(await home.runJson([...list, inHome('pairs.json')])).toEqual(fromCsv);
  });

  const cases: [name: string, more: (folder: string) => string[], code: string, text: RegExp][] = [
    ['a thousand million combinations', () => ['--param', 'x=1..10000', '--param', 'y=1..100000'], 'OPTION_INVALID', /combinations.*are allowed/],
    ['a parameter that the strategy does not have', () => ['--param', 'mid=1,2'], 'OPTION_INVALID', /no parameter \$mid/],
    ['a constraint that cannot be read', () => ['--where', 'fast <'], 'OPTION_INVALID', /The constraint "fast <"/],
    ['a metric that there is not', () => ['--metrics', 'sharp'], 'OPTION_INVALID', /no metric sharp/],
    ['a file of another kind', (folder) => ['--out', join(folder, 'out.xlsx')], 'OPTION_INVALID', /--out cannot be/],
    ['a list beside values', (folder) => ['--combinations', join(folder, 'pairs.csv')], 'OPTION_INVALID', /in the place of --param/],
    ['a seed without a choice', () => ['--seed', '4'], 'OPTION_INVALID', /--seed decides nothing/],
    ['no threads', () => ['--threads', '0'], 'OPTION_INVALID', /--threads cannot be/],
  ];
  test.each(cases)('refuses %s with one sentence and what to do', async (_name, more, code, text) => {
    const { exitCode, stdout } = await home.run([...words(...more(home.folder)), '--json']);
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string; remedy: string } };
    expect({ exitCode, code: error.code }).toEqual({ exitCode: 2, code });
    expect(error.message).toMatch(text);
    expect(error.remedy).not.toBe('');
  });
});

describe('a sweep that is killed', () => {
  const long = (out: string): string[] => [
    'sweep', 'BTCUSDT', '--interval', '1h', '--strategy', `${PAIRS}; stop loss: $stop%`, '--param', 'fast=2..40', '--param', 'slow=2..40',
    '--param', 'stop=1..40', '--where', 'fast < slow', '--memory', '4', '--threads', '2', '--out', out, '--json',
  ];

  test('goes on where it was, computes nothing twice, and writes the bytes of an undisturbed one', async () => {
    const undisturbed = await home.spawn(long(inHome('whole.csv')));
    expect(undisturbed.exitCode).toBe(0);

    const out = inHome('killed.csv');
    const journal = `${out}.journal`;
    const env = userEnv({ WICK_DATA_DIR: join(home.folder, 'data'), NO_COLOR: '1' });
    const child = spawn(process.execPath, [BIN, ...long(out)], { cwd: home.folder, env, stdio: 'ignore' });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on('exit', (_code, signal) => resolve(signal)));
    // A journal of more than its head and a few portions.
    while (!existsSync(journal) || statSync(journal).size < 200_000) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    expect(existsSync(out)).toBe(false);
    // As though it had been killed in the middle of a write.
    writeFileSync(journal, Buffer.concat([readFileSync(journal), Buffer.alloc(1_000, 7)]));

    const { stdout } = await home.spawn(long(out));
    const document = JSON.parse(stdout) as SweepDocument;
    expect(document.combinations).toBe((39 * 38 * 40) / 2);
    expect(document.resumed).toBeGreaterThan(0);
    expect(document.resumed).toBeLessThan(document.combinations);
    expect(readFileSync(out).equals(readFileSync(inHome('whole.csv')))).toBe(true);
    expect(existsSync(journal)).toBe(false);
  }, 180_000);

  test('is not mixed up with another one', async () => {
    const out = inHome('other.csv');
    writeFileSync(`${out}.journal`, `${JSON.stringify({ key: 'of another sweep', parameters: 2, metrics: 1, portions: [] })}\n`);
    const { exitCode, stdout } = await home.run([...words('--out', out), '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'OPTION_INVALID', message: expect.stringContaining('unfinished sweep') } });
    expect((await home.run(words('--out', out, '--restart'))).exitCode).toBe(0);
    expect(existsSync(out)).toBe(true);
  });
});
