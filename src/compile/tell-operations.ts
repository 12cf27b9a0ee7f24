import { compareText } from '../catalogue/order.ts';
import { stableText } from '../catalogue/requirements.ts';
import { actionNames, type Claim } from '../model/claim.ts';
import { isEnglish, isOfSite, layersOf, type PageOrder } from './page-order.ts';

/** A claim that names its API: by the path alone where it holds for every method. */
export type PlacedClaim = Claim & { readonly path: string };

/** One of the operations behind a method and path. */
interface Operation {
  /** Title of the row that it was first met in; absent where the method and path have one operation only. */
  readonly label?: string;
  readonly claims: readonly PlacedClaim[];
}

interface Operations {
  readonly operations: readonly Operation[];
  /** Claims of pages that are not current and that no operation matches. */
  readonly unmatched: readonly PlacedClaim[];
}

interface OpenOperation {
  readonly key: string;
  readonly label: string;
  readonly claims: PlacedClaim[];
}

/** From how much likeness on (0 to 1) two titles are taken for one. */
const alike = 0.5;

/**
 * Tells apart the operations behind one method and path (`/action` bodies, SQL jobs). The page that lists most of
 * them decides, of those that no page is newer than: each title of its rows is an operation. Claims of other pages and versions join the operation with
 * the same title, else (unless another row of the same page is there) the only one with the same actions, else the one whose title is most alike and that shares an
 * action, else the only one there is, if their page has one row for it and is older; what is left of current pages is an operation of its own,
 * but for translations, which say nothing of their own. Pages that list one row each are copies, unless
 * both titles and actions have nothing in common. Subresources in the query (`?acl`) are never one operation.
 * @param claims of one method and path, in catalogue order
 */
export function tellOperations(claims: readonly PlacedClaim[], order: PageOrder): Operations {
  const bySubresource = new Map<string, PlacedClaim[]>();
  for (const claim of claims) {
    const key = subresourceOf(claim);
    const same = bySubresource.get(key);
    if (same === undefined) bySubresource.set(key, [claim]);
    else same.push(claim);
  }
  const open: OpenOperation[] = [];
  const unmatched: PlacedClaim[] = [];
  for (const ofOne of bySubresource.values()) {
    const told = openOperations(ofOne, order);
    open.push(...told.open);
    unmatched.push(...told.unmatched);
  }
  if (open.length < 2)
    return { operations: open.map((operation) => ({ claims: operation.claims })), unmatched };
  const position = new Map(claims.map((claim, index) => [claim, index]));
  const inOrder = (list: readonly PlacedClaim[]) =>
    [...list].sort((one, other) => (position.get(one) ?? 0) - (position.get(other) ?? 0));
  return {
    operations: open
      .sort((one, other) => compareText(one.label, other.label))
      .map((operation) => ({ label: operation.label, claims: inOrder(operation.claims) })),
    unmatched,
  };
}

/** What a query without values asks for beside the object itself (`?acl`); `` where it does not. */
function subresourceOf({ query = '' }: PlacedClaim): string {
  return /^[a-z][\w-]*$/iu.test(query) ? query.toLowerCase() : '';
}

function openOperations(
  claims: readonly PlacedClaim[],
  order: PageOrder,
): { readonly open: readonly OpenOperation[]; readonly unmatched: readonly PlacedClaim[] } {
  const [first] = claims;
  const open: OpenOperation[] = [];
  const unmatched: PlacedClaim[] = [];
  if (first === undefined) return { open, unmatched };
  const deciding = claims.filter(({ status }) => status === first.status);
  const [newest = []] = layersOf(deciding, order);
  const base = richestPage(newest);
  const rest: PlacedClaim[] = [];
  for (const claim of claims) {
    if (claim.page !== base) rest.push(claim);
    else (operationTitled(open, claim) ?? opened(open, claim)).claims.push(claim);
  }
  const titles = titlesByPage(claims);
  for (const claim of mostAlikeFirst(rest, open)) {
    const isAlone = titles.get(claim.page)?.size === 1;
    const found =
      operationTitled(open, claim) ??
      operationAsking(open, claim) ??
      operationAlike(open, claim) ??
      operationSharing(open, claim) ??
      (isAlone ? onlyNewer(open, claim, order) : undefined);
    const isOwn = found !== undefined && !hasSibling(found, claim);
    const mayOpen = claim.status === first.status && !isTranslation(claim, deciding);
    const joined = isOwn ? found : mayOpen ? opened(open, claim) : undefined;
    if (joined === undefined) unmatched.push(claim);
    else joined.claims.push(claim);
  }
  // Where there is but one operation, whatever is said of the method and path is said of it.
  const [only, ...more] = open;
  if (only === undefined || more.length > 0) return { open, unmatched };
  if (unmatched.some(({ status }) => status === first.status)) return { open, unmatched };
  return { open: [{ ...only, claims: [...claims] }], unmatched: [] };
}

/** The only operation, if what is known of it is newer than the claim. */
function onlyNewer(
  open: readonly OpenOperation[],
  claim: PlacedClaim,
  { isNewer }: PageOrder,
): OpenOperation | undefined {
  const [only, ...more] = open;
  return more.length === 0 && only?.claims.some((other) => isNewer(other, claim)) ? only : undefined;
}

