import { segmentsOf } from '../../model/action.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { writeInstead } from '../action-fixes.ts';
import { inDocumentedCase } from '../documented-case.ts';
import { defineRule } from '../rule.ts';

export const uppercaseService = defineRule({
  id: 'uppercase-service',
  group: 'action',
  severity: 'warning',
  summary: 'a service code with capital letters',
  rationale:
    'The service is documented in lower case only, while vendor pages print `OBS:*:*` here and there. An action that its permission table itself prints so is left alone. Decisions take it for the lower-case code; whether every service does is documented nowhere.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["IMS:images:list"]
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
  concernsAction: ({ text }) => /^[^:]*[A-Z]/u.test(text),
  *check({ facts, catalogue }) {
    for (const { path, pattern } of facts.patterns) {
      const [service] = segmentsOf(pattern.text);
      const code = service.toLowerCase();
      // A service that is not known is unknown-service's.
      if (service === code || !(catalogue.service(code) ?? catalogue.covers(code))) continue;
      // Copied from its permission table, letter by letter, it is not a mistake.
      if (catalogue.action(pattern)?.action === pattern.text) continue;
      const documented = inDocumentedCase(pattern, catalogue) ?? pattern.text;
      const lowerCase = `${code}${documented.slice(code.length)}`;
      yield {
        message: `the service of ${inBackticks(pattern.text)} is written with capital letters`,
        at: { path },
        help: `write ${inBackticks(lowerCase)}`,
        fix: writeInstead(path, lowerCase, { safe: true }),
      };
    }
  },
});
