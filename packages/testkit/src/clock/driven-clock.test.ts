import { describe, expect, test } from '@jest/globals';
import { DrivenClock } from './driven-clock.ts';

describe('driven clock', () => {
  test('wakes sleepers in order of time, then of arrival, each at its own time', async () => {
    const clock = new DrivenClock(1_000);
    const woken: string[] = [];
    const sleeper = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms);
      woken.push(`${name}@${clock.nowMs()}`);
    };
    const all = [sleeper('late', 30), sleeper('first', 10), sleeper('second', 10)];
    await clock.advance(20);
    expect(woken).toEqual(['first@1010', 'second@1010']);
    expect(clock.nowMs()).toBe(1_020);
    await clock.advanceTo(1_030);
    await Promise.all(all);
    expect(woken.at(-1)).toBe('late@1030');
  });

  test('wakes a loop as often as it sleeps within one advance', async () => {
    const clock = new DrivenClock(0);
    const ticks: number[] = [];
    const loop = (async () => {
      while (ticks.length < 5) {
        await clock.sleep(100);
        ticks.push(clock.nowMs());
      }
    })();
    await clock.advance(500);
    await loop;
    expect(ticks).toEqual([100, 200, 300, 400, 500]);
  });

  test('an aborted sleeper rejects with the reason and is gone', async () => {
    const clock = new DrivenClock(0);
    const controller = new AbortController();
    const sleeping = clock.sleep(100, controller.signal);
    expect(clock.pending()).toBe(1);
    controller.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    expect(clock.pending()).toBe(0);
    await expect(clock.sleep(1, controller.signal)).rejects.toThrow('enough');
  });

  test('untilPending resolves when the wanted number sleeps; background sleepers do not count', async () => {
    const clock = new DrivenClock(0);
    void clock.background().sleep(5);
    expect(clock.pending()).toBe(0);
    let noticed = false;
    const waiting = clock.untilPending(2).then(() => (noticed = true));
    const first = clock.sleep(10);
    await Promise.resolve();
    expect(noticed).toBe(false);
    const second = clock.sleep(10);
    await waiting;
    await clock.advance(10);
    await Promise.all([first, second]);
  });

  test('runUntil carries work that sleeps to its end, and its error too', async () => {
    const clock = new DrivenClock(0);
    const work = async (): Promise<string> => {
      for (let i = 0; i < 3; i++) await clock.sleep(86_400_000);
      return 'done';
    };
    await expect(clock.runUntil(work())).resolves.toBe('done');
    expect(clock.nowMs()).toBe(3 * 86_400_000);
    await expect(clock.runUntil(clock.sleep(5).then(() => Promise.reject(new Error('late'))))).rejects.toThrow('late');
  });

  test('never goes back', async () => {
    const clock = new DrivenClock(100);
    await clock.advanceTo(50);
    expect(clock.nowMs()).toBe(100);
  });
});
