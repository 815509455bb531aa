import { type CandleBatch, COLUMNS, type Column, decimalText } from '@wick/core';

const NAMES = ['openTimeMs', 'closeTimeMs', ...COLUMNS] as const;

/**
 * Candles as CSV with a header, or as a JSON array of objects. Values are the exchange's exact decimals: in JSON those
 * that a float64 does not hold are strings too, as all others are. What is not known is an empty field, or null.
 */
export async function* candlesToText(batches: AsyncIterable<CandleBatch>, format: 'csv' | 'json'): AsyncGenerator<string> {
  // The opening goes with the first candle, so that a source that fails at once leaves nothing on the output.
  let before = format === 'csv' ? `${NAMES.join(',')}\n` : '[\n';
  for await (const batch of batches) {
    const lines: string[] = [];
    for (let row = 0; row < batch.length; row++) {
      lines.push(before, format === 'csv' ? rowToCsv(batch, row) : rowToJson(batch, row));
      before = format === 'csv' ? '' : ',\n';
    }
    yield lines.join('');
  }
  if (format === 'json') yield '\n]\n';
}

const rowToCsv = (batch: CandleBatch, row: number): string =>
  `${[timeText(batch.openTimeMs[row]!), timeText(batch.closeTimeMs[row]!), ...COLUMNS.map((name) => valueText(batch, name, row))].join(',')}\n`;

function rowToJson(batch: CandleBatch, row: number): string {
  const values = COLUMNS.map((name) => {
    const text = valueText(batch, name, row);
    // Counts are numbers; money is text, because a JSON number is a float64 to most readers.
    return `"${name}":${text === '' ? 'null' : name === 'trades' ? text : `"${text}"`}`;
  });
  const closeTime = timeText(batch.closeTimeMs[row]!) || 'null';
  return `{"openTimeMs":${timeText(batch.openTimeMs[row]!)},"closeTimeMs":${closeTime},${values.join(',')}}`;
}

const timeText = (timeMs: number): string => (Number.isNaN(timeMs) ? '' : String(timeMs));

function valueText(batch: CandleBatch, name: Column, row: number): string {
  const exact = batch.exact[name]?.get(row);
  if (exact !== undefined) return exact;
  const value = batch.columns[name][row]!;
  return Number.isNaN(value) ? '' : decimalText(value);
}
