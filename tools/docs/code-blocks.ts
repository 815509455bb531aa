export interface CodeBlock {
  readonly language: string;
  /** An excerpt is there to be read: it needs a key, or names that the text around it explains. Written as `ts excerpt`. */
  readonly isExcerpt: boolean;
  readonly code: string;
  /** One-based line of the opening fence. */
  readonly line: number;
}

/** The fenced code blocks of a Markdown page, in order. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  for (const match of markdown.matchAll(/^```(\w*)( excerpt)?\n([\s\S]*?)^```$/gm)) {
    blocks.push({ language: match[1]!, isExcerpt: match[2] !== undefined, code: match[3]!, line: markdown.slice(0, match.index).split('\n').length });
  }
  return blocks;
}

/** The commands of a shell block: comments and blank lines left out, lines that end in `\` joined with the next. */
export const shellCommands = (code: string): string[] =>
  code.replace(/\\\n\s*/g, '').split('\n').map((line) => line.replace(/(^|\s)#.*$/, '').trim()).filter((line) => line !== '');
