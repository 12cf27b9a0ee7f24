import { gravityOf } from '../../decide/combine.ts';
import { resourceContains } from '../../decide/resource.ts';
import type { ActionChange, ActionChangeKind, Counterexample } from '../../model/access-changes.ts';
import { type ActionPattern, readAction } from '../../model/action.ts';
import type { AnswerPlace } from '../../model/answer.ts';
import { type AccessLevel, accessLevels, type Catalogue, type KnownAction } from '../../model/catalogue.ts';
import type { ActionDecisionKind } from '../../model/decision.ts';
import { fewInBackticks, firstFew } from '../../model/first-few.ts';
import { namedPlace, placeInWords } from '../../model/grant.ts';
import { hasHole, withHolesShown } from '../../model/hole.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Language } from '../../model/language.ts';
import type { Atom, AtomGroup } from './atoms.ts';
import { type Covering, literalMatches, matchesLiteral, meet, type Uncovered } from './covering.ts';
import {
  conditionCovers,
  type Limits,
  partsOf,
  placeCovers,
  placeKey,
  type ResourcePart,
  resourceCovers,
} from './limits.ts';
import type { RequestsOfUnit } from './requests.ts';
import type { UnitSource } from './reviewed-side.ts';

/** What is said by one side, as it is compared with the other one. */
export interface ChangeQuestion {
  readonly catalogue: Catalogue;
  readonly language: Language;
  /** Decides requests in a place that a grant names. */
  readonly requestsAt: (place: string | undefined) => RequestsOfUnit;
  /** The side that says what the other one does not. */
  readonly said: { readonly side: 'old' | 'new'; readonly source: UnitSource };
  readonly other: {
    readonly side: 'old' | 'new';
    readonly source: UnitSource;
    readonly groups: readonly AtomGroup[];
  };
  /** What does not cover what is said: the other side. */
  readonly covering: Covering;
  /** What may cover what the other side says. */
  readonly reverse: Covering;
}

/** Puts what one side says and the other does not into words, with the levels of what it is about and a request that shows it. */
export function changesOf(
  uncovered: readonly Uncovered[],
  question: ChangeQuestion,
): readonly ActionChange[] {
  const changes = withoutCovered(uncovered).map((one) => changeOf(one, question));
  // An action that can be read in several ways is there once for each of them.
  const keyOf = ({ message, old, new: now }: ActionChange) => JSON.stringify([message, old, now]);
  return [...new Map(changes.map((change) => [keyOf(change), change])).values()];
}

/** Without those that another one of the same group covers with the same parts: they say nothing more. */
function withoutCovered(uncovered: readonly Uncovered[]): readonly Uncovered[] {
  const parts = new Map(uncovered.map((one) => [one.atom, one.parts.length]));
  return uncovered.filter(({ atom, parts: own }) => {
    if (atom.matches.kind !== 'pattern') return true;
    const { pattern } = atom.matches;
    const wider = atom.group.cover.find(pattern, (item) => item !== atom && parts.get(item) === own.length);
    return wider === undefined;
  });
}

function changeOf({ atom, parts }: Uncovered, question: ChangeQuestion): ActionChange {
  const { catalogue, requestsAt, said, other, covering } = question;
  const { limits } = atom.group;
  const requests = requestsAt(placeKey(limits.place));
  const isLeft = (pattern: ActionPattern) => covering.partsLeft(literalMatches(pattern), limits).length > 0;
  const documented =
    limits.vocabulary === '5.0' ? [] : documentedIn(atom, catalogue).filter(({ pattern }) => isLeft(pattern));
  const witness = documented[0]?.pattern ?? inventedIn(atom, isLeft);
  const related =
    witness === undefined
      ? []
      : other.groups.filter(
          (group) =>
            group.limits.effect === limits.effect &&
            group.limits.vocabulary === limits.vocabulary &&
            group.limits.bySilence === limits.bySilence &&
            placeCovers(group.limits.place, limits.place) &&
            atomMatching(group, witness) !== undefined,
        );
  const nearest = nearestOf(related, limits, question.language);
  const gained = (said.side === 'new') === (limits.effect === 'allow');
  const how = kindOfChange(atom, { nearest, witness, gained }, question);
  const groups = [atom.group, ...related, ...sameAction(other.groups, witness)];
  const isDecided = limits.vocabulary === '1.1' && requests.mayDecide();
  const counterexample =
    witness === undefined || !isDecided
      ? undefined
      : exampleOf([witness, ...ofType(documented, parts)], requests, {
          gained,
          groups: [...new Set(groups)],
          parts,
          catalogue,
        });
  const [from, to] = kindsOf(atom, witness, how, isDecided ? requests : undefined);
  const placesOn = (side: 'old' | 'new', source: UnitSource) =>
    side === said.side
      ? [source.placeOf(atom.deciding)]
      : placesOf(
          nearest === undefined || witness === undefined ? undefined : atomMatching(nearest, witness),
          isDecided && witness !== undefined ? requests.decide(side, witness.text).by : [],
          source,
        );
  const level = documented[0]?.known.access;
  const listed = firstFew(documented.map(({ known: { action } }) => action));
  const except = exceptions(atom, other.groups, how);
  return {
    kind: 'actions',
    how,
    actions: withHolesShown(atom.text),
    ...(except.length === 0 ? {} : { except }),
    broadens: gained,
    ...(level === undefined ? {} : { level }),
    documented: listed.few,
    ...(listed.others === 0 ? {} : { documentedOthers: listed.others }),
    from,
    to,
    message: messageOf(how, atom, parts),
    old: said.side === 'old' ? placesOn('old', said.source) : placesOn('old', other.source),
    new: said.side === 'new' ? placesOn('new', said.source) : placesOn('new', other.source),
    ...(counterexample === undefined ? {} : { counterexample }),
  };
}

