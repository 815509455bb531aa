import type { Phrase } from '../reader/phrase.ts';
import { atrMultiplePhrase } from './atr-multiple.ts';
import { candleSizePhrase } from './candle-size.ts';
import { columnPhrase } from './column.ts';
import { extremePhrase } from './extreme.ts';
import { indicatorPhrase } from './indicator.ts';
import { pastPhrase } from './past.ts';
import { proportionPhrase } from './proportion.ts';
import { namedRatioPhrase } from './named-ratio.ts';
import { siblingOutputPhrase } from './sibling-output.ts';
import { slopePhrase } from './slope.ts';

/** Everything that is a number a bar. Where two phrases could be read, the earlier one is. */
export const OPERANDS: readonly Phrase[] = [
  proportionPhrase,
  atrMultiplePhrase,
  siblingOutputPhrase,
  slopePhrase,
  namedRatioPhrase,
  extremePhrase,
  indicatorPhrase,
  pastPhrase,
  candleSizePhrase,
  columnPhrase,
];
