/** Where a record batch lies in an Arrow file. */
export interface ArrowBlock {
  /** Of its first byte from the beginning of the file. */
  readonly offset: number;
  /** With the eight bytes before it. */
  readonly metadataLength: number;
  readonly bodyLength: number;
}

/** `ARROW1`. */
const MAGIC = Uint8Array.of(0x41, 0x52, 0x52, 0x4f, 0x57, 0x31);
/** Bytes of a `Block`: offset (int64), metadata length (int32), padding, body length (int64). */
const BLOCK_BYTES = 24;
/** Number of the field `recordBatches` in the table `Footer`. */
const RECORD_BATCHES = 3;

/**
 * The end of an Arrow file with these record batches: footer, its length, mark. The footer is that of a file with the same
 * schema, with another list of record batches: as a flatbuffer refers to its parts by their distance, a new list can stand
 * behind everything else and be pointed at.
 *
 * Layout: `Footer` and `Block` in https://github.com/apache/arrow/blob/main/format/File.fbs,
 * https://flatbuffers.dev/internals for tables and vectors.
 *
 * @param file a whole Arrow file with the schema
 */
export function footerWithBlocks(file: Uint8Array, blocks: readonly ArrowBlock[]): Uint8Array {
  const tail = MAGIC.length + 4;
  const length = new DataView(file.buffer, file.byteOffset + file.length - tail).getInt32(0, true);
  const old = file.subarray(file.length - tail - length, file.length - tail);
  // A vector is its length and then its elements, which hold 64-bit integers and so begin at a multiple of eight.
  const vectorAt = Math.ceil((old.length + 4) / 8) * 8 - 4;
  const footerLength = vectorAt + 4 + blocks.length * BLOCK_BYTES;
  const bytes = new Uint8Array(footerLength + tail);
  bytes.set(old);
  const view = new DataView(bytes.buffer);
  const fieldAt = fieldOffset(view, RECORD_BATCHES);
  view.setUint32(fieldAt, vectorAt - fieldAt, true);
  view.setUint32(vectorAt, blocks.length, true);
  blocks.forEach(({ offset, metadataLength, bodyLength }, at) => {
    const blockAt = vectorAt + 4 + at * BLOCK_BYTES;
    view.setBigInt64(blockAt, BigInt(offset), true);
    view.setInt32(blockAt + 8, metadataLength, true);
    view.setBigInt64(blockAt + 16, BigInt(bodyLength), true);
  });
  view.setInt32(footerLength, footerLength, true);
  bytes.set(MAGIC, footerLength + 4);
  return bytes;
}

/** Where a field of the root table lies: the table knows the distance back to its vtable, which knows the fields. */
function fieldOffset(view: DataView, field: number): number {
  const table = view.getUint32(0, true);
  const vtable = table - view.getInt32(table, true);
  return table + view.getUint16(vtable + 4 + 2 * field, true);
}
