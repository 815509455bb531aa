import { createHash } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Raise it when what a payload means changes, and keep reading the old ones. */
const FORMAT_VERSION = 1;
const HASH_BYTES = 32;
const HEADER_BYTES = 1 + HASH_BYTES;
const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

/** A payload as it is stored: format version, SHA-256 of the payload, the payload compressed with zstd. */
export function sealPayload(payload: Buffer): Buffer {
  const hash = createHash('sha256').update(payload).digest();
  return Buffer.concat([Uint8Array.of(FORMAT_VERSION), hash, zstdCompressSync(payload, COMPRESSION)]);
}

/** The SHA-256 of the payload in sealed bytes. */
export const hashOfSealed = (sealed: Buffer): Buffer => sealed.subarray(1, HEADER_BYTES);

/** The inverse of {@link sealPayload}. @throws RangeError if the bytes are not what was stored */
export function openSealed(sealed: Buffer): Buffer {
  const version = sealed[0];
  if (version !== FORMAT_VERSION) throw new RangeError(`format ${version} is not known to this version of wick`);
  const payload = decompress(sealed.subarray(HEADER_BYTES));
  const hash = createHash('sha256').update(payload).digest();
  if (!hash.equals(hashOfSealed(sealed))) throw new RangeError('the checksum does not match');
  return payload;
}

function decompress(bytes: Buffer): Buffer {
  try {
    return zstdDecompressSync(bytes);
  } catch (cause) {
    throw new RangeError('the compressed bytes are damaged', { cause });
  }
}
