import { inBackticks } from '../../model/in-backticks.ts';
import { isEffectOpen } from '../open-parts.ts';
import { whatToRemove } from '../removal.ts';
import { defineRule } from '../rule.ts';

export const serviceNotListed = defineRule({
  id: 'service-not-listed',
  group: 'house',
  severity: 'error',
  off: true,
  summary: 'a policy allows actions of a service that the configuration does not list',
  rationale:
    '`house` in the configuration lists the services of which policies may allow actions, with the reason. An action that begins with `*` is one of every service. Each service is reported once in a policy.',
  examples: {
    config: `house:
  service-not-listed:
    - services: [ims, ecs]
      reason: this account is for building images`,
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list", "cce:cluster:list"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"]
    },
    {
      "Effect": "Deny",
      "Action": ["cce:cluster:list"]
    }
  ]
}`,
  },
  *check({ policy, house, facts }) {
    for (const { codes, names, reason, concerns } of house?.['service-not-listed'] ?? []) {
      if (!concerns(policy.file)) continue;
      const seen = new Set<string>();
      for (const { text, path, pattern, statement } of facts.patterns) {
        const [service] = pattern.segments;
        if (isEffectOpen(statement)) continue;
        if (statement.effect !== 'allow' || codes.has(service) || seen.has(service)) continue;
        seen.add(service);
        const listed = names.map(inBackticks).join(', ');
        yield {
          message:
            service === '*'
              ? `${inBackticks(text)} allows actions of every service, and only ${listed} may be allowed: ${reason}`
              : `${inBackticks(text)} allows an action of ${inBackticks(service)}, and only ${listed} may be allowed: ${reason}`,
          at: { path },
          help:
            service === '*'
              ? 'write the services that are meant'
              : `remove ${whatToRemove(statement, policy)}, or list the service under \`house\` in the configuration`,
        };
      }
    }
  },
});
