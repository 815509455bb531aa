import { APIConnectionError, APIConnectionTimeoutError } from 'openai';
import { BodyTooLong, isBrokenOff } from './bounded-text.ts';
import type { FailureReason } from './failure.ts';
import { errorToSaid, type ProviderSaid } from './provider-said.ts';
import { retryAfterMs } from './retry-after.ts';
import { saidToReason } from './said-to-reason.ts';

/** A request that came to nothing. */
export interface Failed {
  readonly failed: FailureReason;
  /** The provider's own words. May hold the key, until {@link failureToError} has masked it. */
  readonly said?: string;
  readonly status?: number;
  /** As the provider asks. */
  readonly waitMs?: number;
}

/** What a thrown error means. Undefined for one that is not the provider's, such as the caller's own abort. */
function errorToFailed(error: unknown, nowMs: number): Failed | undefined {
  const said = errorToSaid(error);
  if (said) {
    const waitMs = retryAfterMs(error, nowMs);
    return { failed: saidToReason(said) ?? 'not-json', ...heard(said), ...(waitMs !== undefined && { waitMs }) };
  }
  if (error instanceof BodyTooLong) return { failed: 'not-json', said: 'more than any answer is long' };
  // Time limits are ours: what is left is a connection that could not be made, and headers that fetch waits five minutes for.
  if (error instanceof APIConnectionTimeoutError) return { failed: /headers/.test(error.message) ? 'timeout' : 'network' };
  return error instanceof APIConnectionError || isBrokenOff(error) ? { failed: 'network' } : undefined;
}

/** The same for whoever has caught it. @throws what the signal aborts with, and an error that is not the provider's */
export function caughtToFailed(error: unknown, signal: AbortSignal, nowMs: number): Failed {
  if (signal.aborted) throw signal.reason;
  const failed = errorToFailed(error, nowMs);
  if (!failed) throw error;
  return failed;
}

/** What a body with status 200 means that no model has answered. */
export const insteadToFailed = (said: ProviderSaid): Failed => ({ failed: saidToReason(said) ?? 'not-json', ...heard(said) });

const heard = ({ status, message }: ProviderSaid): Pick<Failed, 'said' | 'status'> => ({ status, ...(message !== '' && { said: message }) });
