import type { DecisionWindow, WindowSettings } from './decision-window.ts';

/** What a model calls the moment of a decision, and has to repeat: ISO 8601 UTC, or a letter that says nothing. */
export const timeLabelOf = ({ decisionTimeMs }: DecisionWindow, { masked }: Pick<WindowSettings, 'masked'>): string =>
  masked ? 'T' : new Date(decisionTimeMs).toISOString().replace('.000Z', 'Z');
