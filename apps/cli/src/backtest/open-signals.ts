import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SignalSource } from '@wick/core';
import { createOutsideSignals } from '@wick/llm-signals';
import { fileError } from '../files/file-error.ts';
import type { SignalReading } from '../options/signal-options.ts';

/** A file of signals, ready to be read. @throws WickError FILE_NOT_FOUND | OPTION_INVALID */
export async function openSignals(path: string, reading: SignalReading): Promise<SignalSource> {
  const source = createOutsideSignals({ name: basename(path), read: () => bytesOf(path), ...reading });
  await access(path).catch((error: NodeJS.ErrnoException) => {
    throw fileError(error.code ?? '', path, error) ?? error;
  });
  return source;
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path)) yield chunk as Uint8Array;
  } catch (error) {
    throw fileError((error as NodeJS.ErrnoException).code ?? '', path, error) ?? error;
  }
}
