import { type WayOfCloud, waysOfTask } from '../../decide/decide-task.ts';
import type { Subject } from './subject.ts';

/** The ways of a task or of a meaning. */
export function waysOf(subject: Extract<Subject, { kind: 'task' | 'meaning' }>): readonly WayOfCloud[] {
  return subject.kind === 'meaning' ? subject.ways : waysOfTask(subject.task, subject.entries);
}

/** The actions of the ways by themselves, each once. */
export function actionsOfWays(subject: Extract<Subject, { kind: 'task' | 'meaning' }>): string[] {
  return [...new Set(waysOf(subject).flatMap((way) => ('actions' in way ? way.actions : [])))];
}
