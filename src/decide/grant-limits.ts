import type { Reason } from '../model/decision.ts';
import { type GrantPlace, namedPlace, placeInWords } from '../model/grant.ts';
import { actionsAboutAllResources } from './all-resources.ts';
import { type Clause, clauseMatches } from './clause.ts';
import { residueOfResources, residueOfTests, resourcesInWords } from './clause-doubts.ts';
import { conditionOf, type Knowledge, resourceMatch } from './clause-truth.ts';
import type { OpenTest } from './condition.ts';
import { openTestsInWords } from './condition-words.ts';
import type { Grants } from './grants.ts';
import { type Target, targetOf } from './target.ts';

/**
 * The Conditions and Resources that limit what is granted of an action, or of a part of a pattern, and the places that it is
 * granted in: what an Allow without them, and in wider places, would go around, whether they hold for the request or not.
 * @param knowledge of a request that nothing is known of
 * @param places where such an Allow would be granted
 */
export function limitsOf(
  action: string,
  grants: Grants,
  knowledge: Knowledge,
  places: readonly GrantPlace[],
): Reason[] {
  const target = targetOf(action);
  if (target === undefined) return [];
  const allowing = [grants.iam, grants.enterpriseProject]
    .flatMap(({ clauses }) => clauses)
    .filter((clause) => clause.effect === 'allow' && clauseMatches(clause, target));
  return [
    ...allowing.flatMap((clause) => [
      ...conditionLimit(clause, target, knowledge),
      ...resourceLimit(clause, target, knowledge),
    ]),
    ...placeLimit(allowing, places),
  ];
}

/** What is allowed in some projects or enterprise projects only, where an Allow would be granted in others too. */
function placeLimit(allowing: readonly Clause[], places: readonly GrantPlace[]): Reason[] {
  const narrow = allowing.filter(({ place }) => place.kind !== 'iam' || place.where !== 'global');
  const isCovered = (wanted: GrantPlace) =>
    narrow.some(({ place }) => isEverywhere(place) || keyOf(place) === keyOf(wanted));
  if (narrow.length === 0 || places.every(isCovered)) return [];
  const names = narrow.map(({ place }) => {
    const named = namedPlace(place);
    return named === undefined ? 'an enterprise project' : placeInWords(named);
  });
  const by = narrow.map(({ deciding }) => deciding);
  return [{ kind: 'scope', message: `allowed now only in ${[...new Set(names)].join(', ')}`, by }];
}

function isEverywhere(place: GrantPlace): boolean {
  return place.kind === 'iam' && place.where === undefined;
}

function keyOf(place: GrantPlace): string {
  return JSON.stringify([place.kind, namedPlace(place)]);
}

function conditionLimit(clause: Clause, target: Target, knowledge: Knowledge): Reason[] {
  const { statement, deciding } = clause;
  const condition = statement?.condition;
  if (condition === undefined) return [];
  const { truth, open } = conditionOf(clause, target, knowledge);
  if (truth === 'yes') return [];
  // A Condition that contradicts itself names no open test.
  const tests: readonly OpenTest[] = open.length > 0 ? open : condition.tests.map((test) => ({ test }));
  const words = openTestsInWords(tests, knowledge.language);
  return [
    {
      kind: 'condition',
      message: `allowed now only while ${words === '' ? 'the Condition of a statement holds' : words}`,
      residue: residueOfTests(tests.map(({ test }) => test)),
      by: [{ ...deciding, path: condition.path }],
    },
  ];
}

function resourceLimit({ statement, deciding }: Clause, target: Target, knowledge: Knowledge): Reason[] {
  if (statement === undefined) return [];
  const { resource } = statement;
  if (resource.kind === 'omitted') return [];
  const allResources = actionsAboutAllResources(target, knowledge.language).length > 0;
  if (resourceMatch(statement, target, allResources, knowledge).truth === 'yes') return [];
  return [
    {
      kind: 'resource',
      message: `allowed now only for the ${resourcesInWords(resource)}`,
      residue: residueOfResources(resource),
      by: [{ ...deciding, path: resource.path }],
    },
  ];
}
