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
      /** The status line and headers come at once, the body so much later by the simulator's clock. */
      readonly bodyAfterMs?: number;
      /** The connection ends early: right after the headers or in the middle of the body. */
      readonly cut?: { readonly after: 'headers' | 'half'; /** A reset, or an orderly end short of the length announced. */ readonly by: 'reset' | 'end' };
    }
  /** An HTTP error, in the form of the provider that is simulated. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      /** `error.type`; the code by default. */
      readonly type?: string;
      readonly message?: string;
      readonly retryAfterSeconds?: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** The page of a proxy in front of the provider, in the place of the error. */
      readonly html?: string;
    }
  /** Any other body: a stream of events, an error sent with status 200. */
  | { readonly kind: 'body'; readonly body: string; readonly status?: number; readonly contentType?: string }
  /** A body that does not end until so many bytes are sent. */
  | { readonly kind: 'flood'; readonly bytes: number; readonly status?: number }
  /** Headers, then a keep-alive line every so often by the simulator's clock, for ever. */
  | { readonly kind: 'keep-alive'; readonly everyMs: number; readonly line?: string }
  /** The connection is cut before an answer. */
  | { readonly kind: 'reset' }
  /** The request is taken and never answered. */
  | { readonly kind: 'stall' };

export type LlmContent = Extract<LlmAnswer, { kind: 'content' }>;
export type LlmStatus = Extract<LlmAnswer, { kind: 'status' }>;

export interface LlmUsage {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

export const say = (content: string, rest: Partial<LlmContent> = {}): LlmAnswer => ({ kind: 'content', content, ...rest });
