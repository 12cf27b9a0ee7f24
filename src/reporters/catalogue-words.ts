import {
  type Claim,
  type Dependency,
  namesOf,
  originOf,
  type RequiredAction,
  type Requirement,
  type ScopeMarks,
} from '../model/claim.ts';
import type { RequirementMember } from '../model/conflict.ts';
import { terminalText } from './terminal-text.ts';

/** A requirement in lines of words; `members` narrows it to some of its parts. */
export function requirementLines(
  requirement: Requirement,
  members: readonly RequirementMember[] = ['actions', 'dependencies', 'prerequisites', 'scopes'],
): string[] {
  const lines: Readonly<Record<RequirementMember, readonly string[]>> = {
    actions: [`actions: ${actionsText(requirement)}`],
    governed: members.includes('actions') ? [] : [`actions: ${actionsText(requirement)}`],
    dependencies:
      requirement.dependencies === null
        ? ['dependencies: not known']
        : groupByOwner(requirement.dependencies).map(
            ([owner, list]) =>
              `dependencies${owner === undefined ? '' : ` of ${owner}`}: ${list.map(named).join(', ')}`,
          ),
    prerequisites: requirement.prerequisites.map(({ anyOf, when }) => {
      const roles = anyOf.map(({ role, service }) => (service === undefined ? role : `${role} (${service})`));
      return `role: ${roles.join(' or ')}${when === undefined ? '' : ` when ${when}`}`;
    }),
    scopes: [`scope: ${scopesText(requirement.scopes)}`],
  };
  return members.flatMap((member) => lines[member]).map(terminalText);
}

/** The required actions, or what is printed in place of them. */
function actionsText({ actions, governed }: Requirement): string {
  if (governed === false) return 'no authorization needed';
  if (governed === null) return 'none named';
  return actions.length === 0 ? 'not known' : actions.map(named).join(', ');
}

function named(required: RequiredAction): string {
  const names = namesOf(required).join(' or ');
  return required.when === undefined ? names : `${names} (when ${required.when})`;
}

function groupByOwner(dependencies: readonly Dependency[]): [string | undefined, Dependency[]][] {
  const groups = new Map<string | undefined, Dependency[]>();
  for (const dependency of dependencies) {
    groups.set(dependency.for, [...(groups.get(dependency.for) ?? []), dependency]);
  }
  return [...groups];
}

/** The scope marks in words. */
function scopesText({ project, enterpriseProject, enterpriseProjectOnly }: ScopeMarks): string {
  const mark = (value: boolean | null) => (value === null ? 'not stated' : value ? 'yes' : 'no');
  return `IAM project ${mark(project)}, enterprise project ${mark(enterpriseProject)}${enterpriseProjectOnly === undefined ? '' : ' (only the default one)'}`;
}

/** Where a statement stands: page, row, date, and short commit where the page has one. */
export function placeText(place: {
  readonly page: string;
  readonly table?: number;
  readonly row?: number;
  readonly date?: string;
  readonly commit?: string;
}): string {
  const row = place.row === undefined ? '' : `, table ${place.table}, row ${place.row}`;
  const commit = place.commit === undefined ? '' : `, commit ${place.commit.slice(0, 8)}`;
  return terminalText(`${place.page}${row} (${place.date ?? 'no date'}${commit})`);
}

/** Place of a claim, as {@link placeText} takes it. */
export function placeOf({ page, table, row, source }: Claim) {
  return { page, table, row, ...originOf(source) };
}
