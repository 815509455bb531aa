import { describe, expect, test } from '@jest/globals';
import { memoryKeeping, SoakWorld } from './soak-world.test-support.ts';

const RUNS = Number(process.env['WICK_SOAK_RUNS'] ?? 12);
const FIRST = Number(process.env['WICK_SOAK_FIRST'] ?? 1);

describe('whatever happens to exchange, archive, clock and process, the store comes to the truth minus what is declared absent', () => {
  const seeds = Array.from({ length: RUNS }, (_, run) => FIRST + run);
  test.each(seeds)('seed %i', async (seed) => {
    const world = await SoakWorld.open(`soak-${seed}`, memoryKeeping());
    const end = await world.live(1 + (seed % 4)).then(() => 'all is well', (error: Error) => `${world.story.join('\n')}\n${error.stack}`);
    await world.close();
    expect(end).toBe('all is well');
  }, 60_000);
});
