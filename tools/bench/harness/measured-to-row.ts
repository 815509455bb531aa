import type { Goal } from './benchmark.ts';
import type { Measured, PeerFigures } from './run-benchmark.ts';

/** One line of the table. */
export interface Row {
  readonly work: string;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: string;
  /** Of the time on processors: what a busy machine does not change. */
  readonly 'processor ratio': string;
  readonly 'to reach': string;
  readonly reached: string;
  readonly memory: string;
  readonly 'peer memory': string;
  /** Whether both computed the same. */
  readonly answer: string;
}

export function measuredToRow({ benchmark, scale, ours, peer }: Measured): Row {
  const asked = typeof peer === 'object' ? peer : undefined;
  const { goal = {} } = benchmark;
  const reached = [
    goal.ratio === undefined ? null : asked && asked.ratio <= goal.ratio,
    goal.ms === undefined ? null : ours.medianMs <= goal.ms,
    goal.barsPerSecond === undefined ? null : rateOf(scale.bars, ours.medianMs) >= goal.barsPerSecond,
    goal.megabytes === undefined ? null : ours.peakMegabytes === null ? undefined : ours.peakMegabytes <= goal.megabytes,
  ].filter((held) => held !== null);
  return {
    work: benchmark.work(scale),
    ours: goal.barsPerSecond === undefined ? msToText(ours.medianMs) : `${msToText(ours.medianMs)}, ${rateToText(rateOf(scale.bars, ours.medianMs))}`,
    peer: typeof peer === 'object' ? `${benchmark.peer?.program ?? benchmark.otherWay!.name} ${msToText(peer.medianMs)}` : (peer ?? '–'),
    ratio: asked ? ratioToText(asked.ratio) : '–',
    'processor ratio': asked ? ratioToText(asked.processorRatio) : '–',
    'to reach': goalToText(goal),
    reached: reached.length === 0 ? '–' : reached.includes(false) ? 'no' : reached.includes(undefined) ? '–' : 'yes',
    memory: memoryToText(ours.peakMegabytes),
    'peer memory': memoryToText(asked?.peakMegabytes ?? null),
    answer: asked ? agreementToText(asked) : '–',
  };
}

const rateOf = (bars: number, ms: number): number => (bars / ms) * 1000;

const rateToText = (barsPerSecond: number): string => `${Number((barsPerSecond / 1e6).toPrecision(3))} M bars/s`;

export const msToText = (ms: number): string => (ms < 10_000 ? `${Number(ms.toPrecision(3))} ms` : `${(ms / 1000).toFixed(1)} s`);

const ratioToText = (ratio: number): string => (Number.isNaN(ratio) ? '–' : ratio < 1 ? `1/${Number((1 / ratio).toPrecision(ratio > 0.1 ? 2 : 3))}` : ratio.toFixed(2));

const memoryToText = (megabytes: number | null): string => (megabytes === null ? '–' : `${Math.round(megabytes)} MB`);

const agreementToText = ({ agreement: { same, difference, where } }: PeerFigures): string => {
  if (difference === 0) return 'the same bits';
  return same ? `the same to ${difference.toExponential(0)} (${where})` : `DIFFERS in ${where} by ${difference.toExponential(1)}`;
};

function goalToText({ ratio, ms, barsPerSecond, megabytes }: Goal): string {
  const bounds = [
    ratio && `≤ ${ratioToText(ratio)}`,
    ms && `≤ ${msToText(ms)}`,
    barsPerSecond && `≥ ${rateToText(barsPerSecond)}`,
    megabytes && `≤ ${megabytes} MB`,
  ].filter(Boolean);
  return bounds.length === 0 ? '–' : bounds.join(', ');
}
