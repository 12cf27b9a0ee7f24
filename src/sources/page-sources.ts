import type { PageSource, SiteSource } from '../model/claim.ts';

/** A page's line in `SOURCES.tsv`. */
export interface SourceRecord {
  readonly source: PageSource;
  /** The word of the `kind` column; pages of the help site have none. */
  readonly kind: string;
}

/**
 * Reads the `SOURCES.tsv` of a folder: page, repository, commit, path, date, kind, with pages below the documentation root; or
 * that of the help site: page, url, date, complete and more, with pages below the folder. Lines that lack a column are left out.
 */
export function readPageSources(text: string, folder: string): ReadonlyMap<string, SourceRecord> {
  const [header = '', ...lines] = text.split(/\r?\n/u);
  const isSite = header.split('\t')[1] === 'url';
  const records = new Map<string, SourceRecord>();
  for (const columns of lines.map((line) => line.split('\t'))) {
    const [page, record] = isSite ? siteRecord(columns, folder) : repositoryRecord(columns);
    if (page && record) records.set(page, record);
  }
  return records;
}

type PlacedRecord = readonly [page?: string, record?: SourceRecord];

function repositoryRecord([page, repo, commit, path, date, kind]: readonly string[]): PlacedRecord {
  if (!(page && repo && commit && path && date && kind)) return [];
  return [page, { source: { repo, commit, path, date }, kind: kind.trim() }];
}

function siteRecord([page, url, date, complete]: readonly string[], folder: string): PlacedRecord {
  if (!(page && url && complete)) return [];
  return [`${folder}${page}`, { source: siteSource(url, date, complete.trim() === 'yes'), kind: 'current' }];
}

/** Where a copy of a page of the help site comes from. */
export function siteSource(url: string, date: string | undefined, complete: boolean): SiteSource {
  return { url, date: date?.trim() || null, complete };
}
