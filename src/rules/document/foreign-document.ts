import { withArticle } from '../../model/with-article.ts';
import { defineRule } from '../rule.ts';

export const foreignDocument = defineRule({
  id: 'foreign-document',
  group: 'document',
  severity: 'info',
  summary: 'a policy of another kind or of another cloud, or what looks like a policy, which is left alone',
  rationale:
    'Bucket policies, topic policies, trust policies, endpoint policies and the policies of other clouds look like IAM policies, and have a language of their own. They are recognised by their Version, by a `Principal`, or by their resources and actions, and nothing else is said of them. A file that looks as if it held a policy (`"Statement"`, `statement {`) and from which none was read is told of as well, and so are the files of a folder without any policy that are read only when they are named.',
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
    if (file.looksLikePolicy === undefined) return;
    const { at: span, passedOver } = file.looksLikePolicy;
    yield {
      message: passedOver
        ? 'this looks like a policy, but files of this kind are not read in folders'
        : 'this looks like a policy, but none was read from the file',
      help: passedOver
        ? 'name the file, or list it under `include` in the configuration'
        : 'a policy has a Version and a Statement; a part of one, or one with `...` in it, is not checked',
      at: { span, path: [] },
    };
  },
});
