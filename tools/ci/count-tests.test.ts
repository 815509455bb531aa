import { expect, test } from '@jest/globals';
import { closingLine, countTests } from './count-tests.ts';

const LOG = `
Test Suites: 1 failed, 2 passed, 3 total
Tests:       1 failed, 2 skipped, 30 passed, 33 total
noise
Tests:       12 passed, 12 total
`;

test('the summaries of all projects are added up', () => {
  expect(countTests(LOG)).toEqual({ passed: 42, failed: 1, skipped: 2 });
});

test('the closing line', () => {
  expect(closingLine({ passed: 42, failed: 0, skipped: 0 }, 0)).toEqual({ line: '42 passed, 0 failed', ok: true });
  expect(closingLine({ passed: 42, failed: 0, skipped: 2 }, 0)).toEqual({ line: '42 passed, 0 failed, 2 skipped', ok: true });
  expect(closingLine({ passed: 42, failed: 3, skipped: 0 }, 1)).toEqual({ line: '42 passed, 3 failed', ok: false });
});

test('a failed stage or a run without tests is a failure', () => {
  expect(closingLine({ passed: 42, failed: 0, skipped: 0 }, 1).ok).toBe(false);
  expect(closingLine({ passed: 0, failed: 0, skipped: 0 }, 0).ok).toBe(false);
});
