import { combineAlternatives, isRefusal } from '../../decide/combine.ts';
import type { ApiDecision, Decider } from '../../decide/decide-api.ts';
import { decideWays, waysOfTask } from '../../decide/decide-task.ts';
import { readAction } from '../../model/action.ts';
import type { Deciding, DecisionKind, Reason } from '../../model/decision.ts';
import type { GrantHolder } from '../../model/grant.ts';
import { hasHole } from '../../model/hole.ts';
import type { ForbiddenSubject } from '../../model/house.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { DocumentPath, Policy } from '../../model/policy.ts';
import { matchesAction } from '../../patterns/action-pattern.ts';
import { isEffectOpen } from '../open-parts.ts';
import { affordableDecisions, policyDecider } from '../policy-decider.ts';
import { whatToRemove } from '../removal.ts';
import { defineRule, type FileContext, type Problem } from '../rule.ts';
import { concernsHolder, firmGrants, grantsDecider, reportedPolicies } from './holders.ts';

export const forbiddenAccess = defineRule({
  id: 'forbidden-access',
  group: 'house',
  severity: 'error',
  off: true,
  summary: 'a policy makes possible what the configuration forbids',
  rationale:
    '`house` in the configuration names APIs, actions, patterns and tasks that no policy may make possible, each with its reason. Each policy is decided by itself, as if it were granted ordinarily, by the code that answers `iamscope can`: an Allow that a Deny of the same policy takes back is none, and what depends on a condition, a resource or a dependency is reported as `may allow`. What a role of the configuration, or a group, user or agency of Terraform, can do by all that it is granted is looked at too: what no policy that is reported for itself makes possible alone is reported where it is granted, and as an info where only a policy of the vendor may make it possible whose content is not published.',
  examples: {
    config: `house:
  forbidden-access:
    - actions: ["ims:images:delete"]
      reason: images are deleted by the platform team only`,
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:*"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:*"]
    },
    {
      "Effect": "Deny",
      "Action": ["ims:images:delete"]
    }
  ]
}`,
  },
  *checkFile(context) {
    for (const holder of context.holders ?? []) yield* ofHolder(holder, context);
  },
  *check(context) {
    const { policy, house } = context;
    const entries = (house?.['forbidden-access'] ?? []).filter(({ concerns }) => concerns(policy.file));
    if (entries.length === 0 || !policy.statements.some(({ effect }) => effect === 'allow')) return;
    const decider = policyDecider(policy, context);
    for (const { subjects, reason } of entries) {
      for (const subject of subjects) {
        const problem = problemOf(subject, reason, policy, decider);
        if (problem !== undefined) yield problem;
      }
    }
  },
});

/** What all grants together make possible, and no policy that is reported for itself. */
function* ofHolder(holder: GrantHolder, context: FileContext): Generator<Problem> {
  const deciders = new Map<Policy, Decider>();
  const deciderOf = (policy: Policy): Decider => {
    const decider = deciders.get(policy) ?? policyDecider(policy, context);
    deciders.set(policy, decider);
    return decider;
  };
  const all = grantsDecider(holder.grants, context);
  const firm = firmGrants(holder);
  const ofFirm = firm.length < holder.grants.length ? grantsDecider(firm, context) : undefined;
  for (const entry of context.house?.['forbidden-access'] ?? []) {
    for (const subject of entry.subjects) {
      const access = accessOfHolder(subject, all, ofFirm);
      if (access === undefined) continue;
      const granting = [
        ...new Set(access.by.filter(({ effect }) => effect === 'allow').map(({ file }) => file)),
      ];
      if (!concernsHolder(entry, holder, context.file.file, granting)) continue;
      const isSaid = reportedPolicies(holder, entry).some((policy) => {
        const { decision, hole = false } = accessTo(subject, deciderOf(policy));
        return isPossible(decision, hole);
      });
      if (isSaid) continue;
      yield problemOfHolder({ holder, subject, access, granting, reason: entry.reason });
    }
  }
}

/** What a holder can do, and what is not sure of it. */
interface HolderAccess extends Access {
  /** What else is granted may deny it. */
  readonly openDeny?: true;
}

/**
 * What somebody is granted for something that is forbidden; `undefined` where that is nothing, or a hole alone.
 * @param ofFirm decides by the grants that are fixed and published, where there are others
 */
function accessOfHolder(
  subject: ForbiddenSubject,
  all: Decider,
  ofFirm: Decider | undefined,
): HolderAccess | undefined {
  const access = accessTo(subject, all);
  if (isHarmless(access.decision)) return undefined;
  if (ofFirm === undefined || access.decision === 'allowed')
    return isPossible(access.decision, access.hole ?? false) ? access : undefined;
  const firm = accessTo(subject, ofFirm);
  if (isPossible(firm.decision, firm.hole ?? false))
    return { ...firm, decision: 'conditional', ...(firm.decision === 'allowed' ? { openDeny: true } : {}) };
  return isPossible(access.decision, access.hole ?? false) ? access : undefined;
}

function problemOfHolder({
  holder,
  subject,
  access,
  granting,
  reason,
}: {
  readonly holder: GrantHolder;
  readonly subject: ForbiddenSubject;
  readonly access: HolderAccess;
  readonly granting: readonly string[];
  readonly reason: string;
}): Problem {
  const { decision, unpublished = false, openDeny = false } = access;
  const [first, ...others] = granting;
  const { span, path } = holder.placeOf(first ?? '');
  const granted = granting.length === 0 ? '' : ` by ${granting.slice(0, 3).map(inBackticks).join(' and ')}`;
  const can = decision === 'conditional' ? 'may' : 'can';
  const doubt = unpublished
    ? ', whose content is not published'
    : openDeny
      ? ' (not all that it is granted is known)'
      : '';
  return {
    message: `${inBackticks(holder.name)} ${can} ${verbOfSubject(subject)} ${inBackticks(subject.text)}${granted}${doubt}, which is forbidden: ${reason}`,
    at: { span, path },
    ...(unpublished ? { severity: 'info' } : {}),
    help: 'grant less, or deny in another policy of the role what is forbidden',
    related: others.slice(0, mostRelated).flatMap((file) => {
      const place = holder.placeOf(file);
      return place.span === span ? [] : [{ at: place, note: 'and by this' }];
    }),
  };
}

function verbOfSubject({ kind }: ForbiddenSubject): string {
  return kind === 'api' ? 'call' : kind === 'task' ? 'do' : 'use';
}

function isPossible(decision: DecisionKind, hole: boolean): boolean {
  return decision === 'allowed' || (decision === 'conditional' && !hole);
}

/** What the policy comes to for something that is forbidden, and the parts of it that make it possible. */
interface Access {
  readonly decision: DecisionKind;
  readonly by: readonly Deciding[];
  /** A hole leaves it open. */
  readonly hole?: boolean;
  /** What nobody has published leaves it open. */
  readonly unpublished?: boolean;
}

function problemOf(
  subject: ForbiddenSubject,
  reason: string,
  policy: Policy,
  decider: Decider,
): Problem | undefined {
  const { decision, by, hole = false } = accessTo(subject, decider);
  if (!isPossible(decision, hole)) return undefined;
  const places = placesOf(by, policy);
  const allowing =
    subject.kind === 'action' ? liveParts(places, subject.pattern.concrete, policy, decider) : places;
  const [first, ...others] = allowing;
  // Where no part of the policy allows it, something else leaves it open, and that is reported for itself.
  if (first === undefined) return undefined;
  const may = decision === 'conditional' ? 'may be' : 'is';
  const itself = first.text.toLowerCase() === subject.text.toLowerCase();
  return {
    message: itself
      ? `${inBackticks(first.text)} ${may} allowed here, but is forbidden: ${reason}`
      : `${inBackticks(first.text)} ${verbOf(first, subject, decision, decider)} ${inBackticks(subject.text)}, which is forbidden: ${reason}`,
    at: { path: first.path },
    help: `${removalOf(first, policy)}narrow it, or deny in the same policy what is forbidden`,
    related: others.slice(0, mostRelated).map(({ path }) => ({ at: { path }, note: 'and here' })),
  };
}

/** The first thing that can be done; nothing where no policy would be left. */
function removalOf({ path }: AllowingPart, policy: Policy): string {
  const statement = policy.statements.find((one) => one.path.every((step, at) => step === path[at]));
  const what = statement === undefined ? 'it' : whatToRemove(statement, policy);
  return what === 'the policy' ? '' : `remove ${what}, `;
}

function accessTo(subject: ForbiddenSubject, decider: Decider): Access {
  switch (subject.kind) {
    case 'action': {
      // Granted ordinarily: no row's mark for enterprise projects is asked for.
      const { decision, by, reasons } = decider.action(subject.text, () => []);
      return { decision, by, hole: isOpen(reasons), unpublished: isUnpublished(reasons) };
    }
    case 'api': {
      if (subject.entries.every((entry) => isHarmless(decider.kindOf(entry)))) return refused;
      return accessOfApis(subject.entries.map((entry) => decider.api(entry)));
    }
    case 'task': {
      const decided = decideWays(waysOfTask(subject.task, subject.entries), decider, () => []);
      if (decided === undefined) return refused;
      const by = decided.actions.flatMap((action) => (isRefusal(action.decision) ? [] : action.by));
      const ofApis = decided.apis.length === 0 ? refused : accessOfApis(decided.apis);
      const hole = ofApis.hole || decided.actions.some(({ reasons }) => isOpen(reasons));
      const unpublished = ofApis.unpublished || decided.actions.some(({ reasons }) => isUnpublished(reasons));
      return { decision: decided.decision, by: [...by, ...ofApis.by], hole, unpublished };
    }
  }
}

const refused: Access = { decision: 'not-allowed', by: [] };

function accessOfApis(apis: readonly ApiDecision[]): Access {
  const open = apis.filter(({ decision }) => !isHarmless(decision));
  const by = open.flatMap(({ requirements }) =>
    requirements.flatMap((requirement) => (requirement.kind === 'action' ? requirement.by : [])),
  );
  const decision = combineAlternatives(apis.map((api) => api.decision));
  return {
    decision,
    by,
    hole: open.some(({ reasons }) => isOpen(reasons)),
    unpublished: open.some(({ reasons }) => isUnpublished(reasons)),
  };
}

function isOpen(reasons: readonly Reason[]): boolean {
  return reasons.some(({ kind }) => kind === 'hole');
}

function isUnpublished(reasons: readonly Reason[]): boolean {
  return reasons.some(({ kind }) => kind === 'unpublished-content');
}

function isHarmless(decision: DecisionKind): boolean {
  return isRefusal(decision) || decision === 'ungoverned';
}

interface AllowingPart {
  readonly text: string;
  readonly path: DocumentPath;
}

/** The allowing parts, each once, in the order of the document. */
function placesOf(by: readonly Deciding[], policy: Policy): readonly AllowingPart[] {
  const wanted = new Set(
    by.filter(({ effect }) => effect === 'allow').map(({ path }) => JSON.stringify(path)),
  );
  if (wanted.size === 0) return [];
  return policy.statements.flatMap((statement) => {
    if (statement.effect !== 'allow' || isEffectOpen(statement)) return [];
    const whole = wanted.has(JSON.stringify(statement.path))
      ? [{ text: statement.actions[0]?.text ?? '', path: statement.path }]
      : [];
    return [
      ...whole,
      ...statement.actions.filter(({ text, path }) => !hasHole(text) && wanted.has(JSON.stringify(path))),
    ];
  });
}

/** Of a pattern's parts those that a Deny does not take back as a whole. Of many only the first are looked at. */
function liveParts(
  places: readonly AllowingPart[],
  concrete: boolean,
  policy: Policy,
  decider: Decider,
): readonly AllowingPart[] {
  if (concrete) return places;
  const count = affordableDecisions(policy);
  const looked = places.slice(0, count);
  const live = looked.filter(({ text }) => {
    return !readAction(text).ok || !isRefusal(decider.action(text, () => []).decision);
  });
  return live.length === 0 ? places : [...live, ...places.slice(count)];
}

const mostRelated = 10;

function verbOf(
  { text }: AllowingPart,
  subject: ForbiddenSubject,
  decision: DecisionKind,
  decider: Decider,
): string {
  const reading = readAction(text);
  const inside =
    subject.kind === 'action' && !subject.pattern.concrete && reading.ok && reading.pattern.concrete;
  if (inside && matchesAction(subject.pattern, reading.pattern)) {
    return decider.action(text, () => []).decision === 'allowed' ? 'allows part of' : 'may allow part of';
  }
  return decision === 'allowed' ? 'allows' : 'may allow';
}
