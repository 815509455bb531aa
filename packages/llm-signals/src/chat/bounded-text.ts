import { types } from 'node:util';

/** A body of more than this is no answer of a model. */
export const MAX_BODY_BYTES = 8 * 2 ** 20;

export class BodyTooLong extends Error {}

/** Whether this is what fetch throws when the connection ends in the middle of a body: a TypeError, of whichever realm. */
export const isBrokenOff = (error: unknown): boolean => types.isNativeError(error) && error.name === 'TypeError';

/**
 * The text of a body, no more of it than `maxBytes`: a length that is announced may be exceeded by what is unpacked.
 *
 * @param signal ends the reading, whatever the sender does
 * @throws BodyTooLong; what the signal aborts with; a TypeError where the connection breaks off
 */
export async function boundedText(response: Response, signal: AbortSignal | undefined, maxBytes: number = MAX_BODY_BYTES): Promise<string> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const leave = (): void => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', leave, { once: true });
  try {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for (;;) {
      const { done, value } = await reader.read();
      signal?.throwIfAborted();
      if (done) return Buffer.concat(chunks).toString('utf8');
      bytes += value.length;
      if (bytes > maxBytes) throw new BodyTooLong();
      chunks.push(value);
    }
  } finally {
    signal?.removeEventListener('abort', leave);
    leave();
  }
}
