import { readAction } from '../model/action.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { grantScopes } from '../model/cloud.ts';
import type { Entry } from '../model/entry.ts';
import type { GrantPlace } from '../model/grant.ts';
import type { Policy, Statement } from '../model/policy.ts';
import {
  byService,
  type QuestionsByService,
  questionsAbout,
  servicesNamed,
  servicesOfEntry,
  servicesOfTarget,
} from './by-service.ts';
import { anywhere, kindsOver } from './decide-action.ts';
import type { DecisionOptions } from './decide-api.ts';
import { deciderFor } from './decide-over-places.ts';
import { compileGrants, type Grants } from './grants.ts';
import { allHaveSameLanguages, haveSameFrames } from './same-languages.ts';
import { createTargets, type Target, targetOf } from './target.ts';

/** How two readings of a file's policies are compared. */
export interface DecisionComparison {
  /** Whether every decision on any string stays as it is, by the algebra of patterns: each policy has its counterpart. */
  sameLanguages(before: readonly Policy[], after: readonly Policy[]): boolean;
  /**
   * The same once more by deciding: every API and every known action of the catalogue, and the patterns of the policies,
   * each policy alone, granted both ways. Not asked again is what only services decide of which both say the same.
   */
  sameDecisions(before: readonly Policy[], after: readonly Policy[]): boolean;
  /**
   * How many APIs of the catalogue are decided otherwise by what could be read of any of the policies, under any of the
   * grants: a fault makes every API conditional, which says nothing of a fix. `undefined` where finding out costs more
   * than is left.
   */
  changedApis(before: readonly Policy[], after: readonly Policy[]): number | undefined;
}

/** How a policy may be granted: ordinarily, and in an enterprise project. */
const places: readonly GrantPlace[] = grantScopes.map((scope) =>
  scope === 'project' ? { kind: 'iam' } : { kind: 'enterprise-project' },
);

/**
 * Decisions that are made for one run, a few seconds' worth: thousands of files where few services change. What is
 * beyond is not the same to {@link DecisionComparison.sameDecisions}.
 */
const mostDecisions = 10_000_000;

/** More different patterns than this are left to the algebra alone: deciding one goes through all their combinations. */
const mostPatterns = 10;

/** The same of patterns with more `*` before other letters (`*a*b`), whose combinations are many. */
const mostInnerWildcards = 2;

/**
 * Prepares to compare policies over the whole catalogue, which is loaded when the first ones are compared.
 * @param most how many decisions may be made in all
 */
export function compareDecisions(
  catalogue: Catalogue,
  knowledge: Knowledge,
  most = mostDecisions,
): DecisionComparison {
  return new CatalogueComparison(catalogue, knowledge, most);
}

/** What decisions depend on beside the policies; both clouds and all dependencies count. */
type Knowledge = Omit<DecisionOptions, 'cloud' | 'ignoreDependencies'>;

class CatalogueComparison implements DecisionComparison {
  readonly #catalogue: Catalogue;
  readonly #knowledge: Knowledge;
  readonly #options: DecisionOptions;
  #known: Questions | undefined;
  /** Decisions that may still be made. */
  #left: number;

  constructor(catalogue: Catalogue, knowledge: Knowledge, most: number) {
    this.#catalogue = catalogue;
    this.#knowledge = knowledge;
    this.#options = { ...knowledge, ignoreDependencies: false, targets: createTargets() };
    this.#left = most;
  }

