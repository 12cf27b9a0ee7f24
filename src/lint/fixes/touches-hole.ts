import { hasHole } from '../../model/hole.ts';
import { type DocumentPath, listedTexts, type PlacedText, type Policy } from '../../model/policy.ts';
import type { Change, JsonValue, ProposedFix } from '../../rules/rule.ts';
import { readingsOf } from '../../rules/statements.ts';

/**
 * Whether a fix would change what the file does not fix, or what is there under a condition only, or would write a hole down. A
 * change of what holds such a part touches it too.
 */
export function touchesHole({ changes }: ProposedFix, policy: Policy | undefined, text: string): boolean {
  const open = policy === undefined ? [] : openPlaces(policy);
  return changes.some((change) => {
    if (writesHole(change)) return true;
    if (change.kind !== 'rewrite')
      return open.some((place) => isWithin(place, change.path) || isWithin(change.path, place));
    const { offset, length } = change.span;
    return hasHole(text.slice(offset, offset + length));
  });
}

function writesHole(change: Change): boolean {
  switch (change.kind) {
    case 'replace':
    case 'insert':
      return holds(change.value);
    case 'rename':
      return hasHole(change.name);
    case 'rewrite':
      return hasHole(change.text);
    default:
      return false;
  }
}

function holds(value: JsonValue): boolean {
  return hasHole(JSON.stringify(value));
}

/** Where a policy is not fixed: its texts, Conditions, statements and whatever else. */
function openPlaces(policy: Policy): readonly DocumentPath[] {
  const ofTexts = (texts: readonly PlacedText[]) =>
    texts.filter(({ text, maybe }) => maybe || hasHole(text)).map(({ path }) => path);
  const places = readingsOf(policy).flatMap((reading): readonly DocumentPath[] => {
    const { path, unsure, actions, notActions = [], resource, notResources = [], condition } = reading;
    if (unsure !== undefined) return [path];
    const tests = condition?.tests ?? [];
    return [
      ...ofTexts([...actions, ...notActions, ...listedTexts(resource), ...notResources]),
      ...(condition?.hole ? [condition.path] : []),
      ...tests.flatMap(({ operator, key, values, path: at }) =>
        hasHole(operator) || hasHole(key) ? [at] : ofTexts(values),
      ),
    ];
  });
  const { root = [], depends = [], holes = [] } = policy;
  const roles = depends.some(({ displayName }) => hasHole(displayName)) ? [[...root, 'Depends']] : [];
  return [...places, ...roles, ...holes.map(({ path }) => path)];
}

function isWithin(path: DocumentPath, holder: DocumentPath): boolean {
  return holder.every((step, at) => path[at] === step);
}
