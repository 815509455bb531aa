import type { FailureReason } from './failure.ts';
import type { ProviderSaid } from './provider-said.ts';

/** Whether an error means this. Rules are tried in order; the first that holds counts. */
interface Rule {
  readonly reason: FailureReason;
  readonly holds: (said: ProviderSaid) => boolean;
}

const withCode = (code: RegExp) => (said: ProviderSaid): boolean => code.test(said.code);
const withMessage = (message: RegExp, ...statuses: readonly number[]) => (said: ProviderSaid): boolean =>
  (statuses.length === 0 || statuses.includes(said.status)) && message.test(said.message);
const withStatus = (...statuses: readonly number[]) => (said: ProviderSaid): boolean => statuses.includes(said.status);

/** Google's per-minute limits and its quotas of a day have the same sentence; their ids tell them apart. */
const isPassingQuota = ({ json }: ProviderSaid): boolean => /PerMinute/i.test(json) && !/PerDay/i.test(json);

const isOfDay = ({ message }: ProviderSaid): boolean => /per ?day|daily/i.test(message);

const RULES: readonly Rule[] = [
  // An account has used up what it may: a pause changes nothing.
  { reason: 'quota', holds: withCode(/credit_balance_exhausted|_spend_limit_exceeded|organization_usage_limit_exceeded|insufficient_quota/) },
  // Gateways of the one-api family, which have a balance of their own *(inferred)*.
  { reason: 'balance', holds: withCode(/insufficient_user_quota|insufficient_balance|quota_not_enough/) },
  { reason: 'balance', holds: withStatus(402) },
  { reason: 'balance', holds: withMessage(/insufficient (?:account )?(?:balance|credits?|funds)|credit balance is too low|余额不足|额度不足|额度已用尽/i) },
  { reason: 'rate-limit', holds: (said) => said.status === 429 && isPassingQuota(said) },
  // What is said beside it, such as where to pay for a higher limit, is no quota.
  { reason: 'rate-limit', holds: (said) => withCode(/rate_limit_(?:exceeded|error)/)(said) && !isOfDay(said) },
  // Anthropic turns a limit that its user has set down with 400.
  { reason: 'quota', holds: withMessage(/(?:reached|exceeded) your (?:specified )?(?:API )?usage limits/i, 400, 403) },
  { reason: 'quota', holds: withMessage(/exceeded your (?:current |monthly |daily )?quota|(?:spend(?:ing)?|usage|hard) limit|billing|per ?day|daily limit/i, 429, 200) },
  { reason: 'rate-limit', holds: withStatus(429) },
  { reason: 'rate-limit', holds: withCode(/rate_limit|RESOURCE_EXHAUSTED|slow_down/) },
  // Google turns a wrong key down with 400, others with 403.
  { reason: 'unauthorized', holds: withCode(/invalid_api_key|authentication_error|UNAUTHENTICATED/) },
  { reason: 'unauthorized', holds: withMessage(/api[- _]?key (?:is )?(?:not valid|invalid|expired)|(?:invalid|incorrect|expired) (?:x-)?api[- _]?key/i, 400, 403, 200) },
  { reason: 'unauthorized', holds: withStatus(401) },
  { reason: 'forbidden', holds: withMessage(/location is not supported|country|region/i, 400) },
  { reason: 'forbidden', holds: withStatus(403, 451) },
  // A page that is not there is another address, not another model.
  { reason: 'not-json', holds: (said) => said.status === 404 && said.message === 'a page of HTML' },
  { reason: 'unknown-model', holds: withStatus(404, 410) },
  { reason: 'unknown-model', holds: withCode(/model_not_found|model_retired|invalid_model/) },
  { reason: 'no-json-schema', holds: (said) => withStatus(400, 422)(said) && isWithoutSchemas(said.message) },
  { reason: 'unknown-model', holds: withMessage(/model\b.{0,80}(?:not exist|not found|retired|deprecated|decommissioned|no longer|not supported)/i, 400, 422, 200) },
  // A filter of the prompt, as gateways and DeepSeek turn it down.
  { reason: 'filtered', holds: withCode(/content_filter|content_policy/) },
  { reason: 'filtered', holds: withMessage(/content exists risk|content management policy/i, 400) },
  { reason: 'server', holds: ({ status, code }) => status === 408 || status === 409 || status >= 500 || /overloaded|server_error/.test(code) },
  { reason: 'bad-request', holds: ({ status }) => status >= 400 },
];

/** The provider lacks `json_schema`; one that has it may still refuse a schema, or a prompt, in almost the same words. */
const isWithoutSchemas = (message: string): boolean =>
  /response_format|json_schema/i.test(message) && /unavailable|not (?:available|supported|support)|unsupported|unknown|does not support/i.test(message) && !/invalid schema/i.test(message);

/** @returns undefined if it says nothing that is known, which can be with status 200 only */
export const saidToReason = (said: ProviderSaid): FailureReason | undefined => RULES.find(({ holds }) => holds(said))?.reason;
