/** What an account may ask within any 60 s. */
export interface RateLimits {
  readonly requestsPerMinute?: number | undefined;
  /** Tokens of prompts and answers together. */
  readonly tokensPerMinute?: number | undefined;
  /** What `Retry-After` says; the seconds until there is room by default. */
  readonly retryAfterSeconds?: number;
}

export interface RateWindow {
  /** Milliseconds to wait for room, 0 if the request is taken. A request that is not taken does not count. */
  take(nowMs: number, promptTokens: number): number;
  /** Counts an answer with the request that was taken last at this time. */
  add(nowMs: number, tokens: number): void;
  /** `x-ratelimit-*` as OpenAI sends them. */
  headers(nowMs: number): Record<string, string>;
}

const WINDOW_MS = 60_000;

/** A sliding window: exact, whatever the moment at which a client begins. */
export function createRateWindow({ requestsPerMinute = Infinity, tokensPerMinute = Infinity }: RateLimits): RateWindow {
  const taken: { readonly timeMs: number; readonly requests: 0 | 1; readonly tokens: number }[] = [];
  let requests = 0;
  let tokens = 0;
  const push = (timeMs: number, isRequest: 0 | 1, count: number): void => {
    taken.push({ timeMs, requests: isRequest, tokens: count });
    requests += isRequest;
    tokens += count;
  };
  const expire = (nowMs: number): void => {
    while (taken[0] && taken[0].timeMs <= nowMs - WINDOW_MS) {
      const gone = taken.shift()!;
      requests -= gone.requests;
      tokens -= gone.tokens;
    }
  };
  /** When as much has left the window as is asked for; at once where nothing is too much. */
  const roomInMs = (nowMs: number, promptTokens: number): number => {
    let [requestsLeft, tokensLeft] = [requests + 1, tokens + promptTokens];
    let waitMs = 0;
    for (const each of taken) {
      if (requestsLeft <= requestsPerMinute && tokensLeft <= tokensPerMinute) break;
      requestsLeft -= each.requests;
      tokensLeft -= each.tokens;
      waitMs = each.timeMs + WINDOW_MS - nowMs;
    }
    return waitMs;
  };
  return {
    take(nowMs, promptTokens) {
      expire(nowMs);
      const waitMs = roomInMs(nowMs, promptTokens);
      if (waitMs === 0) push(nowMs, 1, promptTokens);
      return waitMs;
    },
    add: (nowMs, count) => push(nowMs, 0, count),
    headers(nowMs) {
      expire(nowMs);
      const reset = `${Math.max(0, (taken[0]?.timeMs ?? nowMs - WINDOW_MS) + WINDOW_MS - nowMs)}ms`;
      const of = (name: string, limit: number, used: number): Record<string, string> =>
        limit === Infinity
          ? {}
          : { [`x-ratelimit-limit-${name}`]: String(limit), [`x-ratelimit-remaining-${name}`]: String(Math.max(0, limit - used)), [`x-ratelimit-reset-${name}`]: reset };
      return { ...of('requests', requestsPerMinute, requests), ...of('tokens', tokensPerMinute, tokens) };
    },
  };
}
