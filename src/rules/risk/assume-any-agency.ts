import { type ActionPattern, readAction } from '../../model/action.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Language } from '../../model/language.ts';
import type { PlacedText, Statement } from '../../model/policy.ts';
import { agencyResource, isAgencyAction, isAgencyStatement } from '../agency-actions.ts';
import { hasOpenActions } from '../open-parts.ts';
import type { PolicyFacts } from '../policy-facts.ts';
import { isFullAdministration } from '../risk-problems.ts';
import { means } from '../risky-actions.ts';
import { defineRule, type Problem, type RuleContext } from '../rule.ts';
import { policyStatements } from '../statements.ts';

export const assumeAnyAgency = defineRule({
  id: 'assume-any-agency',
  group: 'risk',
  severity: 'warning',
  summary: 'the holder can act as every agency of the account',
  rationale:
    'Agencies often have more permissions than the users who may assume them. Reported where the statement says so: by `*` or `/iam/agencies/*` as the Resource, by a pattern of `iam`, or by `iam:tokens:assume` among other actions. A policy about agencies that lacks its Resource is reported by `agency-without-resource`, `iam:agencies:assume` among other actions by `agency-action-mixed`, and a pattern that also lets the holder grant itself more as that only. Statements with a Condition, and what the same policy denies, are left alone.',
  sources: [
    'huaweicloudDocs/iam cn.zh-cn/API参考/创建委托自定义策略.md',
    'opentelekomcloud-docs/identity-access-management umn/source/user_guide/agencies/delegating_another_account_for_resource_management/assigning_agency_permissions_to_an_iam_user.rst',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["iam:agencies:assume"],
      "Resource": { "uri": ["/iam/agencies/*"] }
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
  concernsAction: ({ text, pattern }, { language }) =>
    pattern !== undefined && (!pattern.concrete || isAgencyAction(text, language())),
  *check(context) {
    const { reach } = context.facts;
    const assuming = assumingActions(context.language());
    for (const statement of policyStatements(context.policy)) {
      if (statement.effect !== 'allow') continue;
      const element = assumingElement(statement, assuming, context);
      if (element === undefined || !reach.applies(statement)) continue;
      const problem = problemOf(statement, element, context);
      if (problem !== undefined) yield problem;
    }
  },
});

interface Assuming extends PlacedText {
  readonly pattern: ActionPattern;
  readonly action: ActionPattern;
}

/** The actions by which an agency is assumed. */
function assumingActions({ resources: { agencies } }: Language): readonly ActionPattern[] {
  return agencies.actions.flatMap(({ action }) => {
    const reading = readAction(action);
    return reading.ok ? [reading.pattern] : [];
  });
}

/** The first element that lets an agency be assumed, and whose root cause no other rule reports. */
function assumingElement(
  statement: Statement,
  assuming: readonly ActionPattern[],
  { language, facts }: RuleContext,
): Assuming | undefined {
  for (const { text, path } of statement.actions) {
    const reading = readAction(text);
    if (!reading.ok) continue;
    const { pattern } = reading;
    for (const action of assuming) {
      if (!means(pattern, action) || facts.reach.isDenied(action)) continue;
      if (pattern.concrete && isMixed(statement, language())) continue;
      if (!pattern.concrete && hasGreaterCause({ pattern, statement }, facts)) continue;
      return { text, path, pattern, action };
    }
  }
  return undefined;
}

/** An action that the API takes alone stands beside others: a fault of its own. */
function isMixed(statement: Statement, language: Language): boolean {
  // What is not fixed may be that action, or the other one.
  if (hasOpenActions(statement)) return true;
  if (isAgencyStatement(statement, language)) return false;
  const alone = language.resources.agencies.actions.filter((known) => known.alone);
  return statement.actions.some(({ text }) => alone.some(({ action }) => action === text.toLowerCase()));
}

function hasGreaterCause(
  element: { readonly pattern: ActionPattern; readonly statement: Statement },
  facts: PolicyFacts,
): boolean {
  if (isFullAdministration(element, facts)) return true;
  const { reach } = facts;
  return facts
    .riskyActions('privilege-escalation')
    .some(
      ({ action }) =>
        means(element.pattern, action) &&
        reach.isUnrestricted(element.statement, action) &&
        !reach.isDenied(action),
    );
}

function problemOf(
  statement: Statement,
  { text, path, pattern, action }: Assuming,
  context: RuleContext,
): Problem | undefined {
  const language = context.language();
  const { agencies } = language.resources;
  const named = `name the agencies: ${agencyResource(language)}`;
  const { resource } = statement;
  if (resource.kind === 'agencies') {
    const all = resource.uris.find((uri) => uri.text === `${agencies.prefix}*`);
    if (all === undefined) return undefined;
    return {
      message: `${inBackticks(all.text)} lets the holder assume every agency of the account`,
      at: { path: all.path },
      help: named,
    };
  }
  if (!context.facts.reach.isUnrestricted(statement, action)) return undefined;
  if (resource.kind === 'omitted' && isAgencyStatement(statement, language)) return undefined;
  return {
    message: `${inBackticks(text)} lets the holder assume every agency of the account`,
    at: { path },
    help: !pattern.concrete
      ? `write the actions that are meant in its place; an action about agencies has a policy of its own: ${agencyResource(language)}`
      : isAgencyStatement(statement, language)
        ? named
        : `give it a policy of its own that names the agencies: ${agencyResource(language)}`,
  };
}
