import type { Span } from '../model/policy.ts';

/** Where a text looks as if it held a policy: at a `"Statement":`, or at a `statement {` of Terraform. */
export function policyLook(text: string): Span | undefined {
  const found = /"Statement"(?=\s{0,8}[:=])|\bstatement(?=\s{0,8}\{)/.exec(text);
  return found === null ? undefined : { offset: found.index, length: found[0].length };
}
