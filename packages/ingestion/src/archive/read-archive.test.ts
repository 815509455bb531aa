import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isWickError, type Progress, WickError } from '@wick/core';
import type { ArchiveSource } from './archive-file.ts';
import { readArchive } from './read-archive.ts';

const HOUR_MS = 3_600_000;
const T0 = Date.UTC(2024, 11, 1);
const CSV = Array.from({ length: 50 }, (_, hour) => `${T0 + hour * HOUR_MS},10.5,12,9.25,11.${hour},100,,,,,,0\n`).join('');

/** A zip of one or more deflated files, as APPNOTE.TXT 4.3 lays it out. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = deflateRawSync(text);
    const common = Buffer.alloc(26); // from "version needed" to "extra field length"
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(text), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(Buffer.byteLength(text), 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), common, tail, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'wick-archive-'))));
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Buffer): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

async function closes(source: ArchiveSource): Promise<number[]> {
  const found: number[] = [];
  for await (const batch of readArchive(source, { batchRows: 7 })) found.push(...batch.columns.close);
  return found;
}

async function refusal(path: string): Promise<WickError> {
  const outcome = await closes(path).catch((error: unknown) => error);
  if (!isWickError(outcome)) throw new Error('was not refused', { cause: outcome });
  return outcome;
}

const NAME = 'BTCUSDT-1h-2024-12';

describe('zip, gzip and plain files', () => {
  test('hold the same candles', async () => {
    const plain = await closes(await file(`${NAME}.csv`, CSV));
    expect(plain).toHaveLength(50);
    expect(plain[49]).toBe(11.49);
    expect(await closes(await file(`${NAME}.csv.gz`, gzipSync(CSV)))).toEqual(plain);
    expect(await closes(await file(`${NAME}.zip`, zip({ [`${NAME}.csv`]: CSV })))).toEqual(plain);
  });

  test('are read from memory just as from disk, byte by damaged byte', async () => {
    const whole = zip({ [`${NAME}.csv`]: CSV });
    const outcome = (source: ArchiveSource): Promise<string> =>
      closes(source).then(String, (error: unknown) => (isWickError(error) ? error.code : String(error)));
    for (const [name, bytes] of [[`${NAME}.csv`, Buffer.from(CSV)], [`${NAME}.csv.gz`, gzipSync(CSV)], [`${NAME}.zip`, whole]] as const) {
      expect(await outcome({ name: `elsewhere/${name}`, bytes })).toBe(await outcome(await file(name, bytes)));
    }
    for (let at = 0; at < whole.length; at += 31) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 0x41;
      const cut = whole.subarray(0, at);
      for (const odd of [bytes, cut]) expect(await outcome({ name: `${NAME}.zip`, bytes: odd })).toBe(await outcome(await file(`${NAME}.zip`, odd)));
    }
  });

  test('report progress in bytes up to the end', async () => {
    const seen: Progress[] = [];
    const path = await file(`${NAME}.csv`, CSV);
    for await (const batch of readArchive(path, { onProgress: (progress) => seen.push(progress) })) expect(batch.length).toBe(50);
    expect(seen.at(-1)).toEqual({ label: `${NAME}.csv`, done: CSV.length, total: CSV.length, unit: 'bytes' });
  });

  test('stop when told to', async () => {
    const path = await file(`${NAME}.zip`, zip({ [`${NAME}.csv`]: CSV }));
    const reading = readArchive(path, { signal: AbortSignal.abort(new Error('stop')) });
    await expect(reading.next()).rejects.toThrow('stop');
  });
});

describe('a file that cannot be read', () => {
  test('is missing', async () => {
    expect(await refusal(join(folder, 'BTCUSDT-1h-1999-01.csv'))).toMatchObject({ code: 'FILE_NOT_FOUND' });
    expect(await refusal(folder)).toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  test('is of another kind', async () => {
    expect((await refusal(await file('BTCUSDT-1h-2024.parquet', 'PAR1'))).message).toBe('BTCUSDT-1h-2024.parquet is neither .csv nor .csv.gz nor .zip.');
  });

  test('a gzip cut at any byte is never taken for a whole one', async () => {
    const whole = gzipSync(CSV);
    for (let length = 1; length < whole.length; length += 7) {
      const error = await refusal(await file(`${NAME}.csv.gz`, whole.subarray(0, length)));
      expect(error.code).toBe('ARCHIVE_DAMAGED');
      expect(error.message).toContain(`${NAME}.csv.gz is damaged or cut short`);
    }
  });

  test('a zip cut at any byte is never taken for a whole one', async () => {
    const whole = zip({ [`${NAME}.csv`]: CSV });
    for (let length = 0; length < whole.length; length += 7) {
      const error = await refusal(await file(`${NAME}.zip`, whole.subarray(0, length)));
      expect(error).toMatchObject({ code: 'ARCHIVE_DAMAGED', remedy: 'Download the file again.' });
    }
  });

  test('a zip whose content does not match its checksum', async () => {
    const bytes = zip({ [`${NAME}.csv`]: CSV });
    for (const signature of ['PK\x03\x04', 'PK\x01\x02']) {
      const at = bytes.indexOf(signature) + (signature === 'PK\x03\x04' ? 14 : 16);
      bytes.writeUInt32LE(0xdeadbeef, at);
    }
    expect((await refusal(await file(`${NAME}.zip`, bytes))).message).toBe(
      `${NAME}.zip is a damaged zip: its checksum does not match its content.`,
    );
  });

  test('any single damaged byte in a zip is either harmless or refused', async () => {
    const whole = zip({ [`${NAME}.csv`]: CSV });
    const plain = await closes(await file(`${NAME}.csv`, CSV));
    const outcomes = new Set<string>();
    for (let at = 0; at < whole.length; at += 5) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 0x41;
      const path = await file(`${NAME}.zip`, bytes);
      outcomes.add(await closes(path).then(String, (error: unknown) => (isWickError(error) ? 'refused' : 'crashed')));
    }
    expect([...outcomes].toSorted()).toEqual([String(plain), 'refused']);
  });

  test('a zip with no CSV, or with two', async () => {
    expect((await refusal(await file(`${NAME}.zip`, zip({ 'readme.txt': 'x' })))).message).toContain('it holds 0 CSV files');
    expect((await refusal(await file(`${NAME}.zip`, zip({ 'a.csv': CSV, 'b.csv': CSV })))).message).toContain('it holds 2 CSV files');
  });

  test('damage inside names the file and the line', async () => {
    const error = await refusal(await file(`${NAME}.csv.gz`, gzipSync(`${CSV}1.7E+12,1,1,1,1,1,,,,,,0\n`)));
    expect(error.message).toBe(`${NAME}.csv.gz, line 51, has the open time 1.7E+12, a number rounded by a spreadsheet.`);
    expect(error.details).toMatchObject({ line: 51 });
  });
});
