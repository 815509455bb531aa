/**
 * What OpenAI's strict mode finds wrong with a JSON Schema: every object must forbid further properties and require
 * those that it has. undefined if nothing is.
 */
export function strictSchemaProblem(schema: unknown, path: readonly string[] = []): string | undefined {
  if (Array.isArray(schema)) return first(schema.map((inner, index) => strictSchemaProblem(inner, [...path, String(index)])));
  if (typeof schema !== 'object' || schema === null) return undefined;
  const { type, properties, required, additionalProperties } = schema as Readonly<Record<string, unknown>>;
  const context = `In context=(${path.map((step) => `'${step}'`).join(', ')})`;
  if (type === 'object' || (Array.isArray(type) && type.includes('object'))) {
    if (additionalProperties !== false) return `${context}, 'additionalProperties' is required to be supplied and to be false.`;
    const missing = Object.keys(properties ?? {}).find((name) => !Array.isArray(required) || !required.includes(name));
    if (missing !== undefined) {
      return `${context}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
    }
  }
  return first(Object.entries(schema).map(([key, inner]) => strictSchemaProblem(inner, [...path, key])));
}

const first = (problems: readonly (string | undefined)[]): string | undefined => problems.find((problem) => problem !== undefined);
