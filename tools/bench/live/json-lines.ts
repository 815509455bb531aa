import { createInterface } from 'node:readline';

/** Reads JSON documents, one a line: each goes to `onLine`, and those that nobody has taken wait for `next`. */
export function jsonLines<Line>(stream: NodeJS.ReadableStream, onLine?: (line: Line) => void): { next(): Promise<Line> } {
  const lines: Line[] = [];
  let notice = (): void => undefined;
  createInterface({ input: stream }).on('line', (text) => {
    const line = JSON.parse(text) as Line;
    if (onLine) return onLine(line);
    lines.push(line);
    notice();
  });
  return {
    async next() {
      while (lines.length === 0) await new Promise<void>((resolve) => (notice = resolve));
      return lines.shift()!;
    },
  };
}
