import { inBackticks } from '../../model/in-backticks.ts';
import { defineRule } from '../rule.ts';

export const serviceAdministrator = defineRule({
  id: 'service-administrator',
  group: 'risk',
  severity: 'warning',
  off: true,
  summary: 'every action of a service is allowed on all its resources, without a condition',
  rationale:
    'The policy also allows what the service learns to do tomorrow. Many policies want just that, so the rule is off unless it is asked for. A statement with a Condition or a Resource that is not everything is left alone, and so is a service that the same policy denies as a whole; denying some of its actions changes nothing.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:*:*"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:*"]
    }
  ]
}`,
  },
  *check({ facts }) {
    const { reach, patterns } = facts;
    for (const { text, path, pattern, statement } of patterns) {
      const [service, type, operation] = pattern.segments;
      if (service === '*' || type !== '*' || operation !== '*' || statement.effect !== 'allow') continue;
      if (!reach.applies(statement) || !reach.isUnrestricted(statement, pattern)) continue;
      if (reach.isDenied(pattern)) continue;
      yield {
        message: `${inBackticks(text)} allows every action of ${inBackticks(service)} on all its resources`,
        at: { path },
        help: 'name the resource types or operations that are needed',
      };
    }
  },
});
