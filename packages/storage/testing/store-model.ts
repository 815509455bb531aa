import { type CandleBatch, type Column, COLUMNS, type Series } from '@wick/core';
import { batchOfTexts, type TextCandle } from './batches.ts';

/** A candle as its texts, `null` where unknown; the close time first. */
type Texts = readonly (string | null)[];

/** What a store should hold of one series, in the slowest and plainest way. */
export class SeriesModel {
  readonly series: Series;
  candles: ReadonlyMap<number, Texts> = new Map();
  /** The state after each revision that was the newest one at some time. */
  readonly history = new Map<number, ReadonlyMap<number, Texts>>([[0, new Map()]]);

  constructor(series: Series) {
    this.series = series;
  }

  /** @returns what the store has to report */
  write(rows: readonly TextCandle[], conflict: 'replace' | 'keep'): Record<string, number> {
    const counts = { received: rows.length, added: 0, unchanged: 0, revised: 0, kept: 0 };
    const next = new Map(this.candles);
    for (const row of rows) {
      const heard = textsOf(row);
      const known = next.get(row.openTimeMs);
      if (!known) {
        counts.added++;
        next.set(row.openTimeMs, heard);
        continue;
      }
      const learnt = known.map((text, at) => (conflict === 'keep' ? (text ?? heard[at]!) : (heard[at] ?? text)));
      const contradicts = learnt.some((text, at) => heard[at] !== null && heard[at] !== text);
      const changed = learnt.some((text, at) => text !== known[at]);
      counts[contradicts ? 'kept' : changed ? 'revised' : 'unchanged']++;
      next.set(row.openTimeMs, learnt);
    }
    this.candles = next;
    const { received, added, unchanged, revised } = counts;
    return conflict === 'keep' ? counts : { received, added, unchanged, revised };
  }

  get times(): number[] {
    return [...this.candles.keys()].sort((a, b) => a - b);
  }
}

/** Without superfluous zeros. */
const trimmed = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

function textsOf(row: TextCandle): Texts {
  const closes = row.closeTimeMs === undefined || Number.isNaN(row.closeTimeMs) ? null : String(row.closeTimeMs);
  return [closes, ...COLUMNS.map((name) => (row[name] === undefined ? null : trimmed(row[name])))];
}

/** The rows of a batch as the model keeps them. */
export function modelOf(batch: CandleBatch): Map<number, Texts> {
  const text = (name: Column, row: number): string | null => {
    const value = batch.columns[name][row]!;
    return batch.exact[name]?.get(row) ?? (Number.isNaN(value) ? null : plainDecimal(value));
  };
  const closes = (row: number): string | null => (Number.isNaN(batch.closeTimeMs[row]!) ? null : String(batch.closeTimeMs[row]!));
  return new Map(Array.from({ length: batch.length }, (_, row) => [batch.openTimeMs[row]!, [closes(row), ...COLUMNS.map((name) => text(name, row))]]));
}

/** Without an exponent. */
const plainDecimal = (value: number): string => (String(value).includes('e') ? trimmed(value.toFixed(20)) : String(value));

export const batchOf = (series: Series, rows: readonly TextCandle[]): CandleBatch => batchOfTexts(series, rows);

/** How two states differ, candle by candle and column by column. */
export function differences(before: ReadonlyMap<number, Texts>, after: ReadonlyMap<number, Texts>): { added: number[]; removed: number[]; changed: string[] } {
  const ascending = (times: number[]): number[] => times.sort((a, b) => a - b);
  const names = ['closeTimeMs', ...COLUMNS];
  const changed = [...after].flatMap(([timeMs, texts]) => {
    const earlier = before.get(timeMs);
    return earlier ? names.flatMap((name, at) => (earlier[at] === texts[at] ? [] : [`${timeMs} ${name} ${earlier[at]} ${texts[at]}`])) : [];
  });
  return {
    added: ascending([...after.keys()].filter((timeMs) => !before.has(timeMs))),
    removed: ascending([...before.keys()].filter((timeMs) => !after.has(timeMs))),
    changed: changed.sort(),
  };
}
