import { fileURLToPath } from 'node:url';

export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': fileURLToPath(new URL('./tools/jest/strip-types.cjs', import.meta.url)) },
  testMatch: ['<rootDir>/src/**/*.test.ts'],
  // `import` is left out on purpose: with it, pg resolves to a wrapper that jest cannot load.
  testEnvironmentOptions: { customExportConditions: ['@wick/source', 'node', 'node-addons'] },
};
