import { readAction } from '../../model/action.ts';
import { hasHole } from '../../model/hole.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { AgencyFacts } from '../../model/language.ts';
import { editDistance } from '../../model/nearest.ts';
import { type PlacedText, type Policy, type StatementReading, textsOf } from '../../model/policy.ts';
import { matchesAction } from '../../patterns/action-pattern.ts';
import type { AgencyStatement } from '../agency-actions.ts';
import { isAgencyAction } from '../agency-actions.ts';
import { hasOpenActions } from '../open-parts.ts';
import { isTemplate } from '../policy-resources.ts';
import { defineRule, type Problem } from '../rule.ts';
import { readingsOfPolicy } from '../statements.ts';

export const agencyResourceShape = defineRule({
  id: 'agency-resource-shape',
  group: 'resource',
  severity: 'warning',
  summary: 'agencies that are not named as `{"uri": ["/iam/agencies/<agency ID>"]}`',
  rationale:
    'A policy about assuming agencies names them in an object with the member `uri`, each as `/iam/agencies/` and its ID. A list of resources with five segments, another form of uri, or `uri` beside actions that are about something else, is documented nowhere. One guide writes the name of the agency in place of the ID, so any name is taken.',
  sources: [
    'huaweicloudDocs/iam cn.zh-cn/API参考/创建委托自定义策略.md',
    'opentelekomcloud-docs/identity-access-management api-ref/source/apis/custom_policy_management/creating_a_custom_policy.rst',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["iam:agencies:assume"],
      "Resource": ["iam:*:*:agency:0760a9e2a60026664f1fc0031f9f205e"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["iam:agencies:assume"],
      "Resource": { "uri": ["/iam/agencies/0760a9e2a60026664f1fc0031f9f205e"] }
    }
  ]
}`,
  },
  needs: ['resource'],
  concernsAction: ({ text }, { language }) => isAgencyAction(text, language()),
  *check({ policy, language, facts: { agencyStatements } }) {
    const { agencies } = language().resources;
    for (const found of agencyStatements) {
      yield* ofList(found, agencies);
      const { resource } = found.statement;
      if (resource.kind === 'agencies') for (const uri of resource.uris) yield* ofUri(uri, agencies);
    }
    yield* misplaced(policy, new Set(agencyStatements.map(({ statement }) => statement)), agencies);
  },
});

/** Five-segment resources where agencies are named. Other actions beside them are the root cause. */
function* ofList({ statement, others }: AgencyStatement, { prefix }: AgencyFacts): Generator<Problem> {
  const { resource } = statement;
  if (resource.kind !== 'list' || others.length > 0 || hasOpenActions(statement)) return;
  const named = textsOf(resource.resources).filter((text) => text !== '*' && !hasHole(text));
  if (named.length === 0) return;
  const uris = named.every((text) => text.startsWith(prefix));
  yield {
    message: 'agencies are named in a list, but a policy about agencies names them in an object',
    at: { path: resource.path },
    help: `write them as \`{"uri": ["${prefix}<agency ID>"]}\``,
    ...(uris && named.length === resource.resources.length
      ? {
          fix: {
            // What the list meant is documented nowhere, so the decision may change.
            safe: false,
            description: 'name the agencies in an object',
            changes: [{ kind: 'replace', path: resource.path, value: { uri: named } }],
          },
        }
      : {}),
  };
}

function* ofUri({ text, path }: PlacedText, { prefix }: AgencyFacts): Generator<Problem> {
  if (isTemplate(text)) return;
  const id = text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
  if (id !== undefined && (id === '*' || /^[^/*?\s]+(?: +[^/*?\s]+)*$/.test(id))) return;
  const hasWildcard = id !== undefined && /[*?]/.test(id) && !id.includes('/');
  if (hasWildcard) {
    yield {
      message: `${inBackticks(text)} has a wildcard, which is documented nowhere for agencies`,
      at: { path },
      help: 'name each agency by its ID',
    };
    return;
  }
  const meant = /^[0-9a-f-]{32,36}$/i.test(text) ? prefix + text : undefined;
  yield {
    message: `${inBackticks(text)} is not of the form \`${prefix}<agency ID>\``,
    at: { path },
    help:
      meant === undefined ? `write \`${prefix}\` and the ID of the agency` : `write ${inBackticks(meant)}`,
    ...(meant === undefined
      ? {}
      : {
          fix: {
            // What matched nothing may match then.
            safe: false,
            description: `write it as ${inBackticks(meant)}`,
            changes: [{ kind: 'replace', path, value: meant }],
          },
        }),
  };
}

/** Agencies in the Resource of a statement in which nothing is about assuming one. */
function* misplaced(
  policy: Policy,
  aboutAgencies: ReadonlySet<StatementReading>,
  facts: AgencyFacts,
): Generator<Problem> {
  for (const statement of readingsOfPolicy(policy)) {
    const { resource } = statement;
    if (resource.kind !== 'agencies' || statement.actions.length === 0 || aboutAgencies.has(statement))
      continue;
    if (statement.actions.some((action) => mayAssume(action.text, facts))) continue;
    yield {
      message: 'the Resource names agencies, but no action of the statement is about assuming one',
      at: { path: resource.path },
      help: 'write resources as a list of strings, or leave them out',
    };
  }
}

function mayAssume(text: string, { actions }: AgencyFacts): boolean {
  const reading = readAction(text);
  // a misspelling of one is unknown-action's or unknown-service's.
  if (!reading.ok || actions.some(({ action }) => editDistance(text.toLowerCase(), action, 2) <= 2))
    return true;
  return actions.some(({ action }) => {
    const known = readAction(action);
    return known.ok && matchesAction(reading.pattern, known.pattern);
  });
}
