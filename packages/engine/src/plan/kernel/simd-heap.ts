import { createHeap, createPlainHeap, type KernelHeap, type OrderKernel } from './order-kernel.ts';
import { simdModule } from './simd-module.ts';
import { webAssembly } from './web-assembly.ts';

const PAGE = 65_536;

/** The fastest kernel that this machine runs: SIMD in WebAssembly, else TypeScript. The answers are the same bits. */
export const createKernelHeap = (): KernelHeap => createSimdHeap() ?? createPlainHeap();

/** Undefined where the machine has no SIMD. */
export function createSimdHeap(): KernelHeap | undefined {
  const bytes = simdModule();
  if (!webAssembly?.validate(bytes)) return undefined;
  const memory = new webAssembly.Memory({ initial: 1 });
  const { exports } = new webAssembly.Instance(new webAssembly.Module(bytes), { heap: { memory } });
  const kernel = exports as OrderKernel;
  const bufferOf = (needed: number): ArrayBuffer => {
    const missing = Math.ceil((needed - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(missing);
    return memory.buffer;
  };
  return createHeap(bufferOf, () => kernel);
}
