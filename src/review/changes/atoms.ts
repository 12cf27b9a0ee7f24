import { readActionMeaning } from '../../decide/action-meaning.ts';
import type { Clause } from '../../decide/clause.ts';
import { compileGrants, type Stage } from '../../decide/grants.ts';
import { allOfType, foldedResource } from '../../decide/resource.ts';
import type { Targets } from '../../decide/target.ts';
import type { ActionPattern } from '../../model/action.ts';
import type { Deciding } from '../../model/decision.ts';
import { type Grant, type GrantPlace, isHole, namedPlace } from '../../model/grant.ts';
import { hasHole, withHolesShown } from '../../model/hole.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Language } from '../../model/language.ts';
import {
  type DocumentPath,
  type Fault,
  type PlacedText,
  type Policy,
  type PolicyHole,
  policyName,
  type Statement,
  type StatementCondition,
  type StatementReading,
  type StatementResource,
} from '../../model/policy.ts';
import { type Glob, globOf } from '../../patterns/glob.ts';
import { type Budget, createPatternCover, type PatternCover } from '../../patterns/pattern-cover.ts';
import type { ConditionLimit, Limits, ResourceItem, ResourceLimit } from './limits.ts';
import type { ReviewedUnit, UnitSource } from './reviewed-side.ts';

/** One element of an Action, or one thing that a policy may do by what it is: what it matches, and under which limits. */
export interface Atom {
  readonly group: AtomGroup;
  /** Equal texts match the same. */
  readonly key: string;
  /** As it is written. */
  readonly text: string;
  readonly matches: AtomMatches;
  readonly deciding: Deciding;
  /** Lower-case service code of all that it matches; `undefined`: of any service. */
  readonly service: string | undefined;
}

export type AtomMatches =
  | { readonly kind: 'pattern'; readonly pattern: ActionPattern; readonly glob: Glob }
  | { readonly kind: 'glob'; readonly glob: Glob }
  /** Every action but those that one of the globs matches. */
  | { readonly kind: 'all-but'; readonly globs: readonly Glob[] };

/** Atoms under the same limits. */
export interface AtomGroup {
  readonly key: string;
  readonly limits: Limits;
  readonly atoms: Map<string, Atom>;
  /** Finds the atom whose pattern covers another one. */
  readonly cover: PatternCover<Atom>;
  /** Those that have no pattern. */
  readonly others: Atom[];
}

/** All that a unit says, ready to be compared. */
export interface UnitAtoms {
  readonly groups: ReadonlyMap<string, AtomGroup>;
  /** Parts that may hold any statement, each with what it is told by; equal ones mean the same. */
  readonly open: ReadonlyMap<string, string>;
  /** What decisions depend on besides: names of roles that are granted. */
  readonly names: readonly string[];
}

/** What reading atoms needs to know. */
export interface AtomReading {
  readonly language: Language;
  readonly targets: Targets;
  readonly budget: Budget;
}

/**
 * Takes apart what a unit is granted.
 * @param side tells the two sides apart: what is not fixed and cannot be told by what is written is equal to nothing else
 */
export function atomsOf(
  { grants, source }: ReviewedUnit,
  side: 'old' | 'new',
  { language, targets, budget }: AtomReading,
): UnitAtoms {
  const readable = grants.map((grant) => ({ ...grant, policy: asReadable(grant.policy) }));
  const compiled = compileGrants(readable, language, targets);
  const reader = new AtomReader(source, side, budget);
  for (const stage of [compiled.iam, compiled.enterpriseProject]) reader.addStage(stage);
  for (const grant of readable) reader.addGrant(grant);
  return { ...reader.result(), names: [...compiled.names].sort() };
}

/** What a policy says of itself in members that limit nothing, though Version 1.1 does not know them. */
const labels: ReadonlySet<string> = new Set(['sid', 'id', 'description', 'name']);

/** The policy without the faults that cannot change what it does: a label that its Version does not know. */
export function asReadable(policy: Policy): Policy {
  const root = policy.root ?? [];
  const isLabel = (fault: Fault) => {
    if (fault.kind !== 'unknown-member' || fault.scalar !== true || !labels.has(fault.member.toLowerCase()))
      return false;
    const owner = fault.path.slice(root.length, -1);
    return owner.length === 0 || (owner.length === 2 && owner[0] === 'Statement');
  };
  const faults = policy.faults.filter((fault) => !isLabel(fault));
  return faults.length === policy.faults.length ? policy : { ...policy, faults };
}

