import type { Reason, ReasonKind, Residue } from '../model/decision.ts';
import { fewInBackticks, firstFew, othersMember } from '../model/first-few.ts';
import { hasHole, withHolesShown } from '../model/hole.ts';
import { inBackticks } from '../model/in-backticks.ts';
import type { Language } from '../model/language.ts';
import { placeholderIn } from '../model/placeholder.ts';
import {
  type ConditionTest,
  listedTexts,
  type Statement,
  type StatementCondition,
  type StatementResource,
  textsOf,
} from '../model/policy.ts';
import { globsIntersect } from '../patterns/glob.ts';
import { wildcardMatches } from '../patterns/wildcard.ts';
import { type AboutAllResources, actionsAboutAllResources } from './all-resources.ts';
import type { Clause } from './clause.ts';
import { conditionOf, type Knowledge, resourceMatch } from './clause-truth.ts';
import type { OpenTest } from './condition.ts';
import { openTestsInWords } from './condition-words.ts';
import { layerDoubt } from './layer-doubt.ts';
import type { ResourceDoubt } from './resource.ts';
import type { Target } from './target.ts';

/** An open point of a clause, put into words when it is asked for. */
interface Doubt {
  readonly kind: ReasonKind;
  reason(): Reason;
}

/** Why a clause matches the target only *maybe*: every open point. */
export function doubtsOf(clause: Clause, target: Target, knowledge: Knowledge): Doubt[] {
  const { statement } = clause;
  const known = [clause.doubt, layerDoubt(clause, target, knowledge.levelOf)].filter(
    (doubt) => doubt !== undefined,
  );
  const doubts = known.map((reason): Doubt => ({ kind: reason.kind, reason: () => reason }));
  if (statement === undefined) return doubts;
  const { condition } = statement;
  const result = conditionOf(clause, target, knowledge);
  if (condition !== undefined && result.truth === 'maybe')
    doubts.push({
      kind: kindOfCondition(condition, result.open),
      reason: () => conditionReason(clause, condition, result.open, knowledge.language),
    });
  return [...doubts, ...resourceDoubts(clause, statement, target, knowledge)];
}

const noDoubts: readonly Doubt[] = [];

function resourceDoubts(
  clause: Clause,
  statement: Statement,
  target: Target,
  knowledge: Knowledge,
): readonly Doubt[] {
  if (statement.resource.kind === 'omitted') return noDoubts;
  const about = actionsAboutAllResources(target, knowledge.language).filter(({ glob }) =>
    globsIntersect(glob, clause.glob),
  );
  const onlyAbout = about.length > 0 && (target.literal !== undefined || clause.pattern?.concrete === true);
  const { path } = statement.resource;
  const whether = [...(onlyAbout ? [] : [false]), ...(about.length > 0 ? [true] : [])];
  return whether.flatMap((allResources): readonly Doubt[] => {
    const match = resourceMatch(statement, target, allResources, knowledge);
    if (match.truth !== 'maybe') return [];
    const { because } = match;
    const by = [{ ...clause.deciding, path }];
    const reason = () => ({
      ...resourceReason(because, clause, statement.resource, { about, target, knowledge }),
      by,
    });
    return [{ kind: isHole(because, statement.resource) ? 'hole' : 'resource', reason }];
  });
}

/** What a resource is compared with, for messages. */
interface ResourceQuestion {
  /** The actions asked about that apply to all resources. */
  readonly about: readonly AboutAllResources[];
  readonly target: Target;
  readonly knowledge: Knowledge;
}

