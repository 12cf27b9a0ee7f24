import { deciderFor } from '../../decide/decide-over-places.ts';
import { knownNames } from '../../generate/known-names.ts';
import { grantsOfActions, neededActions } from '../../generate/needed-actions.ts';
import { calledTogether } from '../../generate/needed-calls.ts';
import { documentLimits, policyDocuments, TooSmallLimit } from '../../generate/policy-documents.ts';
import { type Shrunk, shrinkActions } from '../../generate/shrink-actions.ts';
import { serviceOf } from '../../model/action.ts';
import { schemaVersion } from '../../model/answer.ts';
import type { NeededCall } from '../../model/call-needs.ts';
import { type Cloud, type CloudChoice, cloudsOf } from '../../model/cloud.ts';
import { nothingKnown } from '../../model/context.ts';
import type { Entry } from '../../model/entry.ts';
import type { GeneratedAnswer, GeneratedCall, GeneratedFor, GeneratedPolicy } from '../../model/generated.ts';
import type { GrantPlace } from '../../model/grant.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { unknownCallWords, unknownTypeWords } from '../../reporters/call-words.ts';
import type { GenerateArguments } from '../arguments/generate-arguments.ts';
import { readLogCalls, readPlanCalls } from '../files/read-calls.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';
import { answerQuestion, inCloud } from './answer-question.ts';
import { decisionOptions } from './decider.ts';
import { groupsOf } from './elaborate.ts';
import { generatedFor } from './generated-answers.ts';
import { usualPlace } from './read-grants.ts';
import { isInCloud, readWants, type WantedSubject } from './read-wants.ts';
import { reducedTo } from './reduced-policy.ts';

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
    ...(reads.some(({ isIncomplete }) => isIncomplete) ? { incomplete: true as const } : {}),
  };
  const place = usualPlace(call.scope);
  if (call.fromPolicy !== undefined) {
    const reduced = await reducedTo(call.fromPolicy, wanted, { call, place, world, io });
    return { ...reduced, ...found, notes: [...notes, ...reduced.notes] };
  }
  const ofClouds = cloudsOf(call.cloud).map((cloud) => generateFor(cloud, wanted, { call, place, world }));
  const policies = mergedPolicies(
    ofClouds.flatMap((part) => part.policies),
    call.cloud,
  );
  const isNothing = policies.length === 0 && wanted.length > 0 && ofClouds.every(isOpenToAll);
  const patterns = [...new Set(ofClouds.flatMap((part) => part.patterns))].sort();
  return {
    schemaVersion,
    policies,
    answers: ofClouds.flatMap(({ answers }) => answers),
    ...found,
    notes: [
      ...notes,
      ...(isNothing ? ['nothing has to be granted'] : []),
      ...levelNotes(policies),
      ...coverageNotes(patterns, call.cloud, world),
    ],
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
  const shrunk = call.shrink ? shrunkActions(needed, cloud, world) : { actions: needed, patterns: [] };
  const documents = documentsOf(shrunk.actions, cloud, call, world);
  const granted = documents.flatMap(({ document: { Statement } }) =>
    grantsOfActions(
      Statement.flatMap(({ Action }) => Action),
      place,
    ),
  );
  const decider = deciderFor(granted, options);
  const everything = deciderFor(grantsOfActions(['*:*:*'], place), options);
  return {
    policies: documents,
    answers: here.map(({ text, subject }) =>
      generatedFor({ text, cloud }, answerQuestion(subject, { files: [] }, decider, world), () =>
        answerQuestion(subject, { files: [] }, everything, world),
      ),
    ),
    patterns: shrunk.patterns,
  };
}

/** What has a policy of its own stays as it is. */
function shrunkActions(needed: readonly string[], cloud: Cloud, { catalogue, language }: World): Shrunk {
  const { alone } = documentLimits(language(), cloud);
  const isAlone = (action: string) => alone.has(action.toLowerCase());
  const { actions, patterns } = shrinkActions(
    needed.filter((action) => !isAlone(action)),
    knownNames(catalogue),
  );
  return { actions: [...actions, ...needed.filter(isAlone)], patterns };
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

/** Whether no policy governs what is wanted. */
function isOpenToAll({ answers }: OfCloud): boolean {
  return answers.every(({ decision }) => decision === 'ungoverned');
}

/** What there is to say of where policies are to be granted. */
function levelNotes(policies: readonly GeneratedPolicy[]): readonly string[] {
  const isOf = (service: string) => (policy: GeneratedPolicy) =>
    policy.document.Statement.some(({ Action }) => Action.some((action) => serviceOf(action) === service));
  return [
    ...(['global', 'project'] as const).flatMap((level) => unsourcedNote(level, policies)),
    ...(policies.some((policy) => policy.cloud !== 'otc' && isOf('obs')(policy))
      ? [
          'Huawei Cloud wants the policy for `obs` twice, for global services (AX) and for projects (XA): create and grant both',
        ]
      : []),
    ...(policies.some(assumesAgencies)
      ? [
          'without a Resource every agency can be assumed: name them, as in `"Resource": {"uri": ["/iam/agencies/<agency ID>"]}`',
        ]
      : []),
    ...(policies.some(isOf('*'))
      ? ['a pattern of every service counts for global services only where it is granted globally, too']
      : []),
  ];
}

function assumesAgencies({ document }: GeneratedPolicy): boolean {
  return document.Statement.some(({ Action }) =>
    Action.some((action) => /^iam:(?:agencies|tokens):assume$/iu.test(action)),
  );
}

function unsourcedNote(
  level: GeneratedPolicy['level'],
  policies: readonly GeneratedPolicy[],
): readonly string[] {
  const services = new Set(
    policies.flatMap((policy) => (policy.level === level ? (policy.unsourced ?? []) : [])),
  );
  const names = [...services].map(inBackticks).join(', ');
  const taken = level === 'global' ? 'a global service' : 'a project-level service';
  return services.size === 0
    ? []
    : [
        `no page says whether ${names} ${services.size === 1 ? 'is' : 'are'} granted globally or in projects: ${services.size === 1 ? 'it' : 'each'} has a policy of its own, taken for ${taken}`,
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
