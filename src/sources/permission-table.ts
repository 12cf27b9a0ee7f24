import type {
  HttpMethod,
  LosableCell,
  NarrowingMarks,
  PageSource,
  Requirement,
  ScopeMarks,
} from '../model/claim.ts';
import type { SiteNote } from '../model/site-note.ts';
import { blankRepair, fillBlankCells } from './blank-cells.ts';
import { fold } from './fold.ts';
import { isDeprecated } from './page-remarks.ts';
import { siteSource } from './page-sources.ts';
import { type ApiName, readApiCell } from './read-apis.ts';
import { readNotes } from './read-notes.ts';
import { readScopeList, readScopeMark } from './read-scopes.ts';
import { noRemarks, type Remarks, take } from './reading.ts';
import { actionsOf, actionsOfCopy, type ColumnRoles, type RowActions, type RowParts } from './row-actions.ts';
import type { GlueEvidence } from './split-glued-actions.ts';
import { type Block, joinLines, linesOf, notesOf, type Row, type Table } from './table.ts';
import type { ColumnRole, Vocabulary } from './vocabulary.ts';

/** What one API of one row says, without where it stands. */
export interface RowClaim extends Requirement {
  /** From 1. */
  readonly row: number;
  /** From 1. */
  readonly api: number;
  readonly title: string;
  readonly method?: HttpMethod;
  readonly path?: string;
  readonly query?: string;
  /** Where the row is from, in a table of facts from several pages. */
  readonly source?: PageSource;
  readonly identityActions?: readonly string[];
  readonly lost?: readonly LosableCell[];
  readonly deprecated: boolean;
  readonly repairs: readonly string[];
  readonly problem?: string;
}

/** What the header of a permission table says. */
interface Columns {
  readonly roles: ColumnRoles;
  /** Header words that are not in the vocabulary. */
  readonly unknown: readonly string[];
  /** The rows below the header. */
  readonly rows: readonly Row[];
}

/**
 * Tells from the header whether a table lists permissions: it has columns for APIs, or their methods, and
 * for actions or scopes; where it does not need the former, for actions.
 * Where the page marks no header, the first row is one if it reads so.
 */
export function columnsOf(
  table: Table,
  vocabulary: Vocabulary,
  { needsApi }: { readonly needsApi: boolean },
): Columns | undefined {
  const isMarked = table.header.length > 0;
  const header = isMarked ? table.header : table.rows.slice(0, 1);
  const roles = new Map<ColumnRole, number>();
  const unknown: string[] = [];
  const width = header[0]?.length ?? 0;
  for (let column = 0; column < width; column += 1) {
    const words = header.flatMap((row) => (row[column]?.spanned ? [] : linesOf(row[column]?.blocks ?? [])));
    const text = joinLines(words);
    const meanings = vocabulary.columns.get(fold(text)) ?? [];
    if (meanings.includes('passedOver')) continue;
    // A word with two meanings has the first that no column before it has: `Permission` beside `Function`.
    const role = meanings.find((meaning) => !roles.has(meaning));
    if (role === undefined) unknown.push(text);
    else roles.set(role, column);
  }
  const saysMore = (['action', 'project', 'enterpriseProject'] as const).some((role) => roles.has(role));
  const namesApi = roles.has('api') || roles.has('method');
  if (!(needsApi ? saysMore && namesApi : roles.has('action'))) return undefined;
  return { roles, unknown, rows: isMarked ? table.rows : table.rows.slice(1) };
}

/** Where a permission table stands. */
export interface TableContext {
  /** What was corrected, by row; 0 for the header. */
  readonly repairs: ReadonlyMap<number, readonly string[]>;
  /** Code of the service whose page it is. */
  readonly service: string;
  /** What is known of a stored copy of the help site; `undefined` for other pages. */
  readonly copy: SiteNote | undefined;
}

/**
 * Reads the rows of a permission table. No row is dropped: what cannot be read becomes a claim with a problem. In a stored copy
 * of the help site an empty cell was lost; on other pages it may have been merged with the one above.
 */
