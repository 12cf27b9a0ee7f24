import type { Claim, PageStatus } from '../model/claim.ts';
import type { ApiPage, EntryKey } from '../model/entry.ts';

/** Compares texts by code unit: the same order everywhere, whatever the locale. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

const statusOrder: readonly PageStatus[] = ['current', 'superseded', 'variant', 'retired'];

function compareStatus(one: PageStatus, other: PageStatus): number {
  return statusOrder.indexOf(one) - statusOrder.indexOf(other);
}

/** Current claims first, then by page, table, row and API. */
export function compareClaims(one: Claim, other: Claim): number {
  return (
    compareStatus(one.status, other.status) ||
    compareText(one.page, other.page) ||
    one.table - other.table ||
    one.row - other.row ||
    one.api - other.api
  );
}

/** Current pages first, then by page. */
export function compareApiPages(one: ApiPage, other: ApiPage): number {
  return compareStatus(one.status, other.status) || compareText(one.page, other.page);
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
