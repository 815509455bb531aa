/** What can go wrong on the way of a file: what is fetched is what was published, or nothing is. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS, isWickError } from '@wick/core';
import { firewall, type HttpFault, restrictedLocation, withField, withoutRows } from '@wick/testkit';
import { archiveKey, archiveRange } from './archive-key.ts';
import type { ArchiveFile } from './bucket.ts';
import { type BucketUnderTest, openBucket, series, texts } from './bucket.test-support.ts';
import { createBucket } from './create-bucket.ts';

const JANUARY = Date.UTC(2025, 0, 1);
const KEY = 'data/spot/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2025-01.zip';

let under: BucketUnderTest;
beforeEach(async () => void (under = await openBucket()));
afterEach(() => under.close());

const truth = (dayMs = JANUARY, period: 'monthly' | 'daily' = 'monthly', of = series()): string[] => texts([under.simulator.truth(of, archiveRange(dayMs, period))]);
const fault = (where: string, fault: HttpFault, times = 1) => under.simulator.fail({ on: 'archive', where, times, with: fault });
const download = async (path: string): Promise<Buffer> => Buffer.from(await (await fetch(`${under.simulator.archiveUrl}/${path}`)).arrayBuffer());
const kinds = (): string[] => under.troubles.map(({ kind }) => kind);
const january = () => under.fetched(series(), 'monthly', JANUARY);

/** A file that nobody has listed. */
const unlisted = (dayMs: number, period: 'monthly' | 'daily' = 'daily', of = series()): ArchiveFile => ({
  key: archiveKey(of, period, dayMs), period, range: archiveRange(dayMs, period), etag: '', sizeBytes: 0, modifiedMs: Infinity, hasChecksum: true,
});

describe('a file', () => {
  test('is the exchange\'s truth, with the hash of its bytes and facts that fit', async () => {
    const { batches, sha256, etag, verified, facts, file } = await january();
    expect(texts(batches)).toEqual(truth());
    expect({ sha256, verified, etag }).toEqual({ sha256: createHash('sha256').update(await download(KEY)).digest('hex'), verified: true, etag: file.etag });
    expect(facts).toMatchObject({ candles: 744, expectedCandles: 744, missing: [], outside: 0, unclosed: 0, offGrid: 0, untraded: [], duplicates: 0, timeUnit: 'µs' });
    expect(under.troubles).toEqual([]);
    expect(await readdir(under.quarantineDir)).toEqual([]);
  });

  test('tells how much of it has come', async () => {
    const seen: number[] = [];
    const { file } = await under.fetched(series(), 'monthly', JANUARY, { onProgress: ({ done, total }) => seen.push(done, total!) });
    expect(seen.slice(-2)).toEqual([file.sizeBytes, file.sizeBytes]);
  });

  test('of another series is refused before anything is asked', async () => {
    const file = await under.file(series(), 'monthly', JANUARY);
    await expect(under.bucket.fetch(series('ETHUSDT'), file)).rejects.toThrow('holds no candles of ETHUSDT 1h');
    await expect(under.bucket.fetch(series(), { ...file, key: '../../x.zip' })).rejects.toThrow(RangeError);
  });

  test('that is larger than what is kept in memory is refused, with what to do', async () => {
    await under.close();
    under = await openBucket({}, { maxFileBytes: 1000 });
    expect(await under.refusal(series(), 'monthly', JANUARY)).toMatchObject({ code: 'OPTION_INVALID', remedy: expect.stringContaining('single days') });
    expect(under.troubles).toEqual([]);
  });
});

describe('not yet', () => {
  test('404 on a recent file is "not published", and no gap; ten hours later it is there', async () => {
    const yesterday = unlisted(Date.UTC(2025, 1, 10));
    expect(await under.bucket.fetch(series(), yesterday)).toEqual({ kind: 'not-published' });
    await under.simulator.advance(22 * HOUR_MS);
    expect(await under.bucket.fetch(series(), yesterday)).toMatchObject({ kind: 'fetched', facts: { candles: 24, missing: [] } });
  });

  test('a file that appears 8 days late is neither listed nor there until then', async () => {
    const day = Date.UTC(2025, 1, 9);
    under.simulator.archive.delay('daily', 8 * DAY_MS);
    const list = () => under.bucket.list(series(), 'daily', archiveRange(day, 'daily'));
    await under.simulator.advance(8 * DAY_MS - 3 * HOUR_MS);
    expect([await list(), await under.bucket.fetch(series(), unlisted(day))]).toEqual([[], { kind: 'not-published' }]);
    await under.simulator.advance(HOUR_MS);
    expect(texts((await under.fetched(series(), 'daily', day)).batches)).toEqual(truth(day, 'daily'));
  });
});

