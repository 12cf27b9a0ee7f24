import { identityPolicyGrammar, meantMember, policyGrammar, roleMembers } from './grammar.ts';
import { beginning } from './text-size.ts';

/** Members of policies, and those of the IAM API around them that other formats do not have. */
const members: ReadonlySet<string> = new Set([
  ...policyGrammar.document,
  ...identityPolicyGrammar.statement,
  'uri',
  ...roleMembers.own,
  'role',
  'roles',
]);

/** Members around a policy that every other format may have too: they say nothing. */
const common: ReadonlySet<string> = new Set([...roleMembers.common, 'self', 'next', 'previous']);

/** A text that names three of these is a policy, whatever its syntax errors made of the fourth. */
const needed = ['Version', 'Statement', 'Effect', 'Action'] as const;
const enough = 3;

/** Operators of conditions, and what they begin with. */
const operators = /^(?:ForA|String|Num|Date|Bool|Null|IpAddress|NotIpAddress)/;

/** Bounded throughout, so that a text of nothing but letters or blanks takes no longer than another. */
const memberNames = /(?<![\w:-])([A-Za-z_][\w-]{0,40})(?![\w-])[\\"'\]]{0,4}\s{0,40}:(?=[\s"'\\[{]|$)/gu;

/**
 * Whether a text that cannot be read as JSON or YAML, and in which no document was recognised, still is a policy by what it
 * names: most of its members are those of policies, and nothing says that it is one of another kind.
 * @param quoted names count in quotes only, as JSON has them
 */
export function namesPolicy(wholeText: string, { quoted }: { readonly quoted: boolean }): boolean {
  const text = withoutEscapes(wholeText.slice(0, beginning));
  const isNamed = (name: string) =>
    new RegExp(quoted ? `"${name}\\b|\\b${name}\\\\?"` : `\\b${name}\\b`, 'u').test(text);
  if (needed.filter(isNamed).length < enough) return false;
  const ownVersion = /Version[\\"']{0,4}\s{0,9}[:=]?\s{0,9}[\\"']{0,4}(?:1\.[01]|5\.0)\b/u.test(text);
  if (!ownVersion && /Principal|"arn:|\b20\d\d-\d\d-\d\d\b/u.test(text)) return false;
  if (!/\b(?:allow|deny)\b|[\w*-]:[\w*-]{1,40}:[\w*-]/iu.test(text)) return false;
  let first: string | undefined;
  let own = 0;
  let other = 0;
  for (const [, name = ''] of text.matchAll(memberNames)) {
    if (common.has(name) || operators.test(name)) continue;
    first ??= name;
    if (members.has(name)) own += 1;
    else other += 1;
  }
  // One name may be broken; what holds policies and other things besides has names of its own around them.
  const begins = first !== undefined && meantMember(first, [...members]) !== undefined;
  return own >= other && (begins || other <= 1);
}

/** Letters behind escapes count as what they are. */
function withoutEscapes(text: string): string {
  return text.replace(/\\u00([2-7][0-9A-Fa-f])/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
