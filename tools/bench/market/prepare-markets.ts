import type { Scale } from '../harness/benchmark.ts';

/** {@link writeMarkets}, loaded when it is called: the process whose memory is measured only reads. */
export const prepareMarkets = async (folder: string, scale: Scale): Promise<void> =>
  (await import('./write-markets.ts')).writeMarkets(folder, scale);
