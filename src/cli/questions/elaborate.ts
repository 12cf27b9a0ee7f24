import { allNeeded } from '../../decide/combine.ts';
import type { DecisionOptions } from '../../decide/decide-api.ts';
import { everyMeaning } from '../../decide/decide-over-meanings.ts';
import { compileGrants } from '../../decide/grants.ts';
import type { RequestToPass } from '../../decide/request-to-pass.ts';
import { suggest, type Way, wayOfActions, wayOfApis } from '../../decide/suggest.ts';
import { targetOf } from '../../decide/target.ts';
import { traceStatements } from '../../decide/trace.ts';
import { documentLimits, documentOf } from '../../generate/policy-documents.ts';
import type { AnswerSuggestion, AnswerTrace } from '../../model/answer.ts';
import { actionNames, namedActions } from '../../model/claim.ts';
import { clouds } from '../../model/cloud.ts';
import type { Entry } from '../../model/entry.ts';
import { namedPlace } from '../../model/grant.ts';
import type { World } from '../world.ts';
import { answerQuestion, entriesNeeding, entriesOf } from './answer-question.ts';
import { answerMaker } from './answers.ts';
import type { GrantSet } from './read-grants.ts';
import type { Subject } from './subject.ts';
import { actionsOfWays, waysOf } from './ways.ts';

/** Every statement of the grants, for every action that the question comes down to. */
export function traceOf(
  subject: Subject,
  { files, grants }: GrantSet,
  options: DecisionOptions,
): AnswerTrace[] {
  const answers = answerMaker(files);
  const compiled = compileGrants(everyMeaning(grants), options.language);
  return actionsOf(subject, options).flatMap((action) => {
    const target = targetOf(action);
    if (target === undefined) return [];
    const statements = traceStatements(target, compiled, options).map(answers.traced);
    return [{ action, statements }];
  });
}

/** The actions that a question comes down to, each once, in documented order. */
function actionsOf(subject: Subject, { ignoreDependencies }: DecisionOptions): string[] {
  if (subject.kind === 'action') return [subject.pattern, ...(subject.also ?? [])].map(({ text }) => text);
  const entries = entriesByWay(subject).flat();
  const named = entries.flatMap((entry) =>
    ignoreDependencies ? actionNames(entry.actions) : namedActions(entry),
  );
  if (subject.kind !== 'api') named.push(...actionsOfWays(subject));
  return [...new Map(named.map((action) => [action.toLowerCase(), action])).values()];
}

/** The smallest addition that would make the answer to all of the questions `allowed`, and what still blocks it. */
export function suggestionFor(
  subjects: readonly Subject[],
  { files, grants }: GrantSet,
  options: DecisionOptions,
  world: World,
): AnswerSuggestion {
  const answers = answerMaker(files);
  const { request, policies, decision, remaining } = suggest(
    {
      groups: subjects.flatMap((subject) => groupsOf(subject, world)),
      decide: (decider) =>
        allNeeded(subjects.map((subject) => answerQuestion(subject, { files }, decider, world).decision)),
    },
    grants,
    options,
  );
  return {
    ...(request === undefined ? {} : { request: requestOf(request) }),
    policies: policies.map(({ level, actions, places, decision: ofPart, around }, at) => {
      const named = places.flatMap((place) => namedPlace(place) ?? []);
      return {
        level,
        policy: documentOf(actions, documentLimits(options.language, options.cloud)),
        ...(named.length === 0 ? {} : { places: named }),
        ...(around.length === 0 && policies[at + 1]?.around.length ? { decision: ofPart } : {}),
        ...(around.length === 0
          ? {}
          : {
              around: [...new Set(around.map(({ kind }) => kind))].sort(),
              without: around.map(answers.reason),
            }),
      };
    }),
    decision,
    remaining: remaining.map(answers.obstacle),
  };
}

function requestOf({ keys, resources, decision }: RequestToPass): NonNullable<AnswerSuggestion['request']> {
  const known = [...keys].filter(([, values]) => values.length > 0);
  const absent = [...keys].filter(([, values]) => values.length === 0).map(([key]) => key);
  return {
    ...(known.length === 0 ? {} : { context: Object.fromEntries(known) }),
    ...(absent.length === 0 ? {} : { without: absent }),
    ...(resources.length === 0 ? {} : { resources }),
    decision,
  };
}

/** Ways to what is asked: of each group one. Clouds are alternatives, so each of them has to be satisfied; an action is its own requirement. */
export function groupsOf(subject: Subject, world: World): Way[][] {
  if (subject.kind === 'action')
    return [subject.pattern, ...(subject.also ?? [])].map((pattern) => [
      wayOfActions([pattern.text], () => entriesOf({ ...subject, pattern }, world)),
    ]);
  const ofActions =
    subject.kind === 'api' ? [] : waysOf(subject).flatMap((way) => ('actions' in way ? [way.actions] : []));
  if (ofActions.length > 0)
    return [
      ofActions.map((actions) =>
        wayOfActions(actions, (action) => entriesNeeding(action, subject.cloud, world)),
      ),
    ];
  return clouds.flatMap((cloud) => {
    const ways = entriesByWay(subject).filter((way) => way.every((entry) => entry.cloud === cloud));
    return ways.length === 0 ? [] : [ways.map(wayOfApis)];
  });
}

/** The ways of a question, each within one cloud: the APIs that a task needs, or all that an API stands for. */
function entriesByWay(subject: Exclude<Subject, { kind: 'action' }>): Entry[][] {
  if (subject.kind !== 'api')
    return waysOf(subject).flatMap((way) => ('steps' in way ? [way.steps.flat()] : []));
  return clouds.flatMap((cloud) => {
    const entries = subject.entries.filter((entry) => entry.cloud === cloud);
    return entries.length === 0 ? [] : [entries];
  });
}
