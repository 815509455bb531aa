import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CassetteStore, PaidRequest } from '@wick/core';
import { createHash } from 'node:crypto';
import { cassetteProperties } from './cassette-properties.ts';

const PATIENCE_MS = 120_000;
const SENT_AT_MS = Date.UTC(2024, 4, 1, 12);

let namesSoFar = 0;
const newName = (): string => `contract:${process.pid}:${Date.now()}:${namesSoFar++}`;
const newKey = (): string => createHash('sha256').update(newName()).digest('hex');
const requestFor = (key: string, given: Partial<PaidRequest> = {}): PaidRequest => ({
  key,
  provider: 'contract',
  sentAtMs: SENT_AT_MS,
  tokens: 1_000,
  worstUsd: 0.25,
  ...given,
});

/** The same store as processes apart from each other see it. */
type Stores = () => readonly CassetteStore[];

/**
 * Every promise of {@link CassetteStore}, as tests, on keys of their own.
 *
 * @param open gives the same store as processes apart from each other see it: each through connections of its own
 */
export function cassetteStoreContract(name: string, open: () => Promise<{ stores: readonly CassetteStore[]; close(): Promise<void> }>): void {
  describe(`${name} keeps the promises of a cassette store`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    answers(() => opened.stores);
    payments(() => opened.stores);
    settling(() => opened.stores);
    requestsAtOnce(() => opened.stores);
    recent(() => opened.stores);
    cassetteProperties(() => opened.stores, newKey, 40);
  });
}

/** Asks and is answered. */
async function record(store: CassetteStore, key: string, body: string, usd: number | null = 0.125): Promise<void> {
  const request = await store.begin(requestFor(key));
  await store.settle(request, { usd, cassette: { key, body, answeredAtMs: SENT_AT_MS + 900 } });
}

const BODIES = [
  '{"content":"grün, 買い, 🟢, e\u0301, \u00e9, \u2028, \ufeff, \u0001"}',
  String.raw`{"content":"\u0000 and \ud83d\ude00 and \ud800 alone"}`,
  '{ "b": 1,\r\n\t"a": 1.0, "a": 2 }\n ',
  `{"content":"${'long and dull, '.repeat(20_000)}"}`,
  '',
];

function answers(stores: Stores): void {
  test('a key that is not recorded has no answer, and no keys have none', async () => {
    const known = newKey();
    await record(stores()[0]!, known, '{}');
    for (const store of stores()) {
      expect(await store.cassettes([])).toEqual(new Map());
      expect([...(await store.cassettes([newKey(), known, newKey()])).keys()]).toEqual([known]);
    }
  });

  test('an answer comes back as it was, byte by byte, with its time and its cost, for every process', async () => {
    const keys = BODIES.map(newKey);
    for (const [i, body] of BODIES.entries()) await record(stores()[0]!, keys[i]!, body, [0.1 + 0.2, 0, null, 1e-9, 12.5][i]!);
    for (const store of stores()) {
      const kept = await store.cassettes(keys);
      expect(keys.map((key) => kept.get(key)!.body)).toEqual(BODIES);
      expect(keys.map((key) => kept.get(key)!.usd)).toEqual([0.1 + 0.2, 0, null, 1e-9, 12.5]);
      expect(kept.get(keys[0]!)).toEqual({ key: keys[0], body: BODIES[0], answeredAtMs: SENT_AT_MS + 900, usd: 0.1 + 0.2 });
    }
  });

  test('of two answers to a key the first stays, and both are paid for', async () => {
    const key = newKey();
    const [first, second] = [stores()[0]!, stores().at(-1)!];
    const early = await first.begin(requestFor(key));
    const late = await second.begin(requestFor(key));
    await second.settle(late, { usd: 0.5, cassette: { key, body: '"the later request"', answeredAtMs: 2 } });
    await first.settle(early, { usd: 0.25, cassette: { key, body: '"too late"', answeredAtMs: 1 } });
    const kept = { key, body: '"the later request"', answeredAtMs: 2, usd: 0.5 };
    for (const store of stores()) expect((await store.cassettes([key])).get(key)).toEqual(kept);
    expect(await first.spending([key])).toEqual({ requests: 2, settledUsd: 0.75, unsettled: 0, unsettledUsd: 0 });
  });

  test('an answer under another key than its request is kept under its own, and paid for under that of the request', async () => {
    const [store, asked, answered] = [stores()[0]!, newKey(), newKey()];
    await store.settle(await store.begin(requestFor(asked)), { usd: 0.125, cassette: { key: answered, body: '"another"', answeredAtMs: 1 } });
    expect([...(await store.cassettes([asked, answered])).keys()]).toEqual([answered]);
    expect(await store.spending([asked])).toMatchObject({ requests: 1, settledUsd: 0.125 });
    expect(await store.spending([answered])).toMatchObject({ requests: 0, settledUsd: 0 });
  });

  test('ten thousand keys can be asked for at once, and one of them twice', async () => {
    const keys = Array.from({ length: 10_000 }, newKey);
    for (const key of [keys[0]!, keys[4_999]!, keys[9_999]!]) await record(stores()[0]!, key, `"${key}"`);
    const asked = [...keys, keys[0]!];
    const found = await stores()[0]!.cassettes(asked);
    expect([...found.keys()].sort()).toEqual([keys[0]!, keys[4_999]!, keys[9_999]!].sort());
    expect(await stores()[0]!.spending(asked)).toEqual({ requests: 3, settledUsd: 0.375, unsettled: 0, unsettledUsd: 0 });
  }, PATIENCE_MS);

  test('what is no SHA-256 in lower-case hex is refused as a key, and nothing is entered', async () => {
    const store = stores()[0]!;
    for (const key of ['', 'key', newKey().toUpperCase(), newKey().slice(1), `${newKey()}00`, `${newKey().slice(1)}g`, `${newKey()}\n`]) {
      await expect(store.cassettes([newKey(), key])).rejects.toThrow(RangeError);
      await expect(store.spending([key])).rejects.toThrow(RangeError);
      await expect(store.begin(requestFor(key))).rejects.toThrow(RangeError);
    }
  });
}

