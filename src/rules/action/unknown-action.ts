import type { ActionPattern } from '../../model/action.ts';
import type { KnownAction } from '../../model/catalogue.ts';
import { type CloudChoice, cloudNames } from '../../model/cloud.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { asOf, gravityElsewhere, namesInWords } from '../action-apis.ts';
import { didYouMean, writeInstead } from '../action-fixes.ts';
import {
  actionsOf,
  inCloud,
  lacksResourceType,
  meetsDocumentedPattern,
  namedService,
  namesake,
  spelling,
} from '../known-actions.ts';
import { misspelling } from '../misspelling.ts';
import { defineRule } from '../rule.ts';
import type { RuleWorld } from '../rule-world.ts';

/** The actions that pages print beside a name for identity policies. */
function meantBy({ text }: ActionPattern, { catalogue }: Pick<RuleWorld, 'catalogue'>): readonly string[] {
  const { identityNames } = catalogue.printed();
  const name = text.toLowerCase();
  return Object.hasOwn(identityNames, name) ? (identityNames[name] ?? []) : [];
}

export const unknownAction = defineRule({
  id: 'unknown-action',
  group: 'action',
  severity: 'error',
  summary: 'an action that no permission table lists',
  rationale:
    'A misspelt action grants nothing, and a misspelt Deny lets everything pass. Where a documented action is near (one edit apart, two from eight letters on, within one segment) it is an error, unless what is written is itself a name that some page prints, or differs from the near one in a whole word: `vpc:vpns:delete` is not a misspelt `vpc:vpcs:delete`. Where none is near, the catalogue may be older than the cloud, and it is an info. An action that only the other cloud documents is a warning, but an info where the pages of the cloud asked about are older than those of the other: it may have the action today. Actions that the documentation only mentions outside its permission tables are known too. A service without permission tables is partly covered by them: there only a name one edit from a mentioned one is reported, as a warning. A name for identity policies (Version 5.0) is an info that says what Version 1.1 has in its place. Services of which nothing is known are not checked.',
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
  concernsAction: ({ pattern, known }, { cloud }) =>
    pattern !== undefined && mayBeUnknown(pattern, known, cloud),
  *check(context) {
    const { facts, catalogue, cloud } = context;
    for (const { path, pattern, known } of facts.distinctPatterns) {
      if (!mayBeUnknown(pattern, known, cloud)) continue;
      const service = pattern.concrete ? namedService(catalogue, pattern, cloud) : undefined;
      if (service === undefined || service.coverage === 'none') continue;
      if (lacksResourceType(catalogue, pattern)) continue;
      const found = catalogue.action(pattern);
      const identity = found === undefined || found.known === 'mentioned' ? meantBy(pattern, context) : [];
      if (identity.length > 0) {
        const names = namesInWords(identity);
        yield {
          message: `${inBackticks(pattern.text)} is a name for identity policies (Version 5.0); Version 1.1 has ${names} in its place`,
          at: { path },
          severity: 'info',
          help: `write ${names}`,
        };
        continue;
      }
      if (found !== undefined && inCloud(found, cloud)) continue;
      const [, resourceType, operation] = pattern.segments;
      const actions = catalogue.documented(service.code);
      const same = actions.filter(
        ({ pattern: { segments } }) => segments[1] === resourceType && segments[2] === operation,
      );
      if (same.some(({ known }) => inCloud(known, cloud))) continue;
      if (meetsDocumentedPattern(catalogue, service.code, pattern, cloud)) continue;
      const text = inBackticks(pattern.text);
      const [elsewhere] = same.flatMap(({ known }) => known.clouds);
      if (elsewhere !== undefined && cloud !== 'any') {
        if (service.coverage === 'partly') continue;
        const gravity = gravityElsewhere(context, service.code, elsewhere);
        // What older pages call it says nothing against the name.
        const there = gravity.severity === 'info' ? undefined : namesake(pattern, actionsOf(actions, cloud));
        yield {
          message: `${text} is documented for ${cloudNames[elsewhere]} only, not for ${cloudNames[cloud]}`,
          at: { path },
          ...gravity,
          ...(there === undefined
            ? {}
            : {
                help: `${cloudNames[cloud]} documents ${inBackticks(spelling(there.known))}`,
                fix: writeInstead(path, spelling(there.known), { safe: false }),
              }),
        };
        continue;
      }
      const meant = misspelling(pattern, context);
      if (service.coverage === 'partly') {
        if (meant.length === 0) continue;
        yield {
          message: `no page that was read names ${text} (\`${service.code}\` is only partly covered)`,
          at: { path },
          severity: 'warning',
          ...didYouMean(path, meant),
        };
        continue;
      }
      yield {
        message: `${text} is not a documented action of \`${service.code}\`${asOf(context, service.code)}`,
        at: { path },
        ...(meant.length === 0
          ? { severity: 'info', help: 'check the name; the catalogue may be older than the cloud' }
          : didYouMean(path, meant)),
      };
    }
  },
});

function mayBeUnknown(pattern: ActionPattern, known: KnownAction | undefined, cloud: CloudChoice): boolean {
  return pattern.concrete && (known === undefined || known.known === 'mentioned' || !inCloud(known, cloud));
}
