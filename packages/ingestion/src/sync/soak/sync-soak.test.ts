import { describe, test } from '@jest/globals';
import { memoryKeeping, SoakWorld } from './soak-world.test-support.ts';

const RUNS = Number(process.env['WICK_SOAK_RUNS'] ?? 12);
const FIRST = Number(process.env['WICK_SOAK_FIRST'] ?? 1);

describe('whatever happens to exchange, archive, clock and process, the store comes to the truth minus what is declared absent', () => {
  const seeds = Array.from({ length: RUNS }, (_, run) => FIRST + run);
  test.each(seeds)('seed %i', async (seed) => {
    const world = await SoakWorld.open(`soak-${seed}`, memoryKeeping());
    try {
      await world.live(1 + (seed % 4));
    } catch (error) {
      throw new Error(`${world.story.join('\n')}\n${(error as Error).stack}`, { cause: error });
    } finally {
      await world.close();
    }
  }, 60_000);
});
