import { hasHole } from '../model/hole.ts';
import type { Policy, StatementReading } from '../model/policy.ts';
import { ActionFacts } from './action-facts.ts';
import type { ActionText } from './action-text.ts';
import type { Need, Rule } from './rule.ts';
import type { RuleWorld } from './rule-world.ts';
import { readingsOf } from './statements.ts';

/** What is kept of an action text. */
interface KnownText {
  /** Rules that may find something because of it. */
  readonly rules: readonly Rule[];
  readonly level: 'global' | 'project' | undefined;
}

/** Needs as bits. */
const bits = {
  fault: 1,
  condition: 2,
  resource: 4,
  special: 8,
  'no-allow': 16,
  overlap: 32,
  'both-levels': 64,
} as const satisfies Readonly<Record<Need, number>>;

/** What is told without looking at more than the parts of a policy. */
const partBits = bits.fault | bits.condition | bits.resource;

/**
 * Tells which rules can find anything in a policy, so that the others need not be asked. What depends on the text of an action
 * alone is worked out once for each text, since policies use the same actions again and again.
 */
export class AskedRules {
  readonly #world: RuleWorld;
  readonly #rules: readonly { readonly rule: Rule; readonly needed: number }[];
  readonly #actions: ActionFacts;
  readonly #texts = new WeakMap<ActionText, KnownText>();

  constructor(world: RuleWorld, rules: readonly Rule[], actions = new ActionFacts(world)) {
    this.#world = world;
    this.#actions = actions;
    this.#rules = rules
      .filter(({ check }) => check !== undefined)
      .map((rule) => ({ rule, needed: (rule.needs ?? []).reduce((sum, need) => sum | bits[need], 0) }));
  }

  /** The rules whose `check` may find something, in their order. */
  rulesFor(policy: Policy): readonly Rule[] {
    const concerned = new Set<Rule>();
    const has = this.#contentOf(policy, concerned);
    const isSpecial = (has & bits.special) !== 0;
    const found: Rule[] = [];
    for (const { rule, needed } of this.#rules) {
      const { concernsAction } = rule;
      if (
        (needed === 0 && concernsAction === undefined) ||
        (has & needed) !== 0 ||
        (isSpecial && (concernsAction !== undefined || (needed & ~partBits) !== 0)) ||
        concerned.has(rule)
      )
        found.push(rule);
    }
    return found;
  }

  #contentOf(policy: Policy, concerned: Set<Rule>): number {
    const readings = readingsOf(policy);
    let has = policy.faults.length > 0 ? bits.fault : 0;
    for (const { condition, resource, notResources } of readings) {
      if (condition !== undefined) has |= bits.condition;
      if (resource.kind !== 'omitted' || notResources !== undefined) has |= bits.resource;
    }
    if (isSpecial(policy, readings)) return has | bits.special;
    const numbers = new Set<number>();
    let count = 0;
    let levels = 0;
    let allows = false;
    for (const { effect, actions } of readings) {
      if (effect === 'allow') allows = true;
      for (const { text } of actions) {
        const action = this.#actions.text(text);
        const { rules, level } = this.#texts.get(action) ?? this.#look(action);
        for (const rule of rules) concerned.add(rule);
        if (level !== undefined) levels |= level === 'global' ? 1 : 2;
        if (action.pattern?.concrete !== true) has |= bits.overlap;
        numbers.add(action.number);
        count += 1;
      }
    }
    if (numbers.size < count) has |= bits.overlap;
    if (levels === 3) has |= bits['both-levels'];
    if (!allows) has |= bits['no-allow'];
    return has;
  }

  #look(action: ActionText): KnownText {
    const { pattern } = action;
    const level = pattern && this.#world.catalogue.level(pattern.segments[0]);
    const known: KnownText = {
      rules: this.#rules.flatMap(({ rule }) => (rule.concernsAction?.(action, this.#world) ? [rule] : [])),
      level: level === 'global' || level === 'project' ? level : undefined,
    };
    this.#texts.set(action, known);
    return known;
  }
}

/** Whether more than the statements of a custom policy, all of them fixed, may matter. */
function isSpecial(policy: Policy, readings: readonly StatementReading[]): boolean {
  const {
    file: _,
    kind,
    root,
    statements: _statements,
    faults,
    characters: _characters,
    name: _name,
    ...more
  } = policy;
  return (
    kind !== 'policy' ||
    faults.length > 0 ||
    (root?.length ?? 0) > 0 ||
    Object.values(more).some((value) => value !== undefined) ||
    readings.some(
      ({ effect, unsure, notActions, notResources, actions }) =>
        effect === undefined ||
        unsure !== undefined ||
        notActions !== undefined ||
        notResources !== undefined ||
        actions.some(({ text, maybe }) => maybe || hasHole(text)),
    )
  );
}
