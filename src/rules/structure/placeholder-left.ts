import { inBackticks } from '../../model/in-backticks.ts';
import { faultsOf } from '../faults.ts';
import { placeholderIn } from '../placeholders.ts';
import { type PolicyText, policyTexts } from '../policy-texts.ts';
import { defineRule } from '../rule.ts';

export const placeholderLeft = defineRule({
  id: 'placeholder-left',
  group: 'structure',
  severity: 'warning',
  rootCause: true,
  summary: 'an action, a resource or a condition value still has a placeholder to be filled in',
  rationale:
    'Examples are copied together with `<bucket name>`, `{{bucket}}`, `xxx`, `YOUR_ID`, `TODO` or `domainId`, and match nothing until these are filled in. Names that may be real, such as `my-bucket`, are left alone. A name in braces behind a `$` is an info: a program such as Terraform may fill it in before the policy is used.',
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
  *check({ policy }) {
    const byText = new Map<
      string,
      { readonly text: string; readonly byProgram: boolean; readonly places: PolicyText[] }
    >();
    // What is not even in quotes is reported as that.
    const slips = new Set(faultsOf(policy, 'invalid-json').map(({ path }) => path.join('/')));
    for (const place of policyTexts(policy)) {
      if (slips.has(place.path.join('/'))) continue;
      const resource = place.in === 'resource' || place.in === 'agency';
      const found = placeholderIn(place.text, { resource });
      // Identity policies 5.0 are said to have variables of their own.
      if (found === undefined || (found.byProgram && policy.kind === 'identity-policy')) continue;
      // What one program fills in is one matter, however many names it has.
      const key = found.byProgram ? '$' : found.text;
      const known = byText.get(key);
      if (known === undefined)
        byText.set(key, { text: found.text, byProgram: found.byProgram, places: [place] });
      else known.places.push(place);
    }
    for (const { text, byProgram, places } of byText.values()) {
      const [first, ...others] = places;
      if (first === undefined) continue;
      yield {
        message: `the placeholder ${inBackticks(text)} is not filled in`,
        at: { path: first.path },
        help: byProgram
          ? 'make sure that a program fills it in before the policy is used'
          : `put the real value in its place${places.every(({ in: place }) => place === 'resource') ? ', or `*` for all' : ''}`,
        related: others.slice(0, 20).map(({ path }) => ({ at: { path }, note: 'here too' })),
        ...(byProgram ? { severity: 'info' } : {}),
      };
    }
  },
});
