import type { StatePhrase } from '../reader/phrase.ts';
import { breakoutPhrase } from '../conditions/breakout.ts';
import { biasPhrase } from './bias.ts';
import { cloudPhrase } from './cloud.ts';
import { comparisonPhrase, multiplePhrase } from './comparison.ts';
import { crossingPhrase } from './crossing.ts';
import { directionPhrase } from './direction.ts';
import { distancePhrase, percentMovePhrase } from './distance.ts';
import { oscillatorPhrase } from './oscillator.ts';
import { rangePhrase } from './range.ts';
import { signPhrase } from './sign.ts';
import { touchPhrase } from './touch.ts';

/** Everything that can be said of a number. Where two phrases could be read, the earlier one is. */
export const STATES: readonly StatePhrase[] = [
  cloudPhrase,
  breakoutPhrase,
  crossingPhrase,
  oscillatorPhrase,
  distancePhrase,
  percentMovePhrase,
  comparisonPhrase,
  multiplePhrase,
  rangePhrase,
  signPhrase,
  biasPhrase,
  touchPhrase,
  directionPhrase,
];
