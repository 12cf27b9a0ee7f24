import type { PageStatus, ScopeMarks } from '../model/claim.ts';
import type { Cloud } from '../model/cloud.ts';
import type { SiteNote } from '../model/site-note.ts';
import { fold, foldedSet, lookup } from './fold.ts';
import type { PageForm } from './page.ts';

/** What a column of a permission table says. */
export type ColumnRole =
  | 'title'
  | 'api'
  | 'action'
  | 'dependencies'
  | 'scope'
  | 'project'
  | 'enterpriseProject'
  | 'method'
  | 'resource'
  | 'tag'
  | 'identityAction'
  | 'url'
  | 'date'
  | 'passedOver';

/** A part of an API page. */
export type ApiPageSection = 'uri' | 'request' | 'response' | 'status';

/** What a column of a parameter table says. */
export type ParameterColumn = 'name' | 'mandatory' | 'type' | 'description';

/** A folder of documentation pages. */
export interface DocSet {
  readonly folder: string;
  /** Only pages written so. */
  readonly form?: PageForm;
  readonly cloud: Cloud;
  readonly docs: string;
  readonly service: string;
  /** Status of all its pages; without it, `SOURCES.tsv` says. */
  readonly status?: PageStatus;
  /** Only these files of the folder, by name. */
  readonly pages?: readonly string[];
  /** Older versions that only tell glued actions apart: their claims stay out of the data. */
  readonly evidence?: true;
  /** Stored copies of the help site: each has a line in `SOURCES.tsv`. */
  readonly site?: true;
}

/** What a page prints wrong in one cell; `row` 0 is the header, rows and columns count from 1. */
export interface PageCorrection {
  readonly page: string;
  readonly table: number;
  readonly row: number;
  readonly column: number;
  readonly printed: string;
  readonly read: string;
  readonly reason: string;
  readonly evidence?: string;
}

/** The files of `rules/vocabulary/`, the corrections of pages, and the service codes, as data. The schema `vocabulary.schema.json` describes it. */
export interface VocabularyData {
  readonly columns: Readonly<Record<ColumnRole, readonly string[]>>;
  readonly marks: {
    readonly supported: readonly string[];
    readonly notSupported: readonly string[];
    readonly notStated: readonly string[];
    readonly partlySupported: readonly string[];
    readonly scopeNames: Readonly<Record<'project' | 'enterpriseProject', readonly string[]>>;
    readonly scopeSentences: readonly {
      readonly phrase: string;
      readonly project?: boolean;
      readonly enterpriseProject?: boolean;
    }[];
    readonly noActionIsFree: readonly string[];
    readonly nothing: readonly string[];
    readonly noAction: readonly string[];
    readonly noAuthorization: readonly string[];
    readonly noApi: readonly string[];
    readonly deprecated: readonly string[];
  };
  readonly useCases: readonly {
    readonly id: string;
    /** What the use case is, in a few words of ours. */
    readonly wording: string;
    readonly phrases: readonly string[];
  }[];
  readonly notes: {
    readonly sentences: readonly string[];
    readonly alternatives: readonly string[];
    readonly conjunctions: readonly string[];
    readonly grants: readonly string[];
    readonly services: Readonly<Record<string, readonly string[]>>;
    readonly roles: readonly {
      readonly role: string;
      readonly service?: string;
      readonly phrases: readonly string[];
    }[];
    readonly purposes: readonly {
      readonly phrases: readonly string[];
      readonly useCase: string | null;
      readonly reason: string;
      readonly paths: readonly string[];
    }[];
    readonly remarks: readonly {
      readonly phrase: string;
      readonly reason: string;
      /** The remark limits the enterprise projects that the row's mark holds for. */
      readonly enterpriseProjectOnly?: 'default';
    }[];
    readonly noteTitles: readonly string[];
  };
  readonly apiPages: {
    readonly sections: Readonly<Record<ApiPageSection, readonly string[]>>;
    readonly columns: Readonly<Record<ParameterColumn, readonly string[]>>;
    readonly mandatory: { readonly yes: readonly string[]; readonly no: readonly string[] };
    readonly nestedStructure: readonly string[];
  };
  readonly docSets: {
    readonly kinds: Readonly<Record<string, PageStatus>>;
    readonly sets: readonly DocSet[];
    /** Parts of file names of the help site that tell variants. */
    readonly variantNames: readonly string[];
  };
  readonly siteNotes: readonly SiteNote[];
  readonly pageCorrections: readonly PageCorrection[];
  /** Codes of every known service, lower case. */
  readonly serviceCodes: readonly string[];
}

