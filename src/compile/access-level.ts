import { segmentsOf } from '../model/action.ts';
import type { AccessLevel } from '../model/catalogue.ts';
import type { HttpMethod } from '../model/claim.ts';

/** Verbs that only look, at one thing. */
const reading = new Set(
  'get show query check describe head view read search count download select preview explain display validate verify estimate diagnose test statistics lookup'.split(
    ' ',
  ),
);

/** Words for who may do what. */
const permissions = new Set(
  'acl acls permission permissions grant grants authorization authorizations authorize unauthorize authorized agency agencies credential credentials rbac role roles revoke'.split(
    ' ',
  ),
);

/** Verbs that give something to somebody else. */
const giving = new Set('share unshare grant revoke authorize unauthorize'.split(' '));

/**
 * The access level of an action, by this rule:
 * 1. `list`: the operation begins with `list` or ends in it.
 * 2. `read`: it begins with a verb that only looks (`get`, `query`, `check`, …).
 * 3. `permission-management`: resource type or operation speak of permissions, grants, agencies, roles, credentials or
 *    access lists, the operation shares or authorizes, or it changes anything of IAM itself.
 * 4. `tag`: resource type or operation speak of tags.
 * 5. Else what the APIs say: `read` where all of them are GET or HEAD, `write` otherwise.
 *
 * What the rule gets wrong is put right in rules/corrections/access-levels.yaml.
 * @param methods of the APIs that require the action
 */
export function deriveAccessLevel(action: string, methods: ReadonlySet<HttpMethod>): AccessLevel {
  const [service, type, operation] = segmentsOf(action);
  const words = wordsOf(operation);
  const verb = words[0] ?? '';
  if (verb === 'list' || words.at(-1) === 'list') return 'list';
  if (reading.has(verb)) return 'read';
  const all = [...wordsOf(type), ...words];
  const policyOfBucket = all.includes('bucket') && words.includes('policy');
  if (
    service.toLowerCase() === 'iam' ||
    giving.has(verb) ||
    policyOfBucket ||
    all.some((word) => permissions.has(word))
  ) {
    return 'permission-management';
  }
  if (all.some((word) => /^(?:tags?|tagging)$/.test(word))) return 'tag';
  const onlyLooks = methods.size > 0 && [...methods].every((method) => method === 'GET' || method === 'HEAD');
  return onlyLooks ? 'read' : 'write';
}

/** `batchTagAction` -> batch, tag, action; `listResourceURLs` -> list, resource, urls. */
function wordsOf(segment: string): string[] {
  return segment
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
