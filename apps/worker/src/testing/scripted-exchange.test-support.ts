import type { CandleBatch, CandleStore, LiveCandleSource, Series, TimeRange, WriteReport } from '@wick/core';
import { generateCandles } from '@wick/testkit';

/** An exchange whose stream a test speaks for, and whose history is a generated market. */
export interface ScriptedExchange {
  readonly live: LiveCandleSource;
  readonly sync: (series: Series, range: TimeRange, signal: AbortSignal) => Promise<WriteReport>;
  /** Ranges that were fetched, in order. */
  readonly fetched: TimeRange[];
  /** Connections of the stream so far. */
  readonly connections: () => number;
  candles(series: Series, range: TimeRange): CandleBatch;
  /** The stream says that these candles have closed. */
  close(series: Series, range: TimeRange): void;
  /** The stream breaks. */
  disconnect(error: Error): void;
}

export function scriptedExchange(store: CandleStore): ScriptedExchange {
  const fetched: TimeRange[] = [];
  let waiting: (CandleBatch | Error)[] = [];
  let notify = (): void => {};
  let connections = 0;
  const say = (word: CandleBatch | Error): void => {
    waiting.push(word);
    notify();
  };
  const candles = (series: Series, range: TimeRange): CandleBatch => generateCandles({ series, ...range, seed: 1 });
  return {
    fetched,
    connections: () => connections,
    candles,
    close: (series, range) => say(candles(series, range)),
    disconnect: say,
    sync: async (series, range) => {
      fetched.push(range);
      return store.write(candles(series, range), 'history');
    },
    live: {
      name: 'stream',
      async *closedCandles(_series, { signal }) {
        connections++;
        waiting = [];
        while (!signal.aborted) {
          const next = waiting.shift();
          if (next instanceof Error) throw next;
          if (next) yield next;
          else await new Promise<void>((resolve) => {
            notify = resolve;
            signal.addEventListener('abort', () => resolve(), { once: true });
          });
        }
      },
    },
  };
}
