import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, systemClock } from '@wick/core';
import { competentModel } from './competent-model.ts';
import { completionBody } from './completion-body.ts';
import { wrongKey } from './error-body.ts';
import { listen } from './listen.ts';
import { type LlmRequest, parseChatRequest } from './llm-request.ts';
import type { LlmQuirks } from './quirks.ts';
import { createRateWindow, type RateLimits, type RateWindow } from './rate-window.ts';
import { type Offered, refuseRequest } from './refuse-request.ts';
import type { LlmAnswer } from './scripted-answer.ts';
import { fixedMeter, loadTokenMeter, type TokenizerOptions, type TokenMeter } from './token-meter.ts';
import { writeAnswer, writeJson } from './write-answer.ts';

export interface LlmSimulatorOptions {
  /** Given one after another; when they are used up, `handler` answers. */
  readonly answers?: readonly LlmAnswer[];
  /** {@link competentModel} by default. */
  readonly handler?: (request: LlmRequest) => LlmAnswer | Promise<LlmAnswer>;
  /** Such as `quirksOf('deepseek')`. */
  readonly quirks?: LlmQuirks;
  /** The only key that is let in. */
  readonly apiKey?: string;
  /** What `GET /v1/models` lists; asking another one is a 404. Undefined takes any. */
  readonly models?: readonly string[];
  /** Asking one of these is a 410. */
  readonly retired?: readonly string[];
  /** What `GET /v1/models` answers in the place of the list. */
  readonly modelsAnswer?: LlmAnswer;
  /** Decides over limits and delays; the system's by default. `clock.background()` of a driven one, so that only the client's sleeps count. */
  readonly clock?: Clock;
  /** What is too much gets a 429 and counts as {@link LlmSimulator.rejected}. */
  readonly limits?: RateLimits;
  /** How long each answer of the model takes, by the clock. */
  readonly latencyMs?: number | ((request: LlmRequest) => number);
  /** Counts usage with a real tokenizer; 1000 tokens of which 200 are cached, and 100 of the answer, where it is left out. */
  readonly tokenizer?: TokenizerOptions;
  /** Over TLS, with a certificate of its own. */
  readonly https?: boolean;
}

/** An OpenAI-compatible provider on loopback: `/v1/chat/completions` and `/v1/models`. */
export interface LlmSimulator {
  /** With `/v1`, without a slash at its end. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** PEM, for clients to trust; undefined over plain HTTP. */
  readonly certificate: string | undefined;
  /** Every chat request that was let in, in order; those that were refused for the rate too. */
  readonly requests: readonly LlmRequest[];
  /** Requests of any kind, those that were refused too. */
  readonly requestCount: number;
  /** Connections that were opened so far: fewer than requests where they are kept. */
  readonly connectionCount: number;
  /** Requests that were answered with 429, as they broke a limit. */
  readonly rejected: number;
  /** Resolves when that many requests have come. */
  untilRequests(count: number): Promise<void>;
  close(): Promise<void>;
}

export const SIMULATOR_API_KEY = 'hs-simulator-0123456789abcdef';

export async function startLlmSimulator(options: LlmSimulatorOptions = {}): Promise<LlmSimulator> {
  const provider = new SimulatedLlm(options, options.tokenizer ? await loadTokenMeter(options.tokenizer) : fixedMeter);
  const server = await listen((incoming, outgoing) => {
    provider.serve(incoming, outgoing).catch(() => outgoing.destroy());
  }, options.https ?? false);
  return {
    baseUrl: `${server.url}/v1`,
    apiKey: provider.apiKey,
    certificate: server.certificate,
    requests: provider.requests,
    get requestCount() {
      return provider.requestCount;
    },
    get connectionCount() {
      return server.connectionCount;
    },
    get rejected() {
      return provider.rejected;
    },
    untilRequests: (count) => provider.untilRequests(count),
    close: () => server.close(),
  };
}

class SimulatedLlm {
  readonly requests: LlmRequest[] = [];
  readonly apiKey: string;
  requestCount = 0;
  rejected = 0;
  readonly #options: LlmSimulatorOptions;
  readonly #meter: TokenMeter;
  readonly #offered: Offered;
  readonly #clock: Clock;
  readonly #window: RateWindow;
  readonly #scripted: LlmAnswer[];
  #waiting: { readonly count: number; readonly notice: () => void }[] = [];
  #answered = 0;

