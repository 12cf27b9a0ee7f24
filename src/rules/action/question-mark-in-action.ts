import { inBackticks } from '../../model/in-backticks.ts';
import { defineRule } from '../rule.ts';

export const questionMarkInAction = defineRule({
  id: 'question-mark-in-action',
  group: 'action',
  severity: 'warning',
  summary: 'an action with a `?`, which is a wildcard in identity policies 5.0 only',
  rationale:
    'For Version `1.1` only `*` is documented as a wildcard. Whether `?` stands for one character or for itself is an open point, so an Allow with it grants nothing for sure, and a Deny with it may deny.',
  sources: ['huaweicloudDocs/iam cn.zh-cn/用户指南/策略语法.md'],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:?et"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:*et"]
    }
  ]
}`,
  },
  concernsAction: ({ reading }) => !reading.ok && reading.fault === 'question-mark',
  *check({ facts }) {
    for (const { text, path, reading } of facts.actions) {
      if (reading.ok || reading.fault !== 'question-mark') continue;
      yield {
        message: `${inBackticks(text)} has a \`?\`, which is not a wildcard in policies of Version 1.1`,
        at: { path },
        // A `*` for part of a service is not documented either.
        help: text.split(':', 1)[0]?.includes('?') ? 'name the service' : 'write `*`, or name the actions',
      };
    }
  },
});
