import { compareText } from '../catalogue/order.ts';
import type { Claim, PageStatus } from '../model/claim.ts';
import type { ApiPage } from '../model/entry.ts';

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
