import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompressSync } from 'node:zlib';

const compress = promisify(zstdCompress);

/** Raise it when what a payload means changes, and keep reading the old ones. */
const FORMAT_VERSION = 1;

/** Version, SHA-256 of the payload, length of the payload. */
const HASH_AT = 1;
const LENGTH_AT = HASH_AT + 32;
const HEADER_BYTES = LENGTH_AT + 4;

/** A period of 90,000 candles has 3 MB at most in a part. What claims more was damaged. */
const MAX_PAYLOAD_BYTES = 1 << 28;

const COMPRESSION_LEVEL = { [constants.ZSTD_c_compressionLevel]: 3 };

/**
 * A payload as it is stored: a header, and the payload compressed with zstd, in another thread. It is copied before the first wait, so
 * its memory may be used for the next one.
 */
export async function sealPayload(payload: Buffer): Promise<Buffer> {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(FORMAT_VERSION);
  hashOf(payload).copy(header, HASH_AT);
  header.writeUInt32LE(payload.length, LENGTH_AT);
  const compressed = await compress(Buffer.from(payload), { params: COMPRESSION_LEVEL, chunkSize: chunkSizeFor(payload.length) });
  return Buffer.concat([header, compressed]);
}

/** The SHA-256 of the payload in sealed bytes. */
export const hashOfSealed = (sealed: Buffer): Buffer => sealed.subarray(HASH_AT, LENGTH_AT);

/** The inverse of {@link sealPayload}. @throws RangeError if the bytes are not what was stored */
export function openSealed(sealed: Buffer): Buffer {
  if (sealed.length < HEADER_BYTES) throw new RangeError('the header is cut short');
  const version = sealed.readUInt8();
  if (version !== FORMAT_VERSION) throw new RangeError(`format ${version} is not known to this version of wick`);
  const length = sealed.readUInt32LE(LENGTH_AT);
  if (length > MAX_PAYLOAD_BYTES) throw new RangeError('the length is damaged');
  const payload = decompress(sealed.subarray(HEADER_BYTES), length);
  if (!hashOf(payload).equals(hashOfSealed(sealed))) throw new RangeError('the checksum does not match');
  return payload;
}

function decompress(bytes: Buffer, length: number): Buffer {
  try {
    return zstdDecompressSync(bytes, { chunkSize: chunkSizeFor(length) });
  } catch (cause) {
    throw new RangeError('the compressed bytes are damaged', { cause });
  }
}

const hashOf = (payload: Buffer): Buffer => createHash('sha256').update(payload).digest();

/** One chunk for the whole output, and some room: otherwise zlib makes many small ones and joins them. */
const chunkSizeFor = (outputBytes: number): number => outputBytes + 1024;