class AtomReader {
  readonly #source: UnitSource;
  readonly #side: string;
  readonly #budget: Budget;
  readonly #groups = new Map<string, AtomGroup>();
  readonly #open = new Map<string, string>();
  readonly #ofStatement = new Map<Statement | Policy, readonly AtomGroup[]>();
  readonly #actions = new Map<Statement, ReadonlyMap<DocumentPath, PlacedText>>();
  #unique = 0;

  constructor(source: UnitSource, side: string, budget: Budget) {
    this.#source = source;
    this.#side = side;
    this.#budget = budget;
  }

  result(): Omit<UnitAtoms, 'names'> {
    return { groups: this.#groups, open: this.#open };
  }

  addStage({ clauses }: Stage): void {
    for (const clause of clauses) {
      const action = this.#actionOf(clause);
      this.#add(this.#groupOf(clause, action), {
        text:
          (clause.doubt?.kind === 'disputed' ? undefined : action?.text) ??
          clause.pattern?.text ??
          `${clause.service ?? '*'}:*:*`,
        matches: clause.pattern
          ? { kind: 'pattern', pattern: clause.pattern, glob: clause.glob }
          : { kind: 'glob', glob: clause.glob },
        deciding: clause.deciding,
        service: clause.service,
      });
    }
  }

  /** The group of a clause; most actions of a statement are in one. */
  #groupOf(clause: Clause, action: PlacedText | undefined): AtomGroup {
    const { statement, policy, place, effect } = clause;
    const doubt = this.#withPlace(this.#doubt(clause, action), place);
    const known = this.#ofStatement.get(statement ?? policy) ?? [];
    const before = known.find(
      ({ limits }) => limits.doubt === doubt && limits.place === place && limits.effect === effect,
    );
    if (before !== undefined) return before;
    const group = this.#group({
      vocabulary: '1.1',
      effect,
      place,
      layer: policy.layer,
      resource:
        statement === undefined ? { kind: 'all' } : this.#resource(statement.resource, undefined, policy),
      condition: this.#condition(statement?.condition, policy),
      doubt,
      ...(statement === undefined ? { bySilence: true } : {}),
    });
    this.#ofStatement.set(statement ?? policy, [...known, group]);
    return group;
  }

  /** The element of an Action that a clause is made from. */
  #actionOf({ statement, deciding }: Clause): PlacedText | undefined {
    if (statement === undefined) return undefined;
    let byPath = this.#actions.get(statement);
    if (byPath === undefined) {
      byPath = new Map(statement.actions.map((action) => [action.path, action]));
      this.#actions.set(statement, byPath);
    }
    return byPath.get(deciding.path);
  }

  addGrant(grant: Grant): void {
    const { policy } = grant;
    const { faults, kind, holes = [] } = policy;
    if (kind === 'unreadable' || faults.length > 0) this.#addUnreadable(grant);
    for (const hole of holes) this.#addHole(hole, grant);
    if (kind !== 'identity-policy') return;
    const readings = policy.readings ?? policy.statements;
    // One that is granted by its name: equal names mean the same.
    if (readings.length === 0 && faults.length === 0)
      this.#open.set(
        JSON.stringify([policyName(policy), grant.place]),
        `the content of ${inBackticks(policyName(policy))} is not known`,
      );
    for (const reading of readings) this.#addReading(reading, grant);
  }

  /** Equal texts mean the same, whatever it is. */
  #addUnreadable({ policy, place }: Grant): void {
    const written = this.#source.writtenAt(policy, policy.root ?? []);
    const text = written === undefined ? this.#newKey() : faultyKey(written, policy);
    this.#open.set(
      JSON.stringify([text, place]),
      `${inBackticks(policyName(policy))} cannot be read as a whole`,
    );
  }

  #addHole({ kind, path, written }: PolicyHole, { policy, place }: Grant): void {
    if (kind === 'layer') return;
    const told = written ?? this.#source.writtenAt(policy, path);
    const key = JSON.stringify([kind, this.#holeKey(told), place]);
    const what = written === undefined ? 'a part' : inBackticks(written);
    this.#open.set(key, `${what} of ${inBackticks(policyName(policy))} is not fixed`);
  }

  /** A statement of Version 5.0. */
  #addReading(reading: StatementReading, { policy, place, maybe }: Grant): void {
    const { effect, actions, notActions, condition, unsure } = reading;
    // A fault of the policy.
    if (effect === undefined) return;
    const doubt = unsure ?? (maybe || policy.maybe ? 'maybe' : undefined);
    const limits: Limits = {
      vocabulary: '5.0',
      effect,
      place,
      layer: policy.layer,
      resource: this.#resource(reading.resource, reading.notResources, policy),
      condition: this.#condition(condition, policy),
      doubt: this.#withPlace(doubt === undefined ? undefined : `${doubt} ${this.#holeKey(undefined)}`, place),
    };
    const deciding = (path: DocumentPath): Deciding => ({ file: policy.file, path, effect });
    const doubtful = (member: string, texts: readonly PlacedText[]): Limits => ({
      ...limits,
      doubt: JSON.stringify([limits.doubt ?? '', member, this.#keyOfTexts(texts, policy)]),
    });
    if (notActions !== undefined) {
      const globs = notActions.map(({ text }) => globOfIdentityAction(text));
      const open = notActions.some(({ text, maybe: isMaybe }) => isMaybe || hasHole(text));
      const known = globs.flatMap((glob) => (glob === undefined ? [] : [glob]));
      const isKnown = !open && known.length === globs.length;
      const texts = notActions.map(({ text }) => text);
      this.#add(this.#group(isKnown ? limits : doubtful('NotAction', notActions)), {
        text: `all but ${texts.join(', ')}`,
        matches: { kind: 'all-but', globs: isKnown ? known : [] },
        deciding: deciding(reading.path),
        service: undefined,
      });
    }
    for (const action of actions) {
      const glob = globOfIdentityAction(action.text);
      const isSure = glob !== undefined && !action.maybe && !hasHole(action.text);
      this.#add(this.#group(isSure ? limits : doubtful('Action', [action])), {
        text: action.text,
        matches: isSure ? matchesOfIdentityAction(action.text, glob) : { kind: 'all-but', globs: [] },
        deciding: deciding(action.path),
        service: undefined,
      });
    }
  }

  #group(limits: Limits): AtomGroup {
    const key = JSON.stringify([
      limits.vocabulary,
      limits.effect,
      limits.place,
      limits.layer ?? '',
      resourceKey(limits.resource),
      limits.condition?.key ?? '',
      limits.doubt ?? '',
    ]);
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const cover = createPatternCover<Atom>(this.#budget);
    const group: AtomGroup = { key, limits, atoms: new Map(), cover, others: [] };
    this.#groups.set(key, group);
    return group;
  }

  #add(group: AtomGroup, atom: Omit<Atom, 'group' | 'key'>): void {
    const { matches } = atom;
    const key = matches.kind === 'pattern' ? matches.pattern.segments.join(':') : JSON.stringify(matches);
    if (group.atoms.has(key)) return;
    const added: Atom = { ...atom, group, key };
    group.atoms.set(key, added);
    if (matches.kind === 'pattern') group.cover.add(matches.pattern, added);
    else group.others.push(added);
  }

  /**
   * What leaves open whether a clause counts. The words of a reason name files and cut what is long, so that they tell doubts
   * apart only where they name a role or a policy.
   */
  #doubt({ doubt, policy, statement }: Clause, action: PlacedText | undefined): string | undefined {
    const meanings = policy.meanings === undefined ? '' : `meanings of ${policy.displayName ?? ''}`;
    if (doubt === undefined) return meanings === '' ? undefined : meanings;
    const { kind, message, actions } = doubt;
    const isDoubtful = action !== undefined && readActionMeaning(action.text).kind === 'doubtful';
    return JSON.stringify([
      meanings,
      statement === undefined ? 'policy' : (statement.unsure ?? ''),
      kind,
      kind === 'disputed' ? actions : '',
      kind === 'role-content' || kind === 'unpublished-content' ? [policy.displayName, message] : '',
      isDoubtful ? this.#keyOfTexts([action], policy) : '',
      // Whatever is there under a condition only: what decides that may be anywhere.
      kind === 'hole' && (!isDoubtful || statement?.unsure !== undefined) ? this.#holeKey(undefined) : '',
      kind === 'hole' && !isDoubtful ? message : '',
    ]);
  }

  /** A place that the file does not fix is the same one only where it gets its name from the same. */
  #withPlace(doubt: string | undefined, place: GrantPlace): string | undefined {
    const { project, enterpriseProject } = (isHole(place) ? namedPlace(place) : undefined) ?? {};
    const written = project ?? enterpriseProject;
    if (written === undefined) return doubt;
    const key = this.#holeKey(written);
    return key === written ? doubt : JSON.stringify([doubt ?? '', key]);
  }

  #resource(
    resource: StatementResource,
    notResources: readonly PlacedText[] | undefined,
    policy: Policy,
  ): ResourceLimit {
    if (notResources !== undefined)
      return { kind: 'other', key: `all but ${this.#keyOfTexts(notResources, policy)}` };
    switch (resource.kind) {
      case 'omitted':
        return { kind: 'all' };
      case 'agencies':
        return { kind: 'other', key: `agencies ${this.#keyOfTexts(resource.uris, policy)}` };
      case 'list':
        if (resource.resources.some(({ text, maybe }) => text === '*' && !maybe)) return { kind: 'all' };
        return {
          kind: 'some',
          items: resource.resources.map((item): ResourceItem => {
            const { text, maybe } = item;
            if (maybe || hasHole(text))
              return { key: this.#keyOfTexts([item], policy), shown: withHolesShown(text) };
            const allOf = allOfType(text);
            return {
              key: foldedResource(text),
              shown: text,
              text,
              ...(allOf === undefined ? {} : { allOf }),
            };
          }),
        };
    }
  }

  #condition(condition: StatementCondition | undefined, policy: Policy): ConditionLimit | undefined {
    if (condition === undefined) return undefined;
    const { tests, hole, readable, path } = condition;
    const read = tests.map((test) => ({
      key: JSON.stringify([test.operator, test.key, this.#keyOfTexts(test.values, policy)]),
      test,
    }));
    const key = JSON.stringify([...new Set(read.map((test) => test.key))].sort());
    const names = tests.flatMap((test) => [test.operator, test.key]);
    if (!hole && readable && !names.some(hasHole)) return { key, tests: read };
    const written = this.#source.writtenAt(policy, path);
    return {
      key: `${key} ${hole || names.some(hasHole) ? this.#holeKey(written) : (written ?? this.#newKey())}`,
    };
  }

  /** Neither order nor repetition counts. */
  #keyOfTexts(texts: readonly PlacedText[], policy: Policy): string {
    const keys = texts.map(({ text, maybe, path }) => {
      if (!maybe && !hasHole(text)) return text;
      const told = this.#source.writtenAt(policy, path);
      return JSON.stringify([text, this.#holeKey(maybe ? undefined : told), maybe ? told : '']);
    });
    return JSON.stringify([...new Set(keys)].sort());
  }

  /**
   * What a part that is not fixed is compared by: what is written there, and all that it may depend on.
   */
  #holeKey(written: string | undefined): string {
    const open = this.#source.openParts(written);
    if (open === undefined) return this.#newKey();
    return [written ?? '', ...(open === '' ? [] : [open])].join('\n');
  }

  /** Equal to nothing else. */
  #newKey(): string {
    this.#unique += 1;
    return `${this.#side} ${this.#unique}`;
  }
}

