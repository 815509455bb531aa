import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { competentModel } from './competent-model.ts';
import { type LlmRequest, parseChatRequest } from './llm-request.ts';
import type { LlmAnswer } from './scripted-answer.ts';

/** Habits of providers, all off by default. */
export interface LlmQuirks {
  /** Answers 400 to `json_schema`, as DeepSeek does. */
  readonly noJsonSchema?: boolean;
  /** Wraps answers in a Markdown fence, in JSON mode too. */
  readonly fences?: boolean;
  /** Blank lines that are sent before the answer while the model is busy. */
  readonly blankLines?: number;
}

export interface LlmSimulatorOptions {
  /** Given one after another; when they are used up, `handler` answers. */
  readonly answers?: readonly LlmAnswer[];
  /** {@link competentModel} by default. */
  readonly handler?: (request: LlmRequest) => LlmAnswer;
  readonly quirks?: LlmQuirks;
  /** The only key that is let in. */
  readonly apiKey?: string;
  /** What `GET /v1/models` lists; asking another one is a 404. Undefined takes any. */
  readonly models?: readonly string[];
}

/** An OpenAI-compatible provider on loopback: `/v1/chat/completions` and `/v1/models`. */
export interface LlmSimulator {
  /** With `/v1`, without a slash at its end. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Every chat request that was let in, in order. */
  readonly requests: readonly LlmRequest[];
  /** Requests of any kind, those that were refused too. */
  readonly requestCount: number;
  /** Resolves when that many requests have come. */
  untilRequests(count: number): Promise<void>;
  close(): Promise<void>;
}

export const SIMULATOR_API_KEY = 'hs-simulator-0123456789abcdef';

export async function startLlmSimulator(options: LlmSimulatorOptions = {}): Promise<LlmSimulator> {
  const apiKey = options.apiKey ?? SIMULATOR_API_KEY;
  const scripted = [...(options.answers ?? [])];
  const requests: LlmRequest[] = [];
  const waiting: { readonly count: number; readonly notice: () => void }[] = [];
  let requestCount = 0;

  const answerOf = (request: LlmRequest): LlmAnswer => {
    if (options.models && !options.models.includes(request.model)) {
      return { kind: 'status', status: 404, code: 'model_not_found', message: `The model ${request.model} does not exist` };
    }
    if (options.quirks?.noJsonSchema && request.responseFormat === 'json_schema') {
      return { kind: 'status', status: 400, code: 'invalid_request_error', message: 'This response_format type is unavailable now' };
    }
    return scripted.shift() ?? (options.handler ?? competentModel)(request);
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const text = await bodyOf(incoming);
    requestCount++;
    const path = incoming.url ?? '';
    if (incoming.headers.authorization !== `Bearer ${apiKey}`) {
      reply(outgoing, { kind: 'status', status: 401, code: 'invalid_api_key', message: `Incorrect API key provided: ${incoming.headers.authorization ?? 'none'}` });
    } else if (incoming.method === 'GET' && path === '/v1/models') {
      sendJson(outgoing, 200, { object: 'list', data: (options.models ?? []).map((id) => ({ id, object: 'model' })) });
    } else {
      const request = incoming.method === 'POST' && path === '/v1/chat/completions' ? parseChatRequest(path, incoming.headers, text) : undefined;
      if (request) requests.push(request);
      reply(outgoing, request ? answerOf(request) : { kind: 'status', status: 404, message: 'unknown path or damaged request' }, request, options.quirks);
    }
    for (const { count, notice } of waiting) if (requestCount >= count) notice();
  };

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    apiKey,
    requests,
    get requestCount() {
      return requestCount;
    },
    untilRequests: (count) => new Promise((resolve) => (requestCount >= count ? resolve() : waiting.push({ count, notice: resolve }))),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function reply(outgoing: ServerResponse, answer: LlmAnswer, request?: LlmRequest, quirks: LlmQuirks = {}): void {
  switch (answer.kind) {
    case 'reset':
      outgoing.socket?.resetAndDestroy();
      return;
    case 'stall':
      return;
    case 'status':
      replyStatus(outgoing, answer);
      return;
    case 'content': {
      const fenced = quirks.fences && answer.content !== null ? `\`\`\`json\n${answer.content}\n\`\`\`` : answer.content;
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      for (let line = 0; line < (quirks.blankLines ?? 0); line++) outgoing.write('\n');
      outgoing.end(JSON.stringify(completionOf(answer, fenced, request?.model ?? 'unknown')));
    }
  }
}

function replyStatus(outgoing: ServerResponse, answer: Extract<LlmAnswer, { kind: 'status' }>): void {
  if (answer.retryAfterSeconds !== undefined) outgoing.setHeader('retry-after', String(answer.retryAfterSeconds));
  if (answer.html !== undefined) {
    outgoing.writeHead(answer.status, { 'content-type': 'text/html' });
    outgoing.end(answer.html);
    return;
  }
  sendJson(outgoing, answer.status, { error: { message: answer.message ?? 'simulated', code: answer.code ?? null, type: answer.code ?? null, param: null } });
}

function completionOf(answer: Extract<LlmAnswer, { kind: 'content' }>, content: string | null, asked: string): unknown {
  const usage = answer.usage === undefined ? { promptTokens: 1000, cachedTokens: 200, completionTokens: 100 } : answer.usage;
  return {
    id: 'chatcmpl-simulated',
    object: 'chat.completion',
    created: 0,
    model: answer.model ?? asked,
    system_fingerprint: 'fp_simulated',
    choices: [
      {
        index: 0,
        finish_reason: answer.finishReason ?? 'stop',
        message: { role: 'assistant', content, refusal: answer.refusal ?? null },
      },
    ],
    ...(usage && {
      usage: {
        prompt_tokens: usage.promptTokens,
        completion_tokens: usage.completionTokens,
        total_tokens: usage.promptTokens + usage.completionTokens,
        prompt_tokens_details: { cached_tokens: usage.cachedTokens },
      },
    }),
  };
}

function sendJson(outgoing: ServerResponse, status: number, body: unknown): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify(body));
}
