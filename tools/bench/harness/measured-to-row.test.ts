import { expect, test } from '@jest/globals';
import type { Benchmark, Goal } from './benchmark.ts';
import { measuredToRow } from './measured-to-row.ts';
import type { PeerFigures } from './run-benchmark.ts';

const rowOf = (goal: Goal, peer: PeerFigures | string | undefined, medianMs = 20): ReturnType<typeof measuredToRow> => {
  const scale = { bars: 1_000_000 };
  const benchmark = { work: () => 'work', goal, peer: { program: 'vectorbt', script: '' } } as unknown as Benchmark;
  return measuredToRow({ benchmark, scale, ours: { medianMs, peakMegabytes: 100 }, peer });
};

const asked = (ratio: number, difference: number): PeerFigures => ({
  medianMs: 200, peakMegabytes: 1_000, versions: '', ratio, processorRatio: ratio, agreement: { same: difference < 1e-9, difference, where: 'price' },
});

test('a goal is reached when each of its bounds holds', () => {
  expect(rowOf({ ratio: 1 / 8, megabytes: 100 }, asked(0.1, 0))).toMatchObject({ ratio: '1/10', 'to reach': '≤ 1/8, ≤ 100 MB', reached: 'yes' });
  expect(rowOf({ ratio: 1 / 8, megabytes: 99 }, asked(0.1, 0)).reached).toBe('no');
  expect(rowOf({ ratio: 1 / 8 }, asked(0.2, 0)).reached).toBe('no');
  expect(rowOf({ ms: 19 }, undefined).reached).toBe('no');
  expect(rowOf({ barsPerSecond: 50e6 }, undefined)).toMatchObject({ ours: '20 ms, 50 M bars/s', reached: 'yes' });
});

test('without the peer a ratio is neither reached nor missed, and the reason is told', () => {
  expect(rowOf({ ratio: 1 / 8 }, 'no Python')).toMatchObject({ peer: 'no Python', ratio: '–', reached: '–', answer: '–' });
});

test('whether both computed the same is told with the largest difference', () => {
  expect(rowOf({}, asked(0.1, 0)).answer).toBe('the same bits');
  expect(rowOf({}, asked(0.1, 3e-12)).answer).toBe('the same to 3e-12 (price)');
  expect(rowOf({}, asked(0.1, 0.5)).answer).toBe('DIFFERS in price by 5.0e-1');
});
