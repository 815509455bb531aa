import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Clock } from '@wick/core';
import { errorBody } from './error-body.ts';
import type { LlmQuirks } from './quirks.ts';
import type { LlmAnswer, LlmContent, LlmStatus } from './scripted-answer.ts';

/** How an answer goes over the wire. */
export interface Wire {
  readonly quirks: LlmQuirks;
  readonly clock: Clock;
  /** Of every answer. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends an answer, or fails to as it says. `completion` is the body of one with content. */
export async function writeAnswer(outgoing: ServerResponse, answer: LlmAnswer, completion: unknown, wire: Wire): Promise<void> {
  switch (answer.kind) {
    case 'reset':
      outgoing.socket?.resetAndDestroy();
      return;
    case 'stall':
      return;
    case 'status':
      writeStatus(outgoing, answer, wire);
      return;
    case 'body':
      outgoing.writeHead(answer.status ?? 200, { ...wire.headers, 'content-type': answer.contentType ?? 'application/json' });
      outgoing.end(answer.body);
      return;
    case 'flood':
      return writeFlood(outgoing, answer.status ?? 200, answer.bytes);
    case 'keep-alive':
      return writeKeepAlive(outgoing, answer.line ?? '\n', answer.everyMs, wire.clock);
    case 'content':
      return writeContent(outgoing, answer, JSON.stringify(completion), wire);
  }
}

export function writeJson(outgoing: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  outgoing.writeHead(status, { ...headers, 'content-type': 'application/json' });
  outgoing.end(JSON.stringify(body));
}

function writeStatus(outgoing: ServerResponse, answer: LlmStatus, { quirks, headers }: Wire): void {
  const all = {
    ...headers,
    ...(answer.retryAfterSeconds !== undefined && { 'retry-after': String(answer.retryAfterSeconds) }),
    ...answer.headers,
  };
  if (answer.html === undefined) return writeJson(outgoing, answer.status, errorBody(answer, quirks.errors), all);
  outgoing.writeHead(answer.status, { ...all, 'content-type': 'text/html' });
  outgoing.end(answer.html);
}

async function writeContent(outgoing: ServerResponse, { cut, bodyAfterMs }: LlmContent, json: string, { quirks, clock, headers }: Wire): Promise<void> {
  const body = `${'\n'.repeat(quirks.blankLines ?? 0)}${': keep-alive\n\n'.repeat(quirks.keepAliveComments ?? 0)}${json}`;
  const length = Buffer.byteLength(body);
  outgoing.writeHead(200, { ...headers, 'content-type': 'application/json', 'content-length': String(length) });
  if (bodyAfterMs !== undefined) {
    outgoing.flushHeaders();
    await clock.sleep(bodyAfterMs, goneSignal(outgoing));
  }
  if (!cut) {
    outgoing.end(body);
    return;
  }
  outgoing.flushHeaders();
  if (cut.after === 'half') await written(outgoing, body.slice(0, body.length / 2));
  if (cut.by === 'reset') outgoing.socket?.resetAndDestroy();
  else outgoing.socket?.end();
}

/** Until the operating system has it: a reset would take back what it has not. */
const written = (outgoing: ServerResponse, text: string): Promise<void> => new Promise((resolve) => outgoing.write(text, () => setImmediate(resolve)));

async function writeFlood(outgoing: ServerResponse, status: number, bytes: number): Promise<void> {
  const chunk = Buffer.alloc(65_536, 'x');
  const gone = once(outgoing, 'close');
  outgoing.writeHead(status, { 'content-type': 'application/json' });
  for (let sent = 0; sent < bytes && !outgoing.destroyed; sent += chunk.length) {
    if (!outgoing.write(chunk)) await Promise.race([once(outgoing, 'drain'), gone]);
  }
  outgoing.end();
}

async function writeKeepAlive(outgoing: ServerResponse, line: string, everyMs: number, clock: Clock): Promise<void> {
  const gone = goneSignal(outgoing);
  outgoing.writeHead(200, { 'content-type': 'application/json' });
  while (!gone.aborted) {
    outgoing.write(line);
    await clock.sleep(everyMs, gone);
  }
}

/** Aborts when the client has left. */
function goneSignal(outgoing: ServerResponse): AbortSignal {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  return gone.signal;
}
