import type { Metrics } from '@wick/core';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark } from '../harness/benchmark.ts';
import { BAR_MS, readFrame } from '../market/market-files.ts';
import { prepareMarkets } from '../market/prepare-markets.ts';

const STRATEGY = 'entry: sma(close, 50) crosses above sma(close, 200); exit: sma(close, 50) crosses below sma(close, 200)';
const ARGUMENTS = [
  'backtest', 'BTCUSDT', '-i', '5m', '--exchange', 'simulated', '--strategy', STRATEGY,
  '--fill', 'close', '--cash', '100000', '--fee', '0.001', '--slippage', '0', '--json',
];

/**
 * What a person waits for: from the start of the process to the printed metrics. Ours reads the candles out of its
 * embedded database, which was made once before; theirs reads arrays.
 */
export const firstMetrics: Benchmark = {
  name: 'first-metrics',
  work: ({ bars }) => `process start → printed metrics, ${bars.toLocaleString('en')} stored bars`,
  full: { bars: 105_120 },
  small: { bars: 3_000 },
  pairs: 7,
  goal: { ms: 1_000 },
  prepare: prepareMarkets,
  async open(folder) {
    const { createWickHome } = await import('../wick-home.ts');
    const home = createWickHome();
    const archive = join(home.folder, 'BTCUSDT-5m-2015.csv');
    writeFileSync(archive, archiveText(folder));
    home.wick('candles', 'import', '--exchange', 'simulated', archive);
    let printed = '';
    return {
      run() {
        printed = home.wick(...ARGUMENTS);
      },
      answer() {
        const { totalReturn, trades, openTrades } = (JSON.parse(printed) as { metrics: Metrics }).metrics;
        return { growth: Float64Array.of(1 + totalReturn!), trades: Float64Array.of(trades + openTrades) };
      },
      close: () => home.remove(),
    };
  },
  peer: { program: 'vectorbt', script: 'vectorbt_process.py' },
  tolerance: 1e-9,
  ownProcess: true,
};

/** The candles as Binance's archive has them; what the market does not know is 0. */
function archiveText(folder: string): string {
  const { openTimeMs, columns: { open, high, low, close, volume } } = readFrame(folder);
  const row = (bar: number): string => {
    const openMs = openTimeMs[bar]!;
    return [openMs, open[bar], high[bar], low[bar], close[bar], volume[bar], openMs + BAR_MS - 1, 0, 0, 0, 0, 0].join(',');
  };
  return `${Array.from(openTimeMs, (_, bar) => row(bar)).join('\n')}\n`;
}
