import type { Frame } from '../frame/frame.ts';
import type { Signals } from '../signal/signals.ts';
import type { SignalsOrigin } from '../signal/signals-origin.ts';

/** Signals with what they were read from. */
export interface SourcedSignals {
  readonly signals: Signals;
  readonly origin: SignalsOrigin;
}

/** Signals that do not come from a strategy: a model that judges windows, a file of another program. */
export interface SignalSource {
  readonly name: string;
  /** One bit a bar of the frame. The signal of a bar may depend on that bar and earlier ones only. */
  signals(frame: Frame, options?: { signal?: AbortSignal }): Promise<SourcedSignals>;
}
