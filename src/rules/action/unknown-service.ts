import { inBackticks } from '../../model/in-backticks.ts';
import {
  actionsOfUnknownServices,
  inService,
  meantServices,
  namesUnknownService,
} from '../meant-services.ts';
import type { PatternAction } from '../policy-actions.ts';
import { defineRule, type ProposedFix } from '../rule.ts';

export const unknownService = defineRule({
  id: 'unknown-service',
  group: 'action',
  severity: 'warning',
  summary: 'a service code that the catalogue does not know',
  rationale:
    'A misspelt service code grants nothing. A code is taken for a misspelt one only on evidence: it has five letters or more and is one edit from a known code, or it is near one and every action that the policy writes with it is documented there. The catalogue may be older than the cloud, so any other code is only said to be outside it, as an info. Each code is reported once in a policy. Services that exist, but whose permission tables are not in the catalogue, are never reported.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["imss:images:list"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"]
    }
  ]
}`,
  },
  concernsAction: ({ pattern }, { catalogue }) =>
    pattern !== undefined && namesUnknownService(pattern, catalogue),
  *check(world) {
    const { facts, catalogue } = world;
    for (const [code, actions] of actionsOfUnknownServices(facts.patterns, catalogue)) {
      if (catalogue.realNames().isService(code)) continue;
      const meant = meantServices(code, actions, world);
      // An action without wildcards is what shows that the code is misspelt.
      const first =
        (meant.length > 0 ? actions.find(({ pattern }) => pattern.concrete) : undefined) ?? actions[0];
      if (first === undefined) continue;
      const at = { path: first.path };
      const related = actions
        .filter((action) => action !== first)
        .slice(0, 20)
        .map(({ path }) => ({ at: { path }, note: 'here too' }));
      const [one, ...more] = meant.map((service) => [service, inService(first, service)] as const);
      if (one === undefined) {
        yield {
          message: `the service ${inBackticks(code)} is outside the catalogue, so its actions are not checked`,
          at,
          related,
          severity: 'info',
        };
        continue;
      }
      const texts = [one, ...more].slice(0, 3).map(([, text]) => inBackticks(text));
      yield {
        message: `${inBackticks(code)} is not a known service`,
        at,
        related,
        help: `did you mean ${texts.join(' or ')}?`,
        ...(more.length === 0 ? { fix: writeService(one[0], actions) } : {}),
      };
    }
  },
});

/** The fix that writes the service wherever the policy has the misspelt code. */
function writeService(service: string, actions: readonly PatternAction[]): ProposedFix {
  return {
    safe: false,
    description:
      actions.length === 1
        ? `write ${actions.map((action) => inBackticks(inService(action, service))).join()}`
        : `write \`${service}\` in ${actions.length} actions`,
    changes: actions.map((action) => ({
      kind: 'replace',
      path: action.path,
      value: inService(action, service),
    })),
  };
}
