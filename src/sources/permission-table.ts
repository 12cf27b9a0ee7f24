import type { HttpMethod, Requirement, ScopeMarks } from '../model/claim.ts';
import { fold } from './fold.ts';
import { readActionCell } from './read-actions.ts';
import { type ApiName, readApiCell } from './read-apis.ts';
import { readDependencies } from './read-dependencies.ts';
import { readNotes } from './read-notes.ts';
import { readScopeList, readScopeMark } from './read-scopes.ts';
import { noRemarks, type Remarks, take } from './reading.ts';
import type { GlueEvidence } from './split-glued-actions.ts';
import { type Block, joinLines, linesOf, notesOf, type Row, type Table } from './table.ts';
import type { ColumnRole, Vocabulary } from './vocabulary.ts';

/** Which column has which role. */
export type ColumnRoles = ReadonlyMap<ColumnRole, number>;

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

/**
 * Tells from the header whether a table lists permissions: it has columns for APIs and for actions.
 * `unknown` names header words of a permission table that are not in the vocabulary.
 */
export function columnRolesOf(
  table: Table,
  vocabulary: Vocabulary,
): { readonly roles: ColumnRoles; readonly unknown: readonly string[] } | undefined {
  const roles = new Map<ColumnRole, number>();
  const unknown: string[] = [];
  const width = table.header[0]?.length ?? 0;
  for (let column = 0; column < width; column += 1) {
    const words = table.header.flatMap((row) =>
      row[column]?.spanned ? [] : linesOf(row[column]?.blocks ?? []),
    );
    const text = joinLines(words);
    const role = vocabulary.columns.get(fold(text));
    if (role === undefined || roles.has(role)) unknown.push(text);
    else roles.set(role, column);
  }
  return roles.has('action') && roles.has('api') ? { roles, unknown } : undefined;
}

/** Reads the rows of a permission table. No row is dropped: what cannot be read becomes a claim with a problem. */
export function readPermissionTable(
  table: Table,
  roles: ColumnRoles,
  vocabulary: Vocabulary,
  evidence: GlueEvidence,
): RowClaim[] {
  return table.rows.flatMap((row, index) => readRow(row, index + 1, roles, vocabulary, evidence));
}

function readRow(
  row: Row,
  number: number,
  roles: ColumnRoles,
  vocabulary: Vocabulary,
  evidence: GlueEvidence,
): RowClaim[] {
  const blocksOf = (role: ColumnRole): readonly Block[] => row[roles.get(role) ?? -1]?.blocks ?? [];
  const remarks = noRemarks();
  const title = joinLines(linesOf(blocksOf('title')));
  const cell = take(readApiCell(linesOf(blocksOf('api')), vocabulary), remarks);
  const action = take(readActionCell(linesOf(blocksOf('action')), vocabulary, evidence), remarks);
  const dependencies = take(
    readDependencies(blocksOf('dependencies'), action.actions, vocabulary, evidence),
    remarks,
  );
  const scopes = readScopes(blocksOf, vocabulary, remarks);
  const notes = [
    ...cell.notes,
    ...(['title', 'api', 'action'] as const).flatMap((role) => notesOf(blocksOf(role)).flatMap(noteTexts)),
  ];
  const deprecated = [...vocabulary.deprecated].some((mark) => fold(title).includes(mark));

  const apis: readonly (ApiName | undefined)[] = cell.apis.length === 0 ? [undefined] : cell.apis;
  return apis.map((api, index) => {
    const own: Remarks = { repairs: new Set(remarks.repairs), problems: new Set(remarks.problems) };
    const prerequisites = take(readNotes(notes, api?.path, vocabulary), own);
    const method = api?.method ?? cell.method;
    return {
      row: number,
      api: index + 1,
      title,
      ...(method === undefined ? {} : { method }),
      ...(api === undefined ? {} : { path: api.path }),
      ...(api?.query === undefined ? {} : { query: api.query }),
      actions: action.actions,
      dependencies,
      prerequisites,
      scopes,
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
