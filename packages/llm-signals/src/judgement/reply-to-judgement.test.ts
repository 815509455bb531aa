import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ACTIONS } from '../outside/signal-row.ts';
import { NO_SIGNAL_REASONS, type NoSignalReason } from './judgement.ts';
import { replyToJudgement } from './reply-to-judgement.ts';

const TIME = '2024-11-01T10:00:00Z';
const GOOD = { time: TIME, reason: 'The trend is up.', action: 'BUY', confidence: 0.8 };
const judge = (content: string) => replyToJudgement({ answer: { kind: 'content', content } }, TIME);
const judgeJson = (changes: Record<string, unknown>) => judge(JSON.stringify({ ...GOOD, ...changes }));
const without = (field: string) => judge(JSON.stringify(Object.fromEntries(Object.entries(GOOD).filter(([name]) => name !== field))));
const noneFor = (why: NoSignalReason) => ({ kind: 'none', why, detail: expect.stringMatching(/^[A-Z].*[.…]$/) });
const SIGNAL = { kind: 'signal', action: 'BUY', confidence: 0.8, reason: 'The trend is up.' };

describe('an answer that fits is a signal', () => {
  test.each(ACTIONS)('%s', (action) => expect(judgeJson({ action })).toEqual({ ...SIGNAL, action }));
  test.each([0, 1, 0.5, 1e-9])('with confidence %d', (confidence) => expect(judgeJson({ confidence })).toEqual({ ...SIGNAL, confidence }));

  test('in whatever order its fields stand, with blanks, or in a fence', () => {
    const turned = JSON.stringify(Object.fromEntries(Object.entries(GOOD).toReversed()), null, 2);
    for (const content of [turned, `\n ${turned}\n`, `\`\`\`json\n${turned}\n\`\`\``]) expect(judge(content)).toEqual(SIGNAL);
  });

  test('of a masked window, whose time is a letter', () => {
    expect(replyToJudgement({ answer: { kind: 'content', content: JSON.stringify({ ...GOOD, time: 'T' }) } }, 'T')).toEqual(SIGNAL);
  });

  test('with the reason on one line, without what moves a cursor, and of 300 characters at most', () => {
    expect(judgeJson({ reason: ' up\u001b[2J\n\tand\u202eaway\u200b \u0007' })).toMatchObject({ reason: 'up [2J and away' });
    expect(judgeJson({ reason: '' })).toMatchObject({ kind: 'signal', reason: '' });
    const long = judgeJson({ reason: '😀'.repeat(400) });
    expect(long).toMatchObject({ kind: 'signal', reason: `${'😀'.repeat(149)}…` });
  });
});

describe('an answer that is none stays none, with its reason', () => {
  test.each(['truncated', 'refused', 'filtered', 'empty'] as const)('%s', (reason) => {
    expect(replyToJudgement({ answer: { kind: 'unusable', reason } }, TIME)).toEqual(noneFor(reason));
  });

  test('refused, with what the model said, on one line', () => {
    const { detail } = replyToJudgement({ answer: { kind: 'unusable', reason: 'refused', said: 'I\u001b[31m cannot\nadvise.' } }, TIME) as { detail: string };
    expect(detail).toBe('The model refused to answer. It says: I [31m cannot advise.');
  });

  test.each(['I would buy here.', '{"time": "2024-11-01T10:00:00Z", "action": "BUY", "confid', 'BUY', '', '{]'])('not JSON: %j', (content) => {
    expect(judge(content).kind).toBe('none');
  });
  test('not JSON: prose alone', () => expect(judge('I would buy here.')).toEqual(noneFor('not-json')));

  test('repaired in how it is written, it counts if it then fits exactly, and else is none', () => {
    const python = JSON.stringify(GOOD).replaceAll('"', "'");
    expect(judge(python)).toEqual(SIGNAL);
    expect(judge(python.replace("'BUY'", "'buy'"))).toEqual(noneFor('schema'));
    expect(judge(python.replace('0.8', 'NaN')).kind).toBe('none');
    expect(judge(python.slice(0, -1))).toEqual(noneFor('not-json'));
  });

  test('in prose it counts if it is the only one', () => {
    expect(judge(`Here it is: ${JSON.stringify(GOOD)} Good luck!`)).toEqual(SIGNAL);
    expect(judge(`${JSON.stringify(GOOD)} or ${JSON.stringify({ ...GOOD, action: 'SELL' })}`)).toEqual(noneFor('not-json'));
    expect(judge(JSON.stringify(GOOD).replace('}', ',"action":"SELL"}'))).toEqual(noneFor('not-json'));
  });

  test.each(['null', 'true', '7', '"BUY"', '[]', JSON.stringify([GOOD])])('not one object: %s', (content) => {
    expect(judge(content)).toEqual(noneFor('schema'));
  });
});