function payments(stores: Stores): void {
  test('nothing was asked, nothing is spent', async () => {
    const nothing = { requests: 0, settledUsd: 0, unsettled: 0, unsettledUsd: 0 };
    expect(await stores()[0]!.spending([])).toEqual(nothing);
    expect(await stores()[0]!.spending([newKey()])).toEqual(nothing);
  });

  test('what was begun and never settled counts at its worst, for every process', async () => {
    const [key, other] = [newKey(), newKey()];
    await stores()[0]!.begin(requestFor(key));
    await stores()[0]!.begin(requestFor(key, { worstUsd: 0.5 }));
    await stores()[0]!.begin(requestFor(other, { worstUsd: 1 }));
    for (const store of stores()) {
      expect(await store.spending([key])).toEqual({ requests: 2, settledUsd: 0, unsettled: 2, unsettledUsd: 0.75 });
      expect(await store.spending([other, newKey(), key])).toMatchObject({ requests: 3, unsettledUsd: 1.75 });
      expect(await store.cassettes([key])).toEqual(new Map());
    }
  });

  test('one request without a worst makes the sum of the unsettled unknown, until it is settled', async () => {
    const [store, key] = [stores()[0]!, newKey()];
    const request = await store.begin(requestFor(key, { worstUsd: null }));
    await store.begin(requestFor(key));
    expect(await store.spending([key])).toEqual({ requests: 2, settledUsd: 0, unsettled: 2, unsettledUsd: null });
    await store.settle(request, { usd: 0.125 });
    expect(await store.spending([key])).toEqual({ requests: 2, settledUsd: 0.125, unsettled: 1, unsettledUsd: 0.25 });
  });

  test('an answer whose cost nobody knows is kept, and counts at its worst', async () => {
    const [store, key] = [stores()[0]!, newKey()];
    await record(store, key, '"free?"', null);
    expect(await store.spending([key])).toEqual({ requests: 1, settledUsd: 0, unsettled: 1, unsettledUsd: 0.25 });
    expect((await store.cassettes([key])).get(key)).toMatchObject({ body: '"free?"', usd: null });
  });

  test('a request that failed leaves no answer, and costs what it costs', async () => {
    const [store, key] = [stores()[0]!, newKey()];
    await store.settle(await store.begin(requestFor(key)), { usd: 0 });
    await store.settle(await store.begin(requestFor(key)), { usd: null });
    expect(await store.spending([key])).toEqual({ requests: 2, settledUsd: 0, unsettled: 1, unsettledUsd: 0.25 });
    expect(await store.cassettes([key])).toEqual(new Map());
  });
}

