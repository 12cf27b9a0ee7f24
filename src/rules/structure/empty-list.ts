import { faultsOf } from '../faults.ts';
import { defineRule } from '../rule.ts';

export const emptyList = defineRule({
  id: 'empty-list',
  group: 'structure',
  needs: ['fault'],
  severity: 'error',
  summary: 'a list without any element where one is needed',
  rationale:
    'An empty `Statement`, `Action` or `Resource` says nothing, and no source says what the cloud makes of it.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": []
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
  *check({ policy }) {
    for (const { path, member } of faultsOf(policy, 'empty-list')) {
      const removable = member === 'Resource' || member === 'NotResource';
      yield {
        message: `\`${member}\` is empty`,
        at: { path },
        help: removable
          ? `fill it; without \`${member}\` the statement is about all resources`
          : `fill \`${member}\`, or remove what holds it`,
      };
    }
  },
});
