import { describe, expect, test } from '@jest/globals';
import { INDICATOR_NAMES } from '@wick/core';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { docCommentOf, indicatorPage } from './indicator-page.test-support.ts';

const page = resolve(import.meta.dirname, '../../../../docs/indicators.md');

describe.each(INDICATOR_NAMES)('the doc comment of %s', (name) => {
  const { formula, words } = docCommentOf(name);

  test('has a formula', () => expect(formula).not.toEqual([]));
  test('says its source, its first value and what an unknown bar does', () => {
    expect(words).toMatch(/TradingView|Source|@see/);
    expect(words).toMatch(/first value|starts on|first bar/i);
    expect(words).toMatch(/unknown/i);
  });
});

// UPDATE_DOCS=1 writes the page anew.
test('docs/indicators.md lists every indicator as the catalogue and the code have it', () => {
  if (process.env['UPDATE_DOCS']) writeFileSync(page, indicatorPage());
  expect(readFileSync(page, 'utf8')).toBe(indicatorPage());
});