  sameLanguages(before: readonly Policy[], after: readonly Policy[]): boolean {
    return allHaveSameLanguages(before, after, this.#knowledge.language);
  }

  sameDecisions(before: readonly Policy[], after: readonly Policy[]): boolean {
    if (before.length !== after.length) return false;
    return before.every((policy, i) => {
      const other = after[i];
      if (other === undefined) return false;
      const change = changeBetween(policy, other);
      const isSame = change !== 'any' && change.length === 0;
      return isSame || places.every((place) => this.#decideAlike(policy, other, change, place));
    });
  }

  changedApis(before: readonly Policy[], after: readonly Policy[]): number | undefined {
    const changed = new Set<Entry>();
    for (const [i, written] of before.entries()) {
      const [policy, other] = [written, after[i]].map((one) => one && { ...one, faults: [] });
      if (policy === undefined || other === undefined) continue;
      const change = changeBetween(policy, other);
      for (const place of places) {
        const apis = questionsAbout(this.#questions().apis, this.#servicesOf(change, place));
        if (!this.#mayDecide(apis.length)) return undefined;
        for (const entry of this.#apisDecidedOtherwise(apis, policy, other, place)) changed.add(entry);
      }
    }
    return changed.size;
  }

  /** Whether two policies that are granted so decide everything alike that the change between them may touch. */
  #decideAlike(policy: Policy, other: Policy, change: Change, place: GrantPlace): boolean {
    const { apis: allApis, actions: allActions } = this.#questions();
    const services = this.#servicesOf(change, place);
    const apis = questionsAbout(allApis, services);
    const patterns = byService(targetsOf(patternsOf(policy, other)), servicesOfTarget);
    const targets = [...questionsAbout(allActions, services), ...questionsAbout(patterns, services)];
    if (!this.#mayDecide(apis.length + targets.length)) return false;
    const [api] = this.#apisDecidedOtherwise(apis, policy, other, place);
    return api === undefined && this.#targetsAreAlike(targets, policy, other, place);
  }

  *#apisDecidedOtherwise(
    apis: readonly Entry[],
    policy: Policy,
    other: Policy,
    place: GrantPlace,
  ): Generator<Entry, void> {
    const decider = (one: Policy) => deciderFor([{ policy: one, place }], this.#options).kindOf;
    const [then, now] = [decider(policy), decider(other)];
    for (const entry of apis) if (then(entry) !== now(entry)) yield entry;
  }

  #targetsAreAlike(targets: readonly Target[], policy: Policy, other: Policy, place: GrantPlace): boolean {
    const then = kindsOver(this.#compiled(policy, place), this.#knowledge);
    const now = kindsOver(this.#compiled(other, place), this.#knowledge);
    // The mark means nothing to an ordinary grant.
    const marks = place.kind === 'iam' ? [true] : [true, null];
    return marks.every((enterpriseProject) => {
      const at = { ...anywhere, enterpriseProject };
      return targets.every((target) => then(target, at) === now(target, at));
    });
  }

  /** The services of which a change may touch decisions; `undefined`: of all. */
  #servicesOf(change: Change, place: GrantPlace): ReadonlySet<string> | undefined {
    if (change === 'any') return undefined;
    const services = new Set<string>();
    for (const part of change) {
      const named = servicesNamed(this.#compiled(part, place));
      if (named === undefined) return undefined;
      for (const service of named) services.add(service);
    }
    return services;
  }

  #compiled(policy: Policy, place: GrantPlace): Grants {
    return compileGrants([{ policy, place }], this.#knowledge.language, this.#options.targets);
  }

  /** Whether so many questions more, to two policies, are within the bound of the run. */
  #mayDecide(count: number): boolean {
    this.#left -= 2 * count;
    return count === 0 || this.#left >= 0;
  }

  #questions(): Questions {
    this.#known ??= questionsOf(this.#catalogue);
    return this.#known;
  }
}

/** Where two policies could decide otherwise: anywhere, or where the parts say something that only one of them has. */
type Change = 'any' | readonly Policy[];

/**
 * Order and repetitions are not changes: then there is no such part. More than that is `any`: other faults, say, or another
 * kind.
 */
function changeBetween(policy: Policy, other: Policy): Change {
  if (!haveSameFrames(policy, other)) return 'any';
  const [ofPolicy, ofOther] = [saidBy(policy), saidBy(other)];
  const parts = [partOf(policy, ofPolicy, ofOther), partOf(other, ofOther, ofPolicy)];
  return parts.filter(({ statements }) => statements.length > 0);
}

/** What a policy says that another one does not; a fault that both have is left out. */
function partOf(
  policy: Policy,
  said: ReadonlyMap<string, Statement>,
  other: ReadonlyMap<string, unknown>,
): Policy {
  const only = [...said].flatMap(([text, statement]) => (other.has(text) ? [] : [statement]));
  return { ...policy, faults: [], statements: only };
}

/** Each action with all that limits it, as a statement of its own. */
function saidBy({ statements }: Policy): ReadonlyMap<string, Statement> {
  const said = new Map<string, Statement>();
  for (const statement of statements) {
    const { effect, resource, condition, unsure = '' } = statement;
    const limits = `${unsure} ${JSON.stringify([resource, condition], withoutPlaces)}`;
    for (const action of statement.actions) {
      const maybe = action.maybe ? 'maybe ' : '';
      said.set(`${effect} ${maybe}${action.text.toLowerCase()} ${limits}`, {
        ...statement,
        actions: [action],
      });
    }
  }
  return said;
}

function withoutPlaces(name: string, value: unknown): unknown {
  return name === 'path' ? undefined : value;
}

/** Everything in the catalogue that decisions can be asked for. */
interface Questions {
  readonly apis: QuestionsByService<Entry>;
  readonly actions: QuestionsByService<Target>;
}

function questionsOf(catalogue: Catalogue): Questions {
  const covered = catalogue.covered();
  const actions = catalogue
    .known()
    .flatMap((service) => catalogue.actions(service).map(({ action }) => action));
  return {
    apis: byService(
      covered.flatMap((service) => catalogue.entries(service)),
      servicesOfEntry,
    ),
    actions: byService(targetsOf(actions), servicesOfTarget),
  };
}

function targetsOf(texts: readonly string[]): readonly Target[] {
  return texts.flatMap((text) => targetOf(text) ?? []);
}

/** The patterns that the policies write, and all actions of each service that they name. */
function patternsOf(...policies: readonly Policy[]): readonly string[] {
  const patterns = new Set<string>();
  for (const { statements } of policies) {
    for (const { text } of statements.flatMap(({ actions }) => actions)) {
      const reading = readAction(text);
      if (!reading.ok) continue;
      patterns.add(reading.pattern.segments.join(':'));
      patterns.add(`${reading.pattern.segments[0]}:*:*`);
    }
  }
  const inner = [...patterns].reduce((sum, text) => sum + (text.match(/\*+[^:*]/g)?.length ?? 0), 0);
  return patterns.size > mostPatterns || inner > mostInnerWildcards ? [] : [...patterns];
}
