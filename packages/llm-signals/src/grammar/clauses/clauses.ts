import type { Clause } from './clause.ts';
import { filterClause } from './filter-clause.ts';
import { nameClause } from './name-clause.ts';
import { noExitClause } from './no-exit-clause.ts';
import { bareRuleClause, ruleClause } from './rule-clause.ts';
import { sizeClause } from './size-clause.ts';
import { stopClause } from './stop-clause.ts';

/** Everything a sentence is made of. Where two clauses could be read, the earlier one is. */
export const CLAUSES: readonly Clause[] = [
  nameClause,
  stopClause,
  noExitClause,
  sizeClause,
  filterClause,
  ruleClause,
  bareRuleClause,
];
