import type { Benchmark } from './harness/benchmark.ts';
import { allMetrics } from './work/all-metrics.ts';
import { archiveImport, archiveImportAllColumns } from './work/archive-import.ts';
import { backtesting105k, backtesting10k, backtrader105k, backtrader10k } from './work/event-driven.ts';
import { coverages, liveWrite } from './work/coverage-ledger.ts';
import { firstMetrics } from './work/first-metrics.ts';
import { millionOrders } from './work/million-orders.ts';
import { modelPace } from './work/model-pace.ts';
import { journalledRequest, recordedAnswers } from './work/recorded-answers.ts';
import { restBudget } from './work/rest-budget.ts';
import { restOneSymbol } from './work/rest-one-symbol.ts';
import { sevenIndicators } from './work/seven-indicators.ts';
import { signalsReplay } from './work/signals-replay.ts';
import { sharedCash } from './work/one-cash.ts';
import { simulation, simulationByConventions } from './work/simulation.ts';
import { smaPairs105k, smaPairs10k, smaPairsByConventions, twoThreads } from './work/sma-pairs.ts';
import { stops, stopsByConventions } from './work/stops.ts';
import { cachedFrame, storedFrame } from './work/stored-frame.ts';
import { stream } from './work/stream.ts';
import { tenMetrics10k, tenMetrics1m } from './work/ten-metrics.ts';

/** In the order of the table. */
export const BENCHMARKS: readonly Benchmark[] = [
  simulation, simulationByConventions, tenMetrics10k, tenMetrics1m, allMetrics, stops, stopsByConventions,
  sharedCash, smaPairs10k, smaPairsByConventions, smaPairs105k, millionOrders, ...sevenIndicators, firstMetrics, stream, twoThreads,
  backtrader10k, backtrader105k, backtesting10k, backtesting105k,
  archiveImport, archiveImportAllColumns, storedFrame, cachedFrame,
  restOneSymbol, restBudget,
  coverages, liveWrite,
  recordedAnswers, journalledRequest, signalsReplay, modelPace,
];