export function readPermissionTable(
  { roles, rows }: Columns,
  { repairs, service, copy }: TableContext,
  vocabulary: Vocabulary,
  evidence: GlueEvidence,
): RowClaim[] {
  const filledRows =
    copy === undefined ? fillBlankCells(rows, roles) : rows.map((row) => ({ row, filled: false }));
  return filledRows.flatMap(({ row, filled }, index) => {
    const remarks = noRemarks();
    for (const number of [0, index + 1]) {
      for (const repair of repairs.get(number) ?? []) remarks.repairs.add(repair);
    }
    if (filled) remarks.repairs.add(blankRepair);
    const blocksOf = (role: ColumnRole): readonly Block[] => row[roles.get(role) ?? -1]?.blocks ?? [];
    const isCopy = copy !== undefined;
    const parts: RowParts = { number: index + 1, isCopy, roles, blocksOf, remarks, vocabulary, evidence };
    return copy === undefined
      ? claimsOfRow(parts, () => actionsOf(parts))
      : claimsOfRow(parts, () => actionsOfCopy(parts, service, copy));
  });
}

/** @param readActions read after the API cell: remarks are in the order of the cells */
function claimsOfRow(parts: RowParts, readActions: () => RowActions): RowClaim[] {
  const { number, isCopy, blocksOf, remarks, vocabulary } = parts;
  const title = joinLines(linesOf(blocksOf('title')));
  const apiLines = [...linesOf(blocksOf('method')), ...linesOf(blocksOf('api'))];
  const cell = take(readApiCell(apiLines, vocabulary, !isCopy), remarks);
  const { action, notes: noted, ...asked } = readActions();
  const scopes = readScopes(blocksOf, vocabulary, remarks);
  const narrowing = readNarrowing(parts);
  const source = readSource(parts);
  const notes = [
    ...cell.notes.map((text) => ({ text })),
    ...noted,
    ...(['title', 'api', 'action'] as const).flatMap((role) =>
      notesOf(blocksOf(role))
        .flatMap(noteTexts)
        .map((text) => ({ text })),
    ),
  ];
  const deprecated = isDeprecated(title, vocabulary);

  const named: readonly Partial<ApiName>[] =
    cell.apis.length > 0 ? cell.apis : (cell.paths ?? []).map((path) => ({ path }));
  const apis = named.length > 0 ? named : [{}];
  return apis.map((api, index) => {
    const own: Remarks = { repairs: new Set(remarks.repairs), problems: new Set(remarks.problems) };
    const { prerequisites, ...limits } = take(readNotes(notes, api.path, vocabulary), own);
    const method = api.method ?? cell.method;
    const { dependencies, ...rest } = asked;
    return {
      ...(source === undefined ? {} : { source }),
      row: number,
      api: index + 1,
      title,
      ...(method === undefined ? {} : { method }),
      ...(api.path === undefined ? {} : { path: api.path }),
      ...(api.query === undefined ? {} : { query: api.query }),
      actions: action.actions,
      dependencies,
      prerequisites,
      scopes: { ...scopes, ...limits },
      ...(narrowing === undefined ? {} : { narrowing }),
      governed: action.governed,
      ...rest,
      deprecated,
      repairs: [...own.repairs],
      ...(own.problems.size === 0 ? {} : { problem: [...own.problems].join('; ') }),
    };
  });
}

function readSource({ roles, blocksOf }: RowParts): PageSource | undefined {
  if (!roles.has('url')) return undefined;
  const [url, date] = (['url', 'date'] as const).map((role) => joinLines(linesOf(blocksOf(role))));
  return siteSource(url ?? '', date, false);
}

/** Whether statements can limit the row to resources and tags; `undefined` where the page does not say. */
function readNarrowing({ blocksOf, remarks, vocabulary }: RowParts): NarrowingMarks | undefined {
  const mark = (role: ColumnRole) => take(readScopeMark(linesOf(blocksOf(role)), vocabulary), remarks);
  const marks = { resource: mark('resource'), tag: mark('tag') };
  return marks.resource === null && marks.tag === null ? undefined : marks;
}

function readScopes(
  blocksOf: (role: ColumnRole) => readonly Block[],
  vocabulary: Vocabulary,
  remarks: Remarks,
): ScopeMarks {
  const list = linesOf(blocksOf('scope'));
  if (list.length > 0) return take(readScopeList(list, vocabulary), remarks);
  return {
    project: take(readScopeMark(linesOf(blocksOf('project')), vocabulary), remarks),
    enterpriseProject: take(readScopeMark(linesOf(blocksOf('enterpriseProject')), vocabulary), remarks),
  };
}

function noteTexts(note: readonly Block[]): string[] {
  return note.flatMap((block) =>
    block.kind === 'note' ? noteTexts(block.blocks) : [joinLines([block.text])],
  );
}
