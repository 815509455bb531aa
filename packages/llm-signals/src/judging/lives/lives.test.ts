import { expect, jest, test } from '@jest/globals';
import { liveLife, type Lived } from './live-life.test-support.ts';

jest.setTimeout(120_000);

/** As many as there is time for; a fault that was found has its seed in a test of its own. */
const LIVES = 25;

test('lives of a judging run, with crashes, resumes and a provider of any mood, are as the naive model and the provider\'s books say', async () => {
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', onUnhandled);
  const lives: Lived[] = [];
  for (let number = 0; number < LIVES; number++) lives.push(await liveLife(`life ${number}`));
  process.off('unhandledRejection', onUnhandled);
  expect(unhandled).toEqual([]);
  // They have seen what they are for.
  const ends = new Set(lives.flatMap((life) => life.ends));
  expect([...ends]).toEqual(expect.arrayContaining(['ran', 'death', 'abort', 'BUDGET_EXHAUSTED', 'LLM_REFUSED']));
  expect(new Set(lives.flatMap(({ fates }) => [...fates])).size).toBeGreaterThan(30);
});

// Peaks begin and end while requests are under way; waits of hours reach into them.
test.each([1047, 1119, 1155])('life %i, in which a price changed between question and answer, counts no less than was charged', async (number) => {
  expect((await liveLife(`life ${number}`)).processes).toBeGreaterThan(0);
});
