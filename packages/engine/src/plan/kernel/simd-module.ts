/*
 * The bytes of a WebAssembly module, written here so that nothing has to be built: the two functions of `OrderKernel` over
 * SIMD registers of two numbers. https://webassembly.github.io/spec/core/binary, and for SIMD
 * https://github.com/WebAssembly/simd/blob/main/proposals/simd/BinarySIMD.md.
 */

type Bytes = readonly number[];

const I32 = 0x7f;
const V128 = 0x7b;

const unsigned = (value: number): Bytes => (value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)]);
const signed = (value: number): Bytes => (value >= -64 && value < 64 ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)]);
const vector = (items: readonly Bytes[]): Bytes => [...unsigned(items.length), ...items.flat()];
const name = (text: string): Bytes => vector(Array.from(text, (letter) => [letter.charCodeAt(0)]));
const section = (id: number, content: Bytes): Bytes => [id, ...unsigned(content.length), ...content];

const get = (local: number): Bytes => [0x20, ...unsigned(local)];
const set = (local: number): Bytes => [0x21, ...unsigned(local)];
const constant = (value: number): Bytes => [0x41, ...signed(value)];
const loadWord = [0x28, 2, 0];
const storeWord = [0x36, 2, 0];
const ADD = [0x6a];
const SUBTRACT = [0x6b];
const AND = [0x71];
const OR = [0x72];
const SHIFT_LEFT = [0x74];
const SHIFT_RIGHT = [0x76]; // without the sign
const loadPair = (offset: number): Bytes => [0xfd, 0, 3, ...unsigned(offset)];
const EQUAL = [0xfd, 0x47];
const LESS = [0xfd, 0x49];
const GREATER = [0xfd, 0x4a];
/** One bit for each of the two numbers. */
const BITMASK = [0xfd, ...unsigned(0xc4)];

/* Parameters of both functions, and locals. */
const [LEFT, RIGHT, WORDS, OUT1, OUT2, OUT3] = [0, 1, 2, 3, 4, 5];
const [A, B] = [6, 7]; // pairs of numbers
const [LT, GT, EQ, BEFORE, WAS] = [8, 9, 10, 11, 12];
const LOCALS: Bytes = vector([[2, V128], [5, I32]]);

/** `local = local op …` on two values that are on the stack already but for the first. */
const advance = (local: number, by: number): Bytes => [...get(local), ...constant(by), ...ADD, ...set(local)];

/** Sets LT, GT and EQ to what 32 bars are. */
function compareWord(): Bytes {
  const code: number[] = [LT, GT, EQ].flatMap((mask) => [...constant(0), ...set(mask)]);
  for (let pair = 0; pair < 16; pair++) {
    code.push(...get(LEFT), ...loadPair(pair * 16), ...set(A), ...get(RIGHT), ...loadPair(pair * 16), ...set(B));
    for (const [test, mask] of [[LESS, LT], [GREATER, GT], [EQUAL, EQ]] as const) {
      code.push(...get(A), ...get(B), ...test, ...BITMASK, ...constant(pair * 2), ...SHIFT_LEFT, ...get(mask), ...OR, ...set(mask));
    }
  }
  return code;
}

/** Runs `code` for each word, with LEFT and RIGHT moving along. */
const forEachWord = (code: Bytes): Bytes => [
  0x03, 0x40,
  ...compareWord(), ...code, ...advance(LEFT, 256), ...advance(RIGHT, 256),
  ...get(WORDS), ...constant(1), ...SUBTRACT, 0x22, ...unsigned(WORDS), 0x0d, 0,
  0x0b,
];

const store = (address: number, value: Bytes): Bytes => [...get(address), ...value, ...storeWord, ...advance(address, 4)];

const order: Bytes = [...forEachWord([...store(OUT1, get(LT)), ...store(OUT2, get(GT)), ...store(OUT3, get(EQ))]), 0x0b];

/** Beyond now, and not beyond on the bar before: `beyond & ((not beyond << 1) | bit carried in)`; the last bit is carried out. */
const crossing = (beyond: number, other: number, carried: number, out: number): Bytes => [
  ...get(other), ...get(EQ), ...OR, ...set(WAS),
  ...store(out, [
    ...get(beyond), ...get(WAS), ...constant(1), ...SHIFT_LEFT,
    ...get(BEFORE), ...constant(carried), ...SHIFT_RIGHT, ...constant(1), ...AND, ...OR, ...AND,
  ]),
];

/** BEFORE has the bit for "not above" at 0 and the one for "not below" at 1. */
const remember: Bytes = [
  ...get(LT), ...get(EQ), ...OR, ...constant(31), ...SHIFT_RIGHT,
  ...get(GT), ...get(EQ), ...OR, ...constant(31), ...SHIFT_RIGHT, ...constant(1), ...SHIFT_LEFT, ...OR, ...set(BEFORE),
];

const cross: Bytes = [
  ...get(OUT3), ...loadWord, ...set(BEFORE),
  ...forEachWord([...crossing(GT, LT, 0, OUT1), ...crossing(LT, GT, 1, OUT2), ...remember]),
  ...get(OUT3), ...get(BEFORE), ...storeWord,
  0x0b,
];

const body = (code: Bytes): Bytes => {
  const content = [...LOCALS, ...code];
  return [...unsigned(content.length), ...content];
};

/** A module that imports a memory as `heap.memory` and exports `order` and `cross`. */
export function simdModule(): Uint8Array<ArrayBuffer> {
  const type = [0x60, ...vector(Array.from({ length: 6 }, () => [I32])), 0];
  return Uint8Array.from([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, vector([type])),
    ...section(2, vector([[...name('heap'), ...name('memory'), 2, 0, 0]])),
    ...section(3, vector([[0], [0]])),
    ...section(7, vector([[...name('order'), 0, 0], [...name('cross'), 0, 1]])),
    ...section(10, vector([body(order), body(cross)])),
  ]);
}
