import { NO_SIGNAL_REASONS } from '../judgement/judgement.ts';
import { type Line } from './bytes-to-lines.ts';
import { ACTIONS, lineError, type SignalRow } from './signal-row.ts';
import { lineToHeader, type SignalsHeader } from './signals-header.ts';
import { textToTime } from './text-to-time.ts';

type Field = 'timestamp' | 'action' | 'confidence';

/** What the columns of other programs are called. */
const NAMES: Readonly<Record<Field, readonly string[]>> = {
  timestamp: ['timestamp', 'time', 'datetime', 'date', 'ts'],
  action: ['action', 'signal', 'side'],
  confidence: ['confidence', 'score', 'probability'],
};

const PLAIN: Readonly<Record<Field, number>> = { timestamp: 0, action: 1, confidence: 2 };

/** Reads the lines of one file in order; undefined for a blank line and for the header. */
export type RowReader = (line: Line) => SignalRow | undefined;

/**
 * CSV or NDJSON, whichever the first line is. CSV is `timestamp,action,confidence`, or has a header that names these
 * columns in any order among others; a confidence may be left out. NDJSON of `wick signals` has a header of its own.
 *
 * @param onHeader is told what a file of `wick signals` says of itself, before its first row
 * @throws WickError SIGNALS_INVALID that names the line
 */
export function createRowReader(onHeader: (header: SignalsHeader) => void): RowReader {
  let read: RowReader | undefined;
  return (line) => {
    if (line.text.trim() === '') return undefined;
    if (read) return read(line);
    if (line.text.trimStart().startsWith('{')) {
      const own = lineToHeader(line);
      if (own) {
        onHeader(own);
        read = decisionToRow;
        return undefined;
      }
      read = objectToRow;
      return read(line);
    }
    const header = headerOf(line);
    const columns = header ?? PLAIN;
    read = (each) => fieldsToRow(each, columns, header === undefined);
    return header ? undefined : read(line);
  };
}

/** Where each field stands, if the first line says so. */
function headerOf(line: Line): Readonly<Record<Field, number>> | undefined {
  const names = splitFields(line).map((name) => name.toLowerCase());
  if (names[0] === undefined || /^\d/.test(names[0])) return undefined;
  const place = (field: Field): number => names.findIndex((name) => NAMES[field].includes(name));
  const columns = { timestamp: place('timestamp'), action: place('action'), confidence: place('confidence') };
  if (columns.timestamp >= 0 && columns.action >= 0) return columns;
  throw lineError(line.number, 'it is neither a signal nor a header with the columns timestamp and action');
}

function fieldsToRow(line: Line, columns: Readonly<Record<Field, number>>, exact: boolean): SignalRow {
  const fields = splitFields(line);
  if (exact && (fields.length < 2 || fields.length > 3)) throw lineError(line.number, `it has ${fields.length} fields, not timestamp, action and confidence`);
  return toRow(line.number, fields[columns.timestamp] ?? '', fields[columns.action] ?? '', fields[columns.confidence] ?? '');
}

/** Fields between commas, without the quotes that may be around one; quotes inside are doubled. */
function splitFields(line: Line): string[] {
  const fields: string[] = [];
  const field = /\s*(?:"((?:[^"]|"")*)"|([^,"]*))\s*(,|$)/y;
  for (;;) {
    const match = field.exec(line.text);
    if (!match) throw lineError(line.number, 'a quote in it does not enclose a whole field');
    fields.push(match[1]?.replaceAll('""', '"').trim() ?? match[2]!.trim());
    if (match[3] === '') return fields;
  }
}

const objectToRow: RowReader = (line) => objectOf(line, (object) => fieldsOfObject(line, object));

/** A row of `wick signals`, which may say that there is no signal. */
const decisionToRow: RowReader = (line) =>
  objectOf(line, (object) => {
    const inSample = object['inSample'];
    if (typeof inSample !== 'boolean' && inSample !== null) throw lineError(line.number, 'it does not say whether it is in-sample for the model');
    if (object['action'] !== 'NONE') return { ...fieldsOfObject(line, object), inSample };
    const why = NO_SIGNAL_REASONS.find((reason) => reason === object['why']);
    if (why === undefined) throw lineError(line.number, `"${String(object['why'])}" is not a reason for no signal`);
    return { timeMs: timeOf(line.number, String(object['timestamp'])), action: 'NONE', confidence: Number.NaN, why, inSample };
  });

function objectOf(line: Line, read: (object: Readonly<Record<string, unknown>>) => SignalRow): SignalRow {
  let object: Readonly<Record<string, unknown>>;
  try {
    object = JSON.parse(line.text) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw lineError(line.number, `it is not JSON (${(error as Error).message.replace(/\.$/, '')})`);
  }
  if (object === null || typeof object !== 'object' || Array.isArray(object)) throw lineError(line.number, 'it is not a JSON object');
  return read(object);
}

function fieldsOfObject({ number }: Line, object: Readonly<Record<string, unknown>>): SignalRow {
  const value = (field: Field): string => {
    const name = NAMES[field].find((each) => object[each] !== undefined && object[each] !== null);
    return name === undefined ? '' : String(object[name]).trim();
  };
  return toRow(number, value('timestamp'), value('action'), value('confidence'));
}

function toRow(line: number, timestamp: string, actionText: string, confidenceText: string): SignalRow {
  const timeMs = timeOf(line, timestamp);
  const action = ACTIONS.find((each) => each === actionText.toUpperCase());
  if (!action) throw lineError(line, `"${actionText}" is not an action`, 'An action is BUY, SELL or HOLD.');
  const confidence = confidenceText === '' ? Number.NaN : Number(confidenceText);
  if (confidenceText !== '' && !(confidence >= 0 && confidence <= 1)) {
    throw lineError(line, `"${confidenceText}" is not a confidence`, 'A confidence is a number from 0 to 1.');
  }
  return { timeMs, action, confidence };
}

function timeOf(line: number, timestamp: string): number {
  const timeMs = textToTime(timestamp);
  if (timeMs !== undefined) return timeMs;
  throw lineError(line, `"${timestamp}" is not a timestamp`, 'Write whole seconds, milliseconds or microseconds since 1970, or ISO 8601 such as 2024-11-01T10:00:00Z.');
}