/** Faults of documents whose text says more than the values in it. */
const faultsOfTexts: ReadonlySet<Fault['kind']> = new Set([
  'invalid-json',
  'duplicate-member',
  'multiple-documents',
  'invalid-encoding',
  'input-too-large',
]);

/** What a document at fault is compared by: of JSON its values in whatever order, as all its lists are sets; else its text. */
function faultyKey(text: string, { faults }: Policy): string {
  if (faults.some(({ kind }) => faultsOfTexts.has(kind))) return text;
  try {
    return JSON.stringify(ordered(JSON.parse(text)));
  } catch {
    // YAML, or a document in another language.
    return text;
  }
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(ordered).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, ordered(member)] as const);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function resourceKey(resource: ResourceLimit): unknown {
  switch (resource.kind) {
    case 'all':
      return 'all';
    case 'other':
      return resource.key;
    case 'some':
      return [...new Set(resource.items.map(({ key }) => key))].sort();
  }
}

/** An action of Version 5.0: three segments with `*` and `?`, or `*` alone. `undefined`: nobody can tell what it matches. */
function globOfIdentityAction(text: string): Glob | undefined {
  if (text === '*') return globOf('*:*:*', { crossing: false, questionMark: true });
  if (!/^[\w.*?-]+:[\w.*?-]+:[\w.*?-]+$/u.test(text)) return undefined;
  return globOf(text.toLowerCase(), { crossing: false, questionMark: true });
}

function matchesOfIdentityAction(text: string, glob: Glob): AtomMatches {
  const meaning = readActionMeaning(text === '*' ? '*:*:*' : text);
  return meaning.kind === 'pattern'
    ? { kind: 'pattern', pattern: meaning.pattern, glob }
    : { kind: 'glob', glob };
}
