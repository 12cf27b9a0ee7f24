import type { Claim } from '../../src/model/claim.ts';

/** A claim as the expectations beside the fixtures write it: what is usual or empty is left out. */
export function compactClaim(claim: Claim): Record<string, unknown> {
  const { table, row, api, title, method, path, query, actions, dependencies, prerequisites } = claim;
  const { scopes, governed, deprecated, repairs, problem, status, source, cloud, docs, service } = claim;
  const conditional = (action: string, when: string | undefined) =>
    when === undefined ? action : `${action} when ${when}`;
  const compact: Record<string, unknown> = {
    at: `${cloud} ${docs} ${status}${source === undefined ? '' : ` ${source.date}`}: ${table}/${row}/${api}`,
    title,
    api: [method, path].filter((part) => part !== undefined).join(' '),
    query,
    // Nearly every fixture is about one service.
    service: service === 'ims' ? undefined : service,
    actions: actions.map(({ action, when }) => conditional(action, when)),
    dependencies: dependencies.map(
      (dependency) =>
        `${conditional(dependency.action, dependency.when)}${dependency.for === undefined ? '' : ` for ${dependency.for}`}`,
    ),
    prerequisites: prerequisites.map(({ anyOf, when }) =>
      conditional(
        anyOf.map(({ role, service }) => (service === undefined ? role : `${role} @${service}`)).join(' or '),
        when,
      ),
    ),
    scopes: `${scopes.project} ${scopes.enterpriseProject}${scopes.enterpriseProjectOnly ? ' (default only)' : ''}`,
    governed: governed === true ? undefined : governed,
    deprecated: deprecated ? true : undefined,
    repairs,
    problem,
  };
  return Object.fromEntries(
    Object.entries(compact).filter(
      ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