describe('published again', () => {
  test('an edition that is known is not downloaded; another one is', async () => {
    const { etag, file } = await january();
    const fetchKnown = () => under.bucket.fetch(series(), file, { knownEtag: etag });
    expect(await fetchKnown()).toEqual({ kind: 'unchanged' });
    under.simulator.archive.revise('2025-01', withField(5, 4, (close) => close.replace(/\d$/, '7')));
    const again = await fetchKnown();
    expect(again).toMatchObject({ kind: 'fetched', verified: true });
    expect(again.kind === 'fetched' && again.etag).not.toBe(etag);
  });

  test('between listing and download, the newer edition is given under its own ETag, and said so', async () => {
    const listed = await under.file(series(), 'monthly', JANUARY);
    under.simulator.archive.revise('2025-01', withoutRows(700));
    const outcome = await under.bucket.fetch(series(), listed);
    const relisted = await under.file(series(), 'monthly', JANUARY);
    expect(outcome).toMatchObject({ kind: 'fetched', file: relisted, etag: relisted.etag, facts: { candles: 700, missingCandles: 44 } });
    expect(kinds()).toEqual(['published-again']);
  });

  test('between the zip and its checksum: the mismatch is seen, and both are downloaded again', async () => {
    const old = await download(KEY);
    const listed = await under.file(series(), 'monthly', JANUARY);
    under.simulator.archive.revise('2025-01', withoutRows(700));
    fault('2025-01.zip', { kind: 'alter', alter: () => old });
    expect(await under.bucket.fetch(series(), listed)).toMatchObject({ kind: 'fetched', verified: true, facts: { candles: 700 } });
    expect(kinds()).toEqual(['published-again', 'download-again', 'published-again']);
  });
});

