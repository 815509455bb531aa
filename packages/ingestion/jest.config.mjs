import preset from '../../jest.preset.mjs';

// Sockets, inflating and half a million real rows take their time on a busy machine; nothing here waits by design.
export default { ...preset, rootDir: import.meta.dirname, testTimeout: 60_000 };
