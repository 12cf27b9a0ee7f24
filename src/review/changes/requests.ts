import { gravityOf } from '../../decide/combine.ts';
import { readTest } from '../../decide/condition-test.ts';
import type { DecisionOptions } from '../../decide/decide-api.ts';
import { deciderFor } from '../../decide/decide-over-places.ts';
import { valuesToTry } from '../../decide/request-to-pass.ts';
import type { ActionPattern } from '../../model/action.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import type { ActionDecision, ActionDecisionKind } from '../../model/decision.ts';
import type { Grant } from '../../model/grant.ts';
import type { AtomGroup } from './atoms.ts';
import type { ResourcePart } from './limits.ts';

/** A request besides its action, as far as it matters. */
export interface Circumstances {
  readonly resource?: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/** How the two sides decide a request. */
export interface BothDecisions extends Circumstances {
  readonly from: ActionDecisionKind;
  readonly to: ActionDecisionKind;
}

/** So many requests are tried for a unit, and so many for one change; in all, so many actions are read for them. */
const most = { actions: 200_000, matches: 20_000_000, ofUnit: 600, ofChange: 48, values: 4 };

/** Decides single requests on both sides of a unit. */
export class RequestsOfUnit {
  readonly #sides: { readonly old: readonly Grant[]; readonly new: readonly Grant[] };
  readonly #options: DecisionOptions;
  readonly #catalogue: Catalogue;
  readonly #known = new Map<string, ActionDecision>();
  readonly #deciders = new Map<string, ReturnType<typeof deciderFor>>();
  readonly #found = new Map<string, readonly Circumstances[]>();
  #left: number;
  /** Actions that may still be decided. */
  #decisions: number;

  constructor(
    sides: { readonly old: readonly Grant[]; readonly new: readonly Grant[] },
    options: DecisionOptions,
    catalogue: Catalogue,
    mostRequests: number = most.ofUnit,
  ) {
    this.#sides = sides;
    this.#options = options;
    this.#catalogue = catalogue;
    const actions = [...sides.old, ...sides.new].reduce(
      (sum, { policy }) => sum + policy.statements.reduce((own, one) => own + one.actions.length, 0),
      1,
    );
    this.#left = Math.min(mostRequests, Math.floor(most.actions / actions));
    this.#decisions = Math.floor(most.matches / actions);
  }

  /** Whether one more action is decided: of a policy of thousands of actions that all change only the first ones are. */
  mayDecide(): boolean {
    this.#decisions -= 1;
    return this.#decisions >= 0;
  }

