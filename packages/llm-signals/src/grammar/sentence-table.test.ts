import { describe, expect, test } from '@jest/globals';
import { strategyToText, textToStrategy, WickError } from '@wick/core';
import { compileSentence } from './compile-sentence.ts';
import type { Fragment } from './refusal/not-understood.ts';

/** A sentence and the strategy that a trader means by it; a size of all the equity is left out. */
const SENTENCES: readonly (readonly [sentence: string, strategy: string])[] = [
  ['RSI oversold (<30) with volume spike (>1.5x 20-period MA)', 'entry: rsi(14) < 30 and volume > 1.5 * sma(volume, 20); exit: rsi(14) > 70'],
  ['MACD crossover with RSI confirmation', 'entry: macd(12, 26, 9) crosses above macd(12, 26, 9).signal and rsi(14) > 50; exit: macd(12, 26, 9) crosses below macd(12, 26, 9).signal'],
  ['RSI below 30', 'entry: rsi(14) < 30; exit: rsi(14) > 70'],
  ['RSI(7) is under 25', 'entry: rsi(7) < 25; exit: rsi(7) > 75'],
  ['RSI overbought', 'short entry: rsi(14) > 70; short exit: rsi(14) < 30'],
  ['MACD crosses above its signal line', 'entry: macd(12, 26, 9) crosses above macd(12, 26, 9).signal; exit: macd(12, 26, 9) crosses below macd(12, 26, 9).signal'],
  ['golden cross', 'entry: sma(50) crosses above sma(200); exit: sma(50) crosses below sma(200)'],
  ['death cross', 'short entry: sma(50) crosses below sma(200); short exit: sma(50) crosses above sma(200)'],
  ['price crosses above the 50-period SMA', 'entry: close crosses above sma(50); exit: close crosses below sma(50)'],
  ['20 EMA crosses over 50 EMA', 'entry: ema(20) crosses above ema(50); exit: ema(20) crosses below ema(50)'],
  ['volume above twice its 20-day average', 'entry: volume > 2 * sma(volume, 20); exit: not volume > 2 * sma(volume, 20)'],
  ['closes below the lower Bollinger band', 'entry: close < bollinger(20, 2).lower; exit: close > bollinger(20, 2)'],
  ['breaks above the 20-day high', 'entry: close > highest(20)[1]; exit: close < lowest(20)[1]'],
  ['Buy when RSI(14) is below 30 and volume is above 1.5 times its 20 period average, sell when RSI goes above 70, 2% stop, 4% target', 'entry: rsi(14) < 30 and volume > 1.5 * sma(volume, 20); exit: rsi(14) crosses above 70; stop loss: 2%; take profit: 4%'],
  ['short when RSI is above 80, exit when RSI below 50, stop loss of 2%', 'short entry: rsi(14) > 80; short exit: rsi(14) < 50; stop loss: 2%'],
  ['Buy the golden cross, but only if RSI is below 70. Use half of the capital.', 'entry: sma(50) crosses above sma(200) and rsi(14) < 70; exit: sma(50) crosses below sma(200); size: 50% of equity'],
  ['RSI(14) < 30', 'entry: rsi(14) < 30; exit: rsi(14) > 70'],
  ['RSI less than 30 and MACD bullish crossover', 'entry: rsi(14) < 30 and macd(12, 26, 9) crosses above macd(12, 26, 9).signal; exit: macd(12, 26, 9) crosses below macd(12, 26, 9).signal'],
  ['buy if the 14-period RSI is at most 25', 'entry: rsi(14) <= 25; exit: rsi(14) > 75'],
  ['RSI (<30)', 'entry: rsi(14) < 30; exit: rsi(14) > 70'],
  ['RSI leaves oversold territory', 'entry: rsi(14) crosses above 30; exit: rsi(14) > 70'],
  ['RSI crosses above 30', 'entry: rsi(14) crosses above 30; exit: rsi(14) > 70'],
  ['RSI above 50 and below 70', 'entry: rsi(14) > 50 and rsi(14) < 70; exit: not (rsi(14) > 50 and rsi(14) < 70)'],
  ['RSI is between 40 and 60', 'entry: rsi(14) > 40 and rsi(14) < 60; exit: not (rsi(14) > 40 and rsi(14) < 60)'],
  ['RSI is not overbought', 'entry: not rsi(14) > 70; exit: rsi(14) > 70'],
  ['the market is oversold', 'entry: rsi(14) < 30; exit: rsi(14) > 70'],
  ['oversold RSI and high volume', 'entry: rsi(14) < 30 and volume > sma(volume, 20); exit: rsi(14) > 70'],
  ['stochastic oversold', 'entry: stochastic(14, 3, 3) < 20; exit: stochastic(14, 3, 3) > 80'],
  ['stochastic %K crosses above %D', 'entry: stochastic(14, 3, 3) crosses above stochastic(14, 3, 3).d; exit: stochastic(14, 3, 3) crosses below stochastic(14, 3, 3).d'],
  ['%K crosses above %D below 20', 'entry: stochastic(14, 3, 3) crosses above stochastic(14, 3, 3).d and stochastic(14, 3, 3) < 20; exit: stochastic(14, 3, 3) crosses below stochastic(14, 3, 3).d'],
  ['stochastic crossover with RSI below 40', 'entry: stochastic(14, 3, 3) crosses above stochastic(14, 3, 3).d and rsi(14) < 40; exit: stochastic(14, 3, 3) crosses below stochastic(14, 3, 3).d'],
  ['stochastic(5,3,3) below 20', 'entry: stochastic(5, 3, 3) < 20; exit: stochastic(5, 3, 3) > 80'],
  ['MACD histogram turns positive', 'entry: macd(12, 26, 9).histogram crosses above 0; exit: macd(12, 26, 9).histogram crosses below 0'],
  ['MACD histogram is rising', 'entry: macd(12, 26, 9).histogram > macd(12, 26, 9).histogram[1]; exit: not macd(12, 26, 9).histogram > macd(12, 26, 9).histogram[1]'],
  ['MACD above zero', 'entry: macd(12, 26, 9) > 0; exit: not macd(12, 26, 9) > 0'],
  ['MACD line crosses above the zero line', 'entry: macd(12, 26, 9) crosses above 0; exit: macd(12, 26, 9) crosses below 0'],
  ['bearish MACD crossover', 'short entry: macd(12, 26, 9) crosses below macd(12, 26, 9).signal; short exit: macd(12, 26, 9) crosses above macd(12, 26, 9).signal'],
  ['MACD is bullish and price above 200 EMA', 'entry: macd(12, 26, 9) > macd(12, 26, 9).signal and close > ema(200); exit: close < ema(200)'],
  ['MACD(5, 35, 5) crosses above its signal line', 'entry: macd(5, 35, 5) crosses above macd(5, 35, 5).signal; exit: macd(5, 35, 5) crosses below macd(5, 35, 5).signal'],
  ['short on MACD crossover with RSI confirmation', 'short entry: macd(12, 26, 9) crosses below macd(12, 26, 9).signal and rsi(14) < 50; short exit: macd(12, 26, 9) crosses above macd(12, 26, 9).signal'],
  ['EMA 20/50 crossover', 'entry: ema(20) crosses above ema(50); exit: ema(20) crosses below ema(50)'],
  ['50/200 SMA crossover', 'entry: sma(50) crosses above sma(200); exit: sma(50) crosses below sma(200)'],
  ['20 EMA and 50 EMA crossover', 'entry: ema(20) crosses above ema(50); exit: ema(20) crosses below ema(50)'],
  ['crossover of the 20 and 50 EMA', 'entry: ema(20) crosses above ema(50); exit: ema(20) crosses below ema(50)'],
  ['moving average crossover', 'entry: sma(50) crosses above sma(200); exit: sma(50) crosses below sma(200)'],
  ['moving average crossover (10/30)', 'entry: sma(10) crosses above sma(30); exit: sma(10) crosses below sma(30)'],
  ['price above the 200-day moving average', 'entry: close > sma(200); exit: close < sma(200)'],
  ['price crosses the 50 EMA', 'entry: close crosses above ema(50); exit: close crosses below ema(50)'],
  ['price is above its 200 EMA', 'entry: close > ema(200); exit: close < ema(200)'],
  ['golden cross with volume confirmation', 'entry: sma(50) crosses above sma(200) and volume > sma(volume, 20); exit: sma(50) crosses below sma(200)'],
  ['golden cross confirmed by RSI', 'entry: sma(50) crosses above sma(200) and rsi(14) > 50; exit: sma(50) crosses below sma(200)'],
  ['volume spike', 'entry: volume > 1.5 * sma(volume, 20); exit: not volume > 1.5 * sma(volume, 20)'],
  ['2x volume spike', 'entry: volume > 2 * sma(volume, 20); exit: not volume > 2 * sma(volume, 20)'],
  ['volume spike of 3x', 'entry: volume > 3 * sma(volume, 20); exit: not volume > 3 * sma(volume, 20)'],
  ['volume surge (2x)', 'entry: volume > 2 * sma(volume, 20); exit: not volume > 2 * sma(volume, 20)'],
  ['volume > 2 x average volume', 'entry: volume > 2 * sma(volume, 20); exit: not volume > 2 * sma(volume, 20)'],
  ['volume above average', 'entry: volume > sma(volume, 20); exit: not volume > sma(volume, 20)'],
  ['volume above 150% of its average', 'entry: volume > 1.5 * sma(volume, 20); exit: not volume > 1.5 * sma(volume, 20)'],
  ['volume is rising', 'entry: volume > volume[1]; exit: not volume > volume[1]'],
  ['RSI below 30 with high volume', 'entry: rsi(14) < 30 and volume > sma(volume, 20); exit: rsi(14) > 70'],
  ['price touches the lower Bollinger band', 'entry: low <= bollinger(20, 2).lower; exit: close > bollinger(20, 2)'],
  ['price closes above the upper band (20, 2.5)', 'entry: close > bollinger(20, 2.5).upper; exit: close < bollinger(20, 2.5)'],
  ['price crosses below the lower Bollinger band (20, 2)', 'entry: close crosses below bollinger(20, 2).lower; exit: close > bollinger(20, 2)'],
  ['price is below the lower BB and RSI is under 30', 'entry: close < bollinger(20, 2).lower and rsi(14) < 30; exit: close > bollinger(20, 2)'],
  ['price is 2% below the 20 SMA', 'entry: close < 0.98 * sma(20); exit: not close < 0.98 * sma(20)'],
  ['price falls 5% in 3 bars', 'entry: roc(3) < -5; exit: not roc(3) < -5'],
  ['close is above the previous high', 'entry: close > high[1]; exit: close < high[1]'],
  ['20-day breakout', 'entry: close > highest(20)[1]; exit: close < lowest(20)[1]'],
  ['Donchian breakout (55)', 'entry: close > highest(55)[1]; exit: close < lowest(55)[1]'],
  ['Donchian breakout', 'entry: close > highest(20)[1]; exit: close < lowest(20)[1]'],
  ['price makes a new 50-day low', 'short entry: close < lowest(50)[1]; short exit: close > highest(50)[1]'],
  ['new 20-day high with volume above twice its 20-day average', 'entry: close > highest(20)[1] and volume > 2 * sma(volume, 20); exit: close < lowest(20)[1]'],
  ['close above the highest high of the last 20 bars', 'entry: close > highest(20)[1]; exit: close < lowest(20)[1]'],
  ['breaks above the 20-day high, exit when it breaks below the 10-day low', 'entry: close > highest(20)[1]; exit: close < lowest(10)[1]'],
  ['breaks below the 20-day low', 'short entry: close < lowest(20)[1]; short exit: close > highest(20)[1]'],
  ['short on a 20-day breakdown', 'short entry: close < lowest(20)[1]; short exit: close > highest(20)[1]'],
  ['price breaks above the upper Bollinger band', 'entry: close crosses above bollinger(20, 2).upper; exit: close < bollinger(20, 2)'],
  ['ATR(14) is above its 50-bar average', 'entry: atr(14) > sma(atr(14), 50); exit: not atr(14) > sma(atr(14), 50)'],
  ['ATR rising and price above 50 EMA', 'entry: atr(14) > atr(14)[1] and close > ema(50); exit: close < ema(50)'],
  ['close is above the close 5 bars ago', 'entry: close > close[5]; exit: close < close[5]'],
  ['OBV above its 20-bar average', 'entry: obv() > sma(obv(), 20); exit: not obv() > sma(obv(), 20)'],
  ['on-balance volume is rising for 3 bars', 'entry: obv() > obv()[1] and obv()[1] > obv()[2] and obv()[2] > obv()[3]; exit: not (obv() > obv()[1] and obv()[1] > obv()[2] and obv()[2] > obv()[3])'],
  ['ROC(10) above 5%', 'entry: roc(10) > 5; exit: not roc(10) > 5'],
  ['momentum is positive', 'entry: roc(9) > 0; exit: not roc(9) > 0'],
  ['10-day momentum turns positive', 'entry: roc(10) crosses above 0; exit: roc(10) crosses below 0'],
  ['stochastic RSI below 20', 'entry: stoch_rsi(3, 3, 14, 14) < 20; exit: not stoch_rsi(3, 3, 14, 14) < 20'],
  ['ADX above 25 and price above the Supertrend', 'entry: adx(14, 14) > 25 and close > supertrend(3, 10); exit: not (adx(14, 14) > 25 and close > supertrend(3, 10))'],
  ['close above the upper Keltner channel', 'entry: close > keltner(20, 2, 10).upper; exit: not close > keltner(20, 2, 10).upper'],
  ['Ichimoku conversion line crosses above the Ichimoku base line', 'entry: ichimoku(9, 26, 52) crosses above ichimoku(9, 26, 52).base; exit: ichimoku(9, 26, 52) crosses below ichimoku(9, 26, 52).base'],
  ['average true range above 5', 'entry: atr(14) > 5; exit: not atr(14) > 5'],
  ['correlation(30) of the close and of the volume above 0.5', 'entry: correlation(close, volume, 30) > 0.5; exit: not correlation(close, volume, 30) > 0.5'],
  ['the 20-bar standard deviation is below the 100-bar standard deviation', 'entry: stdev(20) < stdev(100); exit: not stdev(20) < stdev(100)'],
  ['3 green candles in a row', 'entry: close > open and (close > open)[1] and (close > open)[2]; exit: close < open'],
  ['bullish engulfing and RSI below 40', 'entry: close[1] < open[1] and close > open and open <= close[1] and close >= open[1] and rsi(14) < 40; exit: rsi(14) > 60'],
  ['inside bar in an uptrend', 'entry: high < high[1] and low > low[1] and close > sma(200); exit: close < sma(200)'],
  ['gap up with high volume', 'entry: open > high[1] and volume > sma(volume, 20); exit: open < high[1]'],
  ['RSI oversold but only above the 200 EMA', 'entry: rsi(14) < 30 and close > ema(200); exit: rsi(14) > 70'],
  ['RSI oversold, only in an uptrend', 'entry: rsi(14) < 30 and close > sma(200); exit: rsi(14) > 70'],
  ['RSI below 30 unless price is below the 200 SMA', 'entry: rsi(14) < 30 and not close < sma(200); exit: rsi(14) > 70'],
  ['RSI below 30 or stochastic below 20', 'entry: rsi(14) < 30 or stochastic(14, 3, 3) < 20; exit: not (rsi(14) < 30 or stochastic(14, 3, 3) < 20)'],
  ['RSI below 30 and (price above the 200 EMA or volume spike)', 'entry: rsi(14) < 30 and (close > ema(200) or volume > 1.5 * sma(volume, 20)); exit: rsi(14) > 70'],
  ['either RSI below 30 or close below the lower Bollinger band', 'entry: rsi(14) < 30 or close < bollinger(20, 2).lower; exit: not (rsi(14) < 30 or close < bollinger(20, 2).lower)'],
  ['Buy when RSI crosses below 30. Sell when RSI crosses above 70.', 'entry: rsi(14) crosses below 30; exit: rsi(14) crosses above 70'],
  ['Buy when RSI < 30, sell when RSI > 70, short when RSI > 80, cover when RSI < 50', 'entry: rsi(14) < 30; exit: rsi(14) > 70; short entry: rsi(14) > 80; short exit: rsi(14) < 50'],
  ['Go long when EMA(12) crosses above EMA(26) and go short when EMA(12) crosses below EMA(26)', 'entry: ema(12) crosses above ema(26); short entry: ema(12) crosses below ema(26)'],
  ['sell when RSI is overbought', 'short entry: rsi(14) > 70; short exit: rsi(14) < 30'],
  ['I want to buy when the RSI drops below 30, please', 'entry: rsi(14) crosses below 30; exit: rsi(14) > 70'],
  ['RSI below 30 with a 2% stop and a 4% target', 'entry: rsi(14) < 30; stop loss: 2%; take profit: 4%'],
  ['RSI below 30, stop loss 2%, take profit 4%, trailing stop 3%', 'entry: rsi(14) < 30; stop loss: 2%; take profit: 4%; trailing stop: 3%'],
  ['RSI below 30; SL 2%; TP 5%', 'entry: rsi(14) < 30; stop loss: 2%; take profit: 5%'],
  ['RSI below 30, exit at 4% profit', 'entry: rsi(14) < 30; take profit: 4%'],
  ['RSI below 30 for 3 bars', 'entry: rsi(14) < 30 and (rsi(14) < 30)[1] and (rsi(14) < 30)[2]; exit: rsi(14) > 70'],
  ['RSI was below 30 within the last 5 bars and price crosses above the 20 EMA', 'entry: (rsi(14) < 30 or (rsi(14) < 30)[1] or (rsi(14) < 30)[2] or (rsi(14) < 30)[3] or (rsi(14) < 30)[4]) and close crosses above ema(20); exit: close crosses below ema(20)'],
  ['RSI crossed above 30 2 bars ago', 'entry: (rsi(14) crosses above 30)[2]; exit: not (rsi(14) crosses above 30)[2]'],
  ['RSI below 30. Never exit.', 'entry: rsi(14) < 30'],
  ['RSI below 30, use 50% of equity', 'entry: rsi(14) < 30; exit: rsi(14) > 70; size: 50% of equity'],
  ['RSI below 30, invest $1000 per trade', 'entry: rsi(14) < 30; exit: rsi(14) > 70; size: 1000 quote'],
  ['RSI below 30, 0.5 BTC per trade', 'entry: rsi(14) < 30; exit: rsi(14) > 70; size: 0.5 base'],
  ['risk 50% of equity when RSI below 30', 'entry: rsi(14) < 30; exit: rsi(14) > 70; size: 50% of equity'],
  ['RSI below 30, all in', 'entry: rsi(14) < 30; exit: rsi(14) > 70'],
  ['buy the 20-day breakout, trailing stop of 5%, use 25% of the capital', 'entry: close > highest(20)[1]; trailing stop: 5%; size: 25% of equity'],
  ['close the position when RSI is above 70, buy when RSI below 30', 'entry: rsi(14) < 30; exit: rsi(14) > 70'],
  ['RSI below 30, volume above average, price above 200 SMA', 'entry: rsi(14) < 30 and volume > sma(volume, 20) and close > sma(200); exit: rsi(14) > 70'],
  ['RSI below 30, MACD above zero or volume spike', 'entry: rsi(14) < 30 or macd(12, 26, 9) > 0 or volume > 1.5 * sma(volume, 20); exit: not (rsi(14) < 30 or macd(12, 26, 9) > 0 or volume > 1.5 * sma(volume, 20))'],
  ['close > open and close > ema(close, 20)', 'entry: close > open and close > ema(20); exit: close < open'],
  ['20-bar average of the close is above 50-bar average of the close', 'entry: sma(20) > sma(50); exit: sma(20) < sma(50)'],
  ['volume exceeds its average', 'entry: volume > sma(volume, 20); exit: not volume > sma(volume, 20)'],
  ['RSI(2) below 10 and price above SMA 200, exit when price closes above SMA 5', 'entry: rsi(2) < 10 and close > sma(200); exit: close > sma(5)'],
  ['twice the volume is above the 20-bar average of the volume', 'entry: 2 * volume > sma(volume, 20); exit: not 2 * volume > sma(volume, 20)'],
  ['high minus low is above twice ATR(14)', 'entry: high - low > 2 * atr(14); exit: not high - low > 2 * atr(14)'],
  ['(close - open) / open > 0.02', 'entry: (close - open) / open > 0.02; exit: not (close - open) / open > 0.02'],
  ['price pulls back to the 20 EMA in an uptrend', 'entry: low <= ema(20) and high >= ema(20) and close > sma(200); exit: close < sma(200)'],
  ['price bounces off the lower Bollinger band', 'entry: low <= bollinger(20, 2).lower and close > bollinger(20, 2).lower; exit: close > bollinger(20, 2)'],
  ['RSI reaches 30', 'entry: rsi(14) <= 30; exit: rsi(14) > 70'],
  ['MACD crosses over signal', 'entry: macd(12, 26, 9) crosses above macd(12, 26, 9).signal; exit: macd(12, 26, 9) crosses below macd(12, 26, 9).signal'],
  ['RSI oversold 25', 'entry: rsi(14) < 25; exit: rsi(14) > 75'],
  ['volume above 1000 and above its 20-bar average', 'entry: volume > 1000 and volume > sma(volume, 20); exit: not (volume > 1000 and volume > sma(volume, 20))'],
  ['RSI below 30, 10% per trade', 'entry: rsi(14) < 30; exit: rsi(14) > 70; size: 10% of equity'],
  ['buy when the price makes a new 20-day low', 'entry: close < lowest(20)[1]; exit: close > highest(20)[1]'],
  ['price crosses above upper band', 'entry: close crosses above bollinger(20, 2).upper; exit: close < bollinger(20, 2)'],
  ['short when price closes above the upper Bollinger band', 'short entry: close > bollinger(20, 2).upper; short exit: close < bollinger(20, 2)'],
  ['RSI below 30, take profit when RSI above 60', 'entry: rsi(14) < 30; exit: rsi(14) > 60'],
  ['MACD crossover with RSI confirmation (>55)', 'entry: macd(12, 26, 9) crosses above macd(12, 26, 9).signal and rsi(14) > 55; exit: macd(12, 26, 9) crosses below macd(12, 26, 9).signal'],
  ['MACD crossover confirmed by RSI above 55', 'entry: macd(12, 26, 9) crosses above macd(12, 26, 9).signal and rsi(14) > 55; exit: macd(12, 26, 9) crosses below macd(12, 26, 9).signal'],
  ['stop loss 3% take profit 6% RSI < 35', 'entry: rsi(14) < 35; stop loss: 3%; take profit: 6%'],
  ["go long if the MACD line crosses over the signal line and the RSI isn't overbought", 'entry: macd(12, 26, 9) crosses above macd(12, 26, 9).signal and not rsi(14) > 70; exit: macd(12, 26, 9) crosses below macd(12, 26, 9).signal'],
  ['enter long when the 9 EMA crosses above the 21 EMA, exit when the 9 EMA crosses below the 21 EMA', 'entry: ema(9) crosses above ema(21); exit: ema(9) crosses below ema(21)'],
  ['short when the stochastic is overbought and turning down', 'short entry: stochastic(14, 3, 3) > 80 and stochastic(14, 3, 3) < stochastic(14, 3, 3)[1]; short exit: stochastic(14, 3, 3) < 20'],
  ['buy on a golden cross and sell on a death cross', 'entry: sma(50) crosses above sma(200); exit: sma(50) crosses below sma(200)'],
  ['exit shorts when RSI drops below 30, short when RSI rises above 70', 'short entry: rsi(14) crosses above 70; short exit: rsi(14) crosses below 30'],
  ['RSI(14) crosses above its 9-period SMA', 'entry: rsi(14) crosses above sma(rsi(14), 9); exit: rsi(14) crosses below sma(rsi(14), 9)'],
  ['average volume over the last 10 bars is above the 50-bar average of volume', 'entry: sma(volume, 10) > sma(volume, 50); exit: not sma(volume, 10) > sma(volume, 50)'],
  ['price is at most 1.02 times the 50 SMA', 'entry: close <= 1.02 * sma(50); exit: not close <= 1.02 * sma(50)'],
  ['number of trades above twice its 20-bar average', 'entry: trades > 2 * sma(trades, 20); exit: not trades > 2 * sma(trades, 20)'],
  ['buy if the close is equal to the highest close of 10 bars including the current one', 'entry: close == highest(close, 10); exit: not close == highest(close, 10)'],
  ['RSI below 30 and RSI rising', 'entry: rsi(14) < 30 and rsi(14) > rsi(14)[1]; exit: rsi(14) > 70'],
  ['the previous close is below the open', 'entry: close[1] < open; exit: close[1] > open'],
  ['go short when price falls below the 200 SMA, stop 3%, target 9%, use 20% of my account', 'short entry: close crosses below sma(200); stop loss: 3%; take profit: 9%; size: 20% of equity'],
  ['half of ATR(14) is above 100', 'entry: 0.5 * atr(14) > 100; exit: not 0.5 * atr(14) > 100'],
  ['RSI at most thirty', 'entry: rsi(14) <= 30; exit: rsi(14) > 70'],
  ['RSI below 30 on the daily', 'entry: 1d: (rsi(14) < 30); exit: 1d: (rsi(14) > 70)'],
  ['price above the 200 EMA on the 1h chart', 'entry: close > 1h: ema(200); exit: close < 1h: ema(200)'],
  ['RSI on the 4-hour chart below 30 and MACD crosses above its signal line on the 15m chart', 'entry: 4h: rsi(14) < 30 and macd(12, 26, 9) crosses above 15m: macd(12, 26, 9).signal; exit: macd(12, 26, 9) crosses below 15m: macd(12, 26, 9).signal'],
  ['golden cross on the weekly timeframe', 'entry: 1w: (sma(50) crosses above sma(200)); exit: 1w: (sma(50) crosses below sma(200))'],
];

