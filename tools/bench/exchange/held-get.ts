import type { RestSourceOptions } from '@wick/ingestion';
import type { DrivenClock } from '@wick/testkit';

/** GETs of the spot market during which the clock stands still. */
export function heldGet(restUrl: string, clock: DrivenClock): NonNullable<RestSourceOptions['httpGet']> {
  const get: NonNullable<RestSourceOptions['httpGet']> = async (path, parameters, signal) => {
    const query = new URLSearchParams(Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]));
    const response = await fetch(`${restUrl}/api/v3/${path}?${query.toString()}`, signal ? { signal } : {});
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.json() };
  };
  return (...request) => {
    const answer = get(...request);
    clock.hold(answer);
    return answer;
  };
}
