/** Things traders say that a strategy cannot hold yet, with what can be said instead. Words are in their base form. */
export const BEYOND_REACH: readonly { readonly words: readonly RegExp[]; readonly instead: string }[] = [
  { words: [/\bafter \d+ (bar|candle|day|period)/, /\bfor (at least )?\d+ (bar|candle|day|period)$/], instead: 'an exit after so many bars, with no condition, such as "exit after 10 bars"' },
  { words: [/\brisk/], instead: 'a share of the equity and a stop, such as "risk 1% of equity per trade, stop loss at 2%"' },
  { words: [/\batr\b.*\bstop|stop.*\batr\b|trail.*\batr\b|^\d+(\.\d+)? (x )?atr\b/], instead: 'a stop at a multiple of the ATR, such as "trailing stop of 3 ATR"' },
  { words: [/\b(daily|weekly|hourly|monthly|hours?|minutes?|weeks?|months?|timeframe|\d+ [hmdw])\b/], instead: 'periods in bars, such as "the 200-bar EMA", or a chart, such as "EMA(200) on the 4-hour chart"' },
];
