import { readActionMeaning } from '../../decide/action-meaning.ts';
import type { Clause } from '../../decide/clause.ts';
import { compileGrants, type Stage } from '../../decide/grants.ts';
import { foldedResource } from '../../decide/resource.ts';
import type { Targets } from '../../decide/target.ts';
import type { ActionPattern } from '../../model/action.ts';
import type { Deciding, Reason } from '../../model/decision.ts';
import type { Grant } from '../../model/grant.ts';
import { hasHole, withHolesShown } from '../../model/hole.ts';
import type { Language } from '../../model/language.ts';
import type {
  DocumentPath,
  PlacedText,
  Policy,
  PolicyHole,
  StatementCondition,
  StatementReading,
  StatementResource,
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
  /** Why nothing of a policy is sure and it cannot be compared, in words. */
  readonly unreadable: readonly string[];
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
  const faults = policy.faults.filter(
    (fault) => !(fault.kind === 'unknown-member' && fault.scalar && labels.has(fault.member.toLowerCase())),
  );
  return faults.length === policy.faults.length ? policy : { ...policy, faults };
}

class AtomReader {
  readonly #source: UnitSource;
  readonly #side: string;
  readonly #budget: Budget;
  readonly #groups = new Map<string, AtomGroup>();
  readonly #open = new Map<string, string>();
  readonly #unreadable: string[] = [];
  #unique = 0;

  constructor(source: UnitSource, side: string, budget: Budget) {
    this.#source = source;
    this.#side = side;
    this.#budget = budget;
  }

