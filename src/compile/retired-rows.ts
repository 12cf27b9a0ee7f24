import { apiKeyOf } from '../catalogue/api-key.ts';
import type { Claim } from '../model/claim.ts';
import { isOfSite, type PageFacts, type PageOrder } from './page-order.ts';

/** What newer pages of the same tables make of older rows. */
export interface Retired {
  /** The newer page of the row's table. */
  readonly replacedBy: ReadonlyMap<Claim, string>;
  /** Rows of such tables that the newer page no longer lists, and no other page of the help site either. */
  readonly rows: ReadonlySet<Claim>;
}

/**
 * Finds tables of which a newer page is stored as a whole: service and heading are the same, and at least half of the older
 * table's APIs are there. A row that another page of the help site lists has moved.
 */
export function retiredRows(claims: readonly Claim[], { headings }: PageFacts, order: PageOrder): Retired {
  const current = claims.filter(({ status, path }) => status === 'current' && path !== undefined);
  const tables = new Map<string, Claim[]>();
  const pages = new Map<string, Claim[]>();
  const listing = new Map<string, Set<string>>();
  for (const claim of current) {
    add(tables, `${claim.service} ${claim.page} ${claim.table}`, claim);
    add(pages, `${claim.service} ${claim.page}`, claim);
    if (!isOfSite(claim)) continue;
    const on = listing.get(keyOf(claim)) ?? new Set();
    listing.set(keyOf(claim), on.add(claim.page));
  }
  const whole = [...pages.values()].filter(([first]) => first !== undefined && order.isWhole(first));
  const replacedBy = new Map<Claim, string>();
  const rows = new Set<Claim>();
  for (const table of tables.values()) {
    const [first] = table;
    if (first === undefined) continue;
    const heading = headings.get(first.page);
    const keys = new Set(table.map(keyOf));
    for (const [newer, ...more] of whole) {
      if (newer === undefined || newer.service !== first.service || !order.isNewer(newer, first)) continue;
      if (heading === undefined || headings.get(newer.page) !== heading) continue;
      const listed = new Set([newer, ...more].map(keyOf));
      const kept = [...keys].filter((key) => listed.has(key)).length;
      if (kept * 2 < keys.size) continue;
      for (const claim of table) {
        const elsewhere = [...(listing.get(keyOf(claim)) ?? [])].some((page) => page !== claim.page);
        replacedBy.set(claim, newer.page);
        if (!elsewhere) rows.add(claim);
      }
    }
  }
  return { replacedBy, rows };
}

/** The API whatever its method is where the row names none. */
function keyOf({ cloud, service, method, path = '/' }: Claim): string {
  return apiKeyOf({ cloud, service, path, ...(method === undefined ? {} : { method }) });
}

function add<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
