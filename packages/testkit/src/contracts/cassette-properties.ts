import { expect, test } from '@jest/globals';
import type { CassetteStore } from '@wick/core';
import fc from 'fast-check';

const KEYS = 4;

interface Entry {
  readonly request: string;
  readonly key: number;
  readonly worst: number | null;
  outcome?: { readonly usd: number | null };
}

/** Sixteenths of a dollar, whose sums are exact in any order. */
const amount = fc.option(fc.nat(64).map((sixteenths) => sixteenths / 16), { freq: 4 });

const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('begin' as const), key: fc.nat(KEYS - 1), worst: amount }),
    // A request that was begun, those that are settled included.
    fc.record({ do: fc.constant('settle' as const), which: fc.nat(20), usd: amount, body: fc.option(fc.json(), { freq: 3 }) }),
  ),
  { minLength: 1, maxLength: 30 },
);

const sum = (numbers: readonly (number | null)[]): number => numbers.reduce<number>((total, number) => total + (number ?? 0), 0);

/** What the spending of some keys is, counted from the entries alone. */
function spendingOf(entries: readonly Entry[]): Awaited<ReturnType<CassetteStore['spending']>> {
  const known = entries.filter(({ outcome }) => outcome && outcome.usd !== null);
  const unknown = entries.filter((entry) => !known.includes(entry)).map(({ worst }) => worst);
  return {
    requests: entries.length,
    settledUsd: sum(known.map(({ outcome }) => outcome!.usd)),
    unsettled: unknown.length,
    unsettledUsd: unknown.includes(null) ? null : sum(unknown),
  };
}

/** @param newKey gives a key that nobody has used */
export function cassetteProperties(stores: () => readonly CassetteStore[], newKey: () => string, runs: number): void {
  test('any sequence of requests and outcomes, by any process, leaves what counting by hand leaves', async () => {
    const property = fc.asyncProperty(steps, async (course) => {
      const keys = Array.from({ length: KEYS }, newKey);
      const entries: Entry[] = [];
      const bodies = new Map<string, { body: string; usd: number | null; answeredAtMs: number }>();
      for (const [at, step] of course.entries()) {
        const store = stores()[at % stores().length]!;
        if (step.do === 'begin') {
          const { key, worst } = step;
          const request = await store.begin({ key: keys[key]!, provider: 'property', sentAtMs: at, tokens: 1, worstUsd: worst });
          entries.push({ request, key, worst });
          continue;
        }
        const entry = entries[step.which % entries.length];
        if (!entry) continue;
        const { usd, body } = step;
        const key = keys[entry.key]!;
        await store.settle(entry.request, { usd, ...(body !== null && { cassette: { key, body, answeredAtMs: at } }) });
        if (!entry.outcome && body !== null && !bodies.has(key)) bodies.set(key, { body, usd, answeredAtMs: at });
        entry.outcome ??= { usd };
      }
      const expected = new Map(Array.from(bodies, ([key, kept]) => [key, { key, ...kept }]));
      for (const store of stores()) {
        expect(await store.cassettes(keys)).toEqual(expected);
        for (const [key, name] of keys.entries()) expect(await store.spending([name])).toEqual(spendingOf(entries.filter((entry) => entry.key === key)));
        expect(await store.spending(keys)).toEqual(spendingOf(entries));
      }
    });
    await fc.assert(property, { numRuns: runs });
  }, 120_000);
}