function placesOf(
  atom: Atom | undefined,
  by: readonly Atom['deciding'][],
  source: UnitSource,
): readonly AnswerPlace[] {
  const all = by.length > 0 || atom === undefined ? by : [atom.deciding];
  return firstFew([...new Set(all)]).few.map((deciding) => source.placeOf(deciding));
}

/** One that matches an action. */
function atomMatching({ cover, others }: AtomGroup, action: ActionPattern): Atom | undefined {
  return cover.find(action, () => true) ?? others.find(({ matches }) => matchesLiteral(matches, action));
}

/** Everything on a side that says something of an action. */
function sameAction(groups: readonly AtomGroup[], witness: ActionPattern | undefined): readonly AtomGroup[] {
  return witness === undefined ? [] : groups.filter((group) => atomMatching(group, witness) !== undefined);
}

/** The first atoms of groups: what of thousands is not among them is not looked for. */
function* firstAtoms(groups: readonly AtomGroup[]): Generator<Atom, void> {
  let left = 2000;
  for (const { atoms } of groups)
    for (const atom of atoms.values()) {
      left -= 1;
      if (left < 0) return;
      yield atom;
    }
}

interface DocumentedAction {
  readonly known: KnownAction;
  readonly pattern: ActionPattern;
}

/** The documented actions that an atom matches, the gravest first. */
function documentedIn({ matches, text }: Atom, catalogue: Catalogue): readonly DocumentedAction[] {
  const reading = readAction(text);
  const pattern =
    matches.kind === 'pattern' ? matches.pattern : reading.ok && !hasHole(text) ? reading.pattern : undefined;
  if (pattern === undefined) return [];
  const found = [...catalogue.actionsMatching(pattern)];
  return found.sort((a, b) => levelRank(b.known.access) - levelRank(a.known.access));
}

export function levelRank(level: AccessLevel | undefined): number {
  return level === undefined ? -1 : accessLevels.indexOf(level);
}

/** An action that nobody documents, which shows that a part of a pattern is not covered. */
function inventedIn(
  { matches, text }: Atom,
  isLeft: (pattern: ActionPattern) => boolean,
): ActionPattern | undefined {
  const pattern = matches.kind === 'pattern' ? matches.pattern.segments.join(':') : hasHole(text) ? '' : text;
  if (matches.kind !== 'pattern' && pattern.includes('?')) return undefined;
  for (const word of ['', 'x', 'example', 'anotherexample', 'qzqzqzqz']) {
    const reading = readAction(pattern.replace(/\*+/gu, word));
    if (reading.ok && reading.pattern.concrete && isLeft(reading.pattern)) return reading.pattern;
  }
  return undefined;
}

/** Of several groups the one whose limits differ least. */
function nearestOf(groups: readonly AtomGroup[], limits: Limits, language: Language): AtomGroup | undefined {
  let best: AtomGroup | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const group of groups) {
    const { length } = differences(group.limits, limits, language);
    if (length >= fewest) continue;
    best = group;
    fewest = length;
  }
  return best;
}

type Aspect = 'layer' | 'doubt' | 'condition' | 'resource';

