/** What the simulated model says, or how it fails to. */
export type LlmAnswer =
  | {
      readonly kind: 'content';
      /** null for the empty answers that some models give. */
      readonly content: string | null;
      readonly finishReason?: 'stop' | 'length' | 'content_filter';
      readonly refusal?: string;
      /** The model that really answered; by default the one that was asked. */
      readonly model?: string;
      /** null leaves the usage out, as some gateways do. */
      readonly usage?: LlmUsage | null;
    }
  /** An HTTP error. With `html`, the page of a proxy in front of the provider. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      readonly message?: string;
      readonly retryAfterSeconds?: number;
      readonly html?: string;
    }
  /** The connection is cut before an answer. */
  | { readonly kind: 'reset' }
  /** The request is taken and never answered. */
  | { readonly kind: 'stall' };

export interface LlmUsage {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

export const say = (content: string, rest: Partial<Extract<LlmAnswer, { kind: 'content' }>> = {}): LlmAnswer => ({ kind: 'content', content, ...rest });
