import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

interface PackageJson {
  name: string;
  exports?: Record<string, unknown>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

export interface SourceFile {
  /** Relative to the workspace root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly isTest: boolean;
  /** Module specifiers as written, static and dynamic. */
  readonly imports: readonly string[];
}

export interface Project {
  /** Name of its folder, which is also its Nx name. */
  readonly name: string;
  readonly root: string;
  readonly manifest: PackageJson;
  readonly files: readonly SourceFile[];
}

/** Every project below `packages/` and `apps/` with its sources and what they import. */
export function readProjects(workspaceRoot: string): Project[] {
  return globSync('{packages,apps}/*/package.json', { cwd: workspaceRoot }).sort().map((path) => {
    const root = path.replaceAll('\\', '/').replace('/package.json', '');
    const manifest = JSON.parse(readFileSync(join(workspaceRoot, path), 'utf8')) as PackageJson;
    const files = globSync(`${root}/{src,bin}/**/*.{ts,mjs}`, { cwd: workspaceRoot }).sort();
    return {
      name: root.split('/')[1]!,
      root,
      manifest,
      files: files.map((file) => readSource(workspaceRoot, file.replaceAll('\\', '/'))),
    };
  });
}

function readSource(workspaceRoot: string, path: string): SourceFile {
  const text = readFileSync(join(workspaceRoot, path), 'utf8');
  return {
    path,
    text,
    isTest: path.endsWith('.test.ts') || path.includes('.test-support.'),
    imports: ts.preProcessFile(text, true, true).importedFiles.map((file) => file.fileName),
  };
}
