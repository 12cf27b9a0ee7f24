import { deciderFor } from '../../decide/decide-over-places.ts';
import { knownNames } from '../../generate/known-names.ts';
import { actionsInUse, grantsOfActions, neededActions } from '../../generate/needed-actions.ts';
import { calledTogether } from '../../generate/needed-calls.ts';
import { documentLimits, policyDocuments, TooSmallLimit } from '../../generate/policy-documents.ts';
import { lostActions, type ReducedStatement, reducePolicy } from '../../generate/reduce-policy.ts';
import { shrinkActions } from '../../generate/shrink-actions.ts';
import { serviceOf } from '../../model/action.ts';
import { type AnswerReason, type AnswerRow, type QueryAnswer, schemaVersion } from '../../model/answer.ts';
import type { NeededCall } from '../../model/call-needs.ts';
import { type Cloud, type CloudChoice, cloudsOf } from '../../model/cloud.ts';
import { nothingKnown } from '../../model/context.ts';
import type { Entry } from '../../model/entry.ts';
import type {
  GeneratedAnswer,
  GeneratedCall,
  GeneratedFor,
  GeneratedPolicy,
  GeneratedStatement,
} from '../../model/generated.ts';
import type { Grant, GrantPlace } from '../../model/grant.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Statement } from '../../model/policy.ts';
import { unknownCallWords, unknownTypeWords } from '../../reporters/call-words.ts';
import type { GenerateArguments } from '../arguments/generate-arguments.ts';
import { readLogCalls, readPlanCalls } from '../files/read-calls.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';
import { answerQuestion, inCloud } from './answer-question.ts';
import { decisionOptions } from './decider.ts';
import { groupsOf } from './elaborate.ts';
import { readPolicies, usualPlace } from './read-grants.ts';
import { isInCloud, readWants, type WantedSubject } from './read-wants.ts';
import { selectPolicies } from './select-policies.ts';
import type { Subject } from './subject.ts';

/**
 * The least policies with which everything that is wanted is allowed, by cloud and level, and what it comes to with them, decided
 * again.
 * @throws UsageError where `--max-bytes` leaves no room for an action
 */
export async function generatePolicies(
  call: GenerateArguments,
  world: World,
  io: Io,
): Promise<GeneratedAnswer> {
  const wants = await readWants(call, world, io);
  const unknown = [...wants.unknown];
  const wanted = [...wants.wanted];
  const context = { catalogue: world.catalogue, hosts: world.hosts(), cloud: call.cloud };
  const reads = [
    ...call.logs.map((file) => readLogCalls(file, context, io)),
    ...(call.plan === undefined ? [] : [readPlanCalls(call.plan, context, io)]),
  ];
  const called = calledTogether(reads.flatMap(({ needs }) => needs.calls));
  const notes = [...wants.notes, ...reads.flatMap((read) => read.notes)];
  unknown.push(
    ...reads.flatMap(({ needs }) => [
      ...needs.unknown.map(unknownCallWords),
      ...needs.unknownTypes.map(unknownTypeWords),
    ]),
  );
  wanted.push(
    ...called.map(({ entries }) => ({
      text: apiOf(entries),
      subject: { kind: 'api' as const, entries, cloud: call.cloud },
    })),
  );
  const found = {
    unknown,
    ...(call.logs.length > 0 || call.plan !== undefined ? { calls: called.map(calledApi) } : {}),
    ...(notes.length === 0 ? {} : { notes }),
    ...(reads.some(({ isIncomplete }) => isIncomplete) ? { incomplete: true as const } : {}),
  };
  const place = usualPlace(call.scope);
  if (call.fromPolicy !== undefined)
    return { ...(await reducedTo(call.fromPolicy, wanted, { call, place, world, io })), ...found };
  const ofClouds = cloudsOf(call.cloud).map((cloud) => generateFor(cloud, wanted, { call, place, world }));
  const policies = mergedPolicies(
    ofClouds.flatMap((part) => part.policies),
    call.cloud,
  );
  const patterns = [...new Set(ofClouds.flatMap((part) => part.patterns))].sort();
  const said = [...notes, ...levelNotes(policies), ...coverageNotes(patterns, call.cloud, world)];
  return {
    schemaVersion,
    policies,
    answers: ofClouds.flatMap(({ answers }) => answers),
    ...found,
    ...(said.length === 0 ? {} : { notes: said }),
    ...(call.shrink ? { patterns } : {}),
  };
}

function apiOf(entries: readonly Entry[]): string {
  const [first] = entries;
  return first === undefined ? '' : `${first.method} ${first.path}`;
}

function calledApi({
  entries,
  count,
  refused,
  maybeRefused,
  types,
  changes,
  assumed,
}: NeededCall): GeneratedCall {
  return { api: apiOf(entries), count, refused, maybeRefused, types, changes, assumed };
}

