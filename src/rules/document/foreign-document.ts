import { withArticle } from '../../model/with-article.ts';
import { defineRule } from '../rule.ts';

export const foreignDocument = defineRule({
  id: 'foreign-document',
  group: 'document',
  severity: 'info',
  summary: 'a policy of another kind or of another cloud, which is left alone',
  rationale:
    'Bucket policies, topic policies, trust policies, endpoint policies and the policies of other clouds look like IAM policies, and have a language of their own. They are recognised by their Version, by a `Principal`, or by their resources and actions, and nothing else is said of them.',
  examples: {
    flagged: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::pictures/*"
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["obs:object:GetObject"],
      "Resource": ["obs:*:*:object:pictures/*"]
    }
  ]
}`,
  },
  *checkFile({ file }) {
    for (const { path, looksLike, because } of file.foreignDocuments ?? []) {
      yield {
        message: `this is ${withArticle(looksLike)} (${because}), not an IAM policy: it is left alone`,
        at: { path },
      };
    }
  },
});
