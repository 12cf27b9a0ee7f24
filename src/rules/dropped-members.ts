import type { DocumentPath, Policy } from '../model/policy.ts';

/** What is said of a member that never reaches the cloud: a clause after a comma; empty where it does. */
export function droppedWords({ taker, root = [] }: Policy, path: DocumentPath): string {
  if (taker?.keeps === undefined) return '';
  const [member, , ofStatement] = path.slice(root.length);
  const steps = path.length - root.length;
  const isDropped =
    (steps === 1 && !taker.keeps.document.includes(String(member))) ||
    (steps === 3 && member === 'Statement' && !taker.keeps.statement.includes(String(ofStatement)));
  return isDropped ? `; \`${taker.name}\` drops it without a word` : '';
}
