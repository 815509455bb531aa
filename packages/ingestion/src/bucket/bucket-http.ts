import { Agent as HttpAgent, type IncomingHttpHeaders, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { WickError } from '@wick/core';
import { isLoopback } from '../rest/binance-http.ts';

/** What came back, whatever its status. The body is whole. */
export interface BucketAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface GetOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Larger bodies are refused. */
  readonly maxBytes: number;
  /** Told after every piece of a good answer. */
  readonly onBytes?: (done: number, total: number | undefined) => void;
}

/** One GET. Rejects where there is no whole answer: no connection, a reset, a silent line, a body cut short; and where it is too large. */
export type BucketGet = (url: string, options: GetOptions) => Promise<BucketAnswer>;

/**
 * Node's own HTTP with connections that are kept. A proxy that the environment names is used as for the exchange's REST
 * interface (where this Node can), but never for an address on this machine.
 *
 * @param silenceMs how long the line may be silent, in real time: it guards against a network that hangs
 */
export function bucketHttp(silenceMs: number): BucketGet {
  const agents = new Map<string, HttpAgent | HttpsAgent>();
  const agentOf = (url: string): HttpAgent | HttpsAgent => {
    const { origin, protocol } = new URL(url);
    let agent = agents.get(origin);
    if (agent === undefined) {
      const options = { keepAlive: true, ...(!isLoopback(url) && { proxyEnv: process.env }) };
      agent = protocol === 'http:' ? new HttpAgent(options) : new HttpsAgent(options);
      agents.set(origin, agent);
    }
    return agent;
  };
  return (url, options) =>
    new Promise((resolve, reject) => {
      const { headers = {}, signal } = options;
      const send = url.startsWith('http:') ? httpRequest : httpsRequest;
      const sent = send(url, { agent: agentOf(url), headers, ...(signal && { signal }) });
      const watchdog = setTimeout(() => sent.destroy(new Error(`the line was silent for ${silenceMs / 1000} s`)), silenceMs);
      const end = (settle: () => void): void => {
        clearTimeout(watchdog);
        settle();
      };
      const fail = (error: unknown): void => end(() => reject(signal?.aborted ? (signal.reason as Error) : (error as Error)));
      sent.on('error', fail);
      sent.on('response', (response) => {
        watchdog.refresh();
        response.on('data', () => watchdog.refresh());
        readBody(response, options).then((body) => end(() => resolve({ status: response.statusCode ?? 0, headers: response.headers, body })), (error: unknown) => {
          sent.destroy();
          fail(error);
        });
      });
      sent.end();
    });
}

function readBody(response: IncomingMessage, { maxBytes, onBytes }: GetOptions): Promise<Buffer> {
  const promised = Number(response.headers['content-length'] ?? NaN);
  const total = Number.isNaN(promised) ? undefined : promised;
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let done = 0;
    const refuse = (): void => reject(tooLarge(maxBytes));
    if (promised > maxBytes) return refuse();
    response.on('data', (piece: Buffer) => {
      pieces.push(piece);
      done += piece.length;
      if (done > maxBytes) refuse();
      else if (response.statusCode === 200) onBytes?.(done, total);
    });
    response.on('error', reject);
    response.on('close', () => reject(cutShort(done, total)));
    response.on('end', () => {
      if (response.complete) resolve(Buffer.concat(pieces, done));
      else reject(cutShort(done, total));
    });
  });
}

const cutShort = (done: number, total: number | undefined): Error => new Error(`the answer broke off after ${done} of ${total ?? 'unknown'} bytes`);

const tooLarge = (maxBytes: number): WickError =>
  new WickError('OPTION_INVALID', `The file is larger than ${maxBytes} bytes, more than is kept in memory.`, {
    remedy: 'Take the files of single days instead, or allow larger files.',
    details: { maxBytes },
  });
