import { styleText } from 'node:util';

/** The few styles of a table; without colour, each gives its text back. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warning: (text: string) => string;
}

type Style = Parameters<typeof styleText>[0];

export function paintWith(colour: boolean): Paint {
  const style = (format: Style) => (text: string) => (colour ? styleText(format, text, { validateStream: false }) : text);
  return {
    bold: style('bold'),
    dim: style('dim'),
    good: style('green'),
    bad: style('red'),
    warning: style(['bold', 'yellow']),
  };
}
