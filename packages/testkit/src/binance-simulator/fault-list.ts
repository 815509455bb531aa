import type { Refusal } from './refusal.ts';

/** What can go wrong with an HTTP answer. */
export type HttpFault =
  | { readonly kind: 'answer'; readonly answer: Refusal }
  /** The connection is torn down before a byte of the answer. */
  | { readonly kind: 'reset' }
  /** The answer never comes. */
  | { readonly kind: 'stall' }
  /** The body ends early: cleanly, with a length that fits, or by a reset in the middle of a promised length. */
  | { readonly kind: 'cut'; readonly atByte: number; readonly cleanly?: boolean }
  /** By the simulator's clock. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Another body, such as one with fields nobody knows yet. */
  | { readonly kind: 'alter'; readonly alter: (body: unknown) => unknown };

/** What can go wrong with the message that a candle has closed. */
export type CloseFault =
  | { readonly kind: 'missing' }
  | { readonly kind: 'repeated' }
  /** Sent with other values, and at once as it is: whatever becomes of the one becomes of the other. */
  | { readonly kind: 'contradicted'; readonly alter: (message: unknown) => unknown }
  /** By the simulator's clock. */
  | { readonly kind: 'late'; readonly ms: number }
  /** Sent only after the next close of the same stream. */
  | { readonly kind: 'out-of-order' };

/** What can go wrong with a connection attempt. */
export type ConnectFault = { readonly kind: 'answer'; readonly answer: Refusal } | { readonly kind: 'reset' } | { readonly kind: 'stall' };

/** What can go wrong with an acknowledgement of SUBSCRIBE and the like. */
export type ReplyFault =
  | { readonly kind: 'missing' }
  /** An error that does not say which request it belongs to. */
  | { readonly kind: 'error-without-id'; readonly code?: number; readonly msg?: string };

/** What can go wrong with one stream of a SUBSCRIBE: it is acknowledged, but nothing is ever sent. */
export interface SubscribeFault {
  readonly kind: 'lost';
}

/** What can go wrong with any message of a stream. All missing, for ever: the connection lives but is silent. */
export type MessageFault =
  | { readonly kind: 'missing' }
  | { readonly kind: 'alter'; readonly alter: (message: unknown) => unknown };

/** Where things go wrong, and what can go wrong there. */
export interface FaultPoints {
  rest: HttpFault;
  archive: HttpFault;
  'ws-connect': ConnectFault;
  'ws-reply': ReplyFault;
  'ws-subscribe': SubscribeFault;
  'ws-close': CloseFault;
  'ws-message': MessageFault;
}

interface FaultRule<On extends keyof FaultPoints> {
  readonly on: On;
  /** Only where the URL (for streams: the stream's name) contains this. */
  readonly where?: string;
  /** Leave this many alone first. */
  readonly after?: number;
  /** How often; once by default, `Infinity` for as long as it is not cleared. */
  readonly times?: number;
  readonly with: FaultPoints[On];
}

export type Fault = { [On in keyof FaultPoints]: FaultRule<On> }[keyof FaultPoints];

export interface InjectedFault {
  /** How often it has struck. */
  readonly hits: number;
  clear(): void;
}

/** The faults that are still to strike, in the order in which they were asked for. */
export class FaultList {
  #faults: { readonly fault: Fault; seen: number; hits: number }[] = [];

  add(fault: Fault): InjectedFault {
    const entry = { fault, seen: 0, hits: 0 };
    this.#faults.push(entry);
    return {
      get hits() {
        return entry.hits;
      },
      clear: () => {
        this.#faults = this.#faults.filter((other) => other !== entry);
      },
    };
  }

  /** The fault that strikes now, if any; the first that fits is used up by one. */
  strike<On extends keyof FaultPoints>(on: On, subject: string): FaultPoints[On] | undefined {
    for (const entry of this.#faults) {
      const { where = '', after = 0, times = 1 } = entry.fault;
      if (entry.fault.on !== on || !subject.includes(where) || entry.hits >= times) continue;
      if (entry.seen++ < after) continue;
      entry.hits++;
      return entry.fault.with as FaultPoints[On];
    }
    return undefined;
  }
}
