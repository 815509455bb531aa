import { WickError } from '@wick/core';

/** A refusal of the operating system about a file, in words; undefined for codes that are not about files. */
export function fileError(code: string, path: string | undefined, cause: unknown): WickError | undefined {
  const what = path === undefined ? 'A file' : `"${path}"`;
  const details = { path, systemCode: code };
  switch (code) {
    case 'ENOENT':
      return new WickError('FILE_NOT_FOUND', `${what} does not exist.`, {
        remedy: 'Check the path; a folder must exist before a file can be written into it.',
        details,
        cause,
      });
    case 'EISDIR':
      return new WickError('FILE_NOT_FOUND', `${what} is a folder, not a file.`, {
        remedy: 'Name a file.',
        details,
        cause,
      });
    case 'EEXIST':
    case 'ENOTDIR':
      return new WickError('DISK_UNWRITABLE', `${what} has a file where a folder is needed.`, {
        remedy: 'Choose another place, or move that file away.',
        details,
        cause,
      });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new WickError('DISK_UNWRITABLE', `${what} cannot be accessed (${code}).`, {
        remedy: 'Check who owns it and whether the disk is read-only, or choose another place.',
        details,
        cause,
      });
    case 'ENOSPC':
    case 'EDQUOT':
      return new WickError('DISK_UNWRITABLE', `${what} cannot be written: the disk is full.`, {
        remedy: 'Make room or choose another place; nothing half-written is left behind.',
        details,
        cause,
      });
    default:
      return undefined;
  }
}