  result(): Omit<UnitAtoms, 'names'> {
    return { groups: this.#groups, open: this.#open, unreadable: this.#unreadable };
  }

  addStage({ clauses }: Stage): void {
    for (const clause of clauses) {
      const { statement, policy, place, effect } = clause;
      const limits: Limits = {
        vocabulary: '1.1',
        effect,
        place,
        layer: policy.layer,
        resource:
          statement === undefined ? { kind: 'all' } : this.#resource(statement.resource, undefined, policy),
        condition: this.#condition(statement?.condition, policy),
        doubt: this.#doubt(clause),
      };
      const text = this.#textOf(clause);
      const matches: AtomMatches = clause.pattern
        ? { kind: 'pattern', pattern: clause.pattern, glob: clause.glob }
        : { kind: 'glob', glob: clause.glob };
      this.#add(limits, { text, matches, deciding: clause.deciding, service: clause.service });
    }
  }

  addGrant(grant: Grant): void {
    const { policy } = grant;
    const { faults, kind, holes = [] } = policy;
    if (kind === 'unreadable' || faults.length > 0) this.#addUnreadable(grant);
    for (const hole of holes) this.#addHole(hole, grant);
    if (kind !== 'identity-policy') return;
    const readings = policy.readings ?? policy.statements;
    if (readings.length === 0 && faults.length === 0)
      this.#unreadable.push(`the statements of \`${policy.name ?? policy.file}\` are not known`);
    for (const reading of readings) this.#addReading(reading, grant);
  }

  /** Equal texts mean the same, whatever it is. */
  #addUnreadable({ policy, place }: Grant): void {
    const text = this.#source.writtenAt(policy, policy.root ?? []) ?? this.#newKey();
    this.#open.set(
      JSON.stringify([withoutLabels(text), place]),
      `\`${policy.name ?? policy.file}\` cannot be read as a whole`,
    );
  }

  #addHole({ kind, path, written }: PolicyHole, { policy, place }: Grant): void {
    if (kind === 'layer') return;
    const told = written ?? this.#source.writtenAt(policy, path);
    const key = JSON.stringify([kind, this.#holeKey(told), place]);
    const what = written === undefined ? 'a part' : `\`${written}\``;
    this.#open.set(key, `${what} of \`${policy.name ?? policy.file}\` is not fixed`);
  }

  /** A statement of Version 5.0. */
  #addReading(reading: StatementReading, { policy, place, maybe }: Grant): void {
    const { effect, actions, notActions, condition, unsure } = reading;
    if (effect === undefined) {
      this.#unreadable.push(`a statement of \`${policy.file}\` has no known Effect`);
      return;
    }
    const doubt = unsure ?? (maybe || policy.maybe ? 'maybe' : undefined);
    const limits: Limits = {
      vocabulary: '5.0',
      effect,
      place,
      layer: policy.layer,
      resource: this.#resource(reading.resource, reading.notResources, policy),
      condition: this.#condition(condition, policy),
      doubt: doubt === undefined ? undefined : `${doubt} ${this.#holeKey(undefined)}`,
    };
    const deciding = (path: DocumentPath): Deciding => ({ file: policy.file, path, effect });
    if (notActions !== undefined) {
      const globs = notActions.map(({ text }) => globOfIdentityAction(text));
      const open = notActions.some(({ text, maybe: isMaybe }) => isMaybe || hasHole(text));
      const known = globs.flatMap((glob) => (glob === undefined ? [] : [glob]));
      const isKnown = !open && known.length === globs.length;
      const texts = notActions.map(({ text }) => text);
      this.#add(
        isKnown ? limits : { ...limits, doubt: `NotAction ${this.#keyOfTexts(notActions, policy)}` },
        {
          text: `all but ${texts.join(', ')}`,
          matches: { kind: 'all-but', globs: isKnown ? known : [] },
          deciding: deciding(reading.path),
          service: undefined,
        },
      );
    }
    for (const action of actions) {
      const glob = globOfIdentityAction(action.text);
      const isSure = glob !== undefined && !action.maybe && !hasHole(action.text);
      this.#add(isSure ? limits : { ...limits, doubt: `Action ${this.#keyOfTexts([action], policy)}` }, {
        text: action.text,
        matches: isSure ? matchesOfIdentityAction(action.text, glob) : { kind: 'all-but', globs: [] },
        deciding: deciding(action.path),
        service: undefined,
      });
    }
  }

  #add(limits: Limits, atom: Omit<Atom, 'group' | 'key'>): void {
    const groupKey = JSON.stringify([
      limits.vocabulary,
      limits.effect,
      limits.place,
      limits.layer ?? '',
      resourceKey(limits.resource),
      limits.condition?.key ?? '',
      limits.doubt ?? '',
    ]);
    let group = this.#groups.get(groupKey);
    if (group === undefined) {
      group = {
        key: groupKey,
        limits,
        atoms: new Map(),
        cover: createPatternCover<Atom>(this.#budget),
        others: [],
      };
      this.#groups.set(groupKey, group);
    }
    const { matches } = atom;
    const key = matches.kind === 'pattern' ? matches.pattern.segments.join(':') : JSON.stringify(matches);
    if (group.atoms.has(key)) return;
    const added: Atom = { ...atom, group, key };
    group.atoms.set(key, added);
    if (matches.kind === 'pattern') group.cover.add(matches.pattern, added);
    else group.others.push(added);
  }

  #textOf({ statement, deciding, pattern, service }: Clause): string {
    const action = statement?.actions.find(({ path }) => path === deciding.path);
    return action?.text ?? pattern?.text ?? `${service ?? '*'}:*:*`;
  }

  #doubt(clause: Clause): string | undefined {
    const { doubt, policy, statement, deciding } = clause;
    const meanings = policy.meanings === undefined ? undefined : `meanings of ${policy.displayName ?? ''}`;
    if (doubt === undefined) return meanings;
    const action = statement?.actions.find(({ path }) => path === deciding.path);
    return JSON.stringify([
      meanings ?? '',
      statement === undefined ? 'policy' : '',
      policy.kind === 'role' ? (policy.displayName ?? '') : '',
      this.#doubtKey(doubt, policy, action),
    ]);
  }

  #doubtKey({ kind, message, actions }: Reason, policy: Policy, action: PlacedText | undefined): string {
    // The message names the file, which may be another one.
    if (kind === 'disputed') return JSON.stringify([kind, actions]);
    if (kind === 'unreadable-policy') return kind;
    if (kind !== 'hole') return JSON.stringify([kind, message]);
    if (action === undefined || action.maybe || !isNamedIn(message, action))
      return JSON.stringify([kind, message, this.#holeKey(undefined)]);
    return JSON.stringify([kind, this.#keyOfTexts([action], policy)]);
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
            return { key: foldedResource(text), shown: text, text };
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
   * What a part that is not fixed is compared by: what is written there, and, unless that names variables only, all that it may
   * depend on.
   */
  #holeKey(written: string | undefined): string {
    if (written !== undefined && namesVariablesOnly(written)) return written;
    const open = this.#source.openParts();
    return open === undefined ? this.#newKey() : `${written ?? ''} ${open}`;
  }

  /** Equal to nothing else. */
  #newKey(): string {
    this.#unique += 1;
    return `${this.#side} ${this.#unique}`;
  }
}

/** Whether a doubt is about the action itself. */
function isNamedIn(message: string, { text }: PlacedText): boolean {
  return hasHole(text)
    ? !message.includes('under a condition only') && !message.includes('Effect')
    : message.includes(text);
}

/** `var.name` and texts, and nothing else that stands for a value. */
function namesVariablesOnly(written: string): boolean {
  const rest = written.replace(/\bvar\.[\w-]+/gu, ' ');
  return rest !== written && !/\b[A-Za-z_][\w-]*\.[A-Za-z_]|[?(]|\bfor\b/u.test(withoutTexts(rest));
}

/** Without what is in quotes, except for what is filled in there. */
function withoutTexts(text: string): string {
  const filled = [...text.matchAll(/\$\{([^}]*)\}/gu)].map(([, inner]) => inner);
  return filled.length > 0 ? filled.join(' ') : text;
}

/** The text of a document without the labels of its statements, where it is JSON and each of its members is there once. */
function withoutLabels(text: string): string {
  return text.replace(/\r\n/gu, '\n');
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
