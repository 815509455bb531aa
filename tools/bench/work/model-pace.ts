import { MINUTE_MS } from '@wick/core';
import type { Benchmark, Scale, Work } from '../harness/benchmark.ts';

/** HolySheep's. */
const REQUESTS_A_MINUTE = 300;
const AT_ONCE = 16;
/** The gate does not look at what is asked. */
const QUESTION = { messages: [], schema: { name: 'answer', schema: {} }, temperature: 0 };

/**
 * Many requests to a provider that takes so many in any minute, on its clock: what counts is not the machine but how much of the limit is
 * used. Time passes only while no request is under way, and those of the first minute go at once.
 */
export const modelPace: Benchmark = {
  name: 'model-pace',
  work: ({ bars }) => `${bars.toLocaleString('en')} requests to a model, minutes of the provider at ${REQUESTS_A_MINUTE} a minute`,
  full: { bars: 3_300 },
  small: { bars: 310 },
  pairs: 1,
  goal: { ratio: 1 / 0.95 },
  prepare: () => undefined,
  open: openRequests,
  otherWay: { name: 'what the limit allows', open: openLimit },
  tolerance: 0,
  // The provider is in it: neither its memory nor its time on processors is the client's.
  ownProcess: true,
};

async function openRequests(_folder: string, { bars }: Scale): Promise<Work> {
  const { createRateLimit } = await import('@wick/llm-signals');
  const { DrivenClock, say, startLlmSimulator } = await import('@wick/testkit');
  let [answered, refused, tookMs] = [0, 0, NaN];
  return {
    async run() {
      const clock = new DrivenClock(Date.UTC(2024, 4, 1));
      const provider = await startLlmSimulator({ handler: () => say('{"action":"HOLD"}'), clock: clock.background(), limits: { requestsPerMinute: REQUESTS_A_MINUTE } });
      const gate = createRateLimit({ provider: 'simulated', clock, requestsPerMinute: REQUESTS_A_MINUTE, tokensOf: () => 1_000 });
      const post = async (): Promise<number> => {
        const headers = { authorization: `Bearer ${provider.apiKey}`, 'content-type': 'application/json' };
        const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Buy?' }] });
        const response = await fetch(`${provider.baseUrl}/chat/completions`, { method: 'POST', headers, body });
        await response.arrayBuffer();
        return response.status;
      };
      let sent = 0;
      const worker = async (): Promise<void> => {
        while (sent < bars) {
          sent++;
          const pass = await gate.enter(QUESTION, new AbortController().signal);
          const posting = post();
          clock.hold(posting);
          const status = await posting;
          if (status === 200) answered++;
          await pass.settle({ kind: 'failure', reason: status === 429 ? 'rate-limit' : 'server', isBilled: false });
        }
      };
      answered = 0;
      await clock.runUntil(Promise.all(Array.from({ length: AT_ONCE }, worker)));
      [refused, tookMs] = [provider.rejected, clock.nowMs() - Date.UTC(2024, 4, 1)];
      await provider.close();
    },
    clockMs: () => tookMs,
    answer: () => ({ answered: Float64Array.of(answered), refused: Float64Array.of(refused) }),
  };
}

function openLimit(_folder: string, { bars }: Scale): Work {
  return {
    run: () => undefined,
    clockMs: () => (Math.ceil(bars / REQUESTS_A_MINUTE) - 1) * MINUTE_MS,
    answer: () => ({ answered: Float64Array.of(bars), refused: Float64Array.of(0) }),
  };
}
