import { type ActionPattern, readAction } from '../model/action.ts';
import { hasHole } from '../model/hole.ts';
import type { TwinActions } from '../model/language.ts';
import type {
  Effect,
  Fault,
  PlacedText,
  Policy,
  Statement,
  StatementCondition,
  StatementReading,
  StatementResource,
} from '../model/policy.ts';
import { globOfPattern, matchesAction } from '../patterns/action-pattern.ts';
import { globsIntersect } from '../patterns/glob.ts';
import { type Budget, createPatternCover, type PatternCover } from '../patterns/pattern-cover.ts';
import { readActionMeaning } from './action-meaning.ts';
import { isRole } from './grants.ts';
import { foldedResource } from './resource.ts';

/**
 * Whether two readings of a policy decide every string alike, in every request: exact over all strings, whatever the
 * catalogue knows. Statements with the same effect, resources and conditions are one *group*; the policies are alike where
 * each group has the same language. Of a group that may match, what the group without conditions and resources of the same
 * effect has anyway does not count. A `false` may also mean that the answer was too costly to find.
 */
export function haveSameLanguages(
  before: Policy,
  after: Policy,
  { twins }: { readonly twins: readonly TwinActions[] },
): boolean {
  if (!haveSameFrames(before, after)) return false;
  const [old, now] = [groupsOf(before), groupsOf(after)];
  const budget: Budget = { left: mostComparisons };
  const twinPatterns = twins.flatMap(({ actions }) => patternsOf(actions));
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const effect = (old.get(key) ?? now.get(key))?.effect ?? 'allow';
    const [one, other] = [old.get(key) ?? emptyGroup(effect), now.get(key) ?? emptyGroup(effect)];
    if (![...one.texts].every((text) => other.texts.has(text)) || one.texts.size !== other.texts.size)
      return false;
    const covers = (sure: Group | undefined, own: Group, added: readonly ActionPattern[]) =>
      added.every((pattern) => {
        if (coverOf(own, budget).find(pattern, () => true) !== undefined) return true;
        if (sure === undefined || sure === own || twinPatterns.some((twin) => meets(pattern, twin)))
          return false;
        return coverOf(sure, budget).find(pattern, () => true) !== undefined;
      });
    const sureKey = sureKeys[effect];
    if (!covers(now.get(sureKey), other, missingFrom(other, one))) return false;
    if (!covers(old.get(sureKey), one, missingFrom(one, other))) return false;
  }
  return true;
}

/** The same of all policies of a file, each with its counterpart. */
export function allHaveSameLanguages(
  before: readonly Policy[],
  after: readonly Policy[],
  language: { readonly twins: readonly TwinActions[] },
): boolean {
  return (
    before.length === after.length &&
    before.every((policy, i) => {
      const other = after[i];
      return other !== undefined && haveSameLanguages(policy, other, language);
    })
  );
}

/** Pairs of patterns that are compared at most: far beyond any policy that was meant. */
const mostComparisons = 1_000_000;

/** Statements that match under the same circumstances. */
interface Group {
  readonly effect: Effect;
  /** Well-formed patterns, by their lower-case text. */
  readonly patterns: Map<string, ActionPattern>;
  /** Finds which of them covers another pattern; made when first asked for. */
  cover?: PatternCover<ActionPattern>;
  /** What is compared as it stands: actions that cannot be read, and those of vocabularies of their own. */
  readonly texts: Set<string>;
  /** How many actions are not fixed. */
  holes: number;
}

function emptyGroup(effect: Effect): Group {
  return { effect, patterns: new Map(), texts: new Set(), holes: 0 };
}

function groupsOf(policy: Policy): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  const ownVocabulary = policy.kind === 'identity-policy' || isRole(policy);
  for (const statement of policy.statements) {
    const key = groupKey(statement);
    const group = groups.get(key) ?? emptyGroup(statement.effect);
    groups.set(key, group);
    for (const { text, maybe } of statement.actions) {
      // What two holes become are two things, though they look alike.
      if (maybe || hasHole(text)) group.texts.add(JSON.stringify([text, ++group.holes]));
      else if (ownVocabulary) group.texts.add(text.toLowerCase());
      else addAction(group, text);
    }
  }
  // A group that says nothing is as good as none.
  for (const [key, { patterns, texts }] of groups)
    if (patterns.size === 0 && texts.size === 0) groups.delete(key);
  return groups;
}

