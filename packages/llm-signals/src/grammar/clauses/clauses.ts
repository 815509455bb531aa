import type { Clause } from './clause.ts';
import { conditionFirstClause } from './condition-first-clause.ts';
import { entryOrderClause } from './entry-order-clause.ts';
import { filterClause } from './filter-clause.ts';
import { mirrorClause } from './mirror-clause.ts';
import { nameClause } from './name-clause.ts';
import { noExitClause } from './no-exit-clause.ts';
import { rewardClause } from './reward-clause.ts';
import { riskClause } from './risk-clause.ts';
import { bareRuleClause, ruleClause } from './rule-clause.ts';
import { scaleInClause } from './scale-in-clause.ts';
import { scaleOutClause } from './scale-out-clause.ts';
import { sizeClause } from './size-clause.ts';
import { stopClause } from './stop-clause.ts';
import { timeExitClause } from './time-exit-clause.ts';
import { volatilityClause } from './volatility-clause.ts';
import { withoutClause } from './without-clause.ts';

/** Everything a sentence is made of. Where two clauses could be read, the earlier one is. */
export const CLAUSES: readonly Clause[] = [
  nameClause,
  mirrorClause,
  withoutClause,
  rewardClause,
  entryOrderClause,
  scaleInClause,
  scaleOutClause,
  volatilityClause,
  riskClause,
  timeExitClause,
  stopClause,
  noExitClause,
  sizeClause,
  filterClause,
  ruleClause,
  conditionFirstClause,
  bareRuleClause,
];
