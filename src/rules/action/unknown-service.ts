import { matchesAction } from '../../decide/action-pattern.ts';
import type { ActionPattern } from '../../model/action.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { editDistance, nearest } from '../../model/nearest.ts';
import { writeInstead } from '../action-fixes.ts';
import { documentedActions, findService, serviceCodes } from '../known-actions.ts';
import { distinctPatterns } from '../policy-actions.ts';
import { defineRule } from '../rule.ts';

export const unknownService = defineRule({
  id: 'unknown-service',
  group: 'action',
  severity: 'warning',
  summary: 'a service code that the catalogue does not know',
  rationale:
    'A misspelt service code grants nothing. The catalogue may be older than the cloud, so a code that is near no known one is only said to be outside it. Services that are known, but whose permission tables are not in the catalogue, are never reported.',
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
  *check({ policy, catalogue }) {
    for (const { path, pattern } of distinctPatterns(policy)) {
      const [code] = pattern.segments;
      if (code === '*' || findService(catalogue, code) !== undefined || catalogue.covers(code)) continue;
      const near = nearService(pattern, catalogue);
      const meant =
        near === undefined ? undefined : `${near}${pattern.text.slice(pattern.text.indexOf(':'))}`;
      yield meant === undefined
        ? {
            message: `the service ${inBackticks(code)} is outside the catalogue, so ${inBackticks(pattern.text)} is not checked`,
            at: { path },
          }
        : {
            message: `${inBackticks(code)} is not a known service`,
            at: { path },
            help: `did you mean ${inBackticks(meant)}?`,
            fix: writeInstead(path, meant, { safe: false }),
          };
    }
  },
});

/**
 * The service code that was probably meant. Codes are short, and one letter apart is another service as a rule:
 * with three letters or fewer, the action has to exist in the service meant.
 */
function nearService(pattern: ActionPattern, catalogue: Catalogue): string | undefined {
  const [code, resourceType, operation] = pattern.segments;
  const codes = serviceCodes(catalogue);
  const near = nearest(
    code,
    codes.filter((known) => known.length > 3),
    { max: code.length >= 8 ? 2 : 1 },
  );
  if (near !== undefined) return near;
  return codes.find((known) => {
    if (editDistance(code, known.toLowerCase(), 1) > 1) return false;
    const meant: ActionPattern = { ...pattern, segments: [known.toLowerCase(), resourceType, operation] };
    return documentedActions(catalogue, known.toLowerCase()).some((action) =>
      matchesAction(meant, action.pattern),
    );
  });
}
