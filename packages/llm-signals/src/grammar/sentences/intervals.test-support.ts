import type { SentenceRow } from './sentence-row.test-support.ts';

/** Parts of sentences that are about candles of another interval. */
export const INTERVALS: readonly SentenceRow[] = [
  ['RSI below 30 on the daily', 'entry: 1d: (rsi(14) < 30); exit: 1d: (rsi(14) > 70)'],
  ['price above the 200 EMA on the 1h chart', 'entry: close > 1h: ema(200); exit: close < 1h: ema(200)'],
  ['RSI on the 4-hour chart below 30 and MACD crosses above its signal line on the 15m chart', 'entry: 4h: rsi(14) < 30 and macd(12, 26, 9) crosses above 15m: macd(12, 26, 9).signal; exit: macd(12, 26, 9) crosses below 15m: macd(12, 26, 9).signal'],
  ['golden cross on the weekly timeframe', 'entry: 1w: (sma(50) crosses above sma(200)); exit: 1w: (sma(50) crosses below sma(200))'],
  ['daily RSI below 30', 'entry: 1d: (rsi(14) < 30); exit: 1d: (rsi(14) > 70)'],
  ['daily RSI above 50 and the 15m RSI crosses above 30', 'entry: 1d: (rsi(14) > 50) and 15m: (rsi(14) crosses above 30); exit: 15m: (rsi(14) > 70)'],
  ['price above the 4h EMA200', 'entry: close > 4h: ema(200); exit: close < 4h: ema(200)'],
  ['4h RSI below 30', 'entry: 4h: (rsi(14) < 30); exit: 4h: (rsi(14) > 70)'],
  ['RSI on the 4h below 30, only above the 200 EMA on the daily', 'entry: 4h: rsi(14) < 30 and close > 1d: ema(200); exit: 4h: rsi(14) > 70'],
  ['RSI below 30, only above the 200 EMA on the daily', 'entry: rsi(14) < 30 and close > 1d: ema(200); exit: rsi(14) > 70'],
  ['close above the weekly 20 SMA', 'entry: close > 1w: sma(20); exit: close < 1w: sma(20)'],
  ['price above the daily 200 EMA and the hourly MACD crosses up', 'entry: close > 1d: ema(200) and 1h: (macd(12, 26, 9) crosses above macd(12, 26, 9).signal); exit: 1h: (macd(12, 26, 9) crosses below macd(12, 26, 9).signal)'],
  ['golden cross on the daily', 'entry: 1d: (sma(50) crosses above sma(200)); exit: 1d: (sma(50) crosses below sma(200))'],
  ['200 EMA on the 1h is rising', 'entry: 1h: (ema(200) > ema(200)[1]); exit: 1h: (ema(200) < ema(200)[1])'],
  ['Supertrend bullish on the 4h and RSI crosses above 50 on the 15m', 'entry: 4h: (supertrend(3, 10).direction > 0) and 15m: (rsi(14) crosses above 50); exit: 15m: (rsi(14) crosses below 50)'],
  ['long only if the daily close is above the daily 50 EMA and RSI(14) on the 1h is below 35; stop 3%, target 6%; risk 1%', 'entry: 1d: close > 1d: ema(50) and 1h: rsi(14) < 35; stop loss: 3%; take profit: 6%; size: 1% risk'],
  ['EMA 20 on the 1h above EMA 50 on the 1h', 'entry: 1h: ema(20) > 1h: ema(50); exit: 1h: ema(20) < 1h: ema(50)'],
  ['1h EMA20 above 1h EMA50', 'entry: 1h: ema(20) > 1h: ema(50); exit: 1h: ema(20) < 1h: ema(50)'],
  ['4h trend is up and 15m RSI is oversold', 'entry: 4h: (close > sma(200)) and 15m: (rsi(14) < 30); exit: 15m: (rsi(14) > 70)'],
  ['daily close above the 200 SMA', 'entry: 1d: (close > sma(200)); exit: 1d: (close < sma(200))'],
  ['daily MACD above signal, hourly RSI under 30, stop 3%', 'entry: 1d: (macd(12, 26, 9) > macd(12, 26, 9).signal) and 1h: (rsi(14) < 30); stop loss: 3%'],
];
