import { cloudNames } from '../../model/cloud.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { writeInstead } from '../action-fixes.ts';
import {
  actionsOf,
  certainSlip,
  documentedActions,
  findAction,
  inCloud,
  meetsDocumentedPattern,
  namedService,
  namesake,
  nearestAction,
  spelling,
} from '../known-actions.ts';
import { distinctPatterns } from '../policy-actions.ts';
import { defineRule } from '../rule.ts';

export const unknownAction = defineRule({
  id: 'unknown-action',
  group: 'action',
  severity: 'error',
  summary: 'an action that no permission table lists',
  rationale:
    'A misspelt action grants nothing, and a misspelt Deny lets everything pass. Where a documented action is near (one edit apart, two from eight letters on, within one segment) it is an error; where none is, the catalogue may be older than the cloud, and it is a warning, as for an action that only the other cloud documents. Actions that the documentation only mentions outside its permission tables are known too. A service without permission tables is partly covered by them: there only a name one edit from a mentioned one is reported, as a warning. Services of which nothing is known are not checked.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:image:list"]
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
  *check({ policy, catalogue, cloud }) {
    for (const { path, pattern } of distinctPatterns(policy)) {
      const service = pattern.concrete ? namedService(catalogue, pattern, cloud) : undefined;
      if (service === undefined || service.coverage === 'none') continue;
      const found = findAction(catalogue, pattern);
      if (found !== undefined && inCloud(found, cloud)) continue;
      const [, resourceType, operation] = pattern.segments;
      const actions = documentedActions(catalogue, service.code);
      const same = actions.filter(
        ({ pattern: { segments } }) => segments[1] === resourceType && segments[2] === operation,
      );
      if (same.some(({ known }) => inCloud(known, cloud))) continue;
      if (meetsDocumentedPattern(catalogue, service.code, pattern, cloud)) continue;
      const text = inBackticks(pattern.text);
      const [elsewhere] = same.flatMap(({ known }) => known.clouds);
      if (service.coverage === 'partly') {
        const meant = elsewhere === undefined ? certainSlip(pattern, actionsOf(actions, cloud)) : undefined;
        if (meant === undefined) continue;
        yield {
          message: `no page that was read names ${text} (\`${service.code}\` is only partly covered)`,
          at: { path },
          severity: 'warning',
          help: `did you mean ${inBackticks(spelling(meant.known))}?`,
          fix: writeInstead(path, spelling(meant.known), { safe: false }),
        };
        continue;
      }
      if (elsewhere !== undefined && cloud !== 'any') {
        const there = namesake(pattern, actionsOf(actions, cloud));
        yield {
          message: `${text} is documented for ${cloudNames[elsewhere]} only, not for ${cloudNames[cloud]}`,
          at: { path },
          severity: 'warning',
          ...(there === undefined
            ? {}
            : {
                help: `${cloudNames[cloud]} documents ${inBackticks(spelling(there.known))}`,
                fix: writeInstead(path, spelling(there.known), { safe: false }),
              }),
        };
        continue;
      }
      const near = nearestAction(
        pattern,
        actionsOf(actions, cloud),
        (segment, documented) => segment === documented,
      );
      const date = catalogue.date(service.code);
      const asOf = date === undefined ? '' : ` (as of ${date})`;
      const message = `${text} is no documented action of \`${service.code}\`${asOf}`;
      yield near === undefined
        ? {
            message,
            at: { path },
            severity: 'warning',
            help: 'check the name; the catalogue may be older than the cloud',
          }
        : {
            message,
            at: { path },
            help: `did you mean ${inBackticks(spelling(near.action.known))}?`,
            fix: writeInstead(path, spelling(near.action.known), { safe: false }),
          };
    }
  },
});
