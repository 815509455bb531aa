import type { Pass } from '../chat/gate.ts';

/** Somebody at a gate. Both ways out end the waiting. */
export interface Waiting<Wish> {
  readonly wish: Wish;
  admit(pass: Pass): void;
  refuse(reason: unknown): void;
}

/** Who waits at a gate, in the order of arrival. */
export class WaitingLine<Wish> {
  readonly #line: Waiting<Wish>[] = [];

  get first(): Waiting<Wish> | undefined {
    return this.#line[0];
  }

  /**
   * @param onAbort called when somebody has left because of the signal
   * @returns the pass; rejects with the reason of the refusal or of the signal
   */
  join(wish: Wish, signal: AbortSignal, onAbort: () => void): Promise<Pass> {
    return new Promise<Pass>((resolve, reject) => {
      const leave = (): void => {
        this.#line.splice(this.#line.indexOf(waiting), 1);
        signal.removeEventListener('abort', abort);
      };
      const waiting: Waiting<Wish> = {
        wish,
        admit: (pass) => (leave(), resolve(pass)),
        refuse: (reason) => (leave(), reject(reason as Error)),
      };
      const abort = (): void => {
        waiting.refuse(signal.reason);
        onAbort();
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#line.push(waiting);
    });
  }
}
