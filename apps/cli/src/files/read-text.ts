import { readFile } from 'node:fs/promises';
import { fileError } from './file-error.ts';

/** A text file as a whole. @throws WickError FILE_NOT_FOUND or DISK_UNWRITABLE */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw fileError((error as NodeJS.ErrnoException).code ?? '', path, error) ?? error;
  }
}
