import type { ServerResponse } from 'node:http';
import type { Clock } from '@wick/core';
import type { HttpFault } from './fault-list.ts';
import type { Refusal } from './refusal.ts';

/** An answer before it is bytes. An object goes out as JSON, text and bytes as they are. */
export type Answer = Refusal;

/** Sends an answer, or what a fault makes of it. */
export async function sendAnswer(
  response: ServerResponse,
  answer: Answer,
  fault: HttpFault | undefined,
  clock: Clock,
): Promise<void> {
  switch (fault?.kind) {
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'stall':
      return;
    case 'delay':
      await clock.sleep(fault.ms);
      return write(response, answer);
    case 'answer':
      return write(response, { ...fault.answer, headers: { ...answer.headers, ...fault.answer.headers } });
    case 'alter':
      return write(response, { ...answer, body: fault.alter(answer.body) });
    case 'cut':
      return cut(response, answer, fault.atByte, fault.cleanly ?? false);
    case undefined:
      return write(response, answer);
  }
}

function write(response: ServerResponse, answer: Answer): void {
  const body = bytesOf(answer.body);
  response.writeHead(answer.status, headersOf(answer, body.length));
  response.end(body);
}

function cut(response: ServerResponse, answer: Answer, atByte: number, cleanly: boolean): void {
  const body = bytesOf(answer.body);
  const part = body.subarray(0, atByte);
  response.writeHead(answer.status, headersOf(answer, cleanly ? part.length : body.length));
  if (cleanly) response.end(part);
  else response.write(part, () => response.socket?.destroy());
}

const headersOf = (answer: Answer, length: number): Record<string, string> => ({
  'Content-Type': Buffer.isBuffer(answer.body) ? 'application/octet-stream' : 'application/json;charset=UTF-8',
  ...answer.headers,
  'Content-Length': String(length),
});

export const bytesOf = (body: unknown): Buffer =>
  Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
