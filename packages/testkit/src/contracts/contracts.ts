/** Contracts of the ports: every implementation of a port registers them as jest tests of its own. */
export * from './absence-ledger-contract.ts';
export * from './archive-ledger-contract.ts';
export * from './candle-source-contract.ts';
export * from './candle-store-contract.ts';
export * from './cassette-store-contract.ts';
export * from './funding-store-contract.ts';
export * from './instrument-registry-contract.ts';
export * from './limit-ledger-contract.ts';
export * from './live-candle-source-contract.ts';
