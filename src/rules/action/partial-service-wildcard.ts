import { inBackticks } from '../../model/in-backticks.ts';
import { defineRule } from '../rule.ts';

export const partialServiceWildcard = defineRule({
  id: 'partial-service-wildcard',
  group: 'action',
  severity: 'error',
  summary: 'an action with a wildcard for part of the service',
  rationale:
    'A wildcard is documented for all or part of the resource type and the operation, and for all services at once as `*`. No source says what `im*` in the place of the service matches, so it grants nothing for sure.',
  sources: [
    'opentelekomcloud-docs/identity-access-management umn/source/user_guide/permissions/policy_syntax.rst',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["im*:images:list"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:im*:*"]
    }
  ]
}`,
  },
  concernsAction: ({ reading }) => !reading.ok && reading.fault === 'partial-service-wildcard',
  *check({ facts }) {
    for (const { text, path, reading } of facts.actions) {
      if (reading.ok || reading.fault !== 'partial-service-wildcard') continue;
      yield {
        message: `${inBackticks(text)} has a wildcard for part of the service, which is documented nowhere`,
        at: { path },
        help: 'name each service, or write `*` for all services',
      };
    }
  },
});
