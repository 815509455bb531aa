import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file all or nothing: into a temporary file beside it, which takes its place when everything is on the disk.
 * If anything goes wrong, a file that was there before stays as it was.
 */
export async function writeFileWhole(path: string, chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  // Whoever asked for the file knows nothing of the temporary one.
  const file = await open(temporary, 'w').catch((error: Error) => {
    throw Object.assign(error, { path });
  });
  try {
    try {
      for await (const chunk of chunks) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
