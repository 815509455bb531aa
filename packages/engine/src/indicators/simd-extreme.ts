/*
 * The larger or smaller of two numbers, two pairs at a time, in WebAssembly. V8 compiles Math.max to branches that a
 * market mispredicts; the vector instruction has none. NaN if either is; of 0 and −0, which are equal, the newer one.
 */

/** Of what the standard library declares only for browsers. */
declare const WebAssembly:
  | {
      readonly validate: (bytes: Uint8Array) => boolean;
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Instance: new (module: object) => { readonly exports: unknown };
    }
  | undefined;

/** `numbers[i] = extreme( numbers[i], numbers[i − back] )` for `i` from `end − 1` down to `from`, or to one before it. */
export type ExtremeOfTwo = (from: number, end: number, back: number) => void;

export interface SimdExtreme {
  /** The memory on which {@link larger} and {@link smaller} work, shared by all kernels of a thread. */
  readonly numbers: Float64Array;
  readonly larger: ExtremeOfTwo;
  readonly smaller: ExtremeOfTwo;
}

const [I32, V128] = [0x7f, 0x7b];

const section = (id: number, ...content: number[]): number[] => [id, content.length, ...content];
const sized = (...content: number[]): number[] => [content.length, ...content];
const exported = (name: string, kind: number, index: number): number[] => [...sized(...Buffer.from(name)), kind, index];

/** The parameters are byte addresses: `at`, the end on entry; `from`; `back`. */
const extremeFunction = (instruction: number): number[] =>
  sized(
    0x01, 1, V128, // one local: older
    0x03, 0x40, // loop
    0x20, 0, 0x41, 16, 0x6b, 0x22, 0, //   at = at − 16, kept for the store
    0x20, 0, 0xfd, 0x00, 3, 0, //   v128.load at
    0x20, 0, 0x20, 2, 0x6b, 0xfd, 0x00, 3, 0, 0x22, 3, //   v128.load at − back, kept as older
    0xfd, instruction, 0x01, //   f64x2.pmax or f64x2.pmin: the older one only if it is beyond; NaN if the newer one is
    0x20, 3, 0x20, 3, 0xfd, 0x48, 0xfd, 0x50, //   or NaN, all bits set, where the older one is: v128.or f64x2.ne( older, older )
    0xfd, 0x0b, 3, 0, //   v128.store
    0x20, 0, 0x20, 1, 0x4b, 0x0d, 0, //   again if at > from
    0x0b, // end of the loop
    0x0b, // end of the function
  );

const [F64X2_PMIN, F64X2_PMAX] = [0xf6, 0xf7];
const [FUNCTION, MEMORY] = [0, 2];

const MODULE = Uint8Array.from([
  0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // '\0asm', version 1
  ...section(1, 1, 0x60, 3, I32, I32, I32, 0), // one type: three numbers in, nothing out
  ...section(3, 2, 0, 0), // two functions of it
  ...section(5, 1, 0, 1), // a memory of one page, 64 KiB
  ...section(7, 3, ...exported('memory', MEMORY, 0), ...exported('larger', FUNCTION, 0), ...exported('smaller', FUNCTION, 1)),
  ...section(10, 2, ...extremeFunction(F64X2_PMAX), ...extremeFunction(F64X2_PMIN)),
]);

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly larger: (end: number, from: number, back: number) => void;
  readonly smaller: (end: number, from: number, back: number) => void;
}

/** Undefined where there is no WebAssembly, or none with vectors. */
export const SIMD_EXTREME: SimdExtreme | undefined = instantiate();

function instantiate(): SimdExtreme | undefined {
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(MODULE)) return undefined;
  const { memory, larger, smaller } = new WebAssembly.Instance(new WebAssembly.Module(MODULE)).exports as Exports;
  return {
    numbers: new Float64Array(memory.buffer),
    larger: (from, end, back) => larger(8 * end, 8 * from, 8 * back),
    smaller: (from, end, back) => smaller(8 * end, 8 * from, 8 * back),
  };
}
