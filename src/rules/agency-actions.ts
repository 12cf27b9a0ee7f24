import { readAction } from '../model/action.ts';
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

/** The statements of a policy that name an action of agency policies. The language is asked for only where there is one. */
export function* agencyStatements(policy: Policy, language: () => Language): Generator<AgencyStatement> {
  for (const statement of readingsOfPolicy(policy)) {
    if (!statement.actions.some(endsInAssume)) continue;
    const known = new Map(language().resources.agencies.actions.map((known) => [known.action, known]));
    const ofAgencies = (action: PlacedText) => known.get(action.text.toLowerCase());
    const agencies = statement.actions.filter((action) => ofAgencies(action) !== undefined);
    if (agencies.length === 0) continue;
    yield {
      statement,
      agencies,
      alone: agencies.filter((action) => ofAgencies(action)?.alone),
      others: statement.actions.filter(
        (action) => ofAgencies(action) === undefined && readAction(action.text).ok,
      ),
    };
  }
}

/** Whether the statement is about agencies and nothing else. */
export function isAgencyStatement(
  { actions }: Pick<StatementReading, 'actions'>,
  language: () => Language,
): boolean {
  if (!actions.every(endsInAssume)) return false;
  const known = new Set(language().resources.agencies.actions.map(({ action }) => action));
  return actions.length > 0 && actions.every(({ text }) => known.has(text.toLowerCase()));
}

/** Cheaper than the facts, which most policies need not load. */
function endsInAssume({ text }: PlacedText): boolean {
  return /:assume$/i.test(text);
}

/** The Resource that names agencies, as helps print it. */
export function agencyResource({ resources: { agencies } }: Language): string {
  return `\`"Resource": {"uri": ["${agencies.prefix}<agency ID>"]}\``;
}
