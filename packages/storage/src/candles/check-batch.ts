import {
  type CandleBatch, type Column, COLUMNS, type ExactDecimals, isExactInFloat64, seriesKey, trimDecimal, WickError,
} from '@wick/core';

const PRICES = ['open', 'high', 'low', 'close'] as const;

/**
 * A batch as it may be stored: decimals that a float64 holds anyway are dropped from `exact`, the others trimmed.
 * @throws WickError CANDLES_DAMAGED if it cannot have come from an exchange: times that do not ascend or are no whole
 * milliseconds, a missing price, an infinite value, a decimal that contradicts its number
 */
export function checkBatch(batch: CandleBatch): CandleBatch {
  const problem = lengthProblem(batch) ?? timeProblem(batch) ?? valueProblem(batch) ?? exactProblem(batch);
  if (problem === undefined) return { ...batch, exact: necessaryDecimals(batch) };
  throw new WickError('CANDLES_DAMAGED', `Candles of ${seriesKey(batch.series)} cannot be stored: ${problem}.`, {
    remedy: 'Nothing was written. Check the source; a fresh download may help.',
    details: { series: seriesKey(batch.series) },
  });
}

/**
 * The same for batches that are written at once.
 * @throws WickError CANDLES_DAMAGED also if a series comes twice
 */
export function checkBatches(batches: readonly CandleBatch[]): CandleBatch[] {
  const keys = new Set<string>();
  return batches.map((batch) => {
    const key = seriesKey(batch.series);
    if (keys.has(key)) {
      throw new WickError('CANDLES_DAMAGED', `Candles of ${key} come twice in one write.`, {
        remedy: 'Nothing was written. Join them, or write them one after the other.',
        details: { series: key },
      });
    }
    keys.add(key);
    return checkBatch(batch);
  });
}

function lengthProblem(batch: CandleBatch): string | undefined {
  const columns = { openTimeMs: batch.openTimeMs, closeTimeMs: batch.closeTimeMs, ...batch.columns };
  const wrong = Object.entries(columns).find(([, values]) => values.length !== batch.length);
  return wrong && `${wrong[0]} has ${wrong[1].length} rows, not ${batch.length}`;
}

function timeProblem({ openTimeMs, closeTimeMs, length }: CandleBatch): string | undefined {
  const row = firstBadTime(openTimeMs, closeTimeMs);
  if (row === length) return undefined;
  const time = openTimeMs[row]!;
  if (!Number.isSafeInteger(time)) return `the open time of row ${row} is ${time}`;
  if (row > 0 && time <= openTimeMs[row - 1]!) return `the open time of row ${row} does not ascend`;
  return `the close time of row ${row} is infinite`;
}

function valueProblem({ columns, length }: CandleBatch): string | undefined {
  for (const name of COLUMNS) {
    const row = firstBadValue(columns[name], !(PRICES as readonly string[]).includes(name));
    if (row < length) return `${name} of row ${row} is ${columns[name][row]}`;
  }
  return undefined;
}

// The loops over all rows have nothing in them but comparisons: a message that is put together inside makes them five times as slow.

/** @returns the number of rows if there is none */
function firstBadTime(openTimeMs: Float64Array, closeTimeMs: Float64Array): number {
  const { length } = openTimeMs;
  let previousMs = -Infinity;
  for (let row = 0; row < length; row++) {
    const time = openTimeMs[row]!;
    if (!(time > previousMs) || !Number.isSafeInteger(time) || Math.abs(closeTimeMs[row]!) === Infinity) return row;
    previousMs = time;
  }
  return length;
}

/** The first infinite value, or unknown one where that may not be; the number of rows if there is none. */
function firstBadValue(values: Float64Array, mayBeUnknown: boolean): number {
  const { length } = values;
  for (let row = 0; row < length; row++) {
    const value = values[row]!;
    if (value - value !== 0 && !(mayBeUnknown && Number.isNaN(value))) return row;
  }
  return length;
}

function exactProblem({ columns, exact, length }: CandleBatch): string | undefined {
  for (const name of COLUMNS) {
    for (const [row, text] of exact[name] ?? []) {
      const agrees = row < length && /^-?\d+(\.\d+)?$/.test(text) && Number(text) === columns[name][row];
      if (!agrees) return `${name} of row ${row} is ${columns[name][row]}, but "${text}" as a decimal`;
    }
  }
  return undefined;
}

function necessaryDecimals({ exact }: CandleBatch): CandleBatch['exact'] {
  const kept: Partial<Record<Column, ExactDecimals>> = {};
  for (const name of COLUMNS) {
    const texts = [...(exact[name] ?? [])].filter(([, text]) => !isExactInFloat64(text));
    if (texts.length > 0) kept[name] = new Map(texts.map(([row, text]) => [row, trimDecimal(text)]));
  }
  return kept;
}
