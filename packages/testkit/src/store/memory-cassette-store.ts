import { type Cassette, type CassetteStore, checkCassetteKey, checkUsd, type PaidRequest } from '@wick/core';

interface Entry extends PaidRequest {
  settled?: { readonly usd: number | null };
}

/** {@link CassetteStore} in memory: for one process. */
export function memoryCassetteStore(): CassetteStore {
  const kept = new Map<string, Cassette>();
  const entered: Entry[] = [];
  return {
    async cassettes(keys) {
      return new Map(keys.map(checkCassetteKey).flatMap((key) => (kept.has(key) ? [[key, { ...kept.get(key)! }]] : [])));
    },
    async begin(request) {
      checkCassetteKey(request.key);
      checkUsd(request.worstUsd);
      return String(entered.push({ ...request }));
    },
    async settle(request, { usd, cassette }) {
      const entry = entered[Number(request) - 1];
      if (!entry) throw new RangeError(`no request was begun under ${request}`);
      checkUsd(usd);
      if (cassette) checkCassetteKey(cassette.key);
      if (entry.settled) return;
      entry.settled = { usd };
      if (cassette && !kept.has(cassette.key)) kept.set(cassette.key, { ...cassette, usd });
    },
    async spending(keys) {
      const asked = new Set(keys.map(checkCassetteKey));
      const requests = entered.filter(({ key }) => asked.has(key));
      const known = requests.flatMap(({ settled }) => settled?.usd ?? []);
      const worst = requests.filter(({ settled }) => (settled?.usd ?? null) === null).map(({ worstUsd }) => worstUsd);
      return {
        requests: requests.length,
        settledUsd: sum(known),
        unsettled: worst.length,
        unsettledUsd: worst.includes(null) ? null : sum(worst.map(Number)),
      };
    },
    async recentRequests(provider, sinceMs) {
      return entered
        .filter((request) => request.provider === provider && request.sentAtMs >= sinceMs)
        .map(({ sentAtMs, tokens }) => ({ sentAtMs, tokens }))
        .toSorted((a, b) => a.sentAtMs - b.sentAtMs);
    },
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
