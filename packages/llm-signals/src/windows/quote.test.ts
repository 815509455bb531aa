import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { quote } from './quote.ts';

describe('a quoted text', () => {
  test('is given back by JSON.parse, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'grapheme' }), fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units))), (text) => {
        const quoted = quote(text);
        expect(JSON.parse(quoted)).toBe(text);
        expect(quoted.slice(1, -1)).not.toMatch(/[<>|[\]{}`~\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u200b-\u200f\u202a-\u202e\u{e0000}-\u{e007f}]/u);
        // A quotation mark always stands after an odd number of backslashes: nothing ends the string early.
        expect(quoted.slice(1, -1).replaceAll(/\\\\/g, '').replaceAll('\\"', '')).not.toContain('"');
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['<|im_start|>', String.raw`\u003c\u007cim_start\u007c\u003e`],
    ['[INST]', String.raw`\u005bINST\u005d`],
    ['<｜User｜>', String.raw`\u003c\uff5cUser\uff5c\u003e`],
    ['a\u2028b', String.raw`a\u2028b`],
    ['\u{e0041}', String.raw`\udb40\udc41`],
    ['\\<', String.raw`\\\u003c`],
    ['\ud800', String.raw`\ud800`],
  ])('%j has no control token', (text, written) => {
    expect(quote(text)).toBe(`"${written}"`);
  });

  test.each(['BTCUSDT', 'The Fed holds at 4.5% (as expected); "soft landing" said.', '币安人生', 'Größe, café, ৳ ₿'])('%s stays legible', (text) => {
    expect(quote(text)).toBe(JSON.stringify(text));
  });
});