describe('a confidence', () => {
  test.each([null, 'NaN', 'nan', 'Infinity', '-Infinity', '+inf'])('that is %j is no number', (confidence) => {
    expect(judgeJson({ confidence })).toEqual(noneFor('not-a-number'));
  });
  test('that is beyond every number is none', () => expect(judge(JSON.stringify(GOOD).replace('0.8', '1e999'))).toEqual(noneFor('not-a-number')));
  test.each([-0.01, 1.01, 2, 80, -1e300])('of %d is out of range', (confidence) => expect(judgeJson({ confidence })).toEqual(noneFor('out-of-range')));
  test.each(['0.5', 'high', '', true, [0.5], { value: 0.5 }])('of %j does not have the form, though one may guess what is meant', (confidence) => {
    expect(judgeJson({ confidence })).toEqual(noneFor('schema'));
  });
  test('that is left out does not have the form', () => expect(without('confidence')).toEqual(noneFor('schema')));
});

describe('an action', () => {
  test.each(['buy', 'Buy', 'BUY ', 'YOLO', 'LONG', 'BUY everything', '', null, 1, ['BUY'], 'ВUY', 'BUY\u200b'])('%j is not one of the three', (action) => {
    expect(judgeJson({ action })).toEqual(noneFor('schema'));
  });
  test('that is left out is not HOLD', () => expect(without('action')).toEqual(noneFor('schema')));
});

describe('a time', () => {
  test('that is left out, null or blank is missing', () => {
    expect(without('time')).toEqual(noneFor('timestamp-missing'));
    for (const time of [null, '']) expect(judgeJson({ time })).toEqual(noneFor('timestamp-missing'));
  });
  test.each(['2024-11-01T11:00:00Z', '2024-11-01T10:00:00.000Z', '2024-11-01 10:00', 1_730_455_200_000, [TIME], { at: TIME }, ` ${TIME}`])('%j is a wrong one', (time) => {
    expect(judgeJson({ time })).toEqual(noneFor('timestamp-wrong'));
  });
  test('of another window is told on one line', () => {
    expect(judgeJson({ time: '\u001b[1mnow' })).toMatchObject({ detail: 'The answer is for "[1mnow" instead of "2024-11-01T10:00:00Z".' });
  });
  test.each<[string, unknown]>([
    ['a list of answers', [GOOD, { ...GOOD, time: '2024-11-01T11:00:00Z' }]],
    ['the same answer twice', [GOOD, GOOD]],
    ['a list in an object', { decisions: [GOOD, GOOD] }],
    ['an answer and a list', { ...GOOD, more: [GOOD, GOOD] }],
    ['several times', { ...GOOD, time: [TIME, '2024-11-01T11:00:00Z'] }],
  ])('is one too many in %s', (_, json) => {
    expect(judge(JSON.stringify(json))).toEqual(noneFor('timestamp-extra'));
  });
  test('that answers are filed under is missing', () => expect(judge(JSON.stringify({ [TIME]: GOOD }))).toEqual(noneFor('timestamp-missing')));
});

describe('a further field', () => {
  test.each(['size', 'leverage', 'Action', '__proto__', 'constructor'])('%s is not passed over', (field) => {
    expect(judge(JSON.stringify(GOOD).replace('}', `,${JSON.stringify(field)}:1}`))).toEqual(noneFor('schema'));
  });
  test('that is missing or not text, as a reason may be, does not have the form', () => {
    expect(without('reason')).toEqual(noneFor('schema'));
    expect(judgeJson({ reason: ['up'] })).toEqual(noneFor('schema'));
  });
});

/** Content near an answer, and far from it. */
const values = fc.oneof(fc.constantFrom<unknown>(TIME, 'BUY', 'SELL', 'HOLD', 0.5, 2, null, 'NaN'), fc.string({ unit: 'binary' }), fc.double(), fc.jsonValue());
const nearly = fc.record({ time: fc.oneof(fc.constant(TIME), values), reason: fc.oneof(fc.string({ unit: 'binary', maxLength: 500 }), values), action: fc.oneof(fc.constantFrom('BUY', 'SELL', 'HOLD'), values), confidence: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), values) }, { requiredKeys: [] });
const contents = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.json(),
  nearly.map((answer) => JSON.stringify(answer)),
  fc.tuple(nearly, fc.nat()).map(([answer, at]) => JSON.stringify(answer).slice(0, at % 200)),
  fc.tuple(fc.string(), nearly, fc.string()).map(([before, answer, after]) => `${before}${JSON.stringify(answer)}${after}`),
);

describe('any text whatsoever', () => {
  test('is one of three actions with a confidence from 0 to 1, or an explicit none, in words that are safe to print', () => {
    let signals = 0;
    fc.assert(
      fc.property(contents, (content) => {
        const judgement = judge(content);
        const isSignal = judgement.kind === 'signal';
        if (isSignal) signals++;
        const text = isSignal ? judgement.reason : judgement.detail;
        expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u);
        expect(text.length).toBeLessThanOrEqual(isSignal ? 300 : 500);
        const isAllowed = isSignal
          ? ACTIONS.includes(judgement.action) && judgement.confidence >= 0 && judgement.confidence <= 1 && content.includes(TIME)
          : NO_SIGNAL_REASONS.includes(judgement.why);
        expect(isAllowed).toBe(true);
      }),
      { numRuns: 2_000 },
    );
    expect(signals).toBeGreaterThan(10);
  });
});
