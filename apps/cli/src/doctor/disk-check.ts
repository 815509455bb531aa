import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatBytes } from '../output/format.ts';
import { type Check, failed, ok, warning } from './check.ts';

/** Ten years of minutes of one symbol take about 200 MB. */
const SCARCE_BYTES = 1e9;

/** Can the data folder be written, and is there room? */
export async function checkDisk(dataDir: string): Promise<Check> {
  const probe = join(dataDir, `.doctor-${process.pid}`);
  try {
    await mkdir(dataDir, { recursive: true });
    await writeFile(probe, 'x');
    await rm(probe);
    const { bavail, bsize } = await statfs(dataDir);
    const free = bavail * bsize;
    const detail = `${dataDir} is writable, ${formatBytes(free)} free`;
    return free < SCARCE_BYTES ? warning('Disk', detail, 'Make room, or set WICK_DATA_DIR to a folder on a larger disk.') : ok('Disk', detail);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return failed('Disk', `${dataDir} cannot be written (${code ?? message})`, 'Set WICK_DATA_DIR to a folder that you may write.');
  }
}
