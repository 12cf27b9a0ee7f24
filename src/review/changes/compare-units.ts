import type { DecisionOptions } from '../../decide/decide-api.ts';
import { createTargets, type Targets } from '../../decide/target.ts';
import type {
  AccessChange,
  ActionChange,
  ApiChange,
  UnitChange,
  UnitChangeKind,
} from '../../model/access-changes.ts';
import { accessLevels, type Catalogue } from '../../model/catalogue.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { comparisonBudget } from '../../patterns/pattern-cover.ts';
import { changesOf, compareChanges, isNotComparable, levelRank } from './action-changes.ts';
import { changedApis, compareApis } from './api-changes.ts';
import { type AtomGroup, type AtomReading, asReadable, atomsOf, type UnitAtoms } from './atoms.ts';
import { Covering } from './covering.ts';
import { grantsAt, placeKey } from './limits.ts';
import { RequestsOfUnit } from './requests.ts';
import type { ReviewedUnit } from './reviewed-side.ts';

/** What comparing needs to know besides the two sides. */
export interface ReviewKnowledge {
  readonly catalogue: Catalogue;
  /** What decisions depend on for a unit of which no more is known. */
  readonly options: DecisionOptions;
  readonly targets?: Targets;
  /** How many requests of which more is known may be tried for counterexamples of one unit; absent: a few hundred. */
  readonly mostRequests?: number;
}

/** A unit on both sides; a side that does not have it says nothing. */
export interface UnitPair {
  readonly old?: ReviewedUnit;
  readonly new?: ReviewedUnit;
}

/** What became of a unit; `undefined` where it says the same on both sides. */
export function compareUnits(pair: UnitPair, knowledge: ReviewKnowledge): UnitChange | undefined {
  const [old, now] = [pair.old, pair.new];
  const unit = now ?? old;
  if (unit === undefined) throw new Error('a unit is on one side at least');
  const isSameText = old?.text !== undefined && old.text === now?.text;
  const change: UnitChangeKind = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed';
  if (isSameText) return undefined;
  const { language } = knowledge.options;
  const reading: AtomReading = {
    language,
    targets: knowledge.targets ?? createTargets(),
    budget: comparisonBudget(),
  };
  const before = old === undefined ? nothing : atomsOf(old, 'old', reading);
  const after = now === undefined ? nothing : atomsOf(now, 'new', reading);
  if (old !== undefined && now !== undefined && saySame(before, after)) return undefined;
  return new UnitComparison(
    { old: old ?? emptied(unit), new: now ?? emptied(unit), before, after, change },
    reading,
    knowledge,
  ).result();
}

/**
 * Where thousands of texts that nobody can read may each be about every API, APIs are not gone through: what such texts may
 * allow is said of each of them.
 */
const mostForApis = 10_000_000;

const nothing: UnitAtoms = { groups: new Map(), open: new Map(), names: [] };

/** The side that does not have the unit. */
function emptied(unit: ReviewedUnit): ReviewedUnit {
  return { ...unit, grants: [] };
}

/** Whether the two say the same, in whatever order and grouping. */
export function saySame(one: UnitAtoms, other: UnitAtoms): boolean {
  if (one.names.join('\n') !== other.names.join('\n')) return false;
  if (!haveSameKeys(one.open, other.open) || !haveSameKeys(one.groups, other.groups)) return false;
  return [...one.groups].every(([key, { atoms }]) =>
    haveSameKeys(atoms, other.groups.get(key)?.atoms ?? new Map()),
  );
}

function haveSameKeys(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): boolean {
  return one.size === other.size && [...one.keys()].every((key) => other.has(key));
}

interface ComparedUnit {
  readonly old: ReviewedUnit;
  readonly new: ReviewedUnit;
  readonly before: UnitAtoms;
  readonly after: UnitAtoms;
  readonly change: UnitChangeKind;
}

class UnitComparison {
  readonly #unit: ComparedUnit;
  readonly #reading: AtomReading;
  readonly #knowledge: ReviewKnowledge;
  readonly #options: DecisionOptions;
  /** Nothing on the old side is known, so that all that the new side may allow is gained. */
  readonly #oldIsOpen: boolean;

  constructor(unit: ComparedUnit, reading: AtomReading, knowledge: ReviewKnowledge) {
    this.#unit = unit;
    this.#reading = reading;
    this.#knowledge = knowledge;
    const cloud = unit.new.cloud ?? unit.old.cloud;
    const { cloud: asked, ...options } = knowledge.options;
    const own = asked ?? (cloud === 'any' ? undefined : cloud);
    this.#options = { ...options, targets: reading.targets, ...(own === undefined ? {} : { cloud: own }) };
    this.#oldIsOpen = this.#openOnlyIn('before').length > 0;
  }

