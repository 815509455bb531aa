import { describe, expect, test } from '@jest/globals';
import { type Execution, parseExecution, type PositionRules } from '@wick/core';
import { playAccount } from './account-scenario.test-support.ts';
import { FREE, play } from './scenario.test-support.ts';
import { createVenue } from './venue.ts';

const amount = (value: number): Partial<PositionRules> => ({ size: { kind: 'amount', amount: value } });
const free = (options: Partial<Execution>): Partial<Execution> => ({ ...FREE, ...options });

describe('steps', () => {
  test('a size is rounded down to whole steps', () => {
    expect(play('100 buy\n 100', amount(1.27), free({ stepSize: 0.25 })))
      .toMatchObject({ lines: ['1: buy 1.25 @ 100 entry'], refusals: { reduced: 0 } });
  });

  test('a size that is whole up to rounding is whole, and a decimal step gives decimal sizes', () => {
    const tenths = createVenue(parseExecution({ stepSize: 0.1 }));
    expect([0.3, 0.6, 0.7, 0.79, 1.2].map((size) => tenths.toSteps(size))).toEqual([0.3, 0.6, 0.7, 0.7, 1.2]);
    expect([0.09, 0, 5].map((size) => tenths.toSteps(size))).toEqual([0, 0, 5]);
    expect(createVenue(parseExecution({ stepSize: 0.3 })).toSteps(1)).toBe(3 * 0.3);
    expect(createVenue(parseExecution({ stepSize: 5 })).toSteps(14)).toBe(10);
  });

  test('rounding lifts no size above what the account allows', () => {
    const tenths = createVenue(parseExecution({ stepSize: 0.1 }));
    const almost = 0.3 * (1 - Number.EPSILON);
    expect([tenths.toSteps(almost), tenths.toSteps(almost, almost)]).toEqual([0.3, 0.2]);
  });

  test('less than one is refused, and not counted as made smaller', () => {
    const refused = { fills: [], refusals: { belowMinimum: 1, reduced: 0, noCash: 0 } };
    expect(play('100 buy\n 100', amount(0.9), free({ stepSize: 1 }))).toMatchObject(refused);
    expect(play('2000 buy\n 2000', amount(3), free({ stepSize: 1 }))).toMatchObject(refused);
    expect(playAccount(['2000 order=3\n 2000'], {}, free({ stepSize: 1 })).instruments).toMatchObject([refused]);
  });

  test('what reduces by a written order goes in whole steps; what closes goes whole', () => {
    const { lines } = playAccount(['100 order=5\n 100 order=-2.5\n 100 order=-9\n 100'], {}, free({ stepSize: 2 }));
    // The last one closes the 2 that are left, and opens 6 of the 7 beyond.
    expect(lines).toEqual(['1: A buy 4 @ 100 order', '2: A sell 2 @ 100 order', '3: A sell 8 @ 100 reverse']);
    const tiny = playAccount(['100 order=4\n 100 order=-1.5\n 100'], {}, free({ stepSize: 2 }));
    expect(tiny.instruments).toMatchObject([{ position: 4, refusals: { belowMinimum: 1 } }]);
    const all = playAccount(['100 weight=0.5\n 100 weight=0\n 100'], {}, free({ stepSize: 2 }));
    expect(all.lines).toEqual(['1: A buy 4 @ 100 rebalance', '2: A sell 4 @ 100 rebalance']);
  });
});

describe('minima and maxima', () => {
  test('an order below the smallest size or value is refused', () => {
    expect(play('100 buy\n 100', amount(1.9), free({ minSize: 2 }))).toMatchObject({ fills: [], refusals: { belowMinimum: 1 } });
    expect(play('100 buy\n 100', amount(2), free({ minSize: 2 })).fills).toHaveLength(1);
    expect(play('100 buy\n 100', amount(1.9), free({ minNotional: 200 }))).toMatchObject({ fills: [], refusals: { belowMinimum: 1 } });
    expect(play('100 buy\n 100', amount(2), free({ minNotional: 200 })).fills).toHaveLength(1);
  });

  test('what closes or reduces is taken below them', () => {
    const { lines } = playAccount(['100 order=5\n 100 order=-1\n 100'], {}, free({ minSize: 2, minNotional: 200 }));
    expect(lines).toEqual(['1: A buy 5 @ 100 order', '2: A sell 1 @ 100 order']);
    expect(play('100 buy\n 100 sell\n 50', amount(2), free({ minNotional: 200 })).lines[1]).toBe('2: sell 2 @ 50 exit');
  });

  test('a larger order than the largest is made smaller, and counted', () => {
    expect(play('100 buy\n 100', amount(5), free({ maxSize: 3 })))
      .toMatchObject({ lines: ['1: buy 3 @ 100 entry'], refusals: { reduced: 1 } });
  });
});

