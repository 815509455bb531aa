import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { WickError } from '@wick/core';
import { piecesOf, sizeOf } from './file-to-bytes.ts';

/** A file's hash, and whether a checksum file stands behind it. */
export interface CheckedHash {
  /** Of the file's bytes, hexadecimal. */
  readonly sha256: string;
  /** false where there is no `.CHECKSUM` beside the file. */
  readonly verified: boolean;
}

/** The hash in the text of a `.CHECKSUM` file, as `sha256sum` writes it; undefined where there is none. */
export const textToSha256 = (text: string): string | undefined => /^[0-9a-f]{64}(?=\s|$)/i.exec(text)?.[0].toLowerCase();

/**
 * Hashes a file and compares it with the `.CHECKSUM` beside it, if there is one.
 * @throws WickError FILE_NOT_FOUND; ARCHIVE_DAMAGED where the two do not match
 */
export async function checkFile(path: string): Promise<CheckedHash> {
  await sizeOf(path);
  const sum = `${path}.CHECKSUM`;
  const text = await readFile(sum, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  const hash = createHash('sha256');
  for await (const piece of piecesOf(path)) hash.update(piece);
  const sha256 = hash.digest('hex');
  if (text === undefined) return { sha256, verified: false };
  const expectedSha256 = textToSha256(text);
  if (expectedSha256 === sha256) return { sha256, verified: true };
  const [file, sumFile] = [basename(path), basename(sum)];
  const why = expectedSha256 === undefined ? `${sumFile} holds no SHA-256 checksum to compare ${file} with.` : `${file} does not match the checksum in ${sumFile}.`;
  throw new WickError('ARCHIVE_DAMAGED', why, {
    remedy: `Download both again, or remove ${sumFile} if the file is not to be compared with it.`,
    details: { path, expectedSha256: expectedSha256 ?? null, actualSha256: sha256 },
  });
}