describe('checksums', () => {
  const wrong = (sum: unknown): string => (sum as string).replace(/^./, (digit) => (digit === '0' ? '1' : '0'));

  test('wrong once: downloaded again, past every cache, and good', async () => {
    fault('.CHECKSUM', { kind: 'alter', alter: wrong });
    const { batches, verified } = await january();
    expect([texts(batches), verified]).toEqual([truth(), true]);
    expect(kinds()).toEqual(['download-again']);
    expect(await readdir(under.quarantineDir)).toEqual([]);
  });

  test('wrong for ever: the zip goes into quarantine with a note, and the error says all of it', async () => {
    fault('.CHECKSUM', { kind: 'alter', alter: wrong }, Infinity);
    const error = await under.refusal(series(), 'monthly', JANUARY);
    expect([error.code, error.message]).toEqual(['ARCHIVE_DAMAGED', 'BTCUSDT-1h-2025-01.zip cannot be trusted: its checksum does not match its content.']);
    const bytes = await download(KEY);
    const actualSha256 = createHash('sha256').update(bytes).digest('hex');
    const note = { key: KEY, etag: createHash('md5').update(bytes).digest('hex'), expectedSha256: wrong(actualSha256), actualSha256, why: error.message, at: '2025-02-10T12:00:00.000Z' };
    const quarantinePath = join(under.quarantineDir, KEY.replace('.zip', `.${actualSha256.slice(0, 12)}.zip`));
    expect(error.details).toEqual({ ...note, quarantinePath });
    expect(await readFile(quarantinePath)).toEqual(bytes);
    expect(JSON.parse(await readFile(quarantinePath.replace(/zip$/, 'json'), 'utf8'))).toEqual(note);
    expect(kinds()).toEqual(['download-again', 'quarantined']);
  });

  test('no checksum in a checksum file is a wrong one', async () => {
    fault('.CHECKSUM', { kind: 'alter', alter: () => '<html>' }, Infinity);
    expect((await under.refusal(series(), 'monthly', JANUARY)).message).toBe('BTCUSDT-1h-2025-01.zip cannot be trusted: its checksum file does not hold a checksum.');
  });

  test('without a quarantine, nothing is written', async () => {
    await under.close();
    under = await openBucket({}, { quarantineDir: undefined as unknown as string });
    fault('.CHECKSUM', { kind: 'alter', alter: wrong }, Infinity);
    expect((await under.refusal(series(), 'monthly', JANUARY)).details).toMatchObject({ quarantinePath: null });
  });

  test('missing: the candles are given, and flagged as not verified', async () => {
    under.simulator.archive.omitChecksum('2025-01');
    const { batches, verified, file } = await january();
    expect([texts(batches), verified, file.hasChecksum]).toEqual([truth(), false, false]);
    expect(kinds()).toEqual(['unverified']);
  });

  test('missing, with a zip that is damaged once: the zip\'s own checksum sees it', async () => {
    under.simulator.archive.omitChecksum('2025-01');
    const damage = (zip: unknown): Buffer => {
      const bytes = Buffer.from(zip as Buffer);
      bytes[bytes.length >> 1]! ^= 0x10;
      return bytes;
    };
    const injected = fault('2025-01.zip', { kind: 'alter', alter: damage });
    expect(texts((await january()).batches)).toEqual(truth());
    expect([injected.hits, kinds()]).toEqual([1, ['download-again', 'unverified']]);
    const lasting = fault('2025-01.zip', { kind: 'alter', alter: damage }, Infinity);
    const error = await under.refusal(series(), 'monthly', JANUARY);
    expect(error).toMatchObject({ code: 'ARCHIVE_DAMAGED', details: { key: KEY, expectedSha256: null } });
    expect(error.message).toMatch(/^BTCUSDT-1h-2025-01\.zip is a damaged zip: .+\.$/);
    lasting.clear();
    expect(await readFile(String(error.details['quarantinePath']))).toEqual(damage(await download(KEY)));
  });
});

