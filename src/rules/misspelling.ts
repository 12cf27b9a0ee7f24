import { wordsOf } from '../catalogue/real-names.ts';
import { type ActionPattern, segmentsOf } from '../model/action.ts';
import type { Coverage, RealNames } from '../model/catalogue.ts';
import { editDistance } from '../model/nearest.ts';
import { matchesAction } from '../patterns/action-pattern.ts';
import { actionsOf, namedService } from './known-actions.ts';
import type { RuleWorld } from './rule-world.ts';

/**
 * The actions or patterns that one which matches no documented action was probably meant to be, as documented: the nearest
 * ones, more than one where they are equally near. Near is one edit apart, or two where the documented segment has eight
 * letters or more, all within resource type or operation; of a service that is covered in part, one edit in eight letters.
 * That a name is near is not enough: a segment that some page prints, or that differs in a word that names are made of, in a
 * whole word or in a number, is another name, not a misspelt one.
 */
export function misspelling(
  pattern: ActionPattern,
  world: Pick<RuleWorld, 'catalogue' | 'cloud'>,
): readonly string[] {
  const { catalogue, cloud } = world;
  const named = namedService(catalogue, pattern, cloud);
  if (named === undefined || named.coverage === 'none') return [];
  const { code: service, coverage } = named;
  let fewest = Number.POSITIVE_INFINITY;
  let meant = new Set<string>();
  const text = segmentsOf(pattern.text);
  for (const action of actionsOf(catalogue.documented(service), cloud)) {
    if (!action.pattern.concrete) continue;
    for (const segment of [1, 2] as const) {
      const other = segment === 1 ? 2 : 1;
      const documented = action.pattern.segments[segment];
      const written = pattern.segments[segment];
      if (written.includes('*') || !matches(pattern.segments[other], action.pattern.segments[other]))
        continue;
      const long = documented.length >= 8;
      if (coverage !== 'full' && !long) continue;
      const max = long && coverage === 'full' ? 2 : 1;
      const edits = editDistance(written, documented, max);
      if (edits === 0 || edits > max || edits > fewest) continue;
      const names = catalogue.realNames();
      const [named, ...name] = segmentsOf(action.known.action);
      const spelt = [named.toLowerCase(), ...name] as const;
      const pair = { written: text[segment] ?? '', meant: spelt[segment] };
      if (segment === 1 ? names.isResourceType(written, service) : names.isOperation(written)) continue;
      if (!isMisspelt(pair, coverage, names)) continue;
      if (edits < fewest) meant = new Set();
      fewest = edits;
      meant.add(
        spelt
          .map((name, at) => (at === other && name.toLowerCase() !== pattern.segments[at] ? text[at] : name))
          .join(':'),
      );
    }
  }
  return [...meant];
}

/** Whether a segment, with or without wildcards, matches a documented one. */
function matches(segment: string, documented: string): boolean {
  if (!segment.includes('*')) return segment === documented;
  const alone = (text: string): ActionPattern => ({ text, segments: ['*', text, '*'], concrete: false });
  return matchesAction(alone(segment), alone(documented));
}

/** Whether one name is a misspelling of another one that is a few letters apart, and not a name of its own. */
export function isMisspelt(
  { written, meant }: { readonly written: string; readonly meant: string },
  coverage: Coverage,
  names: Pick<RealNames, 'isWord'>,
): boolean {
  const [ours, theirs] = [wordsOf(written), wordsOf(meant)];
  if (ours.length !== theirs.length) return !isPartOf(ours, theirs) && !isPartOf(theirs, ours);
  const different = ours.flatMap((word, at) =>
    word === theirs[at] ? [] : [[word, theirs[at] ?? ''] as const],
  );
  return different.every(([word, other]) => {
    if (differInNumber(word, other)) return coverage === 'full';
    return withoutDigits(word) !== withoutDigits(other) && !names.isWord(word);
  });
}

/** Whether one name is another one and some words more. */
function isPartOf(few: readonly string[], many: readonly string[]): boolean {
  let found = 0;
  for (const word of many) if (word === few[found]) found += 1;
  return found === few.length;
}

/** Singular and plural. The tables use both, so that one for the other is a misspelling where the tables are known in full. */
function differInNumber(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return long === `${short}s` || long === `${short}es`;
}

function withoutDigits(word: string): string {
  return word.replaceAll(/\d/g, '');
}