/** An English page of an API that a Chinese one has too. */
function isTranslation(claim: PlacedClaim, deciding: readonly PlacedClaim[]): boolean {
  return (
    isOfSite(claim) && isEnglish(claim) && deciding.some((other) => isOfSite(other) && !isEnglish(other))
  );
}

function titlesByPage(claims: readonly PlacedClaim[]): ReadonlyMap<string, ReadonlySet<string>> {
  const titles = new Map<string, Set<string>>();
  for (const claim of claims) {
    const known = titles.get(claim.page) ?? new Set();
    titles.set(claim.page, known.add(titleKey(claim)));
  }
  return titles;
}

/** Rows of one page with different titles are different operations, however alike what they ask for. */
function hasSibling({ claims }: OpenOperation, claim: PlacedClaim): boolean {
  const key = titleKey(claim);
  return claims.some((other) => other.page === claim.page && titleKey(other) !== key);
}

/** Claims whose title is nearer to a known operation's choose before their siblings. */
function mostAlikeFirst(claims: readonly PlacedClaim[], open: readonly OpenOperation[]): PlacedClaim[] {
  if (open.length === 0) return [...claims];
  const known = open.map(({ key }) => ({ key, pieces: piecesOf(key) }));
  const ranked = claims.map((claim) => {
    const key = titleKey(claim);
    const pieces = piecesOf(key);
    return {
      claim,
      likeness: Math.max(...known.map((one) => (one.key === key ? 2 : overlap(one.pieces, pieces)))),
    };
  });
  return ranked.sort((one, other) => other.likeness - one.likeness).map(({ claim }) => claim);
}

/** The page with the most titles; of several the first. */
function richestPage(claims: readonly PlacedClaim[]): string | undefined {
  return [...titlesByPage(claims)].reduce<[string, ReadonlySet<string>] | undefined>(
    (best, page) => (best === undefined || page[1].size > best[1].size ? page : best),
    undefined,
  )?.[0];
}

function opened(open: OpenOperation[], claim: PlacedClaim): OpenOperation {
  const operation = { key: titleKey(claim), label: labelOf(claim), claims: [] };
  open.push(operation);
  return operation;
}

function operationTitled(open: readonly OpenOperation[], claim: PlacedClaim): OpenOperation | undefined {
  const key = titleKey(claim);
  return open.find((operation) => operation.key === key);
}

/** The only operation of which a claim asks for the same actions. */
function operationAsking(open: readonly OpenOperation[], claim: PlacedClaim): OpenOperation | undefined {
  const wanted = actionsText(claim);
  const [found, ...more] = open.filter(({ claims }) => claims.some((other) => actionsText(other) === wanted));
  return more.length === 0 ? found : undefined;
}

/** The operation whose title is most alike, of those that ask for an action of the claim. */
function operationAlike(open: readonly OpenOperation[], claim: PlacedClaim): OpenOperation | undefined {
  const pieces = piecesOf(titleKey(claim));
  let best: OpenOperation | undefined;
  let most = alike;
  for (const operation of open.filter((one) => mayAskFor(one, claim))) {
    const likeness = overlap(pieces, piecesOf(operation.key));
    if (likeness <= most) continue;
    best = operation;
    most = likeness;
  }
  return best;
}

/**
 * Where the page lists one operation only: that one, if a claim shares an action with it or one of them has none. Copies
 * of a page may disagree about what an API needs, but hardly about everything and its title.
 */
function operationSharing(open: readonly OpenOperation[], claim: PlacedClaim): OpenOperation | undefined {
  const [only, ...more] = open;
  if (only === undefined || more.length > 0) return undefined;
  return mayAskFor(only, claim) ? only : undefined;
}

/** Whether an operation and a claim share an action, or one of them names none. */
function mayAskFor({ claims }: OpenOperation, { actions }: PlacedClaim): boolean {
  const known = new Set(claims.flatMap((claim) => actionNames(claim.actions)));
  return known.size === 0 || actions.length === 0 || actionNames(actions).some((action) => known.has(action));
}

function actionsText({ actions }: Claim): string {
  return actions.map(stableText).sort(compareText).join('\n');
}

/** The title in the form in which titles are compared: without case, white space, punctuation. */
function titleKey(claim: PlacedClaim): string {
  return labelOf(claim)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]+/gu, '');
}

/** The title; where a row has none, what else tells it apart. */
function labelOf({ title, query, actions }: PlacedClaim): string {
  return title.trim() || query || actionNames(actions)[0] || 'untitled';
}

/** Pairs of neighbouring characters: enough to see that two titles are alike, in any script. */
function piecesOf(key: string): ReadonlySet<string> {
  const characters = [...key];
  return new Set(characters.slice(1).map((char, index) => `${characters[index]}${char}`));
}

/** Dice's coefficient of two sets, 0 to 1. */
function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size + other.size === 0) return 0;
  let shared = 0;
  for (const piece of one) if (other.has(piece)) shared += 1;
  return (2 * shared) / (one.size + other.size);
}