/** A policy reduced to what is wanted in the clouds asked about, and what is lost by that. */
async function reducedTo(
  name: string,
  wanted: readonly WantedSubject[],
  {
    call,
    place,
    world,
    io,
  }: { readonly call: GenerateArguments; readonly place: GrantPlace; readonly world: World; readonly io: Io },
): Promise<Omit<GeneratedAnswer, 'unknown'>> {
  const { file, address } = await readPolicies(
    { name, by: 'call' },
    { cloud: call.cloud, stdinName: '-' },
    io,
  );
  const [policy, second] = selectPolicies(file, address);
  if (
    policy === undefined ||
    second !== undefined ||
    file.form !== undefined ||
    policy.kind !== 'policy' ||
    policy.faults.length > 0
  )
    throw new UsageError(
      `\`--from-policy\` takes one JSON policy of Version 1.1 without faults: \`iamscope lint ${name}\` says what is wrong`,
    );
  const clouds = cloudsOf(call.cloud);
  const here = clouds.flatMap((cloud) =>
    wanted.flatMap(({ text, subject }) =>
      isInCloud(cloud, subject, world) ? [{ text, cloud, subject: inCloud(subject, cloud) }] : [],
    ),
  );
  const optionsIn = (cloud: Cloud) =>
    decisionOptions({ cloud, ignoreDependencies: call.ignoreDependencies, context: nothingKnown }, world);
  const needed = clouds.flatMap((cloud) =>
    actionsInUse(
      here.filter((one) => one.cloud === cloud).map(({ subject }) => ({ groups: groupsOf(subject, world) })),
      [{ policy, place }],
      optionsIn(cloud),
    ),
  );
  const left = reducePolicy(policy, needed);
  const byPath = new Map(left.map(({ path, actions }) => [path.join('/'), actions]));
  const statements = policy.statements.flatMap((statement): Statement[] => {
    if (!byPath.has(statement.path.join('/'))) return [];
    const kept = byPath.get(statement.path.join('/'));
    return [
      kept === undefined
        ? statement
        : { ...statement, actions: kept.map((text) => ({ text, path: statement.path })) },
    ];
  });
  const { readings: _, ...rest } = policy;
  const reduced: Grant = { policy: { ...rest, statements }, place };
  const codes = new Set(
    policy.statements.flatMap(({ actions }) =>
      actions.map(({ text }) => world.catalogue.serviceCode(serviceOf(text))),
    ),
  );
  const documented = (codes.has('*') ? world.catalogue.known() : [...codes]).flatMap((code) =>
    world.catalogue.documented(code).map(({ known }) => known.action),
  );
  const after = statements.flatMap(({ effect, actions }) =>
    effect === 'allow' ? actions.map(({ text }) => text) : [],
  );
  const [service = ''] = after.map(serviceOf);
  const level = world.catalogue.level(service) === 'global' ? 'global' : 'project';
  return {
    schemaVersion,
    policies:
      statements.length === 0
        ? []
        : [
            {
              cloud: call.cloud,
              level,
              document: { Version: '1.1', Statement: left.map((part) => writtenStatement(file.text, part)) },
            },
          ],
    answers: here.map(({ text, cloud, subject }) =>
      answeredFor(
        { text, cloud, subject },
        answerQuestion(subject, { files: [file] }, deciderFor([reduced], optionsIn(cloud)), world),
      ),
    ),
    lost: lostActions(policy.statements, after, documented),
  };
}

/** A statement as the file has it, with the actions that are left. */
function writtenStatement(text: string, { path, actions }: ReducedStatement): GeneratedStatement {
  const value = path.reduce<unknown>(
    (at, step) => (at as Record<string | number, unknown>)[step],
    JSON.parse(text.replace(/^\uFEFF/u, '')),
  );
  const written = value as GeneratedStatement;
  return actions === undefined ? written : { ...written, Action: actions };
}

function answeredFor(
  { text, cloud }: { readonly text: string; readonly cloud: Cloud; readonly subject: Subject },
  answer: QueryAnswer,
): GeneratedFor {
  return {
    text,
    cloud,
    decision: answer.decision,
    reasons: answer.decision === 'allowed' ? [] : reasonsOf(answer),
  };
}

interface OfCloud {
  readonly policies: readonly GeneratedPolicy[];
  readonly answers: readonly GeneratedFor[];
  readonly patterns: readonly string[];
}

function generateFor(
  cloud: Cloud,
  wanted: readonly WantedSubject[],
  {
    call,
    place,
    world,
  }: { readonly call: GenerateArguments; readonly place: GrantPlace; readonly world: World },
): OfCloud {
  const here = wanted.flatMap(({ text, subject }) =>
    isInCloud(cloud, subject, world) ? [{ text, subject: inCloud(subject, cloud) }] : [],
  );
  const options = decisionOptions(
    { cloud, ignoreDependencies: call.ignoreDependencies, context: nothingKnown },
    world,
  );
  const needed = neededActions(
    here.map(({ subject }) => ({ groups: groupsOf(subject, world) })),
    { options, place },
  );
  const shrunk = call.shrink
    ? shrinkActions(needed, knownNames(world.catalogue))
    : { actions: needed, patterns: [] };
  const documents = documentsOf(shrunk.actions, cloud, call, world);
  const granted = documents.flatMap(({ document: { Statement } }) =>
    grantsOfActions(
      Statement.flatMap(({ Action }) => Action),
      place,
    ),
  );
  const decider = deciderFor(granted, options);
  return {
    policies: documents,
    answers: here.map(({ text, subject }) =>
      answeredFor({ text, cloud, subject }, answerQuestion(subject, { files: [] }, decider, world)),
    ),
    patterns: shrunk.patterns,
  };
}

