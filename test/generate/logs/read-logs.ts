import { CallCounter, type CountedCalls } from '../../../src/generate/logs/count-calls.ts';
import { LogReader, type LogSummary } from '../../../src/generate/logs/read-log.ts';

/** Reads a log in pieces of the sizes given, over and over; at once without any. */
export function readCalls(
  bytes: Uint8Array,
  sizes: readonly number[] = [],
): { readonly read: CountedCalls; readonly summary: LogSummary } {
  const counter = new CallCounter();
  const reader = new LogReader(counter);
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % Math.max(sizes.length, 1)] ?? bytes.length;
    reader.feed(bytes.subarray(at, at + size));
    at += size;
  }
  const summary = reader.end();
  return { read: counter.result(), summary };
}

/** The calls as a table: count, what became of them, method and address. */
export function tableOf({ calls, unreadable, beyond }: CountedCalls, { isCut }: LogSummary): string {
  const lines = calls.map(({ method, host, path, count, refused, maybeRefused, redirected }) => {
    const marks = Object.entries({ refused, maybeRefused, redirected })
      .filter(([, number]) => number > 0)
      .map(([name, number]) => ` ${name}=${number}`);
    return `${count} ${method} ${host === undefined ? '' : `https://${host}`}${path}${marks.join('')}`;
  });
  if (unreadable > 0) lines.push(`unreadable=${unreadable}`);
  if (beyond > 0) lines.push(`beyond=${beyond}`);
  if (isCut) lines.push('cut off');
  return `${lines.join('\n')}\n`;
}