  /** `undefined`: what is written otherwise comes to the same. */
  result(): UnitChange | undefined {
    const { old, new: now, change } = this.#unit;
    const gained = this.#gained();
    const lost = this.#lost();
    const mirrored = new Set(gained.filter(isNotComparable).map(({ how, actions }) => `${how} ${actions}`));
    const actions = [
      ...gained,
      ...lost.filter(({ how, actions: name }) => !mirrored.has(`${how} ${name}`)),
    ].sort(compareChanges);
    const apis = [...this.#apis(actions)].sort(compareApis);
    const all: readonly AccessChange[] = [...actions, ...apis].sort(
      (a, b) => levelRank(b.level) - levelRank(a.level),
    );
    const notComparable = this.#notComparable(actions);
    if (change === 'changed' && all.length + notComparable.length === 0) return undefined;
    const broadening = all.filter(({ broadens }) => broadens);
    const levels = accessLevels.filter((level) => broadening.some((one) => one.level === level)).reverse();
    const [example] = [...gained].sort(compareChanges).flatMap(({ counterexample }) => counterexample ?? []);
    return {
      unit: change === 'removed' ? old.name : now.name,
      kind: now.kind,
      change,
      broadens: broadening.length > 0 || notComparable.length > 0,
      narrows: lost.length > 0 || apis.some(({ broadens }) => !broadens),
      levels,
      gained: all.filter((one) => listOf(one) === 'gained'),
      lost: all.filter((one) => listOf(one) === 'lost'),
      conditional: all.filter((one) => listOf(one) === 'conditional'),
      notComparable,
      ...(example === undefined ? {} : { counterexample: example }),
    };
  }

  #gained(): readonly ActionChange[] {
    const { allow, deny } = this.#coverings();
    return [...this.#changes('new', 'allow', allow), ...this.#changes('old', 'deny', deny)];
  }

  #lost(): readonly ActionChange[] {
    const { allow, deny } = this.#coverings();
    return [...this.#changes('old', 'allow', allow), ...this.#changes('new', 'deny', deny)];
  }

  #covers: { readonly allow: Coverings; readonly deny: Coverings } | undefined;

  /** What covers the Allows and the Denies of each side: the other side, and of Allows what denies them anyway. */
  #coverings(): { readonly allow: Coverings; readonly deny: Coverings } {
    if (this.#covers !== undefined) return this.#covers;
    const { language, budget } = this.#reading;
    const { before, after } = this.#unit;
    const allows = this.#oldIsOpen ? [] : groupsOf(before, 'allow');
    const denies = { old: groupsOf(before, 'deny'), new: groupsOf(after, 'deny') };
    const cover = (groups: readonly AtomGroup[]) => new Covering(groups, language, budget);
    this.#covers = {
      allow: {
        new: cover([...allows, ...denies.new.filter(isSure)]),
        old: cover([...groupsOf(after, 'allow'), ...denies.old.filter(isSure)]),
      },
      deny: { old: cover(denies.new), new: cover(denies.old) },
    };
    return this.#covers;
  }

  /** What a side says with an effect and nothing of what covers it does. */
  #changes(side: 'old' | 'new', effect: 'allow' | 'deny', coverings: Coverings): readonly ActionChange[] {
    const { before, after } = this.#unit;
    const uncovered = coverings[side].uncovered(groupsOf(side === 'old' ? before : after, effect));
    if (uncovered.length === 0) return [];
    const other = side === 'old' ? 'new' : 'old';
    const atoms = other === 'old' ? before : after;
    return changesOf(uncovered, {
      catalogue: this.#knowledge.catalogue,
      language: this.#reading.language,
      requestsAt: this.#requestsAt,
      said: { side, source: this.#unit[side].source },
      other: {
        side: other,
        source: this.#unit[other].source,
        groups: other === 'old' && this.#oldIsOpen ? [] : [...atoms.groups.values()],
      },
      covering: coverings[side],
      reverse: coverings[other],
    });
  }

  readonly #known = new Map<string | undefined, RequestsOfUnit>();

