/** Things traders say that a strategy cannot hold, with what can be said instead. */
interface Beyond {
  /** Looked for in the words of the clause, in their base form. */
  readonly words: RegExp;
  readonly instead: string;
}

/** Whole stretches: all of it is named. */
export const BEYOND_REACH: readonly Beyond[] = [
  { words: /\bafter \d+ (bar|candle|day|period)|\bfor (at least )?\d+ (bar|candle|day|period)$/, instead: 'an exit after so many bars, with no condition, such as "exit after 10 bars"' },
  { words: /\brisk/, instead: 'a share of the equity and a stop, such as "risk 1% of equity per trade, stop loss at 2%"' },
  { words: /\batr\b.*\bstop|stop.*\batr\b|trail.*\batr\b|^\d+(\.\d+)? (x )?atr\b/, instead: 'a stop at a multiple of the ATR, such as "trailing stop of 3 ATR"' },
  { words: /^(not|never|no) (buy|long|short|sell|enter|trade)\b/, instead: 'only above the 200 EMA' },
  { words: /^(stop|sl)\b.*\b(ema|sma|ma|low|high|band|channel|candle)\b/, instead: 'a stop at a distance from the entry, such as "stop loss at 2 ATR"' },
  { words: /\b(hours?|minutes?|weeks?|months?|timeframe|htf|\d+ [hmdw])\b/, instead: 'periods in bars, such as "the 200-bar EMA", or a chart, such as "EMA(200) on the 4-hour chart"' },
];

/** Single words that the grammar does not know. */
export const TOPICS: readonly Beyond[] = [
  { words: /^(fibonacci|fib|resistance|support|pivot|trendline|poc|fvg|swing)$/, instead: 'breaks above the 20-day high' },
  { words: /^(divergence|diverges|divergent)$/, instead: 'RSI is rising' },
  { words: /^(dip|pullback|correction)$/, instead: 'price pulls back to the 20 EMA' },
  { words: /^(hammer|doji|pinbar|pin|morning|evening|star|harami|shoulders|flag|pennant|wedge|triangle|pattern)$/, instead: 'bullish engulfing' },
  { words: /^(ttm|squeeze)$/, instead: 'Bollinger bands inside the Keltner channels' },
  { words: /^(leverage|margin)$/, instead: 'use 300% of the equity' },
  { words: /^(dca|martingale|grid|safety|averaging)$/, instead: 'pyramid up to 3 entries' },
  { words: /^(breakeven|even|activated|activate|activation|ratchet)$/, instead: 'trailing stop of 3%' },
  { words: /^(monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|weekends|session|london|asia|am|pm|utc|january|halving|news|sentiment|funding|moon)$/, instead: 'RSI is below 30' },
  { words: /^(vwap|anchored)$/, instead: 'price above the 20-bar VWAP' },
  { words: /^(then|afterwards|subsequently|followed)$/, instead: 'RSI was below 30 within the last 5 bars and price crosses above the 20 EMA' },
  { words: /^(point|points|pips|ticks|cents)$/, instead: 'a stop at a distance from the entry, such as "stop loss at 2 ATR"' },
  { words: /^(cloud|kumo)$/, instead: 'price above the Ichimoku cloud' },
];