function addAction({ patterns, texts }: Group, text: string): void {
  const meaning = readActionMeaning(text);
  if (meaning.kind === 'doubtful') {
    for (const { glob } of meaning.readings) texts.add(JSON.stringify(glob));
    return;
  }
  const { pattern, wider } = meaning;
  if (wider !== undefined) texts.add(JSON.stringify(wider.glob));
  const folded = pattern.segments.join(':');
  if (!patterns.has(folded)) patterns.set(folded, pattern);
}

function coverOf(group: Group, budget: Budget): PatternCover<ActionPattern> {
  if (group.cover === undefined) {
    group.cover = createPatternCover(budget);
    for (const pattern of group.patterns.values()) group.cover.add(pattern, pattern);
  }
  return group.cover;
}

const sureKeys: Readonly<Record<Effect, string>> = {
  allow: JSON.stringify(['allow', 'all', null]),
  deny: JSON.stringify(['deny', 'all', null]),
};

function groupKey({ effect, resource, condition, unsure }: Statement): string {
  const key = [effect, resourceKey(resource), conditionKey(condition)];
  return JSON.stringify(unsure === undefined ? key : [...key, unsure]);
}

/** The order of resources, and how often one stands there, means nothing. */
function resourceKey(resource: StatementResource): unknown {
  switch (resource.kind) {
    case 'omitted':
      return 'all';
    case 'list':
      return resource.resources.some(({ text, maybe }) => text === '*' && !maybe)
        ? 'all'
        : ['list', ...sortedOnce(textKeys(resource.resources, foldedResource))];
    case 'agencies':
      return ['agencies', ...sortedOnce(textKeys(resource.uris))];
  }
}

function conditionKey(condition: StatementCondition | undefined): unknown {
  if (condition === undefined) return null;
  const tests = condition.tests.map(({ operator, key, values }) =>
    JSON.stringify([operator, key, sortedOnce(textKeys(values))]),
  );
  return [condition.readable, condition.hole ?? false, sortedOnce(tests)];
}

/** The texts as they are compared: two that are not fixed are never the same. */
function textKeys(
  texts: readonly PlacedText[],
  folded: (text: string) => string = (text) => text,
): readonly string[] {
  return texts.map(({ text, maybe }, index) =>
    maybe || hasHole(text) ? JSON.stringify([text, index]) : folded(text),
  );
}

function sortedOnce(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

/** Whether two policies differ in their statements at the most. */
export function haveSameFrames(one: Policy, other: Policy): boolean {
  return frameOf(one) === frameOf(other);
}

/**
 * What of a policy has to stay as it is, besides its statements: all else that was read, whatever it is, and the faults,
 * wherever they stand.
 */
function frameOf(policy: Policy): string {
  const { statements, readings = [], faults, ...rest } = policy;
  const sure: ReadonlySet<StatementReading> = new Set(statements);
  const unsure = readings.filter((reading) => !sure.has(reading)).map(readingKey);
  const frame = Object.entries(rest)
    .filter(([name]) => !measures.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([frame, unsure, faults.map(faultKey).sort()]);
}

/** What a statement that decides nothing says, without its places: of its actions neither case nor repeats count. */
function readingKey(reading: StatementReading): string {
  const { actions, notActions = [], ...rest } = reading;
  const said = [actions, notActions].map((list) => sortedOnce(list.map(({ text }) => text.toLowerCase())));
  return JSON.stringify([said, rest], (name, value: unknown) => (name === 'path' ? undefined : value));
}

/** Members of a policy that a change of the text, also before it, changes, and that no decision looks at. */
const measures: ReadonlySet<string> = new Set(['characters', 'writtenLayer', 'borrowed']);

/** A fault without its places, which are paths, spans and lists of spans. */
function faultKey(fault: Fault): string {
  if (fault.kind === 'invalid-json') return fault.syntaxError.kind;
  const said = Object.entries(fault).filter(
    ([, value]) => typeof value !== 'object' && typeof value !== 'undefined',
  );
  return JSON.stringify(said.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Patterns of one group that the other does not write. */
function missingFrom(group: Group, other: Group): readonly ActionPattern[] {
  return [...other.patterns].flatMap(([text, pattern]) => (group.patterns.has(text) ? [] : [pattern]));
}

function meets(one: ActionPattern, other: ActionPattern): boolean {
  if (other.concrete) return matchesAction(one, other);
  return globsIntersect(globOfPattern(one), globOfPattern(other));
}

function patternsOf(texts: readonly string[]): readonly ActionPattern[] {
  return texts.flatMap((text) => {
    const reading = readAction(text);
    return reading.ok ? [reading.pattern] : [];
  });
}
