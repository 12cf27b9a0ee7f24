import { matchTemplates } from '../../catalogue/path-template.ts';
import { allNeeded } from '../../decide/combine.ts';
import type { DecisionOptions } from '../../decide/decide-api.ts';
import { deciderFor } from '../../decide/decide-over-places.ts';
import { compileGrants, targetOf } from '../../decide/grants.ts';
import { grantOf, type Suggestion, splitByLevel, suggest } from '../../decide/suggest.ts';
import { traceStatements } from '../../decide/trace.ts';
import type { AnswerSuggestion, AnswerTrace } from '../../model/answer.ts';
import { clouds } from '../../model/cloud.ts';
import type { Entry } from '../../model/entry.ts';
import type { Grant } from '../../model/grant.ts';
import { answerMaker } from './answers.ts';
import type { GrantSet } from './read-grants.ts';
import type { Subject } from './subject.ts';

/** Every statement of the grants, for every action that the question comes down to. */
export function traceOf(
  subject: Subject,
  { files, grants }: GrantSet,
  options: DecisionOptions,
): AnswerTrace[] {
  const answers = answerMaker(files);
  const compiled = compileGrants(grants, options.language);
  return actionsOf(subject, options).flatMap((action) => {
    const target = targetOf(action);
    if (target === undefined) return [];
    const statements = traceStatements(target, compiled, options).map(answers.traced);
    return [{ action, statements }];
  });
}

/** The actions that a question comes down to, each once, in documented order. */
function actionsOf(subject: Subject, { ignoreDependencies }: DecisionOptions): string[] {
  if (subject.kind === 'action') return [subject.pattern.text];
  const entries = waysOf(subject).flat();
  const named = entries.flatMap(({ actions, dependencies }) => [
    ...actions,
    ...(ignoreDependencies ? [] : dependencies),
  ]);
  return [...new Map(named.map(({ action }) => [action.toLowerCase(), action])).values()];
}

/** The smallest addition that would make the answer `allowed`, and what stands in its way. */
export function suggestionFor(
  subject: Subject,
  { files, grants }: GrantSet,
  options: DecisionOptions,
): AnswerSuggestion {
  const { policies, decision, remaining } = suggestAll(subject, grants, options);
  return {
    policies: policies.map(({ level, actions }) => ({
      level,
      policy: { Version: '1.1', Statement: [{ Effect: 'Allow', Action: actions }] },
    })),
    decision,
    remaining: remaining.map(answerMaker(files).obstacle),
  };
}

/** Clouds are alternatives, so each of them has to be satisfied; an action is its own requirement. */
function suggestAll(subject: Subject, grants: readonly Grant[], options: DecisionOptions): Suggestion {
  if (subject.kind === 'action') {
    const { text } = subject.pattern;
    const before = deciderFor(grants, options).action(text, () => []);
    const policies = before.decision === 'allowed' ? [] : splitByLevel([text], options);
    const { decision, reasons, by } = deciderFor(
      [...grants, ...policies.map((policy) => grantOf(policy, grants))],
      options,
    ).action(text, () => []);
    const denied = decision === 'denied' ? [{ message: `\`${text}\` is denied`, by }] : [];
    return { policies, decision, remaining: decision === 'allowed' ? [] : [...denied, ...reasons] };
  }
  const perCloud: Suggestion[] = [];
  let granted = grants;
  for (const cloud of clouds) {
    const ways = waysOf(subject).filter((way) => way.every((entry) => entry.cloud === cloud));
    if (ways.length === 0) continue;
    const suggestion = suggest(ways, granted, options);
    perCloud.push(suggestion);
    granted = [...granted, ...suggestion.policies.map((policy) => grantOf(policy, grants))];
  }
  const actions = perCloud.flatMap(({ policies }) => policies.flatMap((policy) => policy.actions));
  return {
    policies: splitByLevel([...new Set(actions)], options),
    decision: allNeeded(perCloud.map(({ decision }) => decision)),
    remaining: perCloud.flatMap(({ remaining }) => remaining),
  };
}

/** The ways of a question, each within one cloud: the APIs that a task needs, or all that an API stands for. */
function waysOf(subject: Exclude<Subject, { kind: 'action' }>): Entry[][] {
  return clouds.flatMap((cloud) => {
    const entries = subject.entries.filter((entry) => entry.cloud === cloud);
    if (subject.kind === 'api') return entries.length === 0 ? [] : [entries];
    return subject.task.ways
      .map((way) => way.map((api) => matchTemplates(entries, api)))
      .filter((steps) => steps.every((step) => step.length > 0))
      .map((steps) => steps.flat());
  });
}