/** In what limits of the other side do not cover those that are said. */
function differences(other: Limits, said: Limits, language: Language): readonly Aspect[] {
  return [
    ...(other.layer === undefined || other.layer === said.layer ? [] : ['layer' as const]),
    ...(other.doubt === undefined || other.doubt === said.doubt ? [] : ['doubt' as const]),
    ...(conditionCovers(other.condition, said.condition, language) ? [] : ['condition' as const]),
    ...(resourceIncludes(other, said) ? [] : ['resource' as const]),
  ];
}

function resourceIncludes(wide: Limits, narrow: Limits): boolean {
  return partsOf(narrow.resource).every((part) =>
    resourceCovers(wide.resource, part, narrow.resource, { contains: resourceContains }),
  );
}

interface Nearest {
  /** What the other side says of the action, where it says anything with the same effect. */
  readonly nearest: AtomGroup | undefined;
  readonly witness: ActionPattern | undefined;
  readonly gained: boolean;
}

function kindOfChange(
  atom: Atom,
  { nearest, witness, gained }: Nearest,
  { language, other, reverse: covering }: ChangeQuestion,
): ActionChangeKind {
  const { limits } = atom.group;
  if (limits.effect === 'deny') {
    const isPartly =
      nearest !== undefined ||
      [...firstAtoms(other.groups.filter(({ limits: { effect } }) => effect === 'deny'))].some(
        ({ matches }) => meet(matches, atom.matches),
      );
    if (gained) return isPartly ? 'deny-narrowed' : 'deny-removed';
    return isPartly ? 'deny-widened' : 'deny-added';
  }
  if (nearest === undefined) return gained ? 'allow-added' : 'allow-removed';
  const aspects = differences(nearest.limits, limits, language);
  const [aspect, ...more] = aspects;
  if (more.length > 0 || aspect === undefined) return 'limits-changed';
  // What the other side says is said still: there is only more of it.
  const reverse =
    witness === undefined || covering.partsLeft(literalMatches(witness), nearest.limits).length > 0;
  switch (aspect) {
    case 'condition':
      if (limits.condition === undefined) return gained ? 'condition-removed' : 'condition-added';
      return reverse ? 'condition-changed' : gained ? 'condition-widened' : 'condition-narrowed';
    case 'resource':
      if (limits.resource.kind === 'all') return gained ? 'resource-removed' : 'resource-added';
      return reverse ? 'resource-changed' : gained ? 'resource-widened' : 'resource-narrowed';
    case 'doubt':
      if (limits.doubt === undefined) return gained ? 'doubt-removed' : 'doubt-added';
      return 'limits-changed';
    case 'layer':
      return 'limits-changed';
  }
}

interface ExampleQuestion {
  readonly gained: boolean;
  readonly groups: readonly AtomGroup[];
  readonly parts: Uncovered['parts'];
  readonly catalogue: Catalogue;
}

/** A documented action that is about a resource of the kind. */
function ofType(
  documented: readonly DocumentedAction[],
  parts: readonly ResourcePart[],
): readonly ActionPattern[] {
  const types = new Set(
    parts.flatMap((part) => (part === 'whole' ? [] : (part.text?.toLowerCase().split(':')[3] ?? []))),
  );
  const found = documented.find(({ pattern }) => types.has(pattern.segments[1]));
  return found === undefined ? [] : [found.pattern];
}

/** A request of one of the actions, the first that shows the difference for sure; else one that shows any. */
function exampleOf(
  actions: readonly ActionPattern[],
  requests: RequestsOfUnit,
  { gained, groups, parts, catalogue }: ExampleQuestion,
): Counterexample | undefined {
  const all = actions.flatMap((action) => {
    const found = requests.tellApart(action, gained, groups, parts);
    return found === undefined ? [] : [{ action, found }];
  });
  const isSure = ({ found: { from, to } }: (typeof all)[number]) =>
    from !== 'conditional' && to !== 'conditional';
  const { action, found } = all.find(isSure) ?? all[0] ?? {};
  if (action === undefined || found === undefined) return undefined;
  const [service] = action.segments;
  const services = catalogue.covers(catalogue.serviceCode(service)) ? [catalogue.serviceCode(service)] : [];
  const [api] = catalogue.entriesNeeding(action.text, services);
  return {
    action: action.text,
    ...(api === undefined ? {} : { api: { cloud: api.cloud, method: api.method, path: api.path } }),
    ...found,
  };
}

/**
 * Decisions of both sides on the action, whatever the request.
 * @param requests absent: they are not decided, and told by the kind of the change
 */
