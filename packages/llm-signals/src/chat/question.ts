/** One turn of a conversation. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What is sent to a model: everything that its answer may depend on. */
export interface Question {
  readonly messages: readonly Message[];
  /** The form of the answer. */
  readonly schema: AnswerSchema;
  readonly temperature: number;
  /** The most tokens that the answer may have; the provider's own limit where it is left out. */
  readonly maxOutputTokens?: number;
}

/** JSON Schema in the subset that strict modes take: every property required, none further allowed. */
export interface AnswerSchema {
  /** For the provider's logs. */
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
}
