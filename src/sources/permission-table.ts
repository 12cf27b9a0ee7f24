import type { HttpMethod, Requirement, ScopeMarks } from '../model/claim.ts';
import { blankRepair, fillBlankCells } from './blank-cells.ts';
import { fold } from './fold.ts';
import { isDeprecated } from './page-remarks.ts';
import { type ActionCell, readActionCell } from './read-actions.ts';
import { type ApiName, readApiCell } from './read-apis.ts';
import { readDependencies } from './read-dependencies.ts';
import { readNotes } from './read-notes.ts';
import { readScopeList, readScopeMark } from './read-scopes.ts';
import { noRemarks, type Remarks, take } from './reading.ts';
import type { GlueEvidence } from './split-glued-actions.ts';
import { type Block, joinLines, linesOf, notesOf, type Row, type Table } from './table.ts';
import type { ColumnRole, Vocabulary } from './vocabulary.ts';

/** Which column has which role. */
type ColumnRoles = ReadonlyMap<ColumnRole, number>;

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
 * for actions or scopes.
 * Where the page marks no header, the first row is one if it reads so.
 */
export function columnsOf(table: Table, vocabulary: Vocabulary): Columns | undefined {
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
  if (!saysMore || !(roles.has('api') || roles.has('method'))) return undefined;
  return { roles, unknown, rows: isMarked ? table.rows : table.rows.slice(1) };
}

/**
 * Reads the rows of a permission table; `corrected` names the corrections by row, 0 for the header. No row is dropped: what cannot be read becomes a claim with a
 * problem.
 */
export function readPermissionTable(
  { roles, rows }: Columns,
  corrected: ReadonlyMap<number, readonly string[]>,
  vocabulary: Vocabulary,
  evidence: GlueEvidence,
): RowClaim[] {
  return fillBlankCells(rows, roles).flatMap(({ row, filled }, index) => {
    const remarks = noRemarks();
    for (const number of [0, index + 1]) {
      for (const repair of corrected.get(number) ?? []) remarks.repairs.add(repair);
    }
    if (filled) remarks.repairs.add(blankRepair);
    return readRow(row, index + 1, roles, remarks, vocabulary, evidence);
  });
}

/** The page does not say which actions its APIs need. */
const noActionColumn: ActionCell = { actions: [], governed: true, notes: [] };

function readRow(
  row: Row,
  number: number,
  roles: ColumnRoles,
  remarks: Remarks,
  vocabulary: Vocabulary,
  evidence: GlueEvidence,
): RowClaim[] {
  const blocksOf = (role: ColumnRole): readonly Block[] => row[roles.get(role) ?? -1]?.blocks ?? [];
  const title = joinLines(linesOf(blocksOf('title')));
  const apiLines = [...linesOf(blocksOf('method')), ...linesOf(blocksOf('api'))];
  const cell = take(readApiCell(apiLines, vocabulary), remarks);
  const action = roles.has('action')
    ? take(readActionCell(blocksOf('action'), vocabulary, evidence), remarks)
    : noActionColumn;
  const dependencies = take(
    readDependencies(blocksOf('dependencies'), action.actions, vocabulary, evidence),
    remarks,
  );
  const scopes = readScopes(blocksOf, vocabulary, remarks);
  const notes = [
    ...cell.notes,
    ...action.notes,
    ...dependencies.notes,
    ...(['title', 'api', 'action'] as const).flatMap((role) => notesOf(blocksOf(role)).flatMap(noteTexts)),
  ];
  const deprecated = isDeprecated(title, vocabulary);

  const named: readonly Partial<ApiName>[] =
    cell.apis.length > 0 ? cell.apis : (cell.paths ?? []).map((path) => ({ path }));
  const apis = named.length > 0 ? named : [{}];
  return apis.map((api, index) => {
    const own: Remarks = { repairs: new Set(remarks.repairs), problems: new Set(remarks.problems) };
    const { prerequisites, ...limits } = take(readNotes(notes, api.path, vocabulary), own);
    const method = api.method ?? cell.method;
    return {
      row: number,
      api: index + 1,
      title,
      ...(method === undefined ? {} : { method }),
      ...(api.path === undefined ? {} : { path: api.path }),
      ...(api.query === undefined ? {} : { query: api.query }),
      actions: action.actions,
      dependencies: dependencies.dependencies,
      prerequisites,
      scopes: { ...scopes, ...limits },
      governed: action.governed,
      deprecated,
      repairs: [...own.repairs],
      ...(own.problems.size === 0 ? {} : { problem: [...own.problems].join('; ') }),
    };
  });
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
