import { type IndicatorName, signatureOf } from '../indicator/catalogue.ts';
import type { Expression } from './expression.ts';
import { checkParameters } from './check-expression.ts';

/**
 * A call as it is written, `rsi(14)` or `rsi(close, 14)`, with every default filled in.
 *
 * Series come before parameters. They may be left out, all of them together; parameters may be left out from the end.
 *
 * @returns the expression, or a sentence that says what is wrong
 */
export function indicatorCall(name: IndicatorName, given: readonly Expression[], output?: string): Expression | string {
  const signature = signatureOf(name);
  const full = signature.inputs.length + signature.parameters.length;
  if (given.length > full) return `${name} takes at most ${full} arguments, not ${given.length}`;

  const inputsGiven = signature.inputs.length > 0 && given.length > 0 && (given.length === full || given[0]!.kind !== 'number');
  const inputs = inputsGiven
    ? given.slice(0, signature.inputs.length)
    : signature.inputs.map((input): Expression => ({ kind: 'column', column: input.default }));
  const written = inputsGiven ? given.slice(signature.inputs.length) : given;
  // A bare number counts as a series only where nothing is left out: correlation(close, 20) has forgotten one.
  const isForgotten = given.length < full && inputs.some((input) => input.kind === 'number');
  if (inputs.length < signature.inputs.length || isForgotten) return `${name} needs ${signature.inputs.length} series before its parameters`;

  const parameters: number[] = [];
  for (const [index, parameter] of signature.parameters.entries()) {
    const argument = written[index] ?? { kind: 'number', value: parameter.default };
    if (argument.kind !== 'number') return `the ${parameter.name} of ${name} must be a plain number`;
    parameters.push(argument.value);
  }
  const chosen = output === undefined ? signature.outputs[0] : signature.outputs.find((each) => each.toLowerCase() === output.toLowerCase());
  if (!chosen) return `${name} has no output "${output}"; it has ${signature.outputs.join(', ')}`;
  return checkParameters(name, parameters) ?? { kind: 'indicator', name, inputs: [...inputs], parameters, output: chosen };
}
