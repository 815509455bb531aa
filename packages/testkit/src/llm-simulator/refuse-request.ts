import type { LlmRequest } from './llm-request.ts';
import type { LlmQuirks } from './quirks.ts';
import type { LlmStatus } from './scripted-answer.ts';
import { strictSchemaProblem } from './strict-schema.ts';

/** What a simulated provider has. */
export interface Offered {
  readonly models?: readonly string[] | undefined;
  /** Models of the past: asking one is a 410. */
  readonly retired?: readonly string[] | undefined;
  readonly quirks: LlmQuirks;
}

/** The error that a provider answers with before any model sees the request. */
export function refuseRequest(request: LlmRequest, { models, retired, quirks }: Offered): LlmStatus | undefined {
  if (quirks.wantsReferer && !request.headers['http-referer']) {
    return { kind: 'status', status: 403, code: 'referer_required', message: 'Organization keys must send the HTTP-Referer header' };
  }
  if (retired?.includes(request.model)) {
    return { kind: 'status', status: 410, code: 'model_retired', message: `The model ${request.model} has been retired` };
  }
  if (models && !models.includes(request.model)) {
    return { kind: 'status', status: 404, code: 'model_not_found', message: `The model ${request.model} does not exist` };
  }
  return refuseFormat(request, quirks);
}

function refuseFormat({ responseFormat, messages, body }: LlmRequest, quirks: LlmQuirks): LlmStatus | undefined {
  const refusal = (message: string): LlmStatus => ({ kind: 'status', status: 400, code: 'invalid_request_error', message });
  if (responseFormat === 'json_schema') {
    if (quirks.noJsonSchema) return refusal('This response_format type is unavailable now');
    const { json_schema: asked } = body['response_format'] as { readonly json_schema?: { readonly name?: string; readonly strict?: boolean; readonly schema?: unknown } };
    const problem = quirks.strictSchemas && asked?.strict ? strictSchemaProblem(asked.schema) : undefined;
    return problem === undefined ? undefined : refusal(`Invalid schema for response_format '${asked?.name ?? ''}': ${problem}`);
  }
  if (responseFormat === 'json_object' && quirks.wantsWordJson && !messages.some(({ content }) => /json/i.test(content))) {
    return refusal("Prompt must contain the word 'json' in some form to use 'response_format' of type 'json_object'.");
  }
  return undefined;
}
