import type { Message, Question } from '../chat/question.ts';

/** With what all questions begin alike: whole messages, and the beginning of the first that differs. */
export function commonBeginning(questions: readonly Pick<Question, 'messages'>[]): { readonly messages: readonly Message[] } {
  const [first, ...others] = questions;
  if (!first) return { messages: [] };
  return others.reduce<{ readonly messages: readonly Message[] }>(commonOfTwo, { messages: first.messages });
}

function commonOfTwo(a: { readonly messages: readonly Message[] }, b: { readonly messages: readonly Message[] }): { readonly messages: readonly Message[] } {
  const messages: Message[] = [];
  for (const [index, { role, content }] of a.messages.entries()) {
    const other = b.messages[index];
    if (other?.role !== role) break;
    const shared = commonLength(content, other.content);
    messages.push({ role, content: content.slice(0, shared) });
    if (shared < content.length || shared < other.content.length) break;
  }
  return { messages };
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
