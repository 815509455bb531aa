import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createFrame, type Frame, getBit, HOUR_MS, type SignalsOrigin, type WickError } from '@wick/core';
import fc from 'fast-check';
import { createOutsideSignals, type OutsideSignalsOptions } from './outside-signals.ts';
import { textToTime } from './text-to-time.ts';

const START = Date.UTC(2024, 10, 1);
const iso = (hour: number): string => new Date(START + hour * HOUR_MS).toISOString();

/** Hours that open at these hours of a day. */
function hoursAt(...hours: number[]): Frame {
  const ones = new Float64Array(hours.length).fill(1);
  const times = Float64Array.from(hours, (hour) => START + hour * HOUR_MS);
  return createFrame({ exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1h' }, times, { open: ones, high: ones, low: ones, close: ones, volume: ones });
}

async function* chunksOf(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) {
    await Promise.resolve();
    yield bytes.subarray(start, start + size);
  }
}

type Options = Omit<Partial<OutsideSignalsOptions>, 'read'> & { chunk?: number };

async function read(text: string, frame: Frame, { chunk = 1 << 16, ...options }: Options = {}): Promise<{ bars: string; origin: SignalsOrigin }> {
  const source = createOutsideSignals({ name: 'signals.csv', read: () => chunksOf(text, chunk), ...options });
  const { signals, origin } = await source.signals(frame);
  const bars = Array.from({ length: frame.length }, (_, bar) => {
    if (getBit(signals.longEntry, bar)) return 'B';
    if (getBit(signals.longExit, bar)) return 'S';
    if (getBit(signals.shortEntry, bar)) return 'V';
    return getBit(signals.shortExit, bar) ? '?' : '.';
  }).join('');
  return { bars, origin };
}

async function refusalOf(act: () => Promise<unknown>): Promise<WickError> {
  return act().then(
    () => { throw new Error('nothing was refused'); },
    (error: WickError) => error,
  );
}

const frame = hoursAt(0, 1, 2, 3, 4, 5);

describe('rows', () => {
  test.each([
    ['CSV without a header', `${iso(1)},BUY,0.8\n${iso(3)},SELL,0.7\n`],
    ['CSV with a header, other columns and another order', `confidence,note,Action,time\n0.8,"up, ""they"" say",buy,${iso(1)}\r\n0.7,,Sell,${iso(3)}`],
    ['CSV without a confidence', `timestamp,action\n${iso(1)},BUY\n\n${iso(3)},SELL\n`],
    ['NDJSON', `{"timestamp":${START + HOUR_MS},"action":"BUY","confidence":0.8,"why":"x"}\n{"timestamp":"${iso(3)}","action":"SELL","confidence":0.7}\n`],
    ['a byte order mark', `\uFEFFtimestamp,action,confidence\n${iso(1)},BUY,1\n${iso(3)},SELL,0`],
    ['any order', `${iso(3)},SELL,0.7\n${iso(1)},BUY,0.8\n`],
  ])('are read from %s', async (_name, text) => {
    const { bars, origin } = await read(text, frame);
    expect(bars).toBe('.B.S..');
    expect(origin).toMatchObject({ rows: 2, buys: 1, sells: 1, sha256: createHash('sha256').update(text).digest('hex'), source: 'signals.csv' });
  });

  test('are the same for every cut of the file into chunks', async () => {
    const text = `timestamp,action,confidence,note\r\n${iso(0)},BUY,0.9,é\r\n${iso(2)},SELL,0.9,"→"\n${iso(4)},HOLD,0.1,x`;
    const whole = await read(text, frame);
    for (let chunk = 1; chunk < 90; chunk++) expect(await read(text, frame, { chunk })).toEqual(whole);
  });

  test.each([
    ['1730419200', START], ['1730419200000', START], ['1730419200000999', START], ['2024-11-01', START],
    ['2024-11-01T00:00Z', START], ['2024-11-01 00:00:00', START], ['2024-11-01T02:00:00+02:00', START], ['2024-11-01T00:00:00.0019Z', START + 1],
    ['2024-02-30T00:00:00Z', undefined], ['2024-11-01T24:00:00Z', undefined], ['yesterday', undefined], ['-5', undefined], ['1e12', undefined],
    ['17304192000000000000', undefined], ['', undefined],
  ])('have the timestamp %s', (text, timeMs) => {
    expect(textToTime(text)).toBe(timeMs);
  });

  test.each([
    ['2024-11-01T00:00:00Z,BUY,0.5\n2024-11-01T01:00:00Z,BUYY,0.5', 2, '"BUYY" is not an action'],
    ['time,action\nnoon,BUY', 2, '"noon" is not a timestamp'],
    ['2024-11-01T00:00:00Z,BUY,87', 1, '"87" is not a confidence'],
    ['2024-11-01T00:00:00Z,BUY,NaN', 1, '"NaN" is not a confidence'],
    ['2024-11-01T00:00:00Z,BUY,0.5,extra', 1, 'it has 4 fields'],
    ['2024-11-01T00:00:00Z,"BUY', 1, 'a quote in it does not enclose a whole field'],
    ['price,volume\n1,2', 1, 'neither a signal nor a header'],
    ['{"timestamp":1730419200000,"action":"BUY"}\n{"timestamp":', 2, 'it is not JSON'],
    ['{"timestamp":1730419200000,"action":"BUY"}\n[1]', 2, 'it is not a JSON object'],
    ['{"action":"BUY"}', 1, '"" is not a timestamp'],
  ])('that cannot be read are refused with their line: %s', async (text, line, problem) => {
    const error = await refusalOf(() => read(text, frame));
    expect(error).toMatchObject({ code: 'SIGNALS_INVALID', details: { line } });
    expect(error.message).toContain(`Line ${line} of the signals cannot be read: `);
    expect(error.message).toContain(problem);
  });

  test('that are none, are no text or never end are refused', async () => {
    expect((await refusalOf(() => read('timestamp,action\n', frame))).message).toBe('There is no signal in "signals.csv".');
    const latin = createOutsideSignals({ name: 'x', read: async function* () { await Promise.resolve(); yield Uint8Array.of(0xe9, 0x0a); } });
    expect((await refusalOf(() => latin.signals(frame))).message).toContain('not text in UTF-8');
    expect((await refusalOf(() => read('x'.repeat(1_000_001), frame))).message).toContain('more than 1000000 characters');
  });
});

describe('a timestamp', () => {
  const gappy = hoursAt(0, 1, 4, 5);
  const at = async (timeMs: number, timestamps: 'open' | 'close'): Promise<string> =>
    (await read(`${timeMs},BUY,1`, gappy, { timestamps })).bars;

  test('is by default the opening time of a bar or its last millisecond, and counts from its close', async () => {
    expect(await at(START + HOUR_MS, 'open')).toBe('.B..');
    expect(await at(START + 2 * HOUR_MS - 1, 'open')).toBe('.B..');
    expect(await at(START + 4 * HOUR_MS, 'open')).toBe('..B.');
  });

  test('is the end of a bar if that is told: the end of the one before, never the opening of the next', async () => {
    expect(await at(START + HOUR_MS, 'close')).toBe('B...');
    expect(await at(START + HOUR_MS - 1, 'close')).toBe('B...');
    expect(await at(START + 2 * HOUR_MS, 'close')).toBe('.B..');
    // The bar that would end then is missing.
    expect(await at(START + 4 * HOUR_MS, 'close')).toBe('....');
    expect(await at(START, 'close')).toBe('....');
    expect(await at(START + 6 * HOUR_MS, 'close')).toBe('...B');
  });

  test('is matched exactly or not at all, and what fits nowhere is counted and named', async () => {
    const times = [START + 1, START + 2 * HOUR_MS, START + 3 * HOUR_MS, START - HOUR_MS, START + 900 * HOUR_MS, START + HOUR_MS + 60_000];
    const { bars, origin } = await read(times.map((time) => `${time},BUY,1`).join('\n'), gappy);
    expect(bars).toBe('....');
    expect(origin).toMatchObject({ rows: 6, unmatched: 4, outsideRange: 2, firstUnmatchedMs: [times[0], times[1], times[2], times[5]] });
  });

  test('never lets a signal count before the close of the bar that it names, nor before itself', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(20), { minLength: 1, maxLength: 12 }), fc.integer({ min: -1, max: 22 }), fc.constantFrom(-1, 0, 1), fc.constantFrom('open' as const, 'close' as const), async (hours, hour, extra, timestamps) => {
        const some = hoursAt(...hours.sort((a, b) => a - b));
        const time = START + hour * HOUR_MS + extra;
        const bar = (await read(`${time},BUY,1`, some, { timestamps })).bars.indexOf('B');
        if (bar === -1) return;
        const endMs = some.openTimeMs[bar]! + HOUR_MS;
        expect(endMs).toBeGreaterThanOrEqual(time);
        const labelled = timestamps === 'open' && extra === 0;
        expect(labelled ? endMs : time + HOUR_MS).toBe(time + HOUR_MS);
      }),
    );
  });
});

