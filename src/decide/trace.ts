import type { Deciding } from '../model/decision.ts';
import type { GrantPlace } from '../model/grant.ts';
import type { Truth } from '../model/truth.ts';
import { type Clause, clauseMatches } from './clause.ts';
import { doubtsOf } from './clause-doubts.ts';
import { type ClauseTruth, type Knowledge, truthOfClause } from './clause-truth.ts';
import type { Grants } from './grants.ts';
import type { Target } from './target.ts';

/** How one statement stands to one action: whether an element matches it, and whether the statement then applies. */
export interface TracedStatement {
  /** The element of `Action` that matched, or the statement's first one where none did. */
  readonly deciding: Deciding;
  readonly place: GrantPlace;
  /** Whether an element of `Action` matches; for a pattern: whether one has an action in common with it. */
  readonly action: Truth;
  /** Whether condition, resource and layer let the statement apply; `no` where the action does not match. */
  readonly applies: Truth;
  /** Why it applies only maybe, or, where condition or resource exclude it, that they do. */
  readonly because: readonly string[];
}

/** Every statement of everything granted, in order, with what became of it for the action. */
export function traceStatements(target: Target, grants: Grants, knowledge: Knowledge): TracedStatement[] {
  return [...perStatement(grants)].map((clauses) => traceStatement(clauses, target, knowledge));
}

function* perStatement(grants: Grants): Generator<readonly [Clause, ...Clause[]]> {
  for (const { clauses } of [grants.iam, grants.enterpriseProject]) {
    const groups = new Map<unknown, [Clause, ...Clause[]]>();
    for (const clause of clauses) {
      const key = clause.statement ?? clause;
      const group = groups.get(key);
      if (group) group.push(clause);
      else groups.set(key, [clause]);
    }
    yield* groups.values();
  }
}

const rank: Readonly<Record<Truth, number>> = { yes: 0, maybe: 1, no: 2 };

function traceStatement(
  clauses: readonly [Clause, ...Clause[]],
  target: Target,
  knowledge: Knowledge,
): TracedStatement {
  const [first] = clauses;
  const meeting = clauses.filter((clause) => clauseMatches(clause, target));
  const { place } = first;
  const [best] = meeting
    .map((clause) => ({ clause, applies: wholeTruth(truthOfClause(clause, target, knowledge)) }))
    .sort((a, b) => rank[a.applies] - rank[b.applies]);
  if (best === undefined)
    return { deciding: first.deciding, place, action: 'no', applies: 'no', because: [] };
  const because =
    best.applies === 'no'
      ? ['its Condition or Resource excludes what is known of the request']
      : doubtsOf(best.clause, target, knowledge).map((doubt) => doubt.reason().message);
  return {
    deciding: best.clause.deciding,
    place,
    action: best.clause.doubt === undefined ? 'yes' : 'maybe',
    applies: best.applies,
    because,
  };
}

/** Of a pattern, what holds of all its actions; `maybe` where they differ. */
function wholeTruth({ truth, ofAllResources }: ClauseTruth): Truth {
  return truth === ofAllResources ? truth : 'maybe';
}
