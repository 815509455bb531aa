import ts from 'typescript';

export interface TextFile {
  /** Relative to the workspace root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** A rule gives one sentence for each place that breaks it. */
export type Rule = (file: TextFile) => string[];

const MAX_FILE_LINES = 400;
const MAX_FUNCTION_LINES = 70;
/** Folders named after a kind of thing hide what flows through them. */
const DRAWERS = new Set(['utils', 'util', 'helpers', 'common', 'misc', 'types', 'interfaces', 'models', 'lib']);

const isCode = (path: string): boolean => /\.(?:ts|mts|mjs|cjs|js)$/.test(path);
const isTest = (path: string): boolean => path.endsWith('.test.ts') || path.includes('.test-support.');

export const fileIsShort: Rule = ({ path, text }) => {
  const lines = text.split('\n').length - 1;
  return isCode(path) && lines > MAX_FILE_LINES ? [`${path} has ${lines} lines, more than ${MAX_FILE_LINES}.`] : [];
};

/** Tests may hold long tables inside one `describe`, so only other code is measured. */
export const functionsAreShort: Rule = ({ path, text }) => {
  if (!isCode(path) || isTest(path)) return [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const problems: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const first = source.getLineAndCharacterOfPosition(node.getStart()).line;
      const lines = source.getLineAndCharacterOfPosition(node.getEnd()).line - first + 1;
      if (lines > MAX_FUNCTION_LINES) problems.push(`${path}:${first + 1} has a function of ${lines} lines, more than ${MAX_FUNCTION_LINES}.`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return problems;
};

export const namesAreKebabCase: Rule = ({ path }) => {
  const inSource = /^(?:packages|apps)\/[^/]+\/src\//.test(path);
  const name = path.split('/').at(-1)!;
  return inSource && !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9-]+)*$/.test(name) ? [`${path}: the name is not in kebab-case.`] : [];
};

export const foldersAreNouns: Rule = ({ path }) => {
  const drawer = path.split('/').slice(0, -1).find((folder) => DRAWERS.has(folder));
  return drawer === undefined ? [] : [`${path} lies in "${drawer}", a drawer; name the thing that travels instead.`];
};

/** Places that promise more than they do, or switch a check off. The pattern is split so that it does not find itself. */
const UNFINISHED = new RegExp(['\\b(TO', 'DO|FIX', 'ME|HA', 'CK)\\b|\\b(?:it|test|describe)\\.(?:sk', 'ip|on', 'ly|to', 'do)\\(|@ts-(?:ig', 'nore|noch', 'eck)|\\bas a', 'ny\\b|: a', 'ny(?=\\s*[;,)=|\\]>{])'].join(''));

export const nothingIsLeftUndone: Rule = ({ path, text }) => {
  if (!isCode(path)) return [];
  return text.split('\n').flatMap((line, index) => {
    const found = UNFINISHED.exec(line);
    return found ? [`${path}:${index + 1} holds "${found[0]}".`] : [];
  });
};

/** A path of somebody's machine has no meaning on another one. */
export const noPathOfAMachine: Rule = ({ path, text }) => {
  const found = /(?:^|[\s"'`(=])(\/(?:home|root|Users|work)\/[\w.-]+)/m.exec(text);
  return found ? [`${path} names ${found[1]}, a path of one machine.`] : [];
};

export const RULES: readonly Rule[] = [
  fileIsShort, functionsAreShort, namesAreKebabCase, foldersAreNouns, nothingIsLeftUndone, noPathOfAMachine,
];
