/** A moment of decision, and the candles that it may look at: rows `start` to `end` (exclusive) of a frame. */
export interface DecisionWindow {
  readonly start: number;
  /** Exclusive: the last candle is `end - 1`, which has closed at `decisionTimeMs`. */
  readonly end: number;
  /** Epoch milliseconds UTC at which the next candle would open. */
  readonly decisionTimeMs: number;
}

/** How windows are cut and shown. With the candles it determines what a model is asked. */
export interface WindowSettings {
  /** What the model is to judge by, in words: it goes to the model as an instruction of the user's, not as data. */
  readonly instruction: string;
  /** Candles a window. */
  readonly candles: number;
  /** A decision every so many bars. */
  readonly every: number;
  /** Hides symbol, dates and the scale of prices: returns are shown instead. */
  readonly masked: boolean;
  /** Text from elsewhere, such as news, which the model sees as data. */
  readonly note?: string;
  /** 0 unless told. */
  readonly temperature?: number;
  /** The most tokens that an answer may have; {@link DEFAULT_OUTPUT_TOKENS} unless told. Models that think before they answer need more. */
  readonly maxOutputTokens?: number;
}

/** Room for an answer whose reason has 300 characters in any script. */
export const DEFAULT_OUTPUT_TOKENS = 400;
