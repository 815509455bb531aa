import { oscillatorNounPhrase } from '../states/oscillator.ts';
import type { Phrase } from '../reader/phrase.ts';
import { breakoutNounPhrase } from './breakout.ts';
import { candlePhrase } from './candle.ts';
import { confirmationPhrase } from './confirmation.ts';
import { crossoverPhrase, famousCrossPhrase } from './crossover.ts';
import { outsideBandsPhrase } from './outside-bands.ts';
import { squeezePhrase } from './squeeze.ts';
import { consecutiveClosesPhrase, swingPhrase } from './swing.ts';
import { trendPhrase } from './trend.ts';
import { volumePhrase } from './volume.ts';

/** Conditions with a name of their own. Where two phrases could be read, the earlier one is. */
export const CONDITIONS: readonly Phrase[] = [
  famousCrossPhrase,
  volumePhrase,
  confirmationPhrase,
  trendPhrase,
  outsideBandsPhrase,
  squeezePhrase,
  swingPhrase,
  consecutiveClosesPhrase,
  candlePhrase,
  breakoutNounPhrase,
  crossoverPhrase,
  oscillatorNounPhrase,
];
