import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contentToJson } from './content-to-json.ts';

const OBJECT = { time: 'bar 3', action: 'BUY', confidence: 0.7, reason: "it's a \"dip\" {so far}, [see] // note" };
const TEXT = JSON.stringify(OBJECT);
const PRETTY = JSON.stringify(OBJECT, undefined, 2);
const fence = (text: string, tag = 'json'): string => `\`\`\`${tag}\n${text}\n\`\`\``;

describe('an answer is read as JSON', () => {
  test.each([
    ['alone', TEXT, 'plain'],
    ['alone, over lines and with blanks around it', `\n\n ${PRETTY}\n`, 'plain'],
    ['in a fence', fence(PRETTY), 'fenced'],
    ['in a fence without a language', fence(TEXT, ''), 'fenced'],
    ['in a fence of another language', fence(TEXT, 'python title="a b"'), 'fenced'],
    ['in a fence on one line', `\`\`\`json ${TEXT}\`\`\``, 'fenced'],
    ['in a fence with text around it', `Here it is:\n${fence(TEXT)}\nI hope that it's of use.`, 'fenced'],
    ['in prose', `It's clear: ${TEXT} — that's all.`, 'prose'],
    ['twice the same', `${TEXT}\nor, once more:\n${fence(PRETTY)}`, 'fenced'],
  ])('%s', (_name, content, how) => {
    expect(contentToJson(content)).toEqual({ json: OBJECT, how });
  });

  test('a list, for whoever asked to say that it is one too many', () => {
    expect(contentToJson('[{"a": 1}, {"a": 2}]')).toEqual({ json: [{ a: 1 }, { a: 2 }], how: 'plain' });
    expect(contentToJson(`Here:\n${fence('[{"a": 1}, {"a": 2}]')}\nThat's all.`)).toEqual({ json: [{ a: 1 }, { a: 2 }], how: 'fenced' });
  });

  test.each([
    ['single quotes', "{'a': 'it\\'s', 'b': [1, 2]}", { a: "it's", b: [1, 2] }],
    ['single quotes around double ones', "{'a': 'say \"x\"'}", { a: 'say "x"' }],
    ['curly quotes', '{“a”: “b: c”, ‘d’: “it’s”}', { a: 'b: c', d: 'it’s' }],
    ['keys without quotes', '{a: 1, b_2: "x"}', { a: 1, b_2: 'x' }],
    ['trailing commas', '{"a": [1, 2,], "b": {"c": 3,},}', { a: [1, 2], b: { c: 3 } }],
    ['comments', '{\n  // it\'s a {note}\n  "a": 1, /* " */ "b": "// none"\n}', { a: 1, b: '// none' }],
    ["Python's words", "{'a': True, 'b': None, 'c': False}", { a: true, b: null, c: false }],
    ['a comma that was forgotten', '{"a": 1 "b": 2}', { a: 1, b: 2 }],
    ['in a fence', fence("{'a': 1,}"), { a: 1 }],
    ['in prose', "So: {'a': 1,} it's that.", { a: 1 }],
  ])('repaired where only its writing is wrong: %s', (_name, content, json) => {
    expect(contentToJson(content)).toEqual({ json, how: 'repaired' });
  });
});

