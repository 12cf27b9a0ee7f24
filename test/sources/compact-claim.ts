import { type Claim, isSiteSource, namesOf, type PageSource } from '../../src/model/claim.ts';

/** A claim as the expectations beside the fixtures write it: what is usual or empty is left out. */
export function compactClaim(claim: Claim): Record<string, unknown> {
  const { table, row, api, title, method, path, query, actions, dependencies, prerequisites } = claim;
  const {
    scopes,
    narrowing,
    identityActions,
    lost,
    governed,
    deprecated,
    repairs,
    problem,
    status,
    source,
    cloud,
    docs,
    service,
  } = claim;
  const conditional = (action: string, when: string | undefined) =>
    when === undefined ? action : `${action} when ${when}`;
  const compact: Record<string, unknown> = {
    at: `${cloud} ${docs} ${status}${source === undefined ? '' : ` ${originOfSite(source)}`}: ${table}/${row}/${api}`,
    title,
    api: [method, path].filter((part) => part !== undefined).join(' '),
    query,
    // Nearly every fixture is about one service.
    service: service === 'ims' ? undefined : service,
    actions: actions.map((required) => conditional(namesOf(required).join(' or '), required.when)),
    dependencies:
      dependencies === null
        ? 'lost'
        : dependencies.map(
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
    narrowing: narrowing && `resource ${narrowing.resource}, tag ${narrowing.tag}`,
    identityActions,
    lost: lost?.join(', '),
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

function originOfSite(source: PageSource): string {
  if (!isSiteSource(source)) return source.date;
  return `${source.date ?? 'undated'} ${source.complete ? 'complete' : 'partly'} ${source.url}`;
}
