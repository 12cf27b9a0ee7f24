import {
  type Claim,
  type Dependency,
  type LosableCell,
  losableCells,
  namesOf,
  type RequiredAction,
} from '../model/claim.ts';
import type { SiteNote } from '../model/site-note.ts';
import { type ActionCell, readActionCell } from './read-actions.ts';
import { readDependencies } from './read-dependencies.ts';
import type { RowNote } from './read-notes.ts';
import { isNote } from './read-notes.ts';
import { type Remarks, take } from './reading.ts';
import type { GlueEvidence } from './split-glued-actions.ts';
import { type Block, linesOf } from './table.ts';
import type { ColumnRole, Vocabulary } from './vocabulary.ts';

/** Which column has which role. */
export type ColumnRoles = ReadonlyMap<ColumnRole, number>;

/** One row, and what is needed to read it. */
export interface RowParts {
  /** From 1. */
  readonly number: number;
  readonly isCopy: boolean;
  readonly roles: ColumnRoles;
  /** Nothing where the table has no such column. */
  readonly blocksOf: (role: ColumnRole) => readonly Block[];
  readonly remarks: Remarks;
  readonly vocabulary: Vocabulary;
  readonly evidence: GlueEvidence;
}

/** What a row asks for. */
export interface RowActions extends Pick<Claim, 'dependencies' | 'identityActions' | 'lost'> {
  readonly action: ActionCell;
  readonly notes: readonly RowNote[];
}

/** The page does not say which actions its APIs need. */
const noActions: ActionCell = { actions: [], governed: true, notes: [] };

/** Reads the cells of actions and dependencies. */
export function actionsOf({ roles, blocksOf, remarks, vocabulary, evidence }: RowParts): RowActions {
  const action = roles.has('action')
    ? take(readActionCell(blocksOf('action'), vocabulary, evidence), remarks)
    : noActions;
  const { dependencies, notes } = take(
    readDependencies(blocksOf('dependencies'), action.actions, vocabulary, evidence),
    remarks,
  );
  return { action, dependencies, notes: [...action.notes, ...notes] };
}

/** The same of a stored copy, which may have lost cells, and whose notes say what some of its cells mean. */
export function actionsOfCopy(parts: RowParts, service: string, copy: SiteNote): RowActions {
  const { number, blocksOf, remarks, vocabulary, evidence } = parts;
  const lost = lostCells(parts, copy);
  const isLost = (cell: LosableCell) => lost.includes(cell);
  const ofIdentity = copy.identityRows?.includes(number) ?? false;
  const printed =
    ofIdentity || isLost('actions')
      ? noActions
      : take(readActionCell(blocksOf('action'), vocabulary, evidence), remarks);
  const { action, moved } = copy.dependenciesInActions
    ? partedByService(printed, service)
    : { action: printed, moved: [] };
  const cell = isLost('dependencies')
    ? undefined
    : take(readDependencies(blocksOf('dependencies'), action.actions, vocabulary, evidence), remarks);
  const identityActions = identityNames([
    ...blocksOf('identityAction'),
    ...(ofIdentity ? blocksOf('action') : []),
  ]);
  const all = ofIdentity ? inOrder([...lost, 'actions']) : lost;
  return {
    action,
    dependencies: cell === undefined && moved.length === 0 ? null : [...moved, ...(cell?.dependencies ?? [])],
    notes: [...action.notes, ...(cell?.notes ?? [])],
    ...(identityActions.length === 0 ? {} : { identityActions }),
    ...(all.length === 0 ? {} : { lost: all }),
  };
}

/** The cells that the table has columns for and that are empty; marks, too, of which only a note is left. */
function lostCells(
  { roles, blocksOf, vocabulary }: RowParts,
  { noDependencies }: SiteNote,
): readonly LosableCell[] {
  return losableCells.filter((cell) => {
    if (cell === 'dependencies' && noDependencies) return false;
    const role = cell === 'actions' ? 'action' : cell;
    if (!roles.has(role)) return false;
    const isMark = cell === 'project' || cell === 'enterpriseProject';
    return blocksOf(role).length === 0 || (isMark && isNote(linesOf(blocksOf(role)).join(' '), vocabulary));
  });
}

function inOrder(cells: readonly LosableCell[]): readonly LosableCell[] {
  return losableCells.filter((cell) => cells.includes(cell));
}

/** Parts a cell that lists dependencies among the actions: those of other services are dependencies. */
function partedByService(
  cell: ActionCell,
  service: string,
): { readonly action: ActionCell; readonly moved: readonly Dependency[] } {
  const isOwn = (required: RequiredAction) =>
    namesOf(required).every((name) => name.toLowerCase().startsWith(`${service}:`));
  const others = cell.actions.filter((required) => !isOwn(required));
  return {
    action: { ...cell, actions: cell.actions.filter(isOwn) },
    moved: others.flatMap((required) =>
      namesOf(required).map((action) => withWhen({ action }, required.when)),
    ),
  };
}

function withWhen(dependency: Dependency, when: string | undefined): Dependency {
  return when === undefined ? dependency : { ...dependency, when };
}

/** Names of identity policies as the page prints them; some have no service or no resource type. */
function identityNames(blocks: readonly Block[]): readonly string[] {
  return linesOf(blocks).flatMap((line) => line.match(/[a-z][\w-]*(?::[\w*-]*)*:[\w*-]+/giu) ?? []);
}
