import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedServer, stopEmbeddedServer } from '../src/embedded/embedded-server.ts';

/** Folders for one test file. */
export interface TestFolders {
  /** A new, empty folder that only its owner may enter. */
  create(): string;
  /** The same with the server's empty database in it, below `name`: quicker than having each test make its own. */
  createWithDatabase(name?: string): Promise<string>;
  /** Stops servers that were left running in the folders, and removes them. */
  remove(): Promise<void>;
}

export function testFolders(): TestFolders {
  const folders: string[] = [];
  let template: Promise<string> | undefined;
  const create = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'wick-test-'));
    folders.push(folder);
    return folder;
  };
  return {
    create,
    createWithDatabase: async (name = 'data') => {
      const dataDir = join(create(), name);
      mkdirSync(dataDir);
      template ??= newDatabase(create());
      // Unlike Node's own copy, this one keeps the owner.
      execFileSync('cp', ['-a', `${await template}/.`, dataDir]);
      return dataDir;
    },
    remove: async () => {
      for (const folder of folders) {
        await stopEmbeddedServer(folder);
        for (const name of readdirSync(folder)) await stopEmbeddedServer(join(folder, name));
        rmSync(folder, { recursive: true });
      }
    },
  };
}

async function newDatabase(dataDir: string): Promise<string> {
  const server = await openEmbeddedServer(dataDir);
  await server.close();
  await stopEmbeddedServer(dataDir);
  return dataDir;
}