function resourceReason(
  because: ResourceDoubt,
  { effect }: Clause,
  resource: StatementResource,
  { about, target, knowledge }: ResourceQuestion,
): Reason {
  const texts = namesOfResource(resource);
  const words = resourcesInWords(resource);
  const verb = verbs[effect];
  const residue = residueOfResources(resource);
  const open: Reason = {
    kind: 'hole',
    message: `${verb} only for the ${words}, not all of which are fixed`,
    residue,
  };
  switch (because) {
    case 'all-resources': {
      const actions = about.map(({ action }) => action);
      const [apply, them] = actions.length === 1 ? ['applies', 'it'] : ['apply', 'them'];
      const message = `${fewInBackticks(actions).join(', ')} ${apply} to all resources, so whether the ${words} include ${them} is not documented`;
      return { kind: 'resource', message, actions };
    }
    case 'placeholder': {
      if (isOpen(resource)) return open;
      const found = new Set(texts.flatMap((text) => placeholderIn(text, { resource: true })?.text ?? []));
      const message = `${verb} only for the ${words}, where ${fewInBackticks([...found]).join(', ')} is not filled in`;
      return { kind: 'hole', message, residue };
    }
    case 'reading': {
      if (isOpen(resource)) return open;
      const message = `${verb} only for the ${words}, and whether that includes all that is asked about cannot be told`;
      return { kind: 'resource', message, residue };
    }
    case 'request': {
      if (isOpen(resource)) return open;
      const possible = texts.filter(
        (text) => resource.kind !== 'list' || mayBeAbout(text, target, knowledge),
      );
      if (possible.length > 0 || texts.length === 0)
        return { kind: 'resource', message: `${verb} only for the ${words}`, residue: residueOf(possible) };
      return {
        kind: 'resource',
        message: `the ${words} are of another type than ${inBackticks(target.text)} is about, so whether the statement applies is not documented`,
      };
    }
  }
}

function isHole(because: ResourceDoubt, resource: StatementResource): boolean {
  return because === 'placeholder' || (because !== 'all-resources' && isOpen(resource));
}

/** Whether the file does not fix all of a Resource. */
function isOpen(resource: StatementResource): boolean {
  return listedTexts(resource).some(({ text, maybe }) => maybe || hasHole(text));
}

/** Whether a request of the action may be about such a resource, as far as pages tell which types it works on. */
function mayBeAbout(text: string, { service, resourceType }: Target, { language }: Knowledge): boolean {
  const facts = language.resources.services.find((known) => known.service === service);
  const types =
    facts?.actions !== undefined && Object.hasOwn(facts.actions, resourceType)
      ? facts.actions[resourceType]
      : undefined;
  if (types === undefined || text === '*') return true;
  const [named = '', , , type = ''] = text.toLowerCase().split(':');
  const isOther = /^[a-z0-9-]+$/.test(named) && named !== service;
  return (
    !isOther &&
    (!/^[a-z0-9*-]+$/.test(type) || types.some((known) => wildcardMatches(type, known.toLowerCase())))
  );
}

const verbs = { allow: 'allowed', deny: 'denied' } as const;

function conditionReason(
  { deciding, effect }: Clause,
  condition: StatementCondition,
  open: readonly OpenTest[],
  language: Language,
): Reason {
  const words = openTestsInWords(open, language);
  const kind = kindOfCondition(condition, open);
  const whole = condition.hole
    ? "the statement's Condition holds, which is not fixed"
    : "the statement's Condition holds";
  return {
    kind,
    message: `${verbs[effect]} only while ${words === '' ? whole : words}`,
    residue: residueOfTests(open.map(({ test }) => test)),
    by: [{ ...deciding, path: condition.path }],
  };
}

/** A Condition that is not fixed may ask for anything. */
function kindOfCondition({ hole }: StatementCondition, open: readonly OpenTest[]): 'condition' | 'hole' {
  const isHole = ({ test: { operator, key, values } }: OpenTest) =>
    hasHole(operator) || hasHole(key) || values.some(({ text, maybe }) => maybe || hasHole(text));
  return hole || open.some(isHole) ? 'hole' : 'condition';
}

/** The first few tests that have to hold, with the first few values of each. */
export function residueOfTests(tests: readonly ConditionTest[]): Residue {
  const { few, others } = firstFew(tests);
  const conditions = few.map(({ operator, key, values }) => {
    const listed = firstFew(textsOf(values).map(withHolesShown));
    return {
      operator: withHolesShown(operator),
      key: withHolesShown(key),
      values: listed.few,
      ...othersMember(listed.others),
    };
  });
  return { conditions, ...othersMember(others) };
}

/** What a statement is limited to, in words: "resources `a`, `b`". */
export function resourcesInWords(resource: StatementResource): string {
  return `${resource.kind === 'agencies' ? 'agencies' : 'resources'} ${fewInBackticks(namesOfResource(resource)).join(', ') || '(none listed)'}`;
}

/** The first few resources that a statement is limited to. */
export function residueOfResources(resource: StatementResource): Residue {
  return residueOf(namesOfResource(resource));
}

function residueOf(resources: readonly string[]): Residue {
  const { few, others } = firstFew(resources.map(withHolesShown));
  return { resources: few, ...othersMember(others) };
}

function namesOfResource(resource: StatementResource): readonly string[] {
  return textsOf(listedTexts(resource));
}