describe('what a fill costs', () => {
  test('a fixed fee is paid for each fill, and the cash of a purchase covers it', () => {
    const { fills, cash } = play('100 buy\n 100 sell\n 100', {}, free({ fixedFee: 10 }));
    expect(fills).toMatchObject([{ size: 9.9, fee: 10 }, { size: 9.9, fee: 10 }]);
    expect(cash).toBe(980);
  });

  test('a reversal in one order pays it once', () => {
    // 1000 − 10; 4 sold at 100, of which 2 close: what is left is 980, and 2 short.
    const { instruments, cash } = playAccount(['100 order=2\n 100 order=-4\n 100'], {}, free({ fixedFee: 10 }));
    expect(instruments[0]!.fills).toMatchObject([{ fee: 10 }, { size: 4, fee: 10, reason: 'reverse' }]);
    expect(cash).toBe(1000 - 10 + 200 - 10);
  });

  test('slippage by range: a share of high − low of the bar of the fill', () => {
    const { fills } = play('100 buy\n 100 110 90 100 sell\n 100 104 96 100', amount(1), free({ slippageRangeShare: 0.25 }));
    expect(fills).toMatchObject([{ price: 105, slippage: 5 }, { price: 98, slippage: 2 }]);
  });

  test('slippage by volume: basis points × √ of the share of the bar’s volume that is taken', () => {
    // A quarter of 16: half of 200 bps.
    const { fills } = play('100 buy\n 100 100 100 100 16 sell\n 100 100 100 100 4', amount(4), free({ volumeImpactBps: 200 }));
    expect(fills.map(({ price }) => Number(price.toFixed(10)))).toEqual([101, 98]);
  });

  test('slippage by volume of an order that is larger, or of an unknown volume, is that of all of it', () => {
    const fillOf = (volume: string) => play(`100 buy\n 100 100 100 100 ${volume}`, amount(4), free({ volumeImpactBps: 200 })).fills[0]!;
    expect(['2', '0', 'NaN'].map((volume) => fillOf(volume).price)).toEqual([102, 102, 102]);
  });

  test('slippage by volume is that of the size that is filled, not of the size that was asked for', () => {
    const [fill] = play('100 buy\n 100 100 100 100 16', amount(9), free({ volumeImpactBps: 200, maxSize: 4 })).fills;
    expect(fill).toMatchObject({ size: 4, price: 101 });
    const written = playAccount(['100 order=9\n 100 100 100 100 16'], {}, free({ volumeImpactBps: 200, maxSize: 4 }));
    expect(written.instruments[0]!.fills).toMatchObject([{ size: 4, price: 101 }]);
  });

  test('a short with impact is worth no more than the equity', () => {
    const [fill] = playAccount(['100 order=-99\n 100 100 100 100 16'], {}, free({ volumeImpactBps: 5000 })).instruments[0]!.fills;
    expect(fill!.size).toBe(10);
    expect(fill!.size * fill!.price).toBeLessThan(1000);
  });

  test('a sale whose price would fall to zero is refused', () => {
    const refused = { fills: [], refusals: { noPrice: 1 } };
    expect(play('100 short\n 100 100 100 100 1', amount(1), free({ volumeImpactBps: 10_000 }))).toMatchObject(refused);
    // The range takes the price to −1, and an impact of twice the price would bring it back to 1.
    const both = playAccount(['16 order=-9\n 16 33 16 16'], {}, free({ slippageRangeShare: 1, volumeImpactBps: 20_000 }));
    expect(both.instruments).toMatchObject([refused]);
  });
});
