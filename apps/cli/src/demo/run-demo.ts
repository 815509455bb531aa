import { columnsOfStrategy, DAY_MS, openTimeOf, type Series } from '@wick/core';
import { backtest } from '@wick/engine';
import { syncSeries } from '@wick/ingestion';
import { compileSentence, paraphrase } from '@wick/llm-signals';
import { resultToJson, resultToTable } from '@wick/report';
import type { Storage } from '@wick/storage';
import { type Run, writeReport } from '../backtest/run-to-report.ts';
import type { CliContext } from '../context.ts';
import { binanceAddress } from '../options/binance-address.ts';
import { formatAmount, formatCount, formatDuration } from '../output/format.ts';
import { isPainted, paintFor } from '../output/paint.ts';
import { startProgress } from '../output/progress.ts';
import { withStorage } from '../with-storage.ts';
import { type DemoMarket, type MarketData, openDemoMarket } from './demo-market.ts';

export const DEMO_SENTENCE = 'RSI oversold (<30) with volume spike (>1.5x 20-period MA)';
const DAYS = 365;

export interface DemoOptions {
  readonly marketData: MarketData;
  readonly out: string;
  readonly json: boolean;
}

/** Says what was done in one line, with how long it took. */
type Tell = (step: string, what: string) => void;

/** The main job from beginning to end: candles, sentence, backtest, report. */
export async function runDemo(context: CliContext, options: DemoOptions): Promise<void> {
  const tell = createTeller(context, options.json);
  const market = await openDemoMarket(options.marketData, binanceAddress(context));
  try {
    tell('Market', market.exchange === 'simulated' ? `SIMULATED MARKET. ${market.reason}` : market.reason);
    const run = await withStorage(context, (storage) => compileAndRun(context, storage, market, tell));
    const path = await writeReport(options.out, run);
    if (options.json) {
      const result: unknown = JSON.parse(resultToJson(run.result));
      context.stdout.write(`${JSON.stringify({ market: market.exchange, report: path, result }, null, 2)}\n`);
    } else {
      const colour = isPainted(context.stdout, context.env);
      context.stdout.write(`\n${resultToTable(run.result, { colour, width: Math.min(context.stdout.columns ?? 100, 120) })}\n\nReport: ${path}\n`);
    }
  } finally {
    await market.close();
  }
}

async function compileAndRun(context: CliContext, storage: Storage, market: DemoMarket, tell: Tell): Promise<Run> {
  const series: Series = { exchange: market.exchange, market: 'spot', symbol: 'BTCUSDT', interval: '1h' };
  const toMs = openTimeOf(Date.now(), series.interval);
  const range = { fromMs: toMs - DAYS * DAY_MS, toMs };
  const progress = await startProgress(context);
  try {
    const { received, added } = await syncSeries({
      source: market.source, store: storage.candles, series, range, signal: context.signal, onProgress: progress.listener,
    });
    progress.stop();
    const { kind } = await storage.status();
    const fetched = received === 0 ? 'all stored before' : `${formatAmount(received, 'candle')} fetched, ${formatCount(added)} new`;
    tell('Candles', `BTCUSDT 1h, ${DAYS} days: ${fetched}, in ${kind === 'embedded' ? 'the embedded PostgreSQL' : 'your PostgreSQL'}`);
  } finally {
    progress.stop();
  }

  const { strategy, assumptions } = compileSentence(DEMO_SENTENCE);
  tell('Sentence', `“${DEMO_SENTENCE}”`);
  tell('Strategy', paraphrase(strategy));

  const frame = await storage.candles.frame(series, range, columnsOfStrategy(strategy));
  const result = backtest(frame, strategy, { assumptions });
  tell('Backtest', `${formatAmount(frame.length, 'candle')}, ${formatAmount(result.metrics.trades, 'closed trade')}`);
  return { result, frame, sentence: DEMO_SENTENCE };
}

/** Steps go to stdout for people; with --json they are progress, and stdout is left to the document. */
function createTeller(context: CliContext, json: boolean): Tell {
  const stream = json ? context.stderr : context.stdout;
  const paint = paintFor(stream, context.env);
  let lastMs = performance.now();
  return (step, what) => {
    const nowMs = performance.now();
    stream.write(`${paint('green', '✓')} ${step.padEnd(9)} ${what} ${paint('dim', `(${formatDuration(nowMs - lastMs)})`)}\n`);
    lastMs = nowMs;
  };
}