/** Sentences that must not be guessed at: the words that are to be named, and the closest thing offered for the first. */
const REFUSED: readonly (readonly [sentence: string, fragments: readonly string[], closest: string])[] = [
  ['buy when moon is full', ['moon'], 'RSI is below 30 and volume is above twice its 20-bar average'],
  ['RSI below banana', ['banana'], 'RSI falls below 30'],
  ['StochRSI below 20', ['StochRSI'], 'RSI falls below 30'],
  ['RSI below 30, exit after 10 bars', ['10 bars'], 'an exit rule or a stop, such as "exit when RSI is above 50"'],
  ['RSI below 30, trailing stop of 3 ATR', ['3 ATR'], 'a stop in percent, such as "trailing stop of 3%"'],
  ['RSI crosses back above 30, exit at 70', ['70'], 'RSI is below 30 and volume is above twice its 20-bar average'],
  ['4 hour RSI below 30', ['4 hour RSI below 30'], 'periods in bars, such as "the 200-bar EMA", or a chart, such as "EMA(200) on the 4-hour chart"'],
  ['RSI below 30 on the 1m chart', ['on the 1m chart'], 'periods in bars, such as "the 200-bar EMA", or a chart, such as "EMA(200) on the 4-hour chart"'],
  ['RSI below 30, risk 1% per trade', ['risk 1% per trade'], 'a size such as "use 10% of the equity"'],
  ['RSI below 30, 3 ATR trailing stop', ['3 ATR trailing stop'], 'a stop in percent, such as "trailing stop of 3%"'],
  ['buy low sell high', ['low sell high'], 'high volume'],
  ['RSI belo 30', ['belo'], 'below'],
  ['RIS below 30', ['RIS'], 'rise'],
  ['RSI below 30 Fibonacci retracement and sentiment bullish', ['Fibonacci retracement', 'sentiment'], 'RSI is below 30 and volume is above twice its 20-bar average'],
  ['buy when ichimoku cloud turns green', ['cloud'], '3 green candles in a row'],
  ['VWAP crossed with volume spike', ['VWAP crossed'], 'golden cross'],
  ['52-week high', ['52-week high'], 'periods in bars, such as "the 200-bar EMA", or a chart, such as "EMA(200) on the 4-hour chart"'],
  ['hello', ['hello'], 'RSI is below 30 and volume is above twice its 20-bar average'],
  ['RSI below 30, stop 2%, stop 3%', ['stop 3%'], '2% stop'],
  ['RSI above', ['RSI above'], 'exit when RSI is above 70'],
  ['"RSI below 30"', ['"RSI below 30"'], 'RSI is below 30 and volume is above twice its 20-bar average'],
  ['RSI 30', ['RSI 30'], 'oversold RSI'],
  ['RSI overbought and price at the upper Bollinger band', ['price at the upper Bollinger band'], 'price touches the lower Bollinger band'],
  ['bearish crossover', ['bearish crossover'], 'MACD crossover'],
  ['buy when price closes above its 20-bar high with volume 2x average', ['volume 2x average'], 'volume above 150% of its average'],
  ["yesterday's close was below the lower Bollinger band and today the close is above it", ['today'], 'the close is above the open'],
];

