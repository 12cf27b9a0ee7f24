import { readAction } from '../model/action.ts';
import { hasHole } from '../model/hole.ts';
import type { Language } from '../model/language.ts';
import type { PlacedText, Policy, StatementReading } from '../model/policy.ts';
import { readingsOfPolicy } from './statements.ts';

/** A statement that names actions by which agencies are assumed. */
export interface AgencyStatement {
  readonly statement: StatementReading;
  /** Actions of agency policies, as written. */
  readonly agencies: readonly PlacedText[];
  /** Those of them that the API takes with no other action. */
  readonly alone: readonly PlacedText[];
  /** All its other actions, malformed ones left out. */
  readonly others: readonly PlacedText[];
}

/** Whether a text is an action of agency policies. */
export function isAgencyAction(text: string, { resources: { agencies } }: Language): boolean {
  return agencies.actions.some(({ action }) => action === text.toLowerCase());
}

/** The statements of a policy that name an action of agency policies. */
export function agencyStatements(policy: Policy, language: Language): readonly AgencyStatement[] {
  const known = new Map(language.resources.agencies.actions.map((action) => [action.action, action]));
  const ofAgencies = ({ text }: PlacedText) => known.get(text.toLowerCase());
  return readingsOfPolicy(policy).flatMap((statement): readonly AgencyStatement[] => {
    const agencies = statement.actions.filter((action) => ofAgencies(action) !== undefined);
    if (agencies.length === 0) return [];
    return [
      {
        statement,
        agencies,
        alone: agencies.filter((action) => ofAgencies(action)?.alone),
        others: statement.actions.filter(
          (action) => ofAgencies(action) === undefined && readAction(action.text).ok,
        ),
      },
    ];
  });
}

/** Whether the statement is about agencies and nothing else; so it may be, where an action is not fixed. */
export function isAgencyStatement(
  { actions }: Pick<StatementReading, 'actions'>,
  language: Language,
): boolean {
  const isOfAgencies = ({ text }: PlacedText) => hasHole(text) || isAgencyAction(text, language);
  return actions.length > 0 && actions.every(isOfAgencies);
}

/** The Resource that names agencies, as helps print it. */
export function agencyResource({ resources: { agencies } }: Language): string {
  return `\`"Resource": {"uri": ["${agencies.prefix}<agency ID>"]}\``;
}
