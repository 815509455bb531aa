import { styleText } from 'node:util';
import type { CliContext, OutputStream } from '../context.ts';

type Style = Parameters<typeof styleText>[0];

/** Gives text a colour or weight, or leaves it alone. */
export type Paint = (style: Style, text: string) => string;

/** Does a stream get colours? A terminal does; a file, a pipe, a dumb terminal and one with NO_COLOR (no-color.org) do not. */
export function isPainted(stream: OutputStream, env: CliContext['env']): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

export const paintFor = (stream: OutputStream, env: CliContext['env']): Paint =>
  isPainted(stream, env) ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text;