describe('the line', () => {
  const day = Date.UTC(2025, 1, 8);
  const daily = series('BTCUSDT', '1d');

  test.each([
    ['cut with a length that fits', true, 1],
    ['cut by a reset', false, 5],
  ])('bodies %s, at every byte: never taken, tried again', async (_how, cleanly, step) => {
    const file = await under.file(daily, 'daily', day);
    const expected = truth(day, 'daily', daily);
    for (const where of ['02-08.zip', '02-08.zip.CHECKSUM']) {
      const length = (await download(`${file.key}${where.endsWith('.CHECKSUM') ? '.CHECKSUM' : ''}`)).length;
      for (let atByte = 0; atByte < length; atByte += step) {
        fault(where, { kind: 'cut', atByte, cleanly });
        const outcome = await under.clock.runUntil(under.bucket.fetch(daily, file));
        if (outcome.kind !== 'fetched' || texts(outcome.batches).join() !== expected.join() || !outcome.verified) throw new Error(`${where} cut at ${atByte} passed`);
      }
    }
    // Behind its 64 digits, a checksum file may end anywhere.
    expect(under.troubles.length).toBeGreaterThanOrEqual((file.sizeBytes + 63) / step);
  }, 60_000);

  test('cut for ever, without a checksum and with a length that fits: unreachable, not a file', async () => {
    under.simulator.archive.omitChecksum('2025');
    fault('02-08.zip', { kind: 'cut', atByte: 100, cleanly: true }, Infinity);
    expect(await under.refusal(daily, 'daily', day)).toMatchObject({ code: 'EXCHANGE_UNREACHABLE', message: expect.stringMatching(/in 6 attempts: 100 of \d+ bytes came\.$/) });
  });

  test('5xx, resets, 429 and stalls are waited out, longer each time', async () => {
    await under.close();
    under = await openBucket({}, { requestTimeoutMs: 1000 });
    const file = await under.file(series(), 'monthly', JANUARY);
    fault('2025-01', { kind: 'answer', answer: { status: 502, body: '<html>' } });
    fault('2025-01', { kind: 'reset' });
    fault('2025-01', { kind: 'stall' });
    fault('2025-01', { kind: 'answer', answer: { status: 429, headers: { 'Retry-After': '9' }, body: '' } });
    const outcome = await under.clock.runUntil(under.bucket.fetch(series(), file));
    expect(outcome.kind === 'fetched' && texts(outcome.batches)).toEqual(truth());
    expect(under.troubles.map(({ kind, waitMs }) => [kind, waitMs])).toEqual([['retry', 250], ['retry', 500], ['retry', 1000], ['retry', 9000]]);
    expect(under.troubles.map(({ why }) => why)).toEqual(['status 502', expect.stringMatching(/ECONNRESET|hang up/), 'the line was silent for 1 s', 'status 429']);
  });

  test.each([
    [firewall(), 'The bucket of archives is behind a firewall that refused the request.'],
    [restrictedLocation(), 'The bucket of archives does not serve this location.'],
    [{ status: 400, body: '' }, 'The bucket of archives refused the request with status 400.'],
  ])('%j is not asked again', async (answer, message) => {
    const file = await under.file(series(), 'monthly', JANUARY);
    const injected = fault('2025-01', { kind: 'answer', answer }, Infinity);
    await expect(under.bucket.fetch(series(), file)).rejects.toMatchObject({ code: 'EXCHANGE_REFUSED', message });
    expect(injected.hits).toBe(1);
  });

  test('nobody there: an error after six attempts, which says how to go on', async () => {
    const file = await under.file(series(), 'monthly', JANUARY);
    await under.simulator.close();
    const error: unknown = await under.clock.runUntil(under.bucket.fetch(series(), file)).catch((reason: unknown) => reason);
    expect(isWickError(error) && [error.code, error.details['attempts']]).toEqual(['EXCHANGE_UNREACHABLE', 6]);
  });

  test('an abort ends a download that hangs, with the reason given', async () => {
    const file = await under.file(series(), 'monthly', JANUARY);
    const injected = fault('2025-01', { kind: 'stall' });
    const controller = new AbortController();
    const fetching = under.bucket.fetch(series(), file, { signal: controller.signal });
    while (injected.hits === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort(new Error('enough'));
    await expect(fetching).rejects.toThrow('enough');
  });

  test('no more files are asked for at once than told', async () => {
    await under.close();
    under = await openBucket({}, { concurrency: 3 });
    const files = await under.bucket.list(series('BTCUSDT', '1d'), 'monthly', { fromMs: Date.UTC(2024, 0, 1), toMs: JANUARY });
    fault('data/spot', { kind: 'delay', ms: 1000 }, Infinity);
    const before = under.simulator.archiveRequests.length;
    const fetching = Promise.all(files.map((file) => under.bucket.fetch(series('BTCUSDT', '1d'), file)));
    await under.clock.untilPending(3);
    await under.clock.advance(999);
    expect([files.length, under.simulator.archiveRequests.length - before]).toEqual([12, 3]);
    const outcomes = await under.clock.runUntil(fetching);
    expect(outcomes.map((outcome) => outcome.kind === 'fetched' && outcome.facts.missingCandles)).toEqual(files.map(() => 0));
  });
});

describe('a proxy in the environment', () => {
  const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'];
  const kept = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  beforeEach(() => names.forEach((name) => delete process.env[name]));
  afterEach(() => names.forEach((name) => (kept[name] === undefined ? delete process.env[name] : (process.env[name] = kept[name]))));

  test('is not used for a bucket on this machine', async () => {
    process.env['http_proxy'] = 'http://127.0.0.1:9';
    expect((await january()).facts.candles).toBe(744);
  });

  test('is used for any other', async () => {
    process.env['http_proxy'] = under.simulator.archiveUrl;
    const bucket = createBucket({ baseUrl: 'http://bucket.invalid', clock: under.clock });
    const [file] = await bucket.list(series(), 'monthly', { fromMs: JANUARY, toMs: JANUARY + 1 });
    expect(await bucket.fetch(series(), file!)).toMatchObject({ kind: 'fetched', verified: true, facts: { candles: 744 } });
  });
});
