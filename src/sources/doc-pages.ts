import { isSiteSource, type PageSource, type PageStatus } from '../model/claim.ts';
import type { SiteNote } from '../model/site-note.ts';
import type { Page } from './page.ts';
import { readPageSources, type SourceRecord } from './page-sources.ts';
import { formOf, readPage } from './read-page.ts';
import type { DocSet, Vocabulary } from './vocabulary.ts';

/** A file below the documentation root: its path with `/`, and its text. */
export interface DocFile {
  readonly path: string;
  readonly text: string;
}

/** A page that cannot be read, and why, in words. */
export interface PageError {
  readonly page: string;
  readonly message: string;
}

/** A page that belongs to a document set. */
export interface DocPage {
  readonly path: string;
  readonly set: DocSet;
  readonly source?: PageSource;
  readonly status: PageStatus;
  /** Present for stored copies of the help site: what the notes beside them say. */
  readonly copy?: SiteNote;
  /** What the page shows; read when first asked for. */
  readonly content: () => Page;
}

interface DocPages {
  /** Sorted by path. */
  readonly pages: readonly DocPage[];
  readonly errors: readonly PageError[];
  /** Pages of folders that the vocabulary does not name. */
  readonly unread: readonly string[];
}

/** Sorts the files of a documentation tree into the document sets that the vocabulary names. */
export function findPages(files: readonly DocFile[], vocabulary: Vocabulary): DocPages {
  const { sets, kinds } = vocabulary.data.docSets;
  const sources = sourcesOf(files);
  const setsOf = setsByFolder(sets);
  const pages: DocPage[] = [];
  const errors: PageError[] = [];
  const unread: string[] = [];
  for (const { path, text } of files.filter((file) => isPage(file.path)).sort(byPath)) {
    const candidates = setsOf(path);
    if (candidates.length === 0) {
      unread.push(path);
      continue;
    }
    const set = candidates.find(({ form }) => form === undefined || form === formOf(text));
    if (set === undefined) {
      errors.push({ page: path, message: `no set for ${formOf(text)} pages` });
      continue;
    }
    const record = sources.get(path);
    // A table of facts from several pages says itself where each is from.
    const copy =
      isSiteSource(record?.source) || path.endsWith('.tsv')
        ? (vocabulary.siteNotes.get(path) ?? { page: path })
        : undefined;
    if (set.site && copy === undefined) {
      errors.push({ page: path, message: 'no line of SOURCES.tsv says where it comes from' });
      continue;
    }
    const variant = copy !== undefined && isVariant(copy, vocabulary) ? 'variant' : undefined;
    const status = set.status ?? variant ?? kinds[record?.kind ?? 'current'];
    if (status === undefined) {
      errors.push({ page: path, message: `kind \`${record?.kind}\` is not known` });
      continue;
    }
    const source = record === undefined ? {} : { source: record.source };
    const ofSite = copy === undefined ? {} : { copy };
    pages.push({ path, set, status, ...source, ...ofSite, content: once(() => readPage(text)) });
  }
  return { pages, errors, unread };
}

function isPage(path: string): boolean {
  return /(?:\.(?:md|rst|txt)|\/api-pages\.tsv)$/u.test(path);
}

/** Regional copies and the like tell by their name, or by the notes beside them. */
function isVariant({ page, variant }: SiteNote, { data }: Vocabulary): boolean {
  const name = page.slice(page.lastIndexOf('/') + 1);
  return variant !== undefined || data.docSets.variantNames.some((part) => name.includes(part));
}

function sourcesOf(files: readonly DocFile[]): ReadonlyMap<string, SourceRecord> {
  const sources = new Map<string, SourceRecord>();
  for (const { path, text } of files) {
    if (path !== 'SOURCES.tsv' && !path.endsWith('/SOURCES.tsv')) continue;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    for (const [page, record] of readPageSources(text, folder)) sources.set(page, record);
  }
  return sources;
}

/** The sets that may hold a path, in the order of the data; a set that names its files holds only those. */
function setsByFolder(sets: readonly DocSet[]): (path: string) => readonly DocSet[] {
  const byFolder = new Map<string, DocSet[]>();
  for (const set of sets) byFolder.set(set.folder, [...(byFolder.get(set.folder) ?? []), set]);
  return (path) => {
    const found: DocSet[] = [];
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      for (const set of byFolder.get(path.slice(0, end)) ?? []) {
        if (set.pages === undefined || set.pages.includes(path.slice(end + 1))) found.push(set);
      }
    }
    return found;
  };
}

function byPath(one: DocFile, other: DocFile): number {
  return one.path < other.path ? -1 : one.path > other.path ? 1 : 0;
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
