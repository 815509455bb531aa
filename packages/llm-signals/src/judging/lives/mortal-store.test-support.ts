import { type CassetteStore, WickError } from '@wick/core';

/** What happened at a store, by whichever process, in its order. */
export interface StoreEvent {
  readonly process: number;
  readonly key: string;
  /** Of an answer that was recorded; undefined where a request was begun. */
  readonly recorded?: { readonly body: string };
}

export interface Mortality {
  readonly process: number;
  readonly log: StoreEvent[];
  /** The process dies with this operation of the store, counted from 1; never if left out. */
  readonly diesAt?: number | undefined;
  /** Whether the operation with which it dies has come through. */
  readonly lastIsDone: boolean;
  /** Whether the database is away for a moment, before or after it has done what it was asked for. */
  readonly fails: () => 'before' | 'after' | undefined;
  readonly onDeath: () => void;
}

const never = new Promise<never>(() => undefined);

/** What one process sees of a store that outlives it: from its death on, nothing is ever answered. */
export function mortalStore(store: CassetteStore, { process, log, diesAt, lastIsDone, fails, onDeath }: Mortality): CassetteStore & { readonly isDead: () => boolean; readonly die: () => void } {
  let operations = 0;
  let isDead = false;
  const die = (): void => {
    isDead = true;
    onDeath();
  };
  const away = (): WickError => new WickError('DATABASE_UNAVAILABLE', 'the database is away', { remedy: 'wait' });
  async function mortal<Value>(run: () => Promise<Value>, mayFail = false): Promise<Value> {
    if (isDead) return never;
    operations++;
    if (operations === diesAt) {
      if (lastIsDone) await run();
      die();
      return never;
    }
    const failing = mayFail ? fails() : undefined;
    if (failing === 'before') throw away();
    const value = await run();
    if (isDead) return never;
    if (failing === 'after') throw away();
    return value;
  }
  return {
    isDead: () => isDead,
    die,
    cassettes: (keys) => mortal(() => store.cassettes(keys)),
    begin: (request) =>
      mortal(() => {
        log.push({ process, key: request.key });
        return store.begin(request);
      }),
    settle: (request, outcome) =>
      mortal(async () => {
        await store.settle(request, outcome);
        if (outcome.cassette) log.push({ process, key: outcome.cassette.key, recorded: { body: outcome.cassette.body } });
      }, true),
    spending: (keys) => mortal(() => store.spending(keys)),
    recentRequests: (provider, sinceMs) => mortal(() => store.recentRequests(provider, sinceMs)),
  };
}
