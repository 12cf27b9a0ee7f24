import { inBackticks } from '../../model/in-backticks.ts';
import { writeInstead } from '../action-fixes.ts';
import { inDocumentedCase } from '../documented-case.ts';
import { defineRule } from '../rule.ts';

export const actionCase = defineRule({
  id: 'action-case',
  group: 'action',
  severity: 'info',
  summary: 'an action in another case than the documented one',
  rationale:
    'Resource type and operation are compared without regard to case, so nothing changes; but a search for the documented name misses it. Any spelling that a permission table has is right. Patterns are not looked at, nor are actions that the documentation only mentions outside its permission tables.',
  sources: ['huaweicloudDocs/iam cn.zh-cn/API参考/创建云服务自定义策略.md'],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:serverimages:create"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:serverImages:create"]
    }
  ]
}`,
  },
  concernsAction: ({ pattern }, { catalogue }) =>
    pattern !== undefined && inDocumentedCase(pattern, catalogue) !== undefined,
  *check({ facts, catalogue }) {
    for (const { text, path, pattern } of facts.distinctPatterns) {
      const documented = inDocumentedCase(pattern, catalogue);
      // A service in capitals is the root: uppercase-service says how to write all of the action.
      if (documented === undefined || /^[^:]*[A-Z]/u.test(text)) continue;
      yield {
        message: `${inBackticks(text)} is documented as ${inBackticks(documented)}`,
        at: { path },
        help: `write ${inBackticks(documented)}`,
        fix: writeInstead(path, documented, { safe: true }),
      };
    }
  },
});
