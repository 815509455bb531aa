import preset from '../../jest.preset.mjs';

// Starting PostgreSQL takes a second, or many on a busy machine.
export default { ...preset, rootDir: import.meta.dirname, testTimeout: 120_000 };