describe('an answer is not read', () => {
  test.each([
    ['words only', 'sure, here you go', 'no object'],
    ['nothing', '', 'no object'],
    ['NaN', '{"confidence": NaN}', 'NaN'],
    ['NaN in an object that is repaired', "{'confidence': NaN,}", 'not JSON'],
    ['Infinity', '{"confidence": -Infinity}', 'not JSON'],
    ['a value without quotes', '{"action": BUY}', 'not JSON'],
    ['a value that is missing', '{"action": , "a": 1}', 'not JSON'],
    ['undefined', '{"a": undefined}', 'not JSON'],
    ['a number that breaks off', '{"confidence": 0.}', 'not JSON'],
    ['a number with zeros in front', '{"confidence": 007}', 'not JSON'],
    ['an ellipsis', '{"a": [1, 2, ...]}', 'not JSON'],
    ['a sum of texts', '{"a": "b" + "c"}', 'not JSON'],
    ['a call', '{"a": NumberLong("2")}', 'not JSON'],
    ['a cut object', '{"a": {"b": 1}, "c": ', 'never closed'],
    ['a cut string', '{"a": "b', 'cut off'],
    ['a cut string in a fence', fence('{"a": "b'), 'cut off'],
    ['a cut object that a later brace of the prose seems to close', '{"a": [1, 2\nThat is it }', 'closes another'],
    ['a line break in a text', '{"a": "b\nc"}', 'cut off'],
    ['two objects', `${TEXT}\n{"action": "SELL"}`, 'several different'],
    ['two objects in fences', `${fence('{"a": 1}')}\n${fence('{"a": 2}')}`, 'several different'],
    ['a list in prose', 'Here: [{"a": 1}, {"a": 2}]', 'list'],
    ['a name that stands twice', '{"action": "BUY", "action": "SELL"}', 'twice'],
    ['a name that stands twice in an object that is repaired', "{'a': {'b': 1, b: 2}}", 'twice'],
  ])('%s', (_name, content, problem) => {
    expect(contentToJson(content)).toEqual({ problem: expect.stringContaining(problem) });
  });

  test('however deep it is nested or long it is', () => {
    expect(contentToJson(`x${'{"a":'.repeat(200_000)}`)).toHaveProperty('problem');
    for (const [before, after] of [['', ''], ['x', ','], ['```\n', '\n```']]) {
      expect(contentToJson(`${before}${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}${after}`)).toEqual({ problem: 'the answer is nested too deep' });
    }
    expect(contentToJson(`{"a": "${'x'.repeat(3_000_000)}`)).toHaveProperty('problem');
    expect(contentToJson(`\`\`\`\n${'x`'.repeat(300_000)}`)).toHaveProperty('problem');
    expect(contentToJson('```\n'.repeat(100_000))).toHaveProperty('problem');
    expect(contentToJson('[ '.repeat(100_000))).toHaveProperty('problem');
    expect(contentToJson(`{'a': '${'\\n'.repeat(1_000_000)}'}`)).toHaveProperty('problem');
    expect(contentToJson(`{'a': '${'\\n'.repeat(10_000)}'}`)).toMatchObject({ how: 'repaired' });
  });
});

const key = fc.string({ unit: 'grapheme', maxLength: 8 });
const value = fc.jsonValue({ maxDepth: 3 });
const object = fc.dictionary(fc.oneof(key, fc.constantFrom('a', '"', '{', "it's", '}')), fc.oneof(value, fc.constantFrom('}', '"}', "'}", '```', '// x', '{"a": 1}', '[{}]')), { maxKeys: 5 });
const WRAPPINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => fence(text),
  (text) => `\`\`\`json\n${text}`,
  (text) => `Here it is:\n\n${fence(text)}\nThat's "all" [1].`,
  (text) => `It's: ${text}\nI hope it's "right".`,
  (text) => `\n\n${text}\n`,
];
const wrapping = fc.constantFrom(...WRAPPINGS);
const indent = fc.constantFrom(0, 2);

describe('for every object', () => {
  test('it is read as it was written, in every wrapping', () => {
    fc.assert(
      fc.property(object, wrapping, indent, (json, wrap, spaces) => {
        expect(contentToJson(wrap(JSON.stringify(json, undefined, spaces)))).toMatchObject({ json: JSON.parse(JSON.stringify(json)) as object });
      }),
      { numRuns: 500 },
    );
  });

  test('no part of it from its beginning is taken for an object, in any wrapping', () => {
    fc.assert(
      fc.property(object, wrapping, indent, fc.nat(), (json, wrap, spaces, at) => {
        const text = JSON.stringify(json, undefined, spaces);
        const read = contentToJson(wrap(text.slice(0, at % text.length)));
        expect(read).toHaveProperty('problem');
      }),
      { numRuns: 3_000 },
    );
  });
});
