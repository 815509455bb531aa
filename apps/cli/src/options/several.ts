/** An option that may be given again and again. */
export const several = (text: string, before: readonly string[] = []): string[] => [...before, text];
