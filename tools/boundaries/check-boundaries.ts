/**
 * Fails when a project imports what its layer may not use, what its package.json does not declare, or what lies inside
 * another package; and when package.json declares what nothing uses.
 *
 * Run: node tools/boundaries/check-boundaries.ts
 */
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LAYERS, TEST_LAYERS } from './layers.ts';
import { type Project, readProjects, type SourceFile } from './project.ts';

/** Installed for the whole workspace. */
const SHARED_BY_TESTS: readonly string[] = ['@jest/globals'];

/** Every violation below a workspace root, one sentence each. */
export function findViolations(workspaceRoot: string): string[] {
  const projects = readProjects(workspaceRoot);
  return projects.flatMap((project) => [
    ...project.files.flatMap((file) => file.imports.flatMap((specifier) => checkImport(project, file, specifier, projects))),
    ...unusedDependencies(project),
  ]);
}

function checkImport(project: Project, file: SourceFile, specifier: string, projects: readonly Project[]): string[] {
  if (specifier.startsWith('.')) return checkRelative(project, file, specifier);
  if (isBuiltin(specifier) || specifier.startsWith('#') || specifier.startsWith('data:')) return [];
  const name = packageOf(specifier);
  if (name === project.manifest.name) return [];
  const problems: string[] = [];
  if (!isDeclared(project, file, name)) {
    problems.push(`${file.path} imports ${name}, which ${project.root}/package.json does not declare.`);
  }
  const target = projects.find((each) => each.manifest.name === name);
  if (target) problems.push(...checkOwn(project, file, specifier, target));
  return problems;
}

function checkRelative(project: Project, file: SourceFile, specifier: string): string[] {
  const resolved = posix.join(posix.dirname(file.path), specifier);
  const inside = resolved.startsWith(`${project.root}/`);
  return inside ? [] : [`${file.path} imports ${specifier}, which lies outside of ${project.root}.`];
}

function checkOwn(project: Project, file: SourceFile, specifier: string, target: Project): string[] {
  const allowed = [...(LAYERS[project.name] ?? []), ...(file.isTest ? TEST_LAYERS : [])];
  const problems: string[] = [];
  if (!allowed.includes(target.name)) problems.push(`${file.path}: ${project.name} may not import ${target.name}.`);
  const entry = specifier.replace(target.manifest.name, '.');
  if (!Object.hasOwn(target.manifest.exports ?? {}, entry)) {
    problems.push(`${file.path} imports ${specifier}, which ${target.name} does not export.`);
  }
  return problems;
}

function isDeclared(project: Project, file: SourceFile, name: string): boolean {
  const { dependencies, peerDependencies, optionalDependencies, devDependencies } = project.manifest;
  const runtime = { ...dependencies, ...peerDependencies, ...optionalDependencies };
  if (Object.hasOwn(runtime, name)) return true;
  return file.isTest && (Object.hasOwn(devDependencies ?? {}, name) || SHARED_BY_TESTS.includes(name));
}

/** A dependency is used when some source names it, in an import or (resolved at run time) in a string. */
function unusedDependencies(project: Project): string[] {
  const { dependencies, devDependencies } = project.manifest;
  const declared = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !name.startsWith('@types/'));
  const isUsed = (name: string): boolean =>
    project.files.some((file) => file.imports.some((specifier) => packageOf(specifier) === name) || file.text.includes(`'${name}`));
  return declared.filter((name) => !isUsed(name)).map((name) => `${project.root}/package.json declares ${name}, which nothing uses.`);
}

/** `@wick/core/arbitraries` → `@wick/core`; `zod/v4` → `zod`. */
const packageOf = (specifier: string): string => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const violations = findViolations(fileURLToPath(new URL('../..', import.meta.url)));
  for (const violation of violations) console.error(violation);
  console.log(violations.length === 0 ? 'import directions hold' : `${violations.length} violations`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