  /** The decision of one side on an action, of a request of which no more is known. */
  decide(side: 'old' | 'new', action: string): ActionDecision {
    const key = `${side} ${action}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    let decider = this.#deciders.get(side);
    if (decider === undefined) {
      decider = deciderFor(this.#sides[side], this.#options);
      this.#deciders.set(side, decider);
    }
    const decision = decider.action(action, () => this.#entriesOf(action));
    this.#known.set(key, decision);
    return decision;
  }

  /**
   * A request of the action that the two sides decide as differently as any that is tried: one that passes on the new side and
   * not on the old one, or the reverse.
   * @param gained whether more passes on the new side
   * @param groups what limits the action on either side
   * @param parts what of a Resource is not covered
   */
  tellApart(
    action: ActionPattern,
    gained: boolean,
    groups: readonly AtomGroup[],
    parts: readonly ResourcePart[],
  ): BothDecisions | undefined {
    const scoreOf = ({ from, to }: BothDecisions) =>
      gained ? rankOf(from) - rankOf(to) : rankOf(to) - rankOf(from);
    let best = this.#decideBoth(action.text, {});
    // What showed the difference for another action under the same limits does so for this one, mostly.
    const [service, type] = action.segments;
    const key = JSON.stringify([gained, service, type, groups.map((group) => group.key).sort()]);
    const found = this.#found.get(key);
    const tried = found === undefined ? this.#circumstances(action, groups, parts) : found;
    for (const circumstances of tried) {
      if (scoreOf(best) >= 2 || this.#left <= 0) break;
      this.#left -= 1;
      const decided = this.#decideBoth(action.text, circumstances);
      if (scoreOf(decided) > scoreOf(best)) best = decided;
    }
    const { from: _from, to: _to, ...circumstances } = best;
    if (found === undefined) this.#found.set(key, [circumstances]);
    return scoreOf(best) > 0 ? best : undefined;
  }

  #decideBoth(action: string, circumstances: Circumstances): BothDecisions {
    const { resource, context = {} } = circumstances;
    if (resource === undefined && Object.keys(context).length === 0)
      return { from: this.decide('old', action).decision, to: this.decide('new', action).decision };
    const { context: known } = this.#options;
    const options: DecisionOptions = {
      ...this.#options,
      context: {
        keys: new Map([...known.keys, ...Object.entries(context)]),
        resources: resource === undefined ? known.resources : [...known.resources, resource],
      },
    };
    const decide = (grants: readonly Grant[]) =>
      deciderFor(grants, options).action(action, () => this.#entriesOf(action)).decision;
    return { ...circumstances, from: decide(this.#sides.old), to: decide(this.#sides.new) };
  }

  #entriesOf(action: string) {
    return this.#catalogue.entriesNeeding(action, this.#catalogue.covered());
  }

  *#circumstances(
    action: ActionPattern,
    groups: readonly AtomGroup[],
    parts: readonly ResourcePart[],
  ): Generator<Circumstances, void> {
    const resources = [undefined, ...resourcesToTry(groups, parts)];
    const contexts = this.#contextsToTry(action, groups);
    let left = most.ofChange;
    for (const context of [{}, ...contexts])
      for (const resource of resources) {
        left -= 1;
        if (left < 0) return;
        yield {
          ...(resource === undefined ? {} : { resource }),
          ...(Object.keys(context).length === 0 ? {} : { context }),
        };
      }
  }

  /** Values of the keys that Conditions ask about: those that pass their tests, and those that do not. */
  #contextsToTry(
    { segments: [service] }: ActionPattern,
    groups: readonly AtomGroup[],
  ): readonly Readonly<Record<string, readonly string[]>>[] {
    const tests = groups.flatMap(({ limits }) => limits.condition?.tests ?? []);
    const perKey = new Map<string, (readonly string[])[]>();
    for (const { test } of tests) {
      const reading = readTest(test, service, this.#options.language);
      if (!reading.ok) continue;
      const values = valuesToTry([reading.readable]).slice(0, most.values);
      const own = perKey.get(test.key) ?? [];
      for (const value of [...values, [`${values[0]?.[0] ?? ''}-other`]])
        if (!own.some((one) => one.join() === value.join())) own.push(value);
      perKey.set(test.key, own);
    }
    return [...perKey]
      .slice(0, 3)
      .reduce<Record<string, readonly string[]>[]>(
        (contexts, [key, values]) =>
          contexts.flatMap((context) => values.map((value) => ({ ...context, [key]: value }))),
        [{}],
      );
  }
}

function rankOf(kind: ActionDecisionKind): number {
  return Math.min(2, gravityOf(kind));
}

/** Resources as a request may be about them: those that are named, with a name in place of each `*`, and others beside them. */
function resourcesToTry(groups: readonly AtomGroup[], parts: readonly ResourcePart[]): readonly string[] {
  const left = parts.flatMap((part) => (part === 'whole' ? [] : (part.text ?? [])));
  const named = groups.flatMap(({ limits: { resource } }) =>
    resource.kind === 'some' ? resource.items.flatMap(({ text }) => text ?? []) : [],
  );
  const filled = (text: string) => {
    const [service = '', region = '', account = '', type = '', ...path] = text.split(':');
    const name = path.join(':').replaceAll('*', 'example');
    return [
      [service, region, account, type, name].join(':'),
      [service, region === '*' ? 'example' : region, account === '*' ? 'example' : account, type, name].join(
        ':',
      ),
    ];
  };
  const beside = (text: string) => {
    const head = text.split(':').slice(0, 4).join(':');
    return [`${head}:example`, `${head}:another-example`];
  };
  return [...new Set([...left.flatMap(filled), ...named.flatMap(beside), ...named.flatMap(filled)])].slice(
    0,
    12,
  );
}
