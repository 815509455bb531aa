/** Contracts of the ports: every implementation of a port registers them as jest tests of its own. */
export * from './candle-store-contract.ts';
