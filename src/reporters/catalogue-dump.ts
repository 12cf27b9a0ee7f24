import type { Claim } from '../model/claim.ts';

/** The output of `catalogue dump`: each claim as one line of JSON, its members always in the same order. */
export function renderClaims(claims: readonly Claim[]): string {
  return claims.map((claim) => `${JSON.stringify(inOrder(claim))}\n`).join('');
}

function inOrder(claim: Claim): Claim {
  const { cloud, docs, page, table, row, api, source, status, service, title, method, path, query } = claim;
  const { actions, dependencies, scopes, narrowing, governed, prerequisites, deprecated } = claim;
  const { titleEn, identityActions, lost, repairs, problem } = claim;
  return {
    cloud,
    docs,
    page,
    table,
    row,
    api,
    ...(source === undefined ? {} : { source }),
    status,
    service,
    title,
    ...(titleEn === undefined ? {} : { titleEn }),
    ...(method === undefined ? {} : { method }),
    ...(path === undefined ? {} : { path }),
    ...(query === undefined ? {} : { query }),
    actions,
    dependencies,
    scopes,
    ...(narrowing === undefined ? {} : { narrowing }),
    governed,
    prerequisites,
    deprecated,
    ...(identityActions === undefined ? {} : { identityActions }),
    ...(lost === undefined ? {} : { lost }),
    repairs,
    ...(problem === undefined ? {} : { problem }),
  };
}