  /** Requests that are made in one place: what is granted in another one says nothing of them. */
  readonly #requestsAt = (place: string | undefined): RequestsOfUnit => {
    let known = this.#known.get(place);
    if (known === undefined) {
      const { old, new: now } = this.#grants();
      known = new RequestsOfUnit(
        { old: grantsAt(old, place), new: grantsAt(now, place) },
        this.#options,
        this.#knowledge.catalogue,
        this.#knowledge.mostRequests,
      );
      this.#known.set(place, known);
    }
    return known;
  };

  /** Of a policy that cannot be read nothing is decided: what it may hold is said once. */
  #grants() {
    const readable = ({ grants }: ReviewedUnit) =>
      grants.map((grant) => ({ ...grant, policy: asReadable(grant.policy) }));
    return { old: readable(this.#unit.old), new: readable(this.#unit.new) };
  }

  #apis(actions: readonly ActionChange[]): readonly ApiChange[] {
    const { old, new: now } = this.#unit;
    // Everything is conditional under a policy that cannot be read.
    if (this.#openOnlyIn('after').length > 0) return [];
    const services = this.#servicesOf(actions);
    if (this.#costOfApis(services) > mostForApis) return [];
    const grants = this.#grants();
    const places = new Set([...grants.old, ...grants.new].map(({ place }) => placeKey(place)));
    const changes = [...places].flatMap((place) =>
      changedApis(
        {
          old: { grants: this.#oldIsOpen ? [] : grantsAt(grants.old, place), source: old.source },
          now: { grants: grantsAt(grants.new, place), source: now.source },
        },
        services,
        this.#options,
        this.#knowledge.catalogue,
      ),
    );
    // An API that changes alike in several places is told of once.
    const keyOf = ({ cloud, service, method, path, operation, from, to }: ApiChange) =>
      JSON.stringify([cloud, service, method, path, operation, from, to]);
    return [...new Map(changes.map((change) => [keyOf(change), change])).values()];
  }

  /** How often an API would be compared with a text that nobody can read, at the most. */
  #costOfApis(services: readonly string[]): number {
    const { catalogue } = this.#knowledge;
    const apis = services.reduce((sum, service) => sum + catalogue.entries(service).length, 0);
    const { before, after } = this.#unit;
    const open = [...before.groups.values(), ...after.groups.values()].reduce(
      (sum, { others }) => sum + others.length,
      0,
    );
    return apis * open;
  }

  /**
   * Codes of the services that either side names: an API of one may need actions of another, so that a change of these is one of
   * its own. None where nothing changed that APIs depend on.
   */
  #servicesOf(actions: readonly ActionChange[]): readonly string[] {
    const { catalogue } = this.#knowledge;
    const { before, after } = this.#unit;
    const namesDiffer = before.names.join('\n') !== after.names.join('\n');
    if (namesDiffer) return catalogue.covered();
    if (actions.length === 0) return [];
    const services = new Set<string>();
    for (const { atoms, limits } of [...before.groups.values(), ...after.groups.values()]) {
      if (limits.vocabulary === '5.0') continue;
      for (const { service, matches } of atoms.values()) {
        const named = matches.kind === 'pattern' ? matches.pattern.segments[0] : (service ?? '*');
        if (named.includes('*')) return catalogue.covered();
        services.add(catalogue.serviceCode(named));
      }
    }
    return catalogue.covered().filter((service) => services.has(service));
  }

  /** Parts that may hold anything and are on one side only, in words. */
  #openOnlyIn(which: 'before' | 'after'): readonly string[] {
    const [own, other] =
      which === 'before' ? [this.#unit.before, this.#unit.after] : [this.#unit.after, this.#unit.before];
    return [...own.open].flatMap(([key, words]) => (other.open.has(key) ? [] : [words]));
  }

  #notComparable(actions: readonly ActionChange[]): readonly string[] {
    const { change } = this.#unit;
    const counts = change === 'removed' ? '' : ': all that the new side may allow counts as gained';
    const old = this.#openOnlyIn('before').map(
      (words) => `${words} on the old side, which may have denied anything${counts}`,
    );
    const now = this.#openOnlyIn('after').map((words) => `${words} on the new side: it may allow anything`);
    const cost = this.#reading.budget.left < 0 ? ['the patterns are too many to compare each with each'] : [];
    const changes = actions.filter(isNotComparable).map(({ message }) => message);
    return [...new Set([...old, ...now, ...cost, ...changes])];
  }
}

/** What covers what each side says. */
interface Coverings {
  readonly old: Covering;
  readonly new: Covering;
}

function groupsOf({ groups }: UnitAtoms, effect: 'allow' | 'deny'): readonly AtomGroup[] {
  return [...groups.values()].filter(({ limits }) => limits.effect === effect);
}

/** What denies for sure takes away what is allowed; what may deny does not. */
function isSure({ limits }: AtomGroup): boolean {
  return limits.doubt === undefined;
}

function listOf(change: AccessChange): 'gained' | 'lost' | 'conditional' {
  if (change.kind === 'actions' && change.how.startsWith('deny-')) return change.broadens ? 'gained' : 'lost';
  if (change.to === 'conditional') return 'conditional';
  return change.broadens ? 'gained' : 'lost';
}

/** Units as they are shown: those that broaden first, the gravest gain before milder ones, then by name. */
export function compareUnitChanges(a: UnitChange, b: UnitChange): number {
  return (
    Number(b.broadens) - Number(a.broadens) ||
    levelRank(b.levels[0]) - levelRank(a.levels[0]) ||
    (a.unit < b.unit ? -1 : a.unit > b.unit ? 1 : 0)
  );
}

/** What a unit is called in messages. */
export function unitInWords({ kind, name }: Pick<ReviewedUnit, 'kind' | 'name'>): string {
  return kind === 'role' ? `role ${inBackticks(name)}` : inBackticks(name);
}
