/** Which project may import which, by folder below `packages/` or `apps/`: the import directions of the design. */
export const LAYERS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  ingestion: ['core'],
  storage: ['core'],
  'llm-signals': ['core'],
  engine: ['core'],
  report: ['core'],
  testkit: ['core'],
  cli: ['core', 'ingestion', 'storage', 'llm-signals', 'engine', 'report', 'testkit'],
  worker: ['core', 'ingestion', 'storage'],
};

/** What test files may import beyond the layers of their project. */
export const TEST_LAYERS: readonly string[] = ['testkit'];
