import { describe, expect, test } from '@jest/globals';
import { APIError } from 'openai';
import type { FailureReason } from './failure.ts';
import { errorInBody, errorToSaid } from './provider-said.ts';
import { saidToReason } from './said-to-reason.ts';

/** As the client throws it. */
const reasonOf = (status: number, body: unknown): FailureReason | undefined => {
  const wrapped = body !== null && typeof body === 'object' && 'error' in body ? body : { error: body };
  const said = errorToSaid(APIError.generate(status, wrapped, undefined, new Headers()));
  return said && saidToReason(said);
};
const openai = (code: string | null, message = 'no more', type: string | null = null): unknown => ({ error: { message, type, param: null, code } });
const google = (status: string, message: string, details: readonly unknown[] = []): unknown => [{ error: { code: 429, message, status, details } }];
const QUOTA_ID = (id: string): unknown => ({ '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ quotaId: id }] });

describe('what a provider says is told apart', () => {
  test.each<[string, number, unknown, FailureReason]>([
    ['OpenAI, quota by its code', 429, openai('insufficient_quota'), 'quota'],
    ['OpenAI, quota by its type', 429, openai(null, 'no', 'insufficient_quota'), 'quota'],
    ['OpenAI, quota by its message alone', 429, openai(null, 'You exceeded your current quota, please check your plan and billing details.'), 'quota'],
    ['OpenAI, credit', 429, openai('credit_balance_exhausted'), 'quota'],
    ['OpenAI, the limit of a project', 403, openai('project_spend_limit_exceeded'), 'quota'],
    ['OpenAI, the limit of an organisation', 429, openai('organization_usage_limit_exceeded'), 'quota'],
    ['OpenAI, rate by its code', 429, openai('rate_limit_exceeded', 'Rate limit reached for requests. Limit 3 / min.'), 'rate-limit'],
    ['OpenAI, rate, though it says where to pay for a higher limit', 429, openai('rate_limit_exceeded', 'Rate limit reached for gpt-4.1 on requests per min (RPM): Limit 3, Used 3. Please try again in 20s. You can increase your rate limit by adding a payment method at https://platform.openai.com/account/billing.'), 'rate-limit'],
    ['OpenAI, requests of a day', 429, openai('rate_limit_exceeded', 'Rate limit reached for gpt-4.1 on requests per day (RPD): Limit 200, Used 200.'), 'quota'],
    ['OpenAI, slow down', 429, openai('slow_down'), 'rate-limit'],
    ['OpenAI, overloaded', 503, openai('server_is_overloaded'), 'server'],
    ['OpenAI, country', 403, openai('unsupported_country_region_territory'), 'forbidden'],
    ['OpenAI, a schema that is not strict is no missing json_schema', 400, openai(null, "Invalid schema for response_format 'answer': In context=(), 'additionalProperties' is required to be supplied and to be false."), 'bad-request'],
    ['OpenAI, a prompt without the word is no missing json_schema', 400, openai(null, "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'."), 'bad-request'],
    ['OpenAI, a prompt that is too long', 400, openai('context_length_exceeded', 'The context is too long'), 'bad-request'],
    ['DeepSeek, balance', 402, openai('invalid_request_error', 'Insufficient Balance'), 'balance'],
    ['DeepSeek, key', 401, openai('invalid_request_error', 'Authentication Fails', 'authentication_error'), 'unauthorized'],
    ['DeepSeek, no json_schema', 400, openai('invalid_request_error', 'This response_format type is unavailable now'), 'no-json-schema'],
    ['DeepSeek, no json_schema, as it said before', 422, openai(null, 'Failed to deserialize the JSON body: response_format.type `json_schema` is unavailable now'), 'no-json-schema'],
    ['a gateway, no json_schema for a model that it has', 400, openai(null, 'model deepseek-chat: response_format json_schema is not supported'), 'no-json-schema'],
    ['DeepSeek, a filter of the prompt', 400, openai('invalid_request_error', 'Content Exists Risk'), 'filtered'],
    ['a gateway, a filter of the prompt', 400, openai('content_filter', 'The response was filtered'), 'filtered'],
    ['DeepSeek, model', 400, openai('invalid_request_error', 'Model Not Exist'), 'unknown-model'],
    ['HolySheep, balance', 403, openai('insufficient_user_quota', 'quota is not enough'), 'balance'],
    ['a gateway, balance of a key', 401, openai(null, '该令牌额度已用尽'), 'balance'],
    ['a gateway that has the model nowhere', 503, openai('model_not_found', 'No available channel for model gpt-4.1'), 'unknown-model'],
    ['HolySheep, rate without a code', 429, openai(null, 'Too many requests'), 'rate-limit'],
    ['Anthropic, key', 401, openai(null, 'invalid x-api-key', 'authentication_error'), 'unauthorized'],
    ['Anthropic, balance', 400, openai(null, 'Your credit balance is too low to access the API.', 'invalid_request_error'), 'balance'],
    ['Anthropic, rate', 429, openai(null, 'Number of requests has exceeded your per-minute rate limit; see the response headers for current usage.', 'rate_limit_error'), 'rate-limit'],
    ['Anthropic, a limit that its user has set', 400, openai(null, 'You have reached your specified API usage limits. You will regain access on 2026-12-01.', 'invalid_request_error'), 'quota'],
    ['Anthropic, overloaded', 529, openai(null, 'Overloaded', 'overloaded_error'), 'server'],
    ['Anthropic, model', 404, openai(null, 'model: claude-0', 'not_found_error'), 'unknown-model'],
    ['Gemini, key', 400, google('INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.'), 'unauthorized'],
    ['Gemini, country', 400, google('FAILED_PRECONDITION', 'User location is not supported for the API use.'), 'forbidden'],
    ['Gemini, requests of a minute', 429, google('RESOURCE_EXHAUSTED', 'You exceeded your current quota, please check your plan and billing details.', [QUOTA_ID('GenerateRequestsPerMinutePerProject')]), 'rate-limit'],
    ['Gemini, requests of a day', 429, google('RESOURCE_EXHAUSTED', 'You exceeded your current quota, please check your plan and billing details.', [QUOTA_ID('GenerateRequestsPerDayPerProject')]), 'quota'],
    ['Gemini, exhausted', 429, google('RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).'), 'rate-limit'],
    ['a retired model', 410, openai('model_retired'), 'unknown-model'],
    ['a retired model, by its status alone', 410, openai(null, 'gone'), 'unknown-model'],
    ['a retired model, by its code alone', 400, openai('model_retired', 'choose another'), 'unknown-model'],
    ['a retired model with 400', 400, openai(null, 'The model `m` has been deprecated'), 'unknown-model'],
    ['a page for 404', 404, null, 'unknown-model'],
    ['what nobody knows', 418, openai(null, 'teapot'), 'bad-request'],
    ['an error without a form', 500, 'broken', 'server'],
  ])('%s', (_name, status, body, reason) => {
    expect(reasonOf(status, body)).toBe(reason);
  });

  test.each<[string, unknown, FailureReason | undefined]>([
    ['a rate limit by its code', { error: { code: 'rate_limit_exceeded', message: 'slow' } }, 'rate-limit'],
    ['a status in the place of the code', { error: { code: 402, message: 'no credit' } }, 'balance'],
    ['a key', { error: { message: 'Incorrect API key provided' } }, 'unauthorized'],
    ['a text', { error: 'insufficient balance' }, 'balance'],
    ['something else', { error: { message: 'upstream' } }, undefined],
  ])('an error that was sent with status 200: %s', (_name, body, reason) => {
    expect(saidToReason(errorInBody(body)!)).toBe(reason);
  });
});
