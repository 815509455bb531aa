#!/usr/bin/env node
// Starts wick on any Node from 18: finds one that is new enough, and runs the sources in the workspace or the build in a package.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The first Node that runs TypeScript sources as they are. */
const NEEDED = [22, 18];

const home = fileURLToPath(new URL('..', import.meta.url));
const main = join(home, 'src', 'main.ts');
const fromSources = existsSync(main) && !home.split(sep).includes('node_modules');

const [major, minor] = process.versions.node.split('.').map(Number);
const isNewEnough = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
const node = isNewEnough ? process.execPath : pinnedNode();

if (node === undefined) {
  console.error(`wick needs Node ${NEEDED.join('.')} or newer, and this is Node ${process.versions.node}: install a newer one.`);
  process.exitCode = 1;
} else if (fromSources) {
  // Sources whose types are stripped once and kept: the second start takes half the time.
  process.env.NODE_COMPILE_CACHE ??= join(home, '..', '..', 'node_modules', '.cache', 'wick');
  become(node, ['--conditions=@wick/source', main, ...process.argv.slice(2)]);
} else if (node === process.execPath) {
  await import('../dist/main.js');
} else {
  become(node, [join(home, 'dist', 'main.js'), ...process.argv.slice(2)]);
}

/** The Node that the workspace's lock file pins, where its platform has one. */
function pinnedNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  const path = join(home, '..', '..', 'node_modules', `node-${platform}-${process.arch}`, 'bin', executable);
  return existsSync(path) ? path : undefined;
}

/** Replaces this process where the platform can, else runs a child and dies as it does. */
function become(executable, args) {
  if (process.execve && process.platform !== 'win32') process.execve(executable, [executable, ...args], process.env);
  const child = spawn(executable, args, { stdio: 'inherit' });
  // A terminal sends SIGINT to both processes; a supervisor signals only this one. Either way the child decides when to end.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  child.on('error', (error) => {
    console.error(`wick could not start ${executable}: ${error.message}.`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
