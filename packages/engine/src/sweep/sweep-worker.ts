import { createFrame } from '@wick/core';
import { parentPort, workerData } from 'node:worker_threads';
import { createKernelHeap } from './kernel/simd-heap.ts';
import { placesToPortion } from './portion.ts';
import { runPortion } from './run-portion.ts';
import { createSweepJob } from './sweep-job.ts';
import type { PortionAnswer, PortionRequest, ThreadData } from './sweep-threads.ts';

/* A thread of a sweep: portions in, columns out. */

const { task, done, thread } = workerData as ThreadData;
const frame = createFrame(task.series, task.openTimeMs, task.columns);
const job = createSweepJob(frame, task.text, task.spec, task.options);
const heap = createKernelHeap();

parentPort!.on('message', ({ index, from, to }: PortionRequest) => {
  const portion = placesToPortion(job, from, to);
  const before = done[thread]!;
  const columns = runPortion(job, portion, heap, (bars) => {
    done[thread] = before + bars * portion.lanes;
  });
  const answer: PortionAnswer = { index, columns };
  parentPort!.postMessage(answer, [columns.places, ...columns.parameters, ...columns.metrics].map(({ buffer }) => buffer as ArrayBuffer));
});
