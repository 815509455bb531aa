/** JSON, alone or in one Markdown fence. @returns the value, or a sentence that says what is wrong */
export function contentToJson(content: string): { readonly json: unknown } | { readonly problem: string } {
  const trimmed = content.trim();
  const fenced = /^```[a-z]*\s*\n([\s\S]*?)\n?```$/i.exec(trimmed);
  try {
    return { json: JSON.parse(fenced?.[1] ?? trimmed) };
  } catch (error) {
    return { problem: `the answer is not JSON (${error instanceof Error ? error.message.slice(0, 120) : 'unreadable'})` };
  }
}
