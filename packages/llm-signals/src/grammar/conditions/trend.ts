import { column, compare, sma } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';

const TRENDS = {
  '>': ['uptrend', 'up trend', 'in uptrend', 'in up trend', 'trend is up', 'bullish trend', 'in bullish trend', 'trend is bullish', 'market is in uptrend', 'price is in uptrend', 'rising trend', 'bull market'],
  '<': ['downtrend', 'down trend', 'in downtrend', 'in down trend', 'trend is down', 'bearish trend', 'in bearish trend', 'trend is bearish', 'market is in downtrend', 'price is in downtrend', 'falling trend', 'bear market'],
} as const;
const TREND_BARS = 200;

/** `in an uptrend`: the close is above its 200-bar average. */
export const trendPhrase: Phrase = {
  vocabulary: [...TRENDS['>'], ...TRENDS['<']],
  examples: ['in an uptrend', 'only above the 200 EMA'],
  read: (reader) => {
    reader.take(['is']);
    const operator = reader.takeKey(TRENDS);
    if (!operator) return undefined;
    reader.assume(`An uptrend or downtrend is a close above or below SMA(${TREND_BARS}).`);
    return compare(column('close'), operator, sma(column('close'), TREND_BARS));
  },
};
