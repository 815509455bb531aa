import { TextDecoder } from 'node:util';
import { lineError } from './signal-row.ts';

/** Longest line that is kept in memory; a longer one is no signal. */
const MAX_LINE = 1_000_000;

export interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
}

/**
 * Bytes as lines, as they come: of a file of any size only a chunk is in memory.
 *
 * @throws WickError SIGNALS_INVALID for what is not UTF-8, or for a line without end
 */
export async function* bytesToLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let number = 1;
  for await (const chunk of chunks) {
    const lines = (rest + decode(decoder, chunk, number)).split('\n');
    rest = lines.pop()!;
    if (rest.length > MAX_LINE) throw lineError(number + lines.length, `it has more than ${MAX_LINE} characters`);
    for (const text of lines) yield { number: number++, text: text.replace(/\r$/, '') };
  }
  const last = rest + decode(decoder, undefined, number);
  if (last !== '') yield { number, text: last.replace(/\r$/, '') };
}

function decode(decoder: TextDecoder, chunk: Uint8Array | undefined, line: number): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw lineError(line, 'it or a line soon after it is not text in UTF-8', 'Save the file as UTF-8 text.');
  }
}