function settling(stores: Stores): void {
  test('a request that is settled stays as it is, whoever settles it again', async () => {
    const [key, body] = [newKey(), '"once"'];
    const request = await stores()[0]!.begin(requestFor(key));
    await stores()[0]!.settle(request, { usd: 0.125 });
    for (const store of stores()) await store.settle(request, { usd: 9, cassette: { key, body, answeredAtMs: 1 } });
    expect(await stores()[0]!.spending([key])).toEqual({ requests: 1, settledUsd: 0.125, unsettled: 0, unsettledUsd: 0 });
    expect(await stores()[0]!.cassettes([key])).toEqual(new Map());
  });

  test('what is no amount of money is refused, and the request stays as it was', async () => {
    const [store, key] = [stores()[0]!, newKey()];
    const request = await store.begin(requestFor(key));
    for (const usd of [NaN, Infinity, -Infinity, -1e-9]) {
      await expect(store.begin(requestFor(key, { worstUsd: usd }))).rejects.toThrow(RangeError);
      await expect(store.settle(request, { usd, cassette: { key, body: '{}', answeredAtMs: 1 } })).rejects.toThrow(RangeError);
    }
    expect(await store.spending([key])).toEqual({ requests: 1, settledUsd: 0, unsettled: 1, unsettledUsd: 0.25 });
    expect(await store.cassettes([key])).toEqual(new Map());
  });

  test('a request that nobody has begun cannot be settled', async () => {
    const cassette = { key: newKey(), body: '{}', answeredAtMs: 1 };
    for (const request of ['999999999999', '0', '-1', '1.5', '', 'first']) {
      await expect(stores()[0]!.settle(request, { usd: 1, cassette })).rejects.toThrow(RangeError);
    }
    expect(await stores()[0]!.cassettes([cassette.key])).toEqual(new Map());
  });
}

function requestsAtOnce(stores: Stores): void {
  test('a hundred requests at once, from all processes, for ten keys: ten answers, and a hundred are paid for', async () => {
    const keys = Array.from({ length: 10 }, newKey);
    const work = Array.from({ length: 100 }, async (_, i) => {
      const store = stores()[i % stores().length]!;
      const key = keys[i % keys.length]!;
      const request = await store.begin(requestFor(key));
      await store.settle(request, { usd: 0.125, cassette: { key, body: `"${i}"`, answeredAtMs: i } });
      return request;
    });
    expect(new Set(await Promise.all(work)).size).toBe(100);
    expect(await stores()[0]!.spending(keys)).toEqual({ requests: 100, settledUsd: 12.5, unsettled: 0, unsettledUsd: 0 });
    const kept = await stores()[0]!.cassettes(keys);
    // Body and time are of one and the same request.
    for (const key of keys) expect(kept.get(key)).toMatchObject({ body: `"${kept.get(key)!.answeredAtMs}"` });
    expect([...kept.values()].every(({ key, answeredAtMs }) => keys[answeredAtMs % 10] === key)).toBe(true);
  }, PATIENCE_MS);
}

function recent(stores: Stores): void {
  test('requests to a provider from a time on are told in the order in which they were sent, settled or not, whoever sent them', async () => {
    const [provider, key] = [newName(), newKey()];
    const sent = [5, 3, 9, 3, 1].map((second, i) => ({ sentAtMs: SENT_AT_MS + second * 1000, tokens: 100 + i }));
    for (const [i, one] of sent.entries()) {
      const store = stores()[i % stores().length]!;
      const request = await store.begin(requestFor(key, { provider, ...one }));
      if (i % 2 === 0) await store.settle(request, { usd: 0 });
    }
    await stores()[0]!.begin(requestFor(key, { provider: newName(), sentAtMs: SENT_AT_MS + 4_000 }));
    for (const store of stores()) {
      const since = await store.recentRequests(provider, SENT_AT_MS + 3_000);
      expect(since).toEqual([sent[1], sent[3], sent[0], sent[2]]);
      expect(await store.recentRequests(provider, SENT_AT_MS + 3_000.5)).toEqual([sent[0], sent[2]]);
      expect(await store.recentRequests(provider, SENT_AT_MS + 9_001)).toEqual([]);
      expect(await store.recentRequests(provider, -Infinity)).toHaveLength(5);
    }
  });
}
