import type { LiveFigures } from './measure-live.ts';

/** One line of the table, with what is to be reached. */
export interface LiveRow {
  readonly work: string;
  readonly lost: number;
  readonly 'close → commit': string;
  readonly memory: string;
  readonly 'to reach': string;
  readonly reached: 'yes' | 'no';
}

const MOST_MS = 500;
const MOST_MEGABYTES = 250;

export function figuresToRow({ symbols, minutes, lost, delayMs, peakMegabytes }: LiveFigures): LiveRow {
  const isReached = lost === 0 && delayMs.p99 < MOST_MS && (peakMegabytes ?? 0) <= MOST_MEGABYTES;
  return {
    work: `${symbols} live symbols, ${minutes} minutes, closes → database`,
    lost,
    'close → commit': `p50 ${delayMs.p50} ms, p99 ${delayMs.p99} ms, longest ${delayMs.max} ms`,
    memory: peakMegabytes === null ? '–' : `${Math.round(peakMegabytes)} MB`,
    'to reach': `none lost, p99 < ${MOST_MS} ms, ≤ ${MOST_MEGABYTES} MB`,
    reached: isReached ? 'yes' : 'no',
  };
}
