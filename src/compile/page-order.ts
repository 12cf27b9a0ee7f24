import { type Claim, isSiteSource } from '../model/claim.ts';
import type { SiteNote } from '../model/site-note.ts';

/** What is known of pages besides their rows. */
export interface PageFacts {
  /** What the notes beside stored copies of the help site say. */
  readonly notes: readonly SiteNote[];
  /** The heading of each page that has one, by its path. */
  readonly headings: ReadonlyMap<string, string>;
}

export const noPageFacts: PageFacts = { notes: [], headings: new Map() };

/** A claim, as far as its page's place in the order goes. */
export type Placed = Pick<Claim, 'page' | 'source'>;

/** The order of the pages of one cloud (design section 2, "Pages of the help site"). */
export interface PageOrder {
  /** Whether the one page says what is valid today where both name an API; `false` too where nobody knows. */
  isNewer(one: Placed, other: Placed): boolean;
  /** Whether a note or the dates say so of an English page, though a Chinese one decides. */
  isNewerTranslation(one: Placed, other: Placed): boolean;
  /** Whether a page may take the place of older ones: all of it is stored, and no note calls it older. */
  isWhole(page: Placed): boolean;
  noteOf(page: Placed): SiteNote | undefined;
}

/**
 * Pages of the help site come after those of the documentation repositories that are older or whose copy has no date;
 * among them a note decides, then the dates. Chinese ones decide before English ones. Pages of one repository have no order.
 */
export function pageOrder({ notes }: PageFacts): PageOrder {
  const byPage = new Map(notes.map((note) => [note.page, note]));
  const noteOf = ({ page }: Placed) => byPage.get(page);
  const isNoted = (one: Placed, other: Placed) => noteOf(other)?.olderThan?.includes(one.page) === true;
  const byNoteOrDate = (one: Placed, other: Placed): boolean => {
    if (isNoted(one, other)) return true;
    if (isNoted(other, one)) return false;
    const [ours, theirs] = [noteOf(one)?.older === true, noteOf(other)?.older === true];
    if (ours !== theirs) return theirs;
    return isLater(one, other);
  };
  return {
    isNewer(one, other) {
      if (one.page === other.page) return false;
      const [ours, theirs] = [isOfSite(one), isOfSite(other)];
      if (!ours) return theirs && isLater(one, other);
      if (!theirs) return one.source?.date == null || other.source?.date == null || isLater(one, other);
      const [english, alsoEnglish] = [isEnglish(one), isEnglish(other)];
      return english === alsoEnglish ? byNoteOrDate(one, other) : alsoEnglish;
    },
    isNewerTranslation: (one, other) =>
      isOfSite(one) && isOfSite(other) && isEnglish(one) && !isEnglish(other) && byNoteOrDate(one, other),
    isWhole(page) {
      const note = noteOf(page);
      const { source } = page;
      return isSiteSource(source) && source.complete && !note?.older && note?.olderThan === undefined;
    },
    noteOf,
  };
}

export function isOfSite({ source }: Placed): boolean {
  return isSiteSource(source);
}

export function isEnglish({ page }: Placed): boolean {
  return page.endsWith('.en.md');
}

function isLater(one: Placed, other: Placed): boolean {
  const [ours, theirs] = [one.source?.date ?? '', other.source?.date ?? ''];
  return ours !== '' && theirs !== '' && ours > theirs;
}

/**
 * Sorts claims of one API into layers: first those of pages that no page is newer than, then those that only the first are
 * newer than, and so on.
 */
export function layersOf<Item extends Placed>(claims: readonly Item[], { isNewer }: PageOrder): Item[][] {
  const layers: Item[][] = [];
  let rest = claims;
  while (rest.length > 0) {
    const newest = rest.filter((claim) => !rest.some((other) => isNewer(other, claim)));
    // Notes and dates that contradict each other leave no order.
    const layer = newest.length > 0 ? newest : [...rest];
    layers.push(layer);
    rest = rest.filter((claim) => !layer.includes(claim));
  }
  return layers;
}
