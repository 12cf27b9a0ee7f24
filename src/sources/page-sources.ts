import type { PageSource } from '../model/claim.ts';

/** A page's line in `SOURCES.tsv`. */
export interface SourceRecord {
  readonly source: PageSource;
  /** The word of the `kind` column. */
  readonly kind: string;
}

/** Reads a `SOURCES.tsv`: page, repository, commit, path, date, kind. Lines that lack a column are left out. */
export function readPageSources(text: string): ReadonlyMap<string, SourceRecord> {
  const records = new Map<string, SourceRecord>();
  for (const line of text.split(/\r?\n/u).slice(1)) {
    const [page, repo, commit, path, date, kind] = line.split('\t');
    if (page && repo && commit && path && date && kind) {
      records.set(page, { source: { repo, commit, path, date }, kind: kind.trim() });
    }
  }
  return records;
}
