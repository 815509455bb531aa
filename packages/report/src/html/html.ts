/** Text that is already HTML. Everything else is escaped where it enters a template. */
export interface Html {
  readonly html: string;
}

type Content = Html | string | number | undefined | false | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);

/** Marks text as HTML without escaping it: for what this package wrote itself. */
export const trusted = (text: string): Html => ({ html: text });

/** A template whose values are escaped, in text and in quoted attributes, unless they are HTML themselves. */
export const html = (parts: TemplateStringsArray, ...values: readonly Content[]): Html =>
  trusted(parts.reduce((text, part, index) => `${text}${contentToHtml(values[index - 1])}${part}`));

function contentToHtml(content: Content): string {
  if (content === undefined || content === false) return '';
  if (typeof content === 'string' || typeof content === 'number') return escapeHtml(String(content));
  return 'html' in content ? content.html : content.map(contentToHtml).join('');
}

/** A script element. No text in it can end it early. */
export const inlineScript = (code: string, attributes = ''): Html =>
  trusted(`<script${attributes && ` ${attributes}`}>${code.replace(/<\/(?=script)/gi, '<\\/')}</script>`);

/** Data for the page's script. `<` is written as an escape, so that no value can be read as markup. */
export const inlineJson = (id: string, value: unknown): Html =>
  trusted(`<script type="application/json" id="${escapeHtml(id)}">${JSON.stringify(value).replace(/</g, '\\u003c')}</script>`);
