import type { Decider, DecisionOptions } from '../../src/decide/decide-api.ts';
import { deciderFor } from '../../src/decide/decide-over-places.ts';
import { createTargets } from '../../src/decide/target.ts';
import type { GrantScope } from '../../src/model/cloud.ts';
import { nothingKnown } from '../../src/model/context.ts';
import type { Grant } from '../../src/model/grant.ts';
import type { Language } from '../../src/model/language.ts';
import { type Policy, type Statement, unplaced } from '../../src/model/policy.ts';
import type { PlainStatement } from './plain-decision.ts';

/** A policy of the plain statements; a doubtful one carries a Condition. */
export function policyOf(plain: readonly PlainStatement[]): Policy {
  const statements = plain.map(
    ({ effect, actions, maybe, because = 'condition', doubtful = [] }, i): Statement => ({
      path: ['Statement', i],
      effect,
      actions: [
        ...actions.map((text) => ({ text })),
        ...doubtful.map(({ written, maybe: there }) => ({
          text: written,
          ...(there ? { maybe: there } : {}),
        })),
      ].map((text, j) => ({ ...text, path: ['Statement', i, 'Action', j] })),
      resource: { kind: 'omitted' },
      condition: maybe && because !== 'maybe-there' ? unknownCondition(i, because) : undefined,
      ...(maybe && because === 'maybe-there' ? { unsure: because } : {}),
    }),
  );
  return { file: 'p.json', kind: 'policy', statements, faults: [] };
}

/** A policy whose structure is at fault, so that it may hold anything. */
export const unreadablePolicy: Policy = {
  file: 'broken.json',
  kind: 'policy',
  statements: [],
  faults: [{ kind: 'missing-member', path: [], member: 'Version' }],
};

/** A policy that may hold more statements, which the file does not fix. */
export function withMoreStatements(policy: Policy): Policy {
  return { ...policy, holes: [{ kind: 'statements', path: ['Statement'], written: 'var.more' }] };
}

/** A Condition that nothing settles: its key is not known, or it is a hole. */
function unknownCondition(
  i: number,
  because: NonNullable<PlainStatement['because']>,
): NonNullable<Statement['condition']> {
  const path = ['Statement', i, 'Condition'];
  if (because === 'condition-hole') return { path, tests: [], readable: false, hole: true };
  const test = {
    operator: 'Bool',
    key: 'g:MFAPresent',
    values: unplaced(['true']),
    path: [...path, 'Bool', 'g:MFAPresent'],
  };
  return { path, tests: [test], readable: true };
}

/** The smallest language that the tests need. */
export const testLanguage: Language = {
  operators: [{ name: 'Bool', type: 'boolean', compare: 'equals', standing: 'documented' }],
  globalKeys: [{ key: 'g:MFAPresent', type: 'boolean' }],
  suppliedKeys: [],
  identityPolicyKeys: [],
  serviceKeys: [],
  twins: [],
  resources: {
    lists: [],
    services: [],
    refused: [],
    allResources: [],
    agencies: { actions: [], prefix: '/iam/agencies/', sources: [] },
  },
  risks: [],
  limits: [],
};

/** Policies granted at one stage. */
export function grantsOf(policies: readonly Policy[], scope: GrantScope = 'project'): Grant[] {
  const place = scope === 'project' ? ({ kind: 'iam' } as const) : ({ kind: 'enterprise-project' } as const);
  return policies.map((policy) => ({ policy, place }));
}

/** The same few texts are read in every run of a property. */
const targets = createTargets();

/** A decider that knows nothing of the request, and takes every service for a project-level one. */
export function deciderOf(grants: readonly Grant[], options: Partial<DecisionOptions> = {}): Decider {
  return deciderFor(grants, {
    language: testLanguage,
    context: nothingKnown,
    levelOf: () => 'project',
    ignoreDependencies: false,
    targets,
    ...options,
  });
}
