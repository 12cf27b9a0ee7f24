import { deciderFor } from '../../decide/decide-over-places.ts';
import { actionsInUse } from '../../generate/needed-actions.ts';
import { documentLimits, printed } from '../../generate/policy-documents.ts';
import { lostActions, reducePolicy } from '../../generate/reduce-policy.ts';
import { isWritable, statementDocument } from '../../generate/statement-document.ts';
import { serviceOf } from '../../model/action.ts';
import { schemaVersion } from '../../model/answer.ts';
import { type Cloud, cloudsOf } from '../../model/cloud.ts';
import { nothingKnown } from '../../model/context.ts';
import type { GeneratedAnswer, GeneratedPolicy } from '../../model/generated.ts';
import type { Grant, GrantPlace } from '../../model/grant.ts';
import type { Policy, Statement } from '../../model/policy.ts';
import type { GenerateArguments } from '../arguments/generate-arguments.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';
import { answerQuestion, inCloud } from './answer-question.ts';
import { placesIn } from './answers.ts';
import { decisionOptions } from './decider.ts';
import { groupsOf } from './elaborate.ts';
import { answeredFor } from './generated-answers.ts';
import { readPolicies } from './read-grants.ts';
import { isInCloud, type WantedSubject } from './read-wants.ts';
import { selectPolicies } from './select-policies.ts';

/** How a policy is reduced. */
interface Reducing {
  readonly call: GenerateArguments;
  readonly place: GrantPlace;
  readonly world: World;
  readonly io: Io;
}

/**
 * A policy reduced to what is wanted in the clouds asked about, and what is lost by that.
 * @throws UsageError where it cannot be read, or cannot be written anew and say the same
 */
export async function reducedTo(
  name: string,
  wanted: readonly WantedSubject[],
  { call, place, world, io }: Reducing,
): Promise<Omit<GeneratedAnswer, 'unknown'>> {
  const { file, address } = await readPolicies(
    { name, by: 'call' },
    { cloud: call.cloud, stdinName: '-' },
    io,
  );
  const [policy, second] = selectPolicies(file, address);
  if (policy === undefined || second !== undefined || !isWritable(policy))
    throw new UsageError(
      `\`--from-policy\` takes one custom policy of Version 1.1 without faults and without parts that its file does not fix: see \`iamscope lint ${name}\``,
    );
  const here = cloudsOf(call.cloud).flatMap((cloud) =>
    wanted.flatMap(({ text, subject }) =>
      isInCloud(cloud, subject, world) ? [{ text, cloud, subject: inCloud(subject, cloud) }] : [],
    ),
  );
  const optionsIn = (cloud: Cloud) =>
    decisionOptions({ cloud, ignoreDependencies: call.ignoreDependencies, context: nothingKnown }, world);
  const needed = cloudsOf(call.cloud).flatMap((cloud) =>
    actionsInUse(
      here.filter((one) => one.cloud === cloud).map(({ subject }) => ({ groups: groupsOf(subject, world) })),
      [{ policy, place }],
      optionsIn(cloud),
    ),
  );
  const { statements, removed } = reducePolicy(policy, needed);
  const { readings: _, ...rest } = policy;
  const reduced: Grant = { policy: { ...rest, statements }, place };
  const policies = statements.length === 0 ? [] : [documentOf(policy, statements, call, world)];
  const placeOf = placesIn([file]);
  return {
    schemaVersion,
    policies,
    answers: here.map((one) =>
      answeredFor(
        one,
        answerQuestion(one.subject, { files: [file] }, deciderFor([reduced], optionsIn(one.cloud)), world),
      ),
    ),
    removed: removed.map(({ text, path, kept }) => ({
      at: placeOf({ file: file.file, path, effect: 'allow' }),
      action: text,
      kept,
    })),
    lost: lostActions(policy.statements, statements, documentedBy(policy, world)),
    notes: policies.flatMap((one) => lengthNote(one, world)),
  };
}

function documentOf(
  { layer, statements: before }: Policy,
  statements: readonly Statement[],
  { cloud }: GenerateArguments,
  { catalogue }: World,
): GeneratedPolicy {
  const services = before.flatMap(({ actions }) => actions.map(({ text }) => serviceOf(text)));
  const isGlobal =
    layer === undefined ? services.every((service) => catalogue.level(service) === 'global') : layer === 'AX';
  return {
    cloud,
    level: isGlobal ? 'global' : 'project',
    document: { Version: '1.1', Statement: statements.map(statementDocument) },
  };
}

/** Every documented action of the services that a policy names. */
function documentedBy({ statements }: Policy, { catalogue }: World): readonly string[] {
  const codes = new Set(
    statements.flatMap(({ actions }) => actions.map(({ text }) => catalogue.serviceCode(serviceOf(text)))),
  );
  return (codes.has('*') ? catalogue.known() : [...codes]).flatMap((code) =>
    catalogue.documented(code).map(({ known }) => known.action),
  );
}

/** A pattern is shorter than the actions that are needed of it. */
function lengthNote({ cloud, document }: GeneratedPolicy, { language }: World): readonly string[] {
  const most = documentLimits(language(), cloud === 'any' ? undefined : cloud);
  const { length } = printed(document);
  const actions = Math.max(...document.Statement.map(({ Action }) => Action.length));
  return [
    ...(length > most.bytes
      ? [`the reduced policy has ${length} characters, of ${most.bytes} that a policy may have: divide it`]
      : []),
    ...(actions > most.actions
      ? [
          `a statement of the reduced policy has ${actions} actions, of ${most.actions} that it may have: divide it`,
        ]
      : []),
  ];
}
