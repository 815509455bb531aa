import { describe, expect, test } from '@jest/globals';
import { compileSentence } from './compile-sentence.ts';

/** Sentences with all that is filled in for them, in the order of the sentence. */
const FILLED_IN: readonly (readonly [sentence: string, assumptions: readonly string[]])[] = [
  ['bearish engulfing, 2% stop, all in', [
    'An engulfing candle is one whose body covers that of the candle before, which closed the other way.',
    'The sentence does not say which way, but its words are bearish: it opens short positions.',
  ]],
  ['price above the 200 EMA. Buy when RSI(14) is below 30 or CCI(20) is below -100 and close > open, 2% stop, all in', [
    '"Price" means the close.',
    '"And" joins more tightly than "or", where nothing else is said.',
    'What is said before the verb must hold as well.',
  ]],
  ['- RSI(14) < 30\n- close > open\n- 2% stop\n- all in', [
    'The sentence does not say which way: it opens long positions.',
    'A further condition without a verb belongs to the entry before it.',
  ]],
  ['buy BTC when RSI(14) is below 30, sell bitcoin when RSI(14) is above 60, all in', ['BTC is not part of the strategy: it trades the symbol that it is run on.']],
  ['RSI below 30', [
    'RSI: period 14, as the sentence gives none.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no exit: it exits at the opposite level, that is when rsi(14) > 70.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['14-period RSI below 30, exit when RSI(14) is above 50, use 50% of the equity', [
    'The sentence does not say which way: it opens long positions.',
  ]],
  ['buy when RSI is oversold', [
    'RSI: period 14, as the sentence gives none.',
    'RSI is oversold below 30, as the sentence gives no level.',
    'The sentence names no exit: it exits at the opposite level, that is when rsi(14) > 70.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['short when RSI is overbought', [
    'RSI: period 14, as the sentence gives none.',
    'RSI is overbought above 70, as the sentence gives no level.',
    'The sentence names no exit: it exits at the opposite level, that is when rsi(14) < 30.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['CCI is oversold, 2% stop, all in', [
    'CCI: period 20, as the sentence gives none.',
    'CCI is oversold below -100, as the sentence gives no level.',
    'The sentence does not say which way: it opens long positions.',
  ]],
  ['RSI overbought', [
    'RSI: period 14, as the sentence gives none.',
    'RSI is overbought above 70, as the sentence gives no level.',
    'The sentence does not say which way, but its words are bearish: it opens short positions.',
    'The sentence names no exit: it exits at the opposite level, that is when rsi(14) < 30.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['price above the 50-day moving average', [
    '"Price" means the close.',
    'Periods count bars: a "day" is one bar, which is a day only on daily candles.',
    'A "moving average" without a kind is the simple one (SMA).',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no exit: it exits when the comparison turns round, that is when close < sma(50).',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['price above the 200 EMA, 2 ATR stop', [
    '"Price" means the close.',
    'The sentence does not say which way: it opens long positions.',
    'ATR: period 14, as the sentence gives none.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['the market is oversold, 3% stop', [
    '"Price" means the close.',
    'Oversold and overbought without an indicator are those of RSI(14).',
    'RSI is oversold below 30, as the sentence gives no level.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['MACD crossover', [
    'MACD: fast 12, slow 26, signal 9, as the sentence gives none.',
    'A crossover means crossing above where the rule is bullish.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no exit: it exits on the opposite cross, that is when macd(12, 26, 9) crosses below macd(12, 26, 9).signal.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['MACD line crosses above its signal line, 2% stop', [
    'MACD: fast 12, slow 26, signal 9, as the sentence gives none.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['buy on a MACD crossover, vice versa for shorts', [
    'MACD: fast 12, slow 26, signal 9, as the sentence gives none.',
    'A crossover means crossing above where the rule is bullish.',
    'The entry of shorts is that of longs seen from the other side: macd(12, 26, 9) crosses below macd(12, 26, 9).signal.',
    'The sentence names no exit for the long: the opposite entry closes it.',
    'The sentence names no exit for the short: the opposite entry closes it.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['moving average crossover', [
    'A "moving average" without a kind is the simple one (SMA).',
    'A moving average crossover without periods is that of SMA(50) and SMA(200).',
    'A crossover means crossing above where the rule is bullish.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no exit: it exits on the opposite cross, that is when sma(50) crosses below sma(200).',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['golden cross, 2% stop', [
    'A golden cross is SMA(50) crossing above SMA(200).',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['death cross, 2% stop', [
    'A death cross is SMA(50) crossing below SMA(200).',
    'The sentence does not say which way, but its words are bearish: it opens short positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['price crosses the 50 EMA', [
    '"Price" means the close.',
    'A crossing without a direction means crossing above, as the rule is bullish.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no exit: it exits on the opposite cross, that is when close crosses below ema(50).',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['RSI falls below 30', [
    'RSI: period 14, as the sentence gives none.',
    'Rising above or falling below a level means the bar on which it is crossed.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no exit: it exits at the opposite level, that is when rsi(14) > 70.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['price touches the lower Bollinger band', [
    '"Price" means the close.',
    'Bollinger band: period 20, deviations 2, as the sentence gives none.',
    'A level is touched or reached by the bar that gets to it or beyond.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no exit: it exits beyond the middle band, that is when close > bollinger(20, 2).',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['price above the upper band (20, 2.5)', [
    '"Price" means the close.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no exit: it exits beyond the middle band, that is when close < bollinger(20, 2.5).',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['volume spike, 2% stop', [
    'A volume spike is more than 1.5 times the 20-bar average of the volume.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['2x volume spike, 2% stop', [
    'The volume is compared with its 20-bar average.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['high volume, 2% stop', [
    'High or low volume is volume above or below its 20-bar average.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['volume is 1.5x the average, 2% stop', [
    'An average beside something that is not a price is an average of that same thing.',
    'SMA: period 20, as the sentence gives none.',
    'A "moving average" without a kind is the simple one (SMA).',
    'To be a multiple of something means to be above that multiple of it.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['relative volume above 2, 2% stop', [
    'Relative volume is the volume divided by its 20-bar average.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['20-day breakout, 2% stop', [
    'Periods count bars: a "day" is one bar, which is a day only on daily candles.',
    'A breakout is a close beyond the highest high or lowest low of the bars before.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['breakout, 2% stop', [
    'A breakout without a period is one of the 20 bars before.',
    'A breakout is a close beyond the highest high or lowest low of the bars before.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['breaks above the 20-bar high, 2% stop', [
    'A high or low of the last bars does not count the current bar, which could never be beyond itself.',
    'A condition without a subject is about the close.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['close above the upper Donchian channel, 2% stop', [
    'Donchian channel: period 20, as the sentence gives none.',
    'A high or low of the last bars does not count the current bar, which could never be beyond itself.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['exit on a 10-bar low, buy when RSI(14) is below 30', [
    'A high or low of the last bars does not count the current bar, which could never be beyond itself.',
    'A high or low of so many bars, with nothing said of it, means a close beyond it.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['in an uptrend and RSI(2) below 10, 2% stop', [
    'An uptrend or downtrend is a close above or below SMA(200).',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['golden cross confirmed by volume, 2% stop', [
    'A golden cross is SMA(50) crossing above SMA(200).',
    'The sentence does not say which way: it opens long positions.',
    'Confirmation by the volume means volume > sma(volume, 20).',
    'A further condition without a verb belongs to the entry before it.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['RSI is rising, 2% stop', [
    'RSI: period 14, as the sentence gives none.',
    'Rising or falling compares a bar with the one before it.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['RSI turns up, 2% stop', [
    'RSI: period 14, as the sentence gives none.',
    'Turning up or down means the first bar that rises or falls after one that did not.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['momentum is positive, 2% stop', [
    'ROC: period 9, as the sentence gives none.',
    '"Momentum" is the rate of change in percent (ROC).',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['OBV above its 20-bar average, 2% stop', [
    'A "moving average" without a kind is the simple one (SMA).',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['RSI(14) crosses above its SMA, 2% stop', [
    'SMA: period 20, as the sentence gives none.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['price above the Ichimoku cloud, 2% stop', [
    '"Price" means the close.',
    'The Ichimoku cloud (9, 26, 52) at a bar is that of spans known 25 bars before, as charts draw it.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['Supertrend turns green, 2% stop', [
    'supertrend: factor 3, period 10, as the sentence gives none.',
    'A supertrend is bullish, or green, while its direction is up.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['Supertrend(10, 3) turns green, 2% stop', [
    'Of the two figures of a supertrend the larger is its period.',
    'A supertrend is bullish, or green, while its direction is up.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['stochastic RSI(14, 14, 3, 3) below 20, 2% stop', [
    'Of the figures of a stochastic RSI the larger two are its periods, the smaller two smooth it.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['ADX(20) above 25, 2% stop', [
    'ADX: smoothing 20, as the sentence gives none.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['%K crosses above %D, 2% stop', [
    'The %K is that of stochastic(14, 3, 3).',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['+DI crosses above -DI, 2% stop', [
    'The +DI is that of dmi(14).',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['higher high and higher low, 2% stop', [
    'A higher or lower high, low or close is one beyond that of the bar before.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['3 down days in a row, 2% stop', [
    'An up or down day is a bar that closes above or below the close before.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ["price breaks yesterday's high, 2% stop", [
    '"Price" means the close.',
    'The day before is the bar before, which it is only on daily candles.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['daily RSI(14) below 30 and price above the 200 EMA, 2% stop', [
    '"Price" means the close.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['RSI(14) below 30 and MACD(12, 26, 9) crosses above zero on the daily, 2% stop', [
    'A chart that is named behind several conditions is that of the last one.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['RSI(14) < 30, RSI(14) > 20, 2% stop', [
    'Conditions with nothing but a comma between them must hold together.',
    'The sentence does not say which way: it opens long positions.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['RSI(14) < 30. Volume above 1000. 2% stop.', [
    'The sentence does not say which way: it opens long positions.',
    'A further condition without a verb belongs to the entry before it.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['RSI(14) < 30, target 4%', [
    'The sentence does not say which way: it opens long positions.',
    'The sentence names only a take profit: a trade that never reaches it stays open.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['RSI(14) < 30, 2% stop, target 2R', [
    'The sentence does not say which way: it opens long positions.',
    'A risk to reward of 1:2 puts the target 2 times as far from the entry as the stop loss.',
    'The sentence names no size: each trade takes 100% of the equity.',
  ]],
  ['RSI(14) < 30, sell when RSI(14) > 70, use $1000 per trade', [
    'The sentence does not say which way: it opens long positions.',
  ]],
  ['sell when RSI(14) > 70, use $1000 per trade', [
    'The sentence buys nothing, so "sell" opens a short position.',
    'The sentence names no exit: it exits at the opposite level, that is when rsi(14) < 30.',
  ]],
  ['buy when RSI(14) < 30, short when RSI(14) > 70, use 50% of equity', [
    'The sentence names no exit for the long: the opposite entry closes it.',
    'The sentence names no exit for the short: the opposite entry closes it.',
  ]],
  ['buy when RSI(14) < 30, short when RSI(14) > 70, exit when RSI(14) crosses 50, use 50% of equity', [
    'A crossing without a direction means crossing below, as the rule is bearish.',
    'An exit that names no side closes longs and shorts.',
  ]],
  ['buy when RSI(14) < 30, buy when close < lowest(low, 20), 2% stop, all in', [
    'Of several entry rules for one side, any one is enough.',
  ]],
  ['buy when RSI(14) < 30, 2% stop, only above the 200 SMA, all in', [
    'A condition without a subject is about the close.',
  ]],
  ['buy when RSI(14) < 30, exit when RSI(14) > 70, only when close > SMA(200), all in', [
    '"Only …" after an exit restricts the entry.',
  ]],
  ['buy when RSI(14) < 30, exit after 10 days, all in', [
    'Periods count bars: a "day" is one bar, which is a day only on daily candles.',
  ]],
  ['buy when RSI(14) < 30, 2% stop, limit order 1% below, all in', [
    'The order is good for 1 bar, as the sentence does not say for how long.',
  ]],
  ['buy when RSI(14) < 30, 2% stop, pyramid, all in', [
    'A position takes up to 2 entries, as the sentence gives no number.',
  ]],
  ['buy when RSI(14) < 30, 2% stop, scale in, all in', [
    'A position takes up to 2 entries, as the sentence gives no number.',
  ]],
  ['buy when RSI(14) < 30, exit when RSI(14) > 70, scale out, all in', [
    'Each exit closes 50% of the position, as the sentence gives no share.',
  ]],
  ['buy when RSI(14) < 30, exit when RSI(14) > 70, target 15% volatility', [
    'The volatility is that of the last 30 bars, as the sentence gives no number.',
  ]],
  ['stay long while close > SMA(200), all in', []],
  ['buy when close > SMA(200), flat otherwise, all in', []],
  ['slope of SMA(50) is positive, 2% stop, all in, long only', [
    'A slope is the difference to the bar before.',
  ]],
  ['IBS below 0.2, 2% stop, all in, long only', [
    "The internal bar strength is the close's place between low (0) and high (1).",
  ]],
];

describe('what is filled in is said, and nothing else:', () => {
  test.each(FILLED_IN)('%s', (sentence, assumptions) => {
    expect(compileSentence(sentence).assumptions).toEqual(assumptions);
  });
});
