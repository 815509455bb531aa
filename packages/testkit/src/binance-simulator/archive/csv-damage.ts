/**
 * What has been wrong with Binance's archive files, as changes of their text: for `simulator.archive.revise`. Rows are
 * counted from 0, without the header.
 */
type CsvChange = (csv: string) => string;

/** Rows `from` to `to` (exclusive) are missing: a truncated day, a day that a month lacks. */
export const withoutRows = (from: number, to = Infinity): CsvChange => onRows((rows) => rows.filter((_, row) => row < from || row >= to));

/** A row stands there twice. */
export const withRowTwice = (at: number): CsvChange => onRows((rows) => rows.flatMap((line, row) => (row === at ? [line, line] : [line])));

/** A row and the next one have become one line. */
export const withFusedRows = (at: number): CsvChange =>
  onRows((rows) => rows.flatMap((line, row) => (row === at ? [line + (rows[row + 1] ?? '')] : row === at + 1 ? [] : [line])));

/** One field of a row has another text. */
export const withField = (at: number, field: number, change: (text: string) => string): CsvChange =>
  onFields((fields, row) => (row === at ? fields.map((text, index) => (index === field ? change(text) : text)) : fields));

/** A row opens and closes that much later: off the grid. */
export const withRowShifted = (at: number, byMs: number): CsvChange =>
  onFields((fields, row) => (row === at ? fields.map((text, index) => (index === 0 || index === 6 ? later(text, byMs) : text)) : fields));

/** Rows `from` to `to` (exclusive) are flat and without volume although there was trading. */
export const withFalseQuiet = (from: number, to: number): CsvChange =>
  onFields((fields, row) => {
    if (row < from || row >= to) return fields;
    const [openTime, open, , , , , closeTime] = fields as [string, string, string, string, string, string, string];
    const zero = '0.00000000';
    return [openTime, open, open, open, open, zero, closeTime, zero, '0', zero, zero, '0'];
  });

function onRows(change: (rows: readonly string[]) => string[]): CsvChange {
  return (csv) => {
    const lines = csv.split('\n');
    const rows = lines.filter((line) => /^\d/.test(line));
    const header = lines.filter((line) => /^[^\d\r]/.test(line));
    return [...header, ...change(rows), ''].join('\n');
  };
}

const onFields = (change: (fields: string[], row: number) => string[]): CsvChange =>
  onRows((rows) => rows.map((line, row) => change(line.split(','), row).join(',')));

/** A time in milliseconds or microseconds, moved on. */
const later = (text: string, byMs: number): string => String(Number(text) + byMs * (text.length > 13 ? 1_000 : 1));
