import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Why a zip is not trusted. */
export interface QuarantineNote {
  readonly key: string;
  readonly etag: string;
  /** What its checksum file says; null where there is none. */
  readonly expectedSha256: string | null;
  readonly actualSha256: string;
  /** One sentence. */
  readonly why: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/**
 * Keeps a zip that is not trusted, with a JSON file of the same name that says why: written after it, so where there is
 * a note, there is a whole zip. Editions of one key lie side by side.
 *
 * @param key has been checked to be that of an archive file: it becomes a path below `folder`
 * @returns the zip's path
 */
export async function quarantine(folder: string, bytes: Uint8Array, note: QuarantineNote): Promise<string> {
  const path = join(folder, note.key.replace(/\.zip$/, `.${note.actualSha256.slice(0, 12)}.zip`));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  await writeFile(path.replace(/\.zip$/, '.json'), `${JSON.stringify(note, null, 2)}\n`);
  return path;
}
