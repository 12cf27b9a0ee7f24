import { holeCharacter } from '../../model/hole.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { type Placeholder, placeholdersIn } from '../../model/placeholder.ts';
import type { Policy } from '../../model/policy.ts';
import { faultsOf } from '../faults.ts';
import { foreignSyntaxIn } from '../foreign-text.ts';
import { type PolicyText, policyTexts } from '../policy-texts.ts';
import { defineRule, type Pointer } from '../rule.ts';
import { readingsOf } from '../statements.ts';

export const placeholderLeft = defineRule({
  id: 'placeholder-left',
  group: 'structure',
  severity: 'warning',
  rootCause: true,
  summary: 'a part of the policy still has a placeholder to be filled in',
  rationale:
    'Examples are copied together with `<bucket name>`, `{bucket_name}`, `{{bucket}}`, `xxx`, `%s`, `%BUCKET%`, `__BUCKET__`, `YOUR_ID`, `TODO` or `domainId`, and nobody knows what these match until they are filled in: decisions take them for anything. Names that may be real, such as `my-bucket`, are left alone. A name in braces behind a `$` is an info: a program such as Terraform may fill it in before the policy is used.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["obs:object:GetObject"],
      "Resource": ["obs:*:*:object:<bucket name>/*"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["obs:object:GetObject"],
      "Resource": ["obs:*:*:object:my-bucket/*"]
    }
  ]
}`,
  },
  needs: ['special', 'condition', 'resource'],
  concernsAction: ({ text }) => placeholdersIn(text, { resource: false }).length > 0,
  *check({ policy }) {
    const byText = new Map<
      string,
      { readonly text: string; readonly byProgram: boolean; readonly places: WrittenText[] }
    >();
    // What is not even in quotes is reported as that.
    const syntaxErrors = new Set(faultsOf(policy, 'invalid-json').map(({ path }) => path.join('/')));
    for (const written of textsOf(policy)) {
      if (syntaxErrors.has(written.at.path.join('/'))) continue;
      const found = placeholdersIn(written.text, written).find(
        (one) => isUnfinished(one, policy) && !isOpen(one, written.text),
      );
      if (found === undefined) continue;
      // What one program fills in is one matter, however many names it has.
      const key = found.byProgram ? '$' : found.text;
      const known = byText.get(key);
      if (known === undefined)
        byText.set(key, { text: found.text, byProgram: found.byProgram, places: [written] });
      else known.places.push(written);
    }
    for (const { text, byProgram, places } of byText.values()) {
      const [first, ...others] = places;
      if (first === undefined) continue;
      yield {
        message: `the placeholder ${inBackticks(text)} is not filled in`,
        at: first.at,
        help: byProgram
          ? 'make sure that a program fills it in before the policy is used'
          : helpFor(new Set(places.map(({ in: place }) => place))),
        related: others.slice(0, 20).map(({ at }) => ({ at, note: 'here too' })),
        ...(byProgram ? { severity: 'info' } : {}),
      };
    }
  },
});

/** A hole is filled in where nobody can see it; and what it becomes may make an escape of a URL of a `%` before it. */
function isOpen({ text: own, start, hole }: Placeholder, text: string): boolean {
  return hole === true || (own.startsWith('%') && text.startsWith(holeCharacter, start + own.length));
}

interface WrittenText {
  readonly text: string;
  readonly in: PolicyText['in'] | 'version' | 'effect' | 'operator' | 'key';
  readonly resource: boolean;
  readonly at: Pointer;
}

/** What to write, as far as that can be told: what is in places of several kinds has one real value for all of them. */
function helpFor(kinds: ReadonlySet<WrittenText['in']>): string {
  const [kind, ...others] = kinds;
  return (kind !== undefined && others.length === 0 ? helps[kind] : undefined) ?? anyValue;
}

const anyValue = 'put the real value in its place';

/** `*` is a value only of a resource: agencies have none, and for an action it is too much. */
const helps: Readonly<Partial<Record<WrittenText['in'], string>>> = {
  version: 'write `"1.1"`',
  effect: 'write `"Allow"` or `"Deny"`',
  operator: 'write the operator that is meant',
  key: 'write the condition key that is meant',
  resource: `${anyValue}, or \`*\` for all`,
};

/** Every text that the author of a policy chose. */
function* textsOf(policy: Policy): Generator<WrittenText> {
  for (const { path, found } of faultsOf(policy, 'invalid-version'))
    yield { text: found, in: 'version', resource: false, at: { path } };
  for (const { path, found } of faultsOf(policy, 'invalid-effect'))
    yield { text: found, in: 'effect', resource: false, at: { path } };
  for (const place of policyTexts(policy))
    yield {
      text: place.text,
      in: place.in,
      resource: place.in === 'resource' || place.in === 'agency',
      at: { path: place.path },
    };
  const operators = new Set<string>();
  for (const { operator, key, path } of readingsOf(policy).flatMap(
    ({ condition }) => condition?.tests ?? [],
  )) {
    const ofOperator = path.slice(0, -1);
    const again = operators.has(ofOperator.join('/'));
    operators.add(ofOperator.join('/'));
    if (!again)
      yield { text: operator, in: 'operator', resource: false, at: { path: ofOperator, target: 'member' } };
    yield { text: key, in: 'key', resource: false, at: { path, target: 'member' } };
  }
}

/** Variables of AWS are reported as that; identity policies 5.0 are said to have variables of their own. */
function isUnfinished({ text, byProgram }: Placeholder, { kind }: Policy): boolean {
  return !byProgram || (kind !== 'identity-policy' && foreignSyntaxIn(text) !== 'variable');
}