function kindsOf(
  { group: { limits }, text }: Atom,
  witness: ActionPattern | undefined,
  how: ActionChangeKind,
  requests: RequestsOfUnit | undefined,
): [ActionDecisionKind, ActionDecisionKind] {
  if (requests !== undefined) {
    const asked = witness?.text ?? text;
    if (readAction(asked).ok)
      return [requests.decide('old', asked).decision, requests.decide('new', asked).decision];
  }
  const isOpen =
    limits.condition !== undefined || limits.resource.kind !== 'all' || limits.doubt !== undefined;
  const granted: ActionDecisionKind = isOpen ? 'conditional' : 'allowed';
  switch (how) {
    case 'allow-added':
      return ['not-allowed', granted];
    case 'allow-removed':
      return [granted, 'not-allowed'];
    case 'deny-added':
      return ['conditional', 'denied'];
    case 'deny-removed':
      return ['denied', 'conditional'];
    default:
      return ['conditional', 'conditional'];
  }
}

/** Narrower patterns of the other side, which the change is not about. */
function exceptions(atom: Atom, groups: readonly AtomGroup[], how: ActionChangeKind): readonly string[] {
  if (atom.matches.kind !== 'pattern' || atom.matches.pattern.concrete) return [];
  if (!how.startsWith('allow-') && !how.startsWith('deny-')) return [];
  const { limits } = atom.group;
  const alike = groups.filter(
    ({ limits: own }) =>
      own.effect === limits.effect &&
      own.condition === undefined &&
      own.doubt === undefined &&
      resourceIncludes(own, limits),
  );
  const inner = [...firstAtoms(alike)]
    .filter(({ matches }) => matches.kind === 'pattern' && meet(matches, atom.matches))
    .map(({ text }) => withHolesShown(text));
  return firstFew([...new Set(inner)]).few;
}

function messageOf(
  how: ActionChangeKind,
  { text, group: { limits } }: Atom,
  parts: readonly ResourcePart[],
): string {
  const action = inBackticks(text);
  const items = parts.flatMap((part) => (part === 'whole' ? [] : [part]));
  const listed = fewInBackticks(items.map(({ shown }) => shown)).join(', ');
  const isFixed = items.every((item) => item.text !== undefined);
  const named = namedPlace(limits.place);
  const place = named === undefined ? '' : ` in ${placeInWords(named)}`;
  const where = `${place}${listed === '' ? '' : `, on ${listed}`}`;
  const perhaps = limits.doubt === undefined ? 'is' : 'may be';
  switch (how) {
    case 'allow-added':
      return `${action} ${perhaps} newly allowed${where}${limits.condition === undefined ? '' : ', under a Condition'}`;
    case 'allow-removed':
      return `${action} is not allowed any more${where}`;
    case 'condition-removed':
      return `${action} is allowed without the Condition that it had`;
    case 'condition-widened':
      return `${action} is allowed in more cases, by its Condition`;
    case 'condition-added':
      return `${action} is allowed under a Condition only`;
    case 'condition-narrowed':
      return `${action} is allowed in fewer cases, by its Condition`;
    case 'condition-changed':
      return `${action} is allowed under another Condition, which cannot be compared`;
    case 'resource-removed':
      return `${action} is allowed on all resources`;
    case 'resource-widened':
      return `${action} is allowed on more resources: ${listed}`;
    case 'resource-added':
      return `${action} is allowed on some resources only`;
    case 'resource-narrowed':
      return `${action} is allowed on fewer resources, without ${listed}`;
    case 'resource-changed':
      return limits.resource.kind === 'some' && isFixed
        ? `${action} is allowed on other resources: ${listed}`
        : `${action} is allowed on other resources${listed === '' ? '' : ` (${listed})`}, which cannot be compared`;
    case 'limits-changed':
      return `${action} is allowed in other cases, which cannot be compared`;
    case 'doubt-removed':
      return `${action} is allowed for sure, which was open`;
    case 'doubt-added':
      return `${action} is not allowed for sure any more`;
    case 'deny-removed':
      return `${action} is not denied any more${where}`;
    case 'deny-narrowed':
      return `the Deny of ${action} covers less`;
    case 'deny-added':
      return `${action} ${perhaps} newly denied${where}`;
    case 'deny-widened':
      return `the Deny of ${action} covers more`;
  }
}

/** Whether the two sides cannot be compared in this. */
export function isNotComparable({ how, message }: ActionChange): boolean {
  return how === 'limits-changed' || message.endsWith('cannot be compared');
}

/** From the gravest to the mildest change, those that broaden first. */
export function compareChanges(a: ActionChange, b: ActionChange): number {
  return (
    levelRank(b.level) - levelRank(a.level) ||
    gravityOf(a.to) - gravityOf(b.to) ||
    (a.actions < b.actions ? -1 : a.actions > b.actions ? 1 : 0)
  );
}