describe('what rows say', () => {
  test('below the least confidence is dropped and counted', async () => {
    const { bars, origin } = await read(`${iso(0)},BUY,0.59\n${iso(1)},BUY,0.6\n${iso(2)},SELL,0.1`, frame, { minConfidence: 0.6 });
    expect(bars).toBe('.B....');
    expect(origin).toMatchObject({ minConfidence: 0.6, belowConfidence: 2, buys: 1, sells: 0 });
    expect((await refusalOf(() => read(`${iso(0)},BUY`, frame, { minConfidence: 0.6 }))).message).toContain('it has no confidence');
    expect(() => createOutsideSignals({ name: 'x', read: () => chunksOf('', 1), minConfidence: 60 })).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
  });

  test('twice counts once; what contradicts itself is not done', async () => {
    const rows = [[0, 'BUY'], [0, 'BUY'], [1, 'BUY'], [1, 'SELL'], [2, 'HOLD'], [3, 'HOLD'], [3, 'SELL'], [4, 'SELL']] as const;
    const { bars, origin } = await read(rows.map(([hour, action]) => `${iso(hour)},${action},1`).join('\n'), frame);
    expect(bars).toBe('B...S.');
    expect(origin).toMatchObject({ repeated: 1, conflicting: 4, holds: 1, buys: 1, sells: 1, firstConflictingMs: [START + HOUR_MS, START + 3 * HOUR_MS] });
  });

  test('SELL opens a short position if that is told', async () => {
    expect((await read(`${iso(1)},SELL,1`, frame, { sell: 'short' })).bars).toBe('.V....');
  });

  test('is accounted for row by row', async () => {
    const row = fc.record({ hour: fc.integer({ min: -1, max: 8 }), extra: fc.constantFrom(0, 0, 0, 5), action: fc.constantFrom('BUY', 'SELL', 'HOLD'), confidence: fc.constantFrom(0.2, 0.9) });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
        const text = rows.map(({ hour, extra, action, confidence }) => `${START + hour * HOUR_MS + extra},${action},${confidence}`).join('\n');
        const { origin: o } = await read(text, frame, { minConfidence: 0.5 });
        expect(o.rows).toBe(rows.length);
        expect(o.buys + o.sells + o.holds + o.belowConfidence + o.outsideRange + o.unmatched + o.repeated + o.conflicting).toBe(rows.length);
      }),
    );
  });
});
