import { expect, test } from '@jest/globals';
import { completePackages, platformEntry } from './complete-lock.ts';

test('an optional dependency without an entry gets one; others are left as they are', () => {
  const present = { version: '1.0.0', os: ['linux'] };
  const { packages, added } = completePackages({
    '': {},
    'node_modules/tool': { version: '1.0.0', dev: true, optionalDependencies: { '@tool/linux-x64': '1.0.0', '@tool/win32-ia32': '^1.0.0' } },
    'node_modules/@tool/linux-x64': present,
  });
  expect(added).toEqual(['@tool/win32-ia32']);
  expect(packages['node_modules/@tool/linux-x64']).toBe(present);
  expect(packages['node_modules/@tool/win32-ia32']).toEqual({ version: '1.0.0', cpu: ['ia32'], dev: true, optional: true, os: ['win32'] });
  expect(Object.keys(packages)).toEqual(['', ...Object.keys(packages).slice(1).sort()]);
  expect(completePackages(packages).added).toEqual([]);
});

test.each([
  ['tool-linux-arm64-musl', { cpu: ['arm64'], libc: ['musl'], os: ['linux'] }],
  ['@tool/linux-x64-gnu', { cpu: ['x64'], libc: ['glibc'], os: ['linux'] }],
  ['@tool/windows-x64', { cpu: ['x64'], os: ['win32'] }],
  ['@tool/darwin-universal', { os: ['darwin'] }],
])('%s names its platform', (name, platform) => {
  expect(platformEntry(name, '2.0.0', false)).toEqual({ version: '2.0.0', optional: true, ...platform });
});
