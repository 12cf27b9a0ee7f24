import type { Task } from '../model/task.ts';

/** Words that make no difference between two ways to name a task. */
const fillers = new Set(['a', 'an', 'the', 'my', 'our', 'this', 'that', 'some', 'any', 'to', 'all']);

/**
 * The form in which task names are compared: lower case, without a leading question (`can this role …`), punctuation,
 * articles, plural endings and, in Chinese, spaces and question words.
 */
export function taskKey(text: string): string {
  const bare = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(
      /^\s*(?:can|may|could)\s+(?:i|we|it|they|he|she|(?:this|the|that|my|our)\s+(?:role|policy|user|group))\s+/u,
      '',
    )
    .replace(/^\s*(?:是否可以|是否能|能不能|可不可以|能否|可否|可以|能)/u, '')
    .replace(/吗\s*[?]?\s*$/u, '')
    .replace(/[\p{P}\p{S}]+/gu, ' ');
  if (/\p{Script=Han}/u.test(bare)) return bare.replace(/\s+/gu, '');
  return bare
    .split(/\s+/u)
    .filter((word) => word !== '' && !fillers.has(word))
    .map((word) => (word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word))
    .join(' ');
}

/** The task with the name, if there is one. */
export function findTask(text: string, tasks: readonly Task[]): Task | undefined {
  const key = taskKey(text);
  if (key === '') return undefined;
  return tasks.find(({ keys }) => keys.includes(key));
}

/** With less in common than this, a task is not what anybody meant. */
const leastOverlap = 0.6;

/** The tasks whose names share most with the text, best first, at most `limit`; for "did you mean". */
export function similarTasks(text: string, tasks: readonly Task[], limit = 3): Task[] {
  const wanted = piecesOf(taskKey(text));
  const scored = tasks.map((task) => ({
    task,
    score: Math.max(...task.keys.map((key) => overlap(wanted, piecesOf(key)))),
  }));
  return scored
    .filter(({ score }) => score >= leastOverlap)
    .sort((a, b) => b.score - a.score || a.task.id.localeCompare(b.task.id))
    .slice(0, limit)
    .map(({ task }) => task);
}

/** Pairs of neighbouring characters: enough to see that two short names are alike, in any script. */
function piecesOf(key: string): ReadonlySet<string> {
  const characters = [...key.replaceAll(' ', '')];
  return new Set(characters.slice(1).map((c, i) => `${characters[i]}${c}`));
}

/** Dice's coefficient of two sets, 0 to 1. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  let shared = 0;
  for (const piece of a) if (b.has(piece)) shared++;
  return (2 * shared) / (a.size + b.size);
}
