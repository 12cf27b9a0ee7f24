import { defineRule } from '../rule.ts';

export const multipleDocuments = defineRule({
  id: 'multiple-documents',
  group: 'document',
  severity: 'error',
  summary: 'a JSON file holds several documents, one after another',
  rationale:
    'JSON has one document for each text: some programs refuse the file, others read the first document and ignore the rest. All of them are read here, but none of them decides anything for sure. YAML has a way to write several documents, so that they are not a fault there.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"]
    }
  ]
}
{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": ["ims:images:delete"]
    },
    {
      "Effect": "Allow",
      "Action": ["ims:images:get"]
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
      "Action": ["ims:images:delete"]
    }
  ]
}`,
  },
  *checkFile({ file }) {
    const found = file.policies
      .flatMap(({ faults }) => faults)
      .find((fault) => fault.kind === 'multiple-documents');
    if (found === undefined) return;
    const { second, others, path } = found;
    yield {
      message: 'a second document follows, but a JSON file holds one',
      at: { span: second, path },
      help: 'move it to a file of its own, or its statements into the first',
      related: others.map((span) => ({ at: { span, path }, note: 'another one' })),
    };
  },
});
