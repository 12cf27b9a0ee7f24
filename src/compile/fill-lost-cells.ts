import type { Claim, LosableCell, NarrowingMarks, Requirement } from '../model/claim.ts';

/** Whether a table says of each row what it depends on. */
export type SaysDependencies = (claim: Claim) => boolean;

/**
 * A row with what its copy lost taken from other pages: the first of them that has the cell. What none has stays unknown.
 * @param others the other claims of the same API, newest first
 */
export function fillLostCells(
  claim: Claim,
  others: readonly Claim[],
  saysDependencies: SaysDependencies,
): Claim {
  const { lost = [] } = claim;
  if (lost.length === 0) return claim;
  const isLost = (cell: LosableCell) => lost.includes(cell);
  const having = (cell: LosableCell, says: (other: Claim) => boolean) =>
    others.find((other) => other.lost?.includes(cell) !== true && says(other));
  let filled = claim;
  if (isLost('actions')) {
    const source = having('actions', ({ actions, governed }) => actions.length > 0 || governed !== true);
    if (source !== undefined) filled = { ...filled, actions: source.actions, governed: source.governed };
  }
  if (isLost('dependencies')) {
    const source = having('dependencies', (other) => other.dependencies !== null && saysDependencies(other));
    filled = { ...filled, dependencies: source?.dependencies ?? null };
  }
  for (const scope of ['project', 'enterpriseProject'] as const) {
    if (!isLost(scope)) continue;
    const mark = having(scope, ({ scopes }) => scopes[scope] !== null)?.scopes[scope] ?? null;
    filled = { ...filled, scopes: { ...filled.scopes, [scope]: mark } };
  }
  const narrowing = fillNarrowing(filled, isLost, having);
  return narrowing === undefined ? filled : { ...filled, narrowing };
}

function fillNarrowing(
  { narrowing }: Requirement,
  isLost: (cell: LosableCell) => boolean,
  having: (cell: LosableCell, says: (other: Claim) => boolean) => Claim | undefined,
): NarrowingMarks | undefined {
  const mark = (cell: 'resource' | 'tag'): boolean | null => {
    const own = narrowing?.[cell] ?? null;
    if (!isLost(cell)) return own;
    return having(cell, (other) => (other.narrowing?.[cell] ?? null) !== null)?.narrowing?.[cell] ?? null;
  };
  const marks = { resource: mark('resource'), tag: mark('tag') };
  return marks.resource === null && marks.tag === null ? narrowing : marks;
}
