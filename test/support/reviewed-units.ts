import { catalogueOver } from '../../src/catalogue/catalogue-over.ts';
import type { DecisionOptions } from '../../src/decide/decide-api.ts';
import { createTargets } from '../../src/decide/target.ts';
import type { UnitChange } from '../../src/model/access-changes.ts';
import type { Catalogue } from '../../src/model/catalogue.ts';
import { nothingKnown } from '../../src/model/context.ts';
import type { Grant } from '../../src/model/grant.ts';
import type { Language } from '../../src/model/language.ts';
import type { Policy } from '../../src/model/policy.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { compareUnits } from '../../src/review/changes/compare-units.ts';
import type { ReviewedUnit } from '../../src/review/changes/reviewed-side.ts';
import { testData } from './test-data.ts';

export const language = JSON.parse(testData().get('language.json') ?? '') as Language;

/** A catalogue that knows nothing, so that comparing is left to the algebra. */
export const emptyCatalogue: Catalogue = catalogueOver({
  services: () => [],
  covers: () => false,
  coverage: () => 'none',
  isHeldInPart: () => false,
  covered: () => [],
  partlyCovered: () => [],
  date: () => undefined,
  newestDate: () => undefined,
  actions: () => [],
  entries: () => [],
  servicesWithPath: () => [],
  evidence: () => [],
  looseClaims: () => [],
  mentions: () => [],
  printed: () => ({ services: [], patterns: [], identityNames: {}, types: {} }),
});

const targets = createTargets();

/** What decisions depend on where nothing is known of the request. */
export const decisionOptions: DecisionOptions = {
  language,
  context: nothingKnown,
  levelOf: () => 'project',
  ignoreDependencies: false,
  targets,
};

/** The policy that a document is read as. */
export function policyOfDocument(document: object): Policy {
  const [policy] = readPolicyFile('p.json', JSON.stringify(document)).policies;
  if (policy === undefined) throw new Error('a document of the tests is a policy');
  return policy;
}

/**
 * A unit of grants, with no text behind it.
 * @param written what is written in the place of each part that is not fixed; absent: such a part is equal to nothing
 */
export function unitOf(grants: readonly Grant[], written?: string): ReviewedUnit {
  return {
    kind: 'policy',
    key: '',
    name: 'p.json',
    grants,
    source: {
      placeOf: ({ file, effect }) => ({ file, pointer: '', line: 1, column: 1, effect }),
      writtenAt: () => written,
      openParts: () => written,
    },
  };
}

/** A policy granted ordinarily. */
export function granted(policy: Policy): readonly Grant[] {
  return [{ policy, place: { kind: 'iam' } }];
}

/** What became of grants, by the algebra alone. */
export function changeBetween(
  old: readonly Grant[],
  now: readonly Grant[],
  { mostRequests = 0, written }: { readonly mostRequests?: number; readonly written?: string } = {},
): UnitChange | undefined {
  return compareUnits(
    { old: unitOf(old, written), new: unitOf(now, written) },
    { catalogue: emptyCatalogue, options: decisionOptions, targets, mostRequests },
  );
}
