/** Generators of valid words for property tests with fast-check, which the importer installs. */
export * from './expression-arbitrary.ts';
export * from './strategy-arbitrary.ts';
