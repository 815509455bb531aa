import { MINUTE_MS } from '@wick/core';
import type { Benchmark, Scale, Work } from '../harness/benchmark.ts';

/** Weight a minute, of a page, and rows of a page: Binance's own. */
const LIMIT = 6_000;
const PAGE = { weight: 2, rows: 1_000 };

/**
 * Many symbols over REST, on the exchange's clock: what counts is not the machine but how much of the request budget is used. Time
 * passes only while nothing is under way, so the whole weight of a minute can be spent at its beginning.
 */
export const restBudget: Benchmark = {
  name: 'rest-budget',
  work: ({ bars, columns = 1 }) => `${columns} symbols × ${bars.toLocaleString('en')} candles over REST, minutes of the exchange at ${LIMIT.toLocaleString('en')} a minute`,
  full: { bars: 105_120, columns: 50 },
  small: { bars: 1_500, columns: 3 },
  pairs: 1,
  goal: { ratio: 1.05 },
  prepare: () => undefined,
  open: openSymbols,
  otherWay: { name: 'what the budget allows', open: openBudget },
  tolerance: 0,
  // The exchange is in it: neither its memory nor its time on processors is the client's.
  ownProcess: true,
};

async function openSymbols(_folder: string, { bars, columns = 1 }: Scale): Promise<Work> {
  const { createRestSource } = await import('@wick/ingestion');
  const { DrivenClock, startBinanceSimulator } = await import('@wick/testkit');
  const { heldGet } = await import('../exchange/held-get.ts');
  const { historyOf, rangeOf, seriesOf } = await import('../exchange/plain-history.ts');
  const symbols = Array.from({ length: columns }, (_, index) => `SYMBOL${index}USDT`);
  const history = historyOf('', bars);
  let [candles, refused, tookMs] = [0, 0, NaN];
  return {
    async run() {
      const clock = new DrivenClock(Date.UTC(2024, 4, 1, 12));
      const exchange = await startBinanceSimulator({ clock, limits: { spotWeight: LIMIT } });
      for (const symbol of symbols) exchange.setCandles({ ...history, series: seriesOf(symbol) });
      const source = createRestSource({ market: 'spot', baseUrl: exchange.restUrl, clock, httpGet: heldGet(exchange.restUrl, clock) });
      const startMs = clock.nowMs();
      const read = async (symbol: string): Promise<number> => {
        let count = 0;
        for await (const { length } of source.candles(seriesOf(symbol), rangeOf(bars))) count += length;
        return count;
      };
      const counts = await clock.runUntil(Promise.all(symbols.map(read)));
      [candles, refused, tookMs] = [counts.reduce((sum, count) => sum + count, 0), exchange.requests.filter(({ status }) => status !== 200).length, clock.nowMs() - startMs];
      await exchange.close();
    },
    clockMs: () => tookMs,
    answer: () => ({ candles: Float64Array.of(candles), refused: Float64Array.of(refused) }),
  };
}

/** Pages alone, no request more, and nothing of any minute left. */
function openBudget(_folder: string, { bars, columns = 1 }: Scale): Work {
  const weight = columns * Math.ceil(bars / PAGE.rows) * PAGE.weight;
  return {
    run: () => undefined,
    clockMs: () => (Math.ceil(weight / LIMIT) - 1) * MINUTE_MS,
    answer: () => ({ candles: Float64Array.of(columns * bars), refused: Float64Array.of(0) }),
  };
}
