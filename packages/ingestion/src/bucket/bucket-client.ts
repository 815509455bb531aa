import { type Clock, WickError } from '@wick/core';
import { backoffMs, type BackoffOptions } from '../rest/backoff.ts';
import type { BucketTrouble } from './bucket.ts';
import type { BucketAnswer, BucketGet, GetOptions } from './bucket-http.ts';

export interface BucketRequest extends GetOptions {
  readonly url: string;
  /** What is asked for, for people. */
  readonly key: string;
}

export interface BucketClientOptions {
  readonly get: BucketGet;
  readonly clock: Clock;
  readonly maxAttempts: number;
  readonly backoff?: BackoffOptions | undefined;
  readonly onTrouble?: ((trouble: BucketTrouble) => void) | undefined;
}

/** Requests that are tried again where that helps. */
export class BucketClient {
  readonly #options: BucketClientOptions;

  constructor(options: BucketClientOptions) {
    this.#options = options;
  }

  /**
   * What `read` makes of the answer, whose status is 200, 304 or 404. What it throws counts as an answer that did not come.
   * @throws WickError EXCHANGE_UNREACHABLE, EXCHANGE_REFUSED, OPTION_INVALID for a body that is too large
   */
  async get<T>(request: BucketRequest, read: (answer: BucketAnswer) => T): Promise<T> {
    const { get, clock, maxAttempts, backoff, onTrouble } = this.#options;
    for (let attempt = 1; ; attempt++) {
      request.signal?.throwIfAborted();
      let why: string;
      let retryAfterMs = 0;
      let cause: unknown;
      try {
        const answer = await get(request.url, request);
        if ([200, 304, 404].includes(answer.status)) return read(answer);
        if (!isPassing(answer.status)) throw refused(request.key, answer);
        why = `status ${answer.status}`;
        retryAfterMs = Number(answer.headers['retry-after'] ?? 0) * 1000 || 0;
      } catch (error) {
        request.signal?.throwIfAborted();
        if (error instanceof WickError) throw error;
        cause = error;
        why = (error as Error).message || String((error as NodeJS.ErrnoException).code ?? error);
      }
      if (attempt >= maxAttempts) throw unreachable(request.key, attempt, why, cause);
      const waitMs = Math.max(retryAfterMs, backoffMs(attempt, backoff));
      onTrouble?.({ kind: 'retry', key: request.key, why, waitMs });
      await clock.sleep(waitMs, request.signal);
    }
  }
}

/** Statuses that another attempt may not meet: overload, and trouble on the other side. */
const isPassing = (status: number): boolean => status >= 500 || status === 408 || status === 429;

function refused(key: string, { status }: BucketAnswer): WickError {
  const [why, remedy] =
    status === 451
      ? ['does not serve this location', 'Use another network, or import files that somebody else has downloaded.']
      : status === 403
        ? ['is behind a firewall that refused the request', 'Wait some minutes, then download fewer files at once.']
        : [`refused the request with status ${status}`, 'Check the address.'];
  return new WickError('EXCHANGE_REFUSED', `The bucket of archives ${why}.`, { remedy, details: { key, status } });
}

const unreachable = (key: string, attempts: number, why: string, cause: unknown): WickError =>
  new WickError('EXCHANGE_UNREACHABLE', `The bucket of archives did not give ${key} in ${attempts} attempts: ${why}.`, {
    remedy: 'Check the network and try again; what is already stored stays, and the work goes on from there.',
    details: { key, attempts },
    cause,
  });
