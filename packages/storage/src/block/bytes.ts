const FIRST_BYTES = 1 << 20;

/** Where payloads come together, one after another: encoding does not wait for anything, so one memory serves all. */
let memory = Buffer.alloc(FIRST_BYTES);

/**
 * Collects the bytes of a payload, of which there is one at a time: a new writer takes the memory of the one before. Numbers are
 * little-endian.
 */
export class ByteWriter {
  #length = 0;

  byte(value: number): void {
    this.room(1)[0] = value;
  }

  count(value: number): void {
    this.#advance(4);
    memory.writeUInt32LE(value, this.#length - 4);
  }

  float64(value: number): void {
    this.#advance(8);
    memory.writeDoubleLE(value, this.#length - 8);
  }

  bytes(bytes: Uint8Array): void {
    this.room(bytes.length).set(bytes);
  }

  /** The next bytes, to be filled before anything else is written. */
  room(length: number): Uint8Array {
    this.#advance(length);
    return memory.subarray(this.#length - length, this.#length);
  }

  /** A view: valid until the next writer writes. */
  finish(): Buffer {
    return memory.subarray(0, this.#length);
  }

  #advance(length: number): void {
    const start = this.#length;
    this.#length += length;
    if (this.#length <= memory.length) return;
    const larger = Buffer.alloc(2 * this.#length);
    memory.copy(larger, 0, 0, start);
    memory = larger;
  }
}

/** Reads what a {@link ByteWriter} wrote, in the same order. @throws RangeError past the end */
export class ByteReader {
  readonly #buffer: Buffer;
  #position = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  byte(): number {
    return this.#buffer.readUInt8(this.#advance(1));
  }

  count(): number {
    return this.#buffer.readUInt32LE(this.#advance(4));
  }

  float64(): number {
    return this.#buffer.readDoubleLE(this.#advance(8));
  }

  /** A view, not a copy. */
  bytes(length: number): Buffer {
    const start = this.#advance(length);
    return this.#buffer.subarray(start, start + length);
  }

  #advance(length: number): number {
    const start = this.#position;
    if (start + length > this.#buffer.length) throw new RangeError('the payload is too short');
    this.#position = start + length;
    return start;
  }
}
