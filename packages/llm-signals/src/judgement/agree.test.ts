import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Action, ACTIONS } from '../outside/signal-row.ts';
import { agree } from './agree.ts';
import { type Judgement, NO_SIGNAL_REASONS, type NoSignalReason } from './judgement.ts';

const says = (action: Action, confidence = 0.5, reason = `${action} it is`): Judgement => ({ kind: 'signal', action, confidence, reason });
const none = (why: NoSignalReason): Judgement => ({ kind: 'none', why, detail: `none for ${why}` });

describe('samples of one window', () => {
  test('that all agree are one signal: mean confidence, reason of the first', () => {
    expect(agree([says('BUY', 0.9, 'one'), says('BUY', 0.6, 'two')])).toEqual({ judgement: { kind: 'signal', action: 'BUY', confidence: 0.75, reason: 'one' }, agreement: 1 });
  });

  test('of which one dissents are none unless fewer may agree', () => {
    const samples = [says('HOLD', 0.1), says('SELL', 0.4, 'falls'), says('SELL', 0.6)];
    expect(agree(samples)).toEqual({ judgement: { kind: 'none', why: 'disagreement', detail: 'The samples say SELL 2 times, HOLD once.' }, agreement: 2 / 3 });
    expect(agree(samples, 2 / 3)).toEqual({ judgement: { kind: 'signal', action: 'SELL', confidence: 0.5, reason: 'falls' }, agreement: 2 / 3 });
  });

  test('that say nothing agree with none', () => {
    const samples = [says('BUY'), none('schema'), none('truncated')];
    expect(agree(samples, 0.5)).toEqual({ judgement: { kind: 'none', why: 'disagreement', detail: 'The samples say BUY once, nothing 2 times.' }, agreement: 1 / 3 });
    expect(agree(samples, 0.3).judgement).toMatchObject({ kind: 'signal', action: 'BUY' });
  });

  test('of which as many say one thing as another are none, however few have to agree', () => {
    expect(agree([says('BUY'), says('SELL')], 0.1)).toMatchObject({ judgement: { kind: 'none', why: 'disagreement' }, agreement: 0.5 });
  });

  test('that are all none for one reason are none for that reason', () => {
    expect(agree([none('refused'), none('refused')])).toEqual({ judgement: none('refused'), agreement: 0 });
    expect(agree([none('refused'), none('empty')])).toEqual({ judgement: { kind: 'none', why: 'disagreement', detail: 'The samples say nothing 2 times.' }, agreement: 0 });
  });

  test('that are one are themselves', () => {
    for (const sample of [says('HOLD', 0.3), none('schema')]) expect(agree([sample]).judgement).toEqual(sample);
  });

  test('agree by seven tenths when seven of ten agree', () => {
    expect(agree([...Array<Judgement>(7).fill(says('BUY')), ...Array<Judgement>(3).fill(none('empty'))], 0.7).judgement.kind).toBe('signal');
  });

  test('have a mean that is the same in any order, to the last bit', () => {
    // 0.1 + 0.2 + 0.3 is 0.6000000000000001, 0.3 + 0.2 + 0.1 is 0.6.
    const samples = [says('BUY', 0.1), says('BUY', 0.2), says('BUY', 0.3)];
    expect(agree(samples.toReversed()).judgement).toMatchObject({ confidence: (agree(samples).judgement as { confidence: number }).confidence });
  });

  test.each([0, -1, 1.01, Number.NaN])('cannot agree by a share of %d', (least) => {
    expect(() => agree([says('BUY')], least)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
  });

  test('have to be there', () => {
    expect(() => agree([])).toThrow(RangeError);
  });

  const judgements = fc.array(
    fc.oneof(
      fc.tuple(fc.constantFrom(...ACTIONS), fc.double({ min: 0, max: 1, noNaN: true })).map(([action, confidence]) => says(action, confidence)),
      fc.constantFrom(...NO_SIGNAL_REASONS).map(none),
    ),
    { minLength: 1, maxLength: 9 },
  );

  test('say the same in any order, and never more than enough of them say', () => {
    fc.assert(
      fc.property(judgements.chain((samples) => fc.tuple(fc.constant(samples), fc.shuffledSubarray(samples, { minLength: samples.length }))), fc.double({ min: 0.01, max: 1, noNaN: true }), ([samples, shuffled], least) => {
        const { judgement, agreement } = agree(samples, least);
        const again = agree(shuffled, least);
        const gist = (one: Judgement) => (one.kind === 'signal' ? [one.action, one.confidence] : [one.why, one.detail]);
        expect([gist(again.judgement), again.agreement]).toEqual([gist(judgement), agreement]);
        if (judgement.kind === 'none') return;
        const agreeing = samples.filter((sample) => sample.kind === 'signal' && sample.action === judgement.action).length;
        expect(agreement).toBe(agreeing / samples.length);
        expect(agreement).toBeGreaterThanOrEqual(least);
        expect(judgement.confidence >= 0 && judgement.confidence <= 1).toBe(true);
      }),
    );
  });
});
