import { evaluateCondition } from '../decide/condition.ts';
import { type ActionPattern, readAction } from '../model/action.ts';
import { nothingKnown, type RequestContext } from '../model/context.ts';
import type { Language } from '../model/language.ts';
import type { PlacedText, Policy, StatementReading } from '../model/policy.ts';
import { matchesAction } from '../patterns/action-pattern.ts';
import { mayDenyMore } from './open-parts.ts';
import { readListedResource } from './policy-resources.ts';
import { policyStatements } from './statements.ts';

/** What the statements of one policy do for sure, whatever the request, for questions about risks. */
export interface PolicyReach {
  /** The statement's Condition, if any, holds in every context that is asked about. */
  applies(statement: StatementReading): boolean;
  /** The statement is about all resources of an action's type. */
  isUnrestricted(statement: StatementReading, action: ActionPattern): boolean;
  /**
   * Some Deny of the policy surely takes the action away, or all that the pattern covers, on every resource; or a hole may be
   * such a Deny.
   */
  isDenied(action: ActionPattern): boolean;
}

/** More patterns of Denies than this are not looked at for one service: the work grows with their number. */
const mostDenies = 100;

/**
 * @param hasUnknownMember whether a statement has a member that may have been meant to narrow it
 * @param contexts every one of them has to do; the default is that nothing is known of the request, so that only a
 *   statement without Condition applies, or one whose Condition always holds
 */
export function reachOf(
  policy: Policy,
  language: Language,
  hasUnknownMember: (statement: StatementReading) => boolean,
  contexts: readonly RequestContext[] = [nothingKnown],
): PolicyReach {
  const restrictions = new Map<StatementReading, ReadonlySet<string>>();
  const applies = (statement: StatementReading): boolean => {
    const { condition, unsure } = statement;
    // What is there under a condition only is a risk where it is there.
    if (hasUnknownMember(statement) || (unsure !== undefined && unsure !== 'maybe-there')) return false;
    if (condition === undefined) return true;
    return contexts.every((context) => evaluateCondition(condition, '*', context, language).truth === 'yes');
  };
  const isUnrestricted = (
    statement: StatementReading,
    { segments: [service, type] }: ActionPattern,
  ): boolean => {
    const { resource } = statement;
    if (resource.kind === 'omitted') return true;
    if (resource.kind === 'agencies') return false;
    const all = restrictions.get(statement) ?? unrestrictedTypes(resource.resources);
    restrictions.set(statement, all);
    return ['*:*', `${service}:*`, `*:${type}`, `${service}:${type}`].some((known) => all.has(known));
  };
  const isDeniedBy = ({ exact, patterns }: Denies, action: ActionPattern, text: string): boolean =>
    exact.get(text)?.some((statement) => isUnrestricted(statement, action)) ||
    patterns.some(
      ({ statement, pattern }) => matchesAction(pattern, action) && isUnrestricted(statement, action),
    );
  const decided = new Map<string, boolean>();
  let denies: ReadonlyMap<string, Denies> | undefined;
  let mayDeny: boolean | undefined;
  return {
    applies,
    isUnrestricted,
    isDenied(action) {
      const text = action.segments.join(':');
      const known = decided.get(text);
      if (known !== undefined) return known;
      mayDeny ??= mayDenyMore(policy);
      if (mayDeny) return true;
      denies ??= deniesOf(policy, applies);
      const [service] = action.segments;
      const found = [denies.get(service), service === '*' ? undefined : denies.get('*')];
      const denied = found.some(
        (ofService) => ofService !== undefined && isDeniedBy(ofService, action, text),
      );
      decided.set(text, denied);
      return denied;
    },
  };
}

/** Denies by the service that they name, lower case. */
interface Denies {
  readonly exact: Map<string, StatementReading[]>;
  readonly patterns: { readonly statement: StatementReading; readonly pattern: ActionPattern }[];
}

function deniesOf(
  policy: Policy,
  applies: (statement: StatementReading) => boolean,
): ReadonlyMap<string, Denies> {
  const denies = new Map<string, Denies>();
  for (const statement of policyStatements(policy)) {
    if (statement.effect !== 'deny' || !applies(statement)) continue;
    for (const { text } of statement.actions) {
      const reading = readAction(text);
      if (!reading.ok) continue;
      const { pattern } = reading;
      const [service] = pattern.segments;
      const found: Denies = denies.get(service) ?? { exact: new Map(), patterns: [] };
      denies.set(service, found);
      if (pattern.concrete) {
        const key = pattern.segments.join(':');
        const statements = found.exact.get(key) ?? [];
        if (statements.length < mostDenies) statements.push(statement);
        found.exact.set(key, statements);
      } else if (found.patterns.length < mostDenies) found.patterns.push({ statement, pattern });
    }
  }
  return denies;
}

/** Services and types, `service:type`, of which a list names all resources. */
function unrestrictedTypes(resources: readonly PlacedText[]): ReadonlySet<string> {
  const all = new Set<string>();
  for (const { text, maybe } of resources) {
    if (maybe) continue;
    const reading = readListedResource(text);
    if (reading.kind === 'all') all.add('*:*');
    if (reading.kind !== 'segments') continue;
    const { service, region, account, type, path } = reading.segments;
    if (region !== '*' || account !== '*' || path !== '*') continue;
    all.add(`${service.toLowerCase()}:${type.toLowerCase()}`);
  }
  return all;
}
