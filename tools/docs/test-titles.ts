import ts from 'typescript';

/** Between a group and what is in it, as jest prints them one below the other. */
export const NESTED = ' › ';

/**
 * The titles of the tests of a file, each after the groups that it is in. Of a table of tests it is the template, such as `%s: nothing is
 * lost`; what is computed within a title is written as it is in the source, `${COUNT}`.
 */
export function testTitles(source: string): string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node, groups: readonly string[]): void => {
    const call = ts.isCallExpression(node) ? titledCall(node) : undefined;
    if (call?.kind === 'test') titles.push([...groups, call.title].join(NESTED));
    const inside = call?.kind === 'describe' ? [...groups, call.title] : groups;
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(ts.createSourceFile('tests.ts', source, ts.ScriptTarget.Latest, true), []);
  return titles;
}

/** `test('title', …)`, `describe('title', …)`, and both with `.each(table)` before the title. */
function titledCall({ expression, arguments: [title] }: ts.CallExpression): { readonly kind: 'test' | 'describe'; readonly title: string } | undefined {
  const named = ts.isCallExpression(expression) && ts.isPropertyAccessExpression(expression.expression) && expression.expression.name.text === 'each' ? expression.expression.expression : expression;
  if (!ts.isIdentifier(named) || (named.text !== 'test' && named.text !== 'describe') || title === undefined) return undefined;
  const text = ts.isStringLiteralLike(title) ? title.text : ts.isTemplateExpression(title) ? title.getText().slice(1, -1) : undefined;
  return text === undefined ? undefined : { kind: named.text, title: text };
}
