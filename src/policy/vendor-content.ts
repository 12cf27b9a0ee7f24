import type { Policy } from '../model/policy.ts';
import type { SystemPolicy, SystemPolicyDocument } from '../model/system-policy.ts';

/**
 * Tells whether a policy says what a page prints as the content of a role or policy of the vendor, today or formerly: the
 * same Version, roles that it depends on, and statements, in any order. Whoever keeps a copy is not told how to write it.
 * @param systemPolicies asked for when the first policy may be a copy
 */
export function vendorContent(systemPolicies: () => readonly SystemPolicy[]): (policy: Policy) => boolean {
  let prints: ReadonlySet<string> | undefined;
  return (policy) => {
    const content = contentOf(policy);
    if (content === undefined) return false;
    prints ??= new Set(
      systemPolicies().flatMap((one) => one.content.map(({ document }) => contentOfPrint(document))),
    );
    return prints.has(content);
  };
}

/** `undefined` for what no print has: faults, resources, conditions, other Versions. */
function contentOf({ kind, faults, statements, depends = [] }: Policy): string | undefined {
  if (faults.length > 0 || (kind !== 'policy' && kind !== 'role')) return undefined;
  if (statements.some(({ resource, condition }) => resource.kind !== 'omitted' || condition !== undefined))
    return undefined;
  return inOrder(
    kind,
    statements.map(({ effect, actions }) => [effect, ...actions.map(({ text }) => text).sort()]),
    depends.map(({ displayName }) => displayName),
  );
}

function contentOfPrint({ Version, Statement, Depends = [] }: SystemPolicyDocument): string {
  return inOrder(
    Version === '1.0' ? 'role' : 'policy',
    Statement.map(({ Effect, Action }) => [Effect.toLowerCase(), ...[...Action].sort()]),
    Depends.map(({ display_name: displayName }) => displayName),
  );
}

function inOrder(
  kind: string,
  statements: readonly (readonly string[])[],
  depends: readonly string[],
): string {
  const texts = statements.map((statement) => JSON.stringify(statement)).sort();
  return JSON.stringify([kind, texts, [...depends].sort()]);
}
