import type { EntryKey } from '../model/entry.ts';

/** Compares texts by code unit: the same order everywhere, whatever the locale. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** By path, method, cloud and operation. */
export function compareEntries(one: EntryKey, other: EntryKey): number {
  return (
    compareText(one.path, other.path) ||
    compareText(one.method, other.method) ||
    compareText(one.cloud, other.cloud) ||
    compareText(one.operation ?? '', other.operation ?? '')
  );
}