  constructor(options: LlmSimulatorOptions, meter: TokenMeter) {
    const { apiKey = SIMULATOR_API_KEY, quirks = {}, clock = systemClock, answers = [], limits, models, retired } = options;
    this.apiKey = apiKey;
    this.#options = options;
    this.#meter = meter;
    this.#offered = { models, retired, quirks };
    this.#clock = clock;
    this.#window = createRateWindow({ requestsPerMinute: quirks.requestsPerMinute, ...limits });
    this.#scripted = [...answers];
  }

  async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const text = await bodyOf(incoming);
    const path = incoming.url ?? '';
    const isList = incoming.method === 'GET' && path.startsWith('/v1/models');
    const key = isList && this.#offered.quirks.listsByOwnHeaders ? ownKey(incoming) : (incoming.headers.authorization?.replace(/^Bearer /, '') ?? '');
    const request = incoming.method === 'POST' && path === '/v1/chat/completions' ? parseChatRequest(path, incoming.headers, text) : undefined;
    const isKnown = key === this.apiKey;
    if (isKnown && request) this.requests.push(request);
    this.#count();
    if (!isKnown) return this.#write(outgoing, wrongKey(key, this.#offered.quirks.errors));
    if (request) return this.#write(outgoing, await this.#answerTo(request), request);
    if (isList) return this.#list(outgoing);
    return this.#write(outgoing, { kind: 'status', status: 404, message: 'unknown path or damaged request' });
  }

  untilRequests(count: number): Promise<void> {
    return new Promise((resolve) => (this.requestCount >= count ? resolve() : this.#waiting.push({ count, notice: resolve })));
  }

  #count(): void {
    this.requestCount++;
    const due = this.#waiting.filter(({ count }) => count <= this.requestCount);
    this.#waiting = this.#waiting.filter(({ count }) => count > this.requestCount);
    for (const { notice } of due) notice();
  }

  async #list(outgoing: ServerResponse): Promise<void> {
    const { models = [], modelsAnswer } = this.#options;
    if (modelsAnswer) return this.#write(outgoing, modelsAnswer);
    writeJson(outgoing, 200, { object: 'list', data: models.map((id) => ({ id: `${this.#offered.quirks.listedAs ?? ''}${id}`, object: 'model' })) });
  }

  async #answerTo(request: LlmRequest): Promise<LlmAnswer> {
    const waitMs = this.#window.take(this.#clock.nowMs(), this.#meter.promptTokens(request.messages));
    if (waitMs > 0) {
      this.rejected++;
      const retryAfterSeconds = this.#options.limits?.retryAfterSeconds ?? Math.ceil(waitMs / 1000);
      return { kind: 'status', status: 429, code: 'rate_limit_exceeded', message: 'Rate limit reached', retryAfterSeconds };
    }
    const refusal = refuseRequest(request, this.#offered);
    if (refusal) return refusal;
    const answer = this.#scripted.shift() ?? (await (this.#options.handler ?? competentModel)(request));
    const { latencyMs = 0 } = this.#options;
    const delayMs = typeof latencyMs === 'number' ? latencyMs : latencyMs(request);
    if (delayMs > 0) await this.#clock.sleep(delayMs);
    return this.#withHabits(answer);
  }

  #withHabits(answer: LlmAnswer): LlmAnswer {
    const { fences, emptyEvery } = this.#offered.quirks;
    if (answer.kind !== 'content') return answer;
    if (emptyEvery !== undefined && ++this.#answered % emptyEvery === 0) return { ...answer, content: '' };
    return fences && answer.content !== null ? { ...answer, content: `\`\`\`json\n${answer.content}\n\`\`\`` } : answer;
  }

  #write(outgoing: ServerResponse, answer: LlmAnswer, request?: LlmRequest): Promise<void> {
    const { quirks } = this.#offered;
    const nowMs = this.#clock.nowMs();
    let completion: unknown;
    if (answer.kind === 'content') {
      const usage = answer.usage === undefined ? this.#meter.usage(request?.messages ?? [], answer.content ?? '') : answer.usage;
      if (usage) this.#window.add(nowMs, usage.completionTokens);
      completion = completionBody(answer, answer.content, request?.model ?? 'unknown', usage, quirks);
    }
    const headers = quirks.rateLimitHeaders ? this.#window.headers(nowMs) : {};
    return writeAnswer(outgoing, answer, completion, { quirks, clock: this.#clock, headers });
  }
}

/** As Anthropic takes it. */
const ownKey = ({ headers }: IncomingMessage): string => (headers['anthropic-version'] === undefined ? '' : String(headers['x-api-key'] ?? ''));

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
