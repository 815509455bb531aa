import { countMissing, type CandleBatch, type Coverage, MINUTE_MS, sliceBatch } from '@wick/core';
import type { Benchmark } from '../harness/benchmark.ts';

const GAPS_A_SERIES = 30;
const MONTHS = 108;

/** `columns` series of nine years, with gaps that symbols share and gaps of their own, put into the ledger without candles. */
async function fillLedger(folder: string, series: number): Promise<void> {
  const { openBenchDatabase } = await import('../candles/bench-database.ts');
  const database = await openBenchDatabase(folder);
  const { sql } = database;
  await sql.query(`insert into wick.series (exchange, market, symbol, interval)
    select 'simulated', 'spot', 'S' || n || 'USDT', '1m' from generate_series(1, ${series}) n`);
  // A gap begins at the same minute for all, or for every series at a minute of its own.
  await sql.query(`insert into wick.series_coverage (series_id, candles, first_open_time_ms, last_open_time_ms, off_grid, gaps)
    select id, ${MONTHS} * 43200, 0, ${MONTHS} * 2592000000::bigint, 0,
      (select jsonb_agg(jsonb_build_array(t, t + 600000, 10) order by t)
       from (select (g * 9000000000::bigint + case when g % 2 = 0 then 0 else id * 600000 end) as t
             from generate_series(1, ${GAPS_A_SERIES}) g) gaps)
    from wick.series`);
  await sql.query(`insert into wick.coverage
      (series_id, period_start_ms, candles, hot_candles, first_open_time_ms, last_open_time_ms, off_grid, gaps)
    select id, m * 2592000000::bigint, 43200, 0, m * 2592000000::bigint, (m + 1) * 2592000000::bigint - 60000, 0, '[]'
    from wick.series, generate_series(0, ${MONTHS - 1}) m`);
  await sql.query(`insert into wick.absence (series_id, from_ms, to_ms, kind, source, noted_at_ms)
    select id, -86400000, 0, 'not-listed', 'bench', 0 from wick.series`);
  await sql.query('analyze');
  await database.close();
}

/** What is stored of many series, and why candles are missing, as `wick candles coverage` asks for it. */
export const coverages: Benchmark = {
  name: 'coverages',
  work: ({ columns }) => `coverage of ${columns!.toLocaleString('en')} series, ${MONTHS} months and ${GAPS_A_SERIES} gaps each`,
  full: { bars: 1, columns: 1_000 },
  small: { bars: 1, columns: 20 },
  pairs: 15,
  goal: { ms: 50 },
  prepare: (folder, { columns }) => fillLedger(folder, columns!),
  async open(folder) {
    const { openBenchDatabase } = await import('../candles/bench-database.ts');
    const database = await openBenchDatabase(folder);
    let all: Coverage[] = [];
    return {
      run: async () => (all = await database.storage.candles.coverages()),
      answer: () => ({ missing: Float64Array.from(all, ({ gaps }) => countMissing(gaps)) }),
      close: () => database.close(),
    };
  },
  tolerance: 0,
  withServer: true,
};

/** The next closed candle of many series in one write, acknowledged when it is on disk: what live candles need. */
export const liveWrite: Benchmark = {
  name: 'live-write',
  work: ({ columns }) => `a closed candle of each of ${columns!.toLocaleString('en')} series → database`,
  full: { bars: 4_000, columns: 300 },
  small: { bars: 4_000, columns: 10 },
  pairs: 15,
  goal: { ms: 60 },
  prepare: () => undefined,
  async open(folder, { bars, columns }) {
    const { openBenchDatabase } = await import('../candles/bench-database.ts');
    const { generateCandles } = await import('@wick/testkit');
    const database = await openBenchDatabase(folder);
    const { storage } = database;
    const series = { exchange: 'simulated', market: 'spot', interval: '1m' } as const;
    const market = generateCandles({ series: { ...series, symbol: 'S0USDT' }, fromMs: Date.UTC(2024, 0, 1), count: bars });
    const next = (minute: number): CandleBatch[] =>
      Array.from({ length: columns! }, (_, n) => ({ ...sliceBatch(market, minute, minute + 1), series: { ...series, symbol: `S${n}USDT` } }));
    let minute = 0;
    return {
      run: () => storage.candles.writeAll(next(minute++), 'bench'),
      answer: async () => {
        const all = await storage.candles.coverages();
        const lacking = all.filter(({ candles, lastOpenTimeMs }) => candles !== minute || lastOpenTimeMs !== Date.UTC(2024, 0, 1) + (minute - 1) * MINUTE_MS);
        return { lacking: Float64Array.of(lacking.length) };
      },
      close: () => database.close(),
    };
  },
  tolerance: 0,
  withServer: true,
};
