import { AS_TRADERS_WRITE } from './as-traders-write.test-support.ts';
import { AVERAGES_AND_PRICES } from './averages-and-prices.test-support.ts';
import { BANDS_AND_CHANNELS } from './bands-and-channels.test-support.ts';
import { INTERVALS } from './intervals.test-support.ts';
import { OSCILLATORS } from './oscillators.test-support.ts';
import { SIDES_AND_EXITS } from './sides-and-exits.test-support.ts';
import { SIZES_AND_ORDERS } from './sizes-and-orders.test-support.ts';
import { STOPS_AND_TARGETS } from './stops-and-targets.test-support.ts';
import { VOLUME } from './volume.test-support.ts';
import { WITH_TRAPS } from './with-traps.test-support.ts';
import type { SentenceRow } from './sentence-row.test-support.ts';

/** Every sentence of the tables. */
export const SENTENCES: readonly SentenceRow[] = [
  INTERVALS, SIZES_AND_ORDERS, STOPS_AND_TARGETS, VOLUME, SIDES_AND_EXITS, BANDS_AND_CHANNELS, OSCILLATORS, AVERAGES_AND_PRICES, AS_TRADERS_WRITE, WITH_TRAPS,
].flat();