/** What the readers know of the pages' words, ready to be asked. */
export interface Vocabulary {
  readonly data: VocabularyData;
  /** What a header word can say, the usual meaning first. */
  readonly columns: ReadonlyMap<string, readonly ColumnRole[]>;
  /** `null`: the page does not say. */
  readonly scopeMarks: ReadonlyMap<string, boolean | null>;
  readonly scopeNames: ReadonlyMap<string, 'project' | 'enterpriseProject'>;
  readonly scopeSentences: ReadonlyMap<string, ScopeMarks>;
  /** Phrases, folded, of cells that say in words where alone the row is supported. */
  readonly partlySupported: readonly string[];
  readonly noActionIsFree: ReadonlySet<string>;
  readonly nothing: ReadonlySet<string>;
  readonly noAction: ReadonlySet<string>;
  readonly noAuthorization: ReadonlySet<string>;
  readonly noApi: ReadonlySet<string>;
  readonly deprecated: ReadonlySet<string>;
  readonly useCases: ReadonlyMap<string, string>;
  /** Folded phrases of remarks that ask for nothing, and what they limit. */
  readonly remarks: ReadonlyMap<string, ScopeMarks['enterpriseProjectOnly']>;
  readonly apiPageSections: ReadonlyMap<string, ApiPageSection>;
  readonly parameterColumns: ReadonlyMap<string, ParameterColumn>;
  readonly mandatory: ReadonlyMap<string, boolean>;
  readonly serviceCodes: ReadonlySet<string>;
  /** What the notes beside pages of the help site say, by page. */
  readonly siteNotes: ReadonlyMap<string, SiteNote>;
  /** The corrections of one table of a page. */
  readonly corrections: (page: string, table: number) => readonly PageCorrection[];
}

/** Prepares the vocabulary data for reading. */
export function prepareVocabulary(data: VocabularyData): Vocabulary {
  const { marks, apiPages } = data;
  return {
    data,
    columns: meaningsByWord(data.columns),
    scopeMarks: lookup<boolean | null>([
      ...marks.supported.map((word) => [word, true] as const),
      ...marks.notSupported.map((word) => [word, false] as const),
      ...marks.notStated.map((word) => [word, null] as const),
    ]),
    scopeNames: byWord(marks.scopeNames),
    scopeSentences: lookup(
      marks.scopeSentences.map(
        ({ phrase, project, enterpriseProject }) =>
          [phrase, { project: project ?? null, enterpriseProject: enterpriseProject ?? null }] as const,
      ),
    ),
    partlySupported: marks.partlySupported.map(fold),
    noActionIsFree: foldedSet(marks.noActionIsFree),
    nothing: foldedSet(marks.nothing),
    noAction: foldedSet(marks.noAction),
    noAuthorization: foldedSet(marks.noAuthorization),
    noApi: foldedSet(marks.noApi),
    deprecated: foldedSet(marks.deprecated),
    useCases: lookup(
      data.useCases.flatMap(({ id, phrases }) => phrases.map((phrase) => [phrase, id] as const)),
    ),
    remarks: new Map(
      data.notes.remarks.map(({ phrase, enterpriseProjectOnly }) => [fold(phrase), enterpriseProjectOnly]),
    ),
    apiPageSections: byWord(apiPages.sections),
    parameterColumns: byWord(apiPages.columns),
    mandatory: lookup([
      ...apiPages.mandatory.yes.map((word) => [word, true] as const),
      ...apiPages.mandatory.no.map((word) => [word, false] as const),
    ]),
    serviceCodes: new Set(data.serviceCodes),
    siteNotes: new Map(data.siteNotes.map((note) => [note.page, note])),
    corrections: correctionsByTable(data.pageCorrections),
  };
}

function byWord<Meaning extends string>(
  words: Readonly<Record<Meaning, readonly string[]>>,
): ReadonlyMap<string, Meaning> {
  const meanings = Object.keys(words) as Meaning[];
  return lookup(meanings.flatMap((meaning) => words[meaning].map((word) => [word, meaning] as const)));
}

function meaningsByWord<Meaning extends string>(
  words: Readonly<Record<Meaning, readonly string[]>>,
): ReadonlyMap<string, readonly Meaning[]> {
  const found = new Map<string, Meaning[]>();
  for (const meaning of Object.keys(words) as Meaning[]) {
    for (const word of words[meaning].map(fold)) found.set(word, [...(found.get(word) ?? []), meaning]);
  }
  return found;
}

function correctionsByTable(corrections: readonly PageCorrection[]): Vocabulary['corrections'] {
  const byTable = new Map<string, PageCorrection[]>();
  for (const correction of corrections) {
    const key = `${correction.page} ${correction.table}`;
    byTable.set(key, [...(byTable.get(key) ?? []), correction]);
  }
  return (page, table) => byTable.get(`${page} ${table}`) ?? [];
}
