import { factor, type IndicatorSignature, period } from '../signature.ts';

const closeAndVolume = { inputs: [], reads: ['close', 'volume'], outputs: ['value'] } as const;
const rangeAndVolume = { inputs: [], reads: ['high', 'low', 'close', 'volume'], outputs: ['value'] } as const;
const fastAndSlow = (fast: number, slow: number) => [period(fast, 1, 'fast'), period(slow, 1, 'slow')] as const;

/** What the volume says of a move. */
export const VOLUME = {
  obv: { title: 'On-balance volume', ...closeAndVolume, parameters: [] },
  obv_two_way: { title: 'On-balance volume of two directions, as in vectorbt', ...closeAndVolume, parameters: [] },
  price_volume_trend: { title: 'Price volume trend', ...closeAndVolume, parameters: [] },
  negative_volume: { title: 'Negative volume index', ...closeAndVolume, parameters: [] },
  positive_volume: { title: 'Positive volume index', ...closeAndVolume, parameters: [] },
  accumulation_distribution: { title: 'Accumulation and distribution', ...rangeAndVolume, parameters: [] },
  chaikin_oscillator: { title: 'Chaikin oscillator', ...rangeAndVolume, parameters: fastAndSlow(3, 10), shorterFirst: ['fast', 'slow'] },
  chaikin_money_flow: { title: 'Chaikin money flow', ...rangeAndVolume, parameters: [period(20)] },
  mfi: { title: 'Money flow index', ...rangeAndVolume, parameters: [period(14)] },
  force_index: { title: 'Force index of Elder', ...closeAndVolume, parameters: [period(13)] },
  ease_of_movement: {
    title: 'Ease of movement',
    ...rangeAndVolume,
    reads: ['high', 'low', 'volume'],
    parameters: [period(14), factor('divisor', 10_000, 1, 1e12)],
  },
  volume_oscillator: {
    title: 'Volume oscillator, in percent',
    inputs: [],
    reads: ['volume'],
    parameters: fastAndSlow(5, 10),
    shorterFirst: ['fast', 'slow'],
    outputs: ['value'],
  },
} as const satisfies Record<string, IndicatorSignature>;
