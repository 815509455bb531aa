import { timeOnce, timePairs } from './pairs.ts';
import { createWickHome } from './wick-home.ts';

export interface Row {
  readonly work: string;
  readonly result: string;
}

const STRATEGY = 'RSI oversold (<30) with volume spike (>1.5x 20-period MA)';
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/**
 * How long a person waits: the help, the demo, a backtest of so many minutes. Whole processes, against a bare Node.
 *
 * @param minutes candles to backtest
 * @param runs counted runs of each pair
 */
export async function measureFirstLight(minutes: number, runs: number): Promise<Row[]> {
  const home = createWickHome();
  try {
    const bare = (): string => home.node('-e', '0');
    const help = await timePairs(() => home.wick('--help'), bare, runs);
    const demo = (): string => home.wick('demo', '--out', `${home.folder}/demo.html`);
    const firstDemoMs = await timeOnce(demo);
    const secondDemoMs = await timeOnce(demo);
    home.importMinutes(minutes);
    const backtest = (...more: string[]): string =>
      home.wick('backtest', 'BTCUSDT', '-i', '1m', '--exchange', 'simulated', '--strategy', STRATEGY, ...more);
    const run = await timePairs(() => backtest('--report', `${home.folder}/report.html`), () => home.wick('db', 'status'), runs);
    if (backtest('--json') !== backtest('--json')) throw new Error('the same run gave other bytes');
    return [
      { work: 'wick --help, longer than node -e 0', result: seconds(help.differenceMs) },
      { work: 'wick demo, empty home', result: seconds(firstDemoMs) },
      { work: 'wick demo, the second time', result: seconds(secondDemoMs) },
      { work: `wick backtest of ${minutes} stored minutes, with its report`, result: seconds(run.subject.medianMs) },
      { work: 'the same, longer than wick db status (process and database start)', result: seconds(run.differenceMs) },
    ];
  } finally {
    home.remove();
  }
}

