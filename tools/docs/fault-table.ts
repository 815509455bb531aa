import { NESTED, testTitles } from './test-titles.ts';

/** A test as the page names it: `[rest/faults](../packages/…/faults.test.ts) › a ban › 418 for two minutes`. */
export interface NamedTest {
  /** From the root of the workspace. */
  readonly path: string;
  readonly title: string;
}

export interface FaultRow {
  readonly fault: string;
  readonly answer: string;
  readonly tests: readonly NamedTest[];
}

/** The rows of all tables of the page that have three cells. @throws Error where a cell does not name a test as it should */
export function faultRows(markdown: string): FaultRow[] {
  return markdown.split('\n').flatMap((line) => {
    const [, fault, answer, tests] = /^\| (.+?) \| (.+?) \| (.+) \|$/.exec(line) ?? [];
    if (fault === undefined || fault === 'fault') return [];
    return [{ fault, answer: answer!, tests: tests!.split('<br>').map(readTest) }];
  });
}

function readTest(text: string): NamedTest {
  const [, path, title] = /^\[[^\]]+\]\(\.\.\/([^)]+)\) › (.+)$/.exec(text) ?? [];
  if (path === undefined) throw new Error(`"${text}" does not name a test.`);
  return { path, title: title! };
}

const PLACE = /%[sijd]|\$\{[^}]*\}/;

/**
 * Does the file have a test of that title? One row of a table of tests may be named too: then what stands in the place of `%s` has to be
 * in the file as well.
 */
export function hasTest(source: string, title: string): boolean {
  return testTitles(source).some((template) => {
    if (template === title) return true;
    if (!PLACE.test(template)) return false;
    const pattern = template.split(PLACE).map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('(.+)');
    const places = new RegExp(`^${pattern}$`).exec(title)?.slice(1);
    return places?.every((text) => !text.includes(NESTED) && source.includes(text)) ?? false;
  });
}
