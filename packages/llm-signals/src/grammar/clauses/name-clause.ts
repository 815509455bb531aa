import type { Clause } from './clause.ts';

const PHRASES = ['name it', 'call it', 'named', 'called', 'name', 'name:'];

/** `name it "Dip buyer"`. */
export const nameClause: Clause = {
  vocabulary: PHRASES,
  examples: ['name it "Dip buyer"'],
  read: (reader, draft) => {
    const start = reader.position;
    if (!reader.take(PHRASES)) return undefined;
    const token = reader.peek();
    if (token.kind !== 'quoted') return 'begun';
    reader.position++;
    draft.name = token.text;
    reader.understand(start, `name: ${token.text}`);
    return 'read';
  },
};