function documentsOf(
  actions: readonly string[],
  cloud: Cloud,
  call: GenerateArguments,
  { catalogue, language }: World,
): readonly GeneratedPolicy[] {
  const own = documentLimits(language(), cloud);
  const limits = { ...own, bytes: Math.min(call.maxBytes ?? Number.POSITIVE_INFINITY, own.bytes) };
  try {
    return policyDocuments(actions, catalogue.level, limits).map((part) => ({ cloud, ...part }));
  } catch (error) {
    if (!(error instanceof TooSmallLimit)) throw error;
    throw new UsageError(
      `\`--max-bytes ${call.maxBytes}\` is too few: a policy with ${inBackticks(error.action)} alone is larger`,
    );
  }
}

/** What there is to say of where policies are to be granted. */
function levelNotes(policies: readonly GeneratedPolicy[]): readonly string[] {
  const unsourced = new Map(policies.map(({ unsourced: service, level }) => [service, level] as const));
  const isOf = (service: string) => (policy: GeneratedPolicy) =>
    policy.document.Statement.some(({ Action }) => Action.some((action) => serviceOf(action) === service));
  return [
    ...[...unsourced].flatMap(([service, level]) =>
      service === undefined
        ? []
        : [
            `no page says whether ${inBackticks(service)} is granted globally or in projects: it has a policy of its own, taken for ${level === 'global' ? 'a global' : 'a project-level'} one`,
          ],
    ),
    ...(policies.some((policy) => policy.cloud !== 'otc' && isOf('obs')(policy))
      ? [
          'Huawei Cloud wants the policy for `obs` twice, for global services (AX) and for projects (XA): create and grant both',
        ]
      : []),
    ...(policies.some(isOf('*'))
      ? ['a pattern of every service counts for global services only where it is granted globally, too']
      : []),
  ];
}

/** What there is to say of patterns that are exact as far as the catalogue goes. */
function coverageNotes(
  patterns: readonly string[],
  cloud: CloudChoice,
  { catalogue }: World,
): readonly string[] {
  const services = [...new Set(patterns.map((text) => catalogue.serviceCode(serviceOf(text))))];
  const inPart = services.filter(
    (code) =>
      catalogue.coverage(code, cloud) !== 'full' ||
      cloudsOf(cloud).some((one) => catalogue.isHeldInPart(code, one)),
  );
  return inPart.length === 0
    ? []
    : [
        `the catalogue has ${inPart.map(inBackticks).join(', ')} in part only: patterns of ${inPart.length === 1 ? 'it' : 'them'} may match more actions today`,
      ];
}

/** Why an answer is not `allowed`, each reason once. */
function reasonsOf(answer: QueryAnswer): readonly AnswerReason[] {
  const rows =
    'apis' in answer ? answer.apis.filter(({ decision }) => decision !== 'allowed') : answer.actions;
  const ungoverned = 'apis' in answer ? ungovernedApis(answer.apis) : [];
  return [
    ...new Map(
      [...rows.flatMap(({ reasons }) => reasons), ...ungoverned].map((reason) => [reason.message, reason]),
    ).values(),
  ];
}

/** Of APIs that go by one path: those that no action governs, beside others that are allowed. */
function ungovernedApis(
  apis: readonly Pick<AnswerRow, 'service' | 'method' | 'path' | 'decision'>[],
): readonly AnswerReason[] {
  const own = apis.filter(({ decision }) => decision === 'ungoverned');
  if (own.length === 0 || own.length === apis.length) return [];
  const names = [
    ...new Set(own.map(({ service, method, path }) => `${inBackticks(`${method} ${path}`)} of ${service}`)),
  ];
  return [{ kind: 'requirement-unknown', message: `no action of a policy governs ${names.join(', ')}` }];
}

/** Policies that are the same for both clouds are one. */
function mergedPolicies(
  policies: readonly GeneratedPolicy[],
  cloud: CloudChoice,
): readonly GeneratedPolicy[] {
  if (cloud !== 'any') return policies;
  const key = ({ level, document }: GeneratedPolicy) => JSON.stringify([level, document]);
  const clouds = new Map<string, Set<CloudChoice>>();
  for (const policy of policies)
    clouds.set(key(policy), (clouds.get(key(policy)) ?? new Set()).add(policy.cloud));
  const merged = new Map(policies.map((policy) => [key(policy), policy] as const));
  return [...merged].map(([text, policy]) =>
    (clouds.get(text)?.size ?? 0) > 1 ? { ...policy, cloud: 'any' } : policy,
  );
}