describe('sentences', () => {
  test.each(SENTENCES)('%s', (sentence, strategy) => {
    const compilation = compileSentence(sentence);
    expect(strategyToText(compilation.strategy)).toBe(strategyToText(textToStrategy(strategy)));
    expect(compileSentence(compilation.paraphrase).strategy).toEqual(compilation.strategy);
  });

  test('are many, and none is there twice', () => {
    expect(SENTENCES.length).toBeGreaterThanOrEqual(120);
    expect(new Set(SENTENCES.map(([sentence]) => sentence)).size).toBe(SENTENCES.length);
  });
});

describe('sentences that are not understood', () => {
  test.each(REFUSED)('%s', (sentence, texts, closest) => {
    const error = refusalOf(sentence);
    const fragments = error.details['fragments'] as Fragment[];
    expect(error.code).toBe('SENTENCE_NOT_UNDERSTOOD');
    expect(fragments.map(({ text }) => text)).toEqual(texts);
    expect(fragments[0]!.closest).toBe(closest);
    for (const { text, offset } of fragments) expect(sentence.slice(offset, offset + text.length)).toBe(text);
    for (const { text } of fragments) expect(error.message).toContain(`"${text}"`);
  });
});

function refusalOf(sentence: string): WickError {
  try {
    compileSentence(sentence);
  } catch (error) {
    if (error instanceof WickError) return error;
    throw error;
  }
  throw new Error(`understood: ${sentence}`);
}
