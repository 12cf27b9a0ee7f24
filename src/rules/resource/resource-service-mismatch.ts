import { inBackticks } from '../../model/in-backticks.ts';
import { nearest } from '../../model/nearest.ts';
import { namesInWords } from '../action-apis.ts';
import { isAgencyStatement } from '../agency-actions.ts';
import { namedServices } from '../policy-resources.ts';
import { defineRule } from '../rule.ts';

export const resourceServiceMismatch = defineRule({
  id: 'resource-service-mismatch',
  group: 'resource',
  needs: ['resource'],
  severity: 'error',
  summary: 'a resource of a service that no action of the statement names',
  rationale:
    'The resource can never be what an action of the statement is about, and it narrows the others in a way that no source documents. An action of every service (`*:*:*`) names them all. Statements with a malformed action are left alone.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["obs:object:GetObject"],
      "Resource": ["obs:*:*:object:reports/*", "kms:*:*:KeyId:*"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["obs:object:GetObject"],
      "Resource": ["obs:*:*:object:reports/*"]
    }
  ]
}`,
  },
  *check({ catalogue, language, facts }) {
    for (const { statement, resources } of facts.resourceLists) {
      const named = namedServices(catalogue, statement.actions);
      if (named === 'any' || named.size === 0 || isAgencyStatement(statement, language())) continue;
      const reported = new Set<string>();
      for (const { path, text, reading } of resources) {
        if (reading.kind !== 'segments' || reading.segments.service.includes('*')) continue;
        const service = catalogue.serviceCode(reading.segments.service);
        if (named.has(service) || reported.has(service)) continue;
        reported.add(service);
        // The name of another service is not a misspelt one.
        const meant =
          named.size <= mostCandidates && !catalogue.realNames().isService(service)
            ? nearest(service, named, { max: service.length >= 8 ? 2 : 1 })
            : undefined;
        yield {
          message: `${inBackticks(text)} is a resource of ${inBackticks(service)}, which no action of the statement names`,
          at: { path },
          help:
            meant === undefined ? helpFor(resources.length, named) : `did you mean ${inBackticks(meant)}?`,
        };
      }
    }
  },
});

/** Among more services than this, none is looked for that may be meant: the work grows with their number. */
const mostCandidates = 100;

/** An empty list would be a fault of its own, and without Resource the statement would be about everything. */
function helpFor(count: number, named: ReadonlySet<string>): string {
  return count > 1
    ? 'remove it, or move it to a statement with actions of its service'
    : `name a resource of ${namesInWords([...named])} in its place`;
}
