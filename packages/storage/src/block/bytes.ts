/** Collects the bytes of a payload. Numbers are little-endian. */
export class ByteWriter {
  readonly #chunks: Uint8Array[] = [];

  byte(value: number): void {
    this.#chunks.push(Uint8Array.of(value));
  }

  count(value: number): void {
    this.#chunks.push(new Uint8Array(Uint32Array.of(value).buffer));
  }

  float64(value: number): void {
    this.#chunks.push(new Uint8Array(Float64Array.of(value).buffer));
  }

  bytes(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
  }

  finish(): Buffer {
    return Buffer.concat(this.#chunks);
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
