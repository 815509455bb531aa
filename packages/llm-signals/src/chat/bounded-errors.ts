import { boundedText, BodyTooLong, isBrokenOff } from './bounded-text.ts';

/** Of an error only so much is read. */
const MAX_ERROR_BYTES = 256 * 2 ** 10;
const WITHOUT_BODY = new Set([204, 205, 304]);

/** The same as `fetch`, but no error has an endless body: the client would read it to its end. A body that breaks off is an empty one. */
export function withBoundedErrors(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (response.ok || WITHOUT_BODY.has(response.status)) return response;
    const signal = init?.signal ?? undefined;
    const text = await boundedText(response, signal, MAX_ERROR_BYTES).catch((error: unknown) => {
      signal?.throwIfAborted();
      if (error instanceof BodyTooLong || isBrokenOff(error)) return '';
      throw error;
    });
    return new Response(text, { status: response.status, statusText: response.statusText, headers: response.headers });
  };
}
