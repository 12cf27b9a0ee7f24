/**
 * What can be read in several ways, for the properties of decisions: elements of an Action as they are written, with what
 * each may stand for, and roles of the vendor. Written from the specification (design section 3, "one rule for doubt").
 */
import fc from 'fast-check';
import type { Policy } from '../../src/model/policy.ts';
import type { PlainDoubt, PlainStatement } from './plain-decision.ts';
import { policyOf } from './statements.ts';

const wholePlaceholders = ['xxx', 'XXX', 'TODO', '%s', '%[2]s', '...'];
const marks = ['$' + '{var.x}', '$' + '{aws:x}', '<x>', '{x}', '{{ x }}', '%X%', '__X__'];
const white = [' ', '\t', '\u3000', '\u00a0'];

/** A pattern with something in it that leaves open what it matches. */
export function doubtfulVariants(pattern: fc.Arbitrary<string>): fc.Arbitrary<PlainDoubt> {
  return fc.tuple(pattern, fc.nat(2), fc.nat(20), fc.nat(7)).map(([text, which, at, variant]) => {
    const segments = text.split(':');
    const swap = (segment: string) => segments.map((own, i) => (i === which ? segment : own)).join(':');
    const own = segments[which] ?? '';
    switch (variant) {
      case 0: {
        const place = at % (text.length + 1);
        const blank = white[at % white.length] ?? ' ';
        return { written: text.slice(0, place) + blank + text.slice(place), readings: [text] };
      }
      case 1: {
        const asked = swap(`${own.slice(0, -1)}?`);
        return { written: asked, readings: [asked] };
      }
      case 2: {
        const [service = '', ...rest] = segments;
        const part = [at % 2 === 0 ? `${service}*` : `*${service}`, ...rest].join(':');
        // A whole star is no part.
        return service === '*'
          ? { written: ` ${text}`, readings: [text] }
          : { written: part, readings: [part] };
      }
      case 3:
        return {
          written: swap(wholePlaceholders[at % wholePlaceholders.length] ?? ''),
          readings: [swap('*')],
        };
      case 4: {
        const mark = marks[at % marks.length] ?? '';
        return { written: swap(`${own}${mark}`), readings: [swap(`${own}*`)] };
      }
      case 5: {
        const [service = '', type = ''] = segments;
        const lacking = service === '*' || type === '*' ? [] : [`*:${service}:${type}`];
        return { written: `${service}:${type}`, readings: [`${service}:*:*`, ...lacking] };
      }
      case 6:
        return { written: swap(''), readings: [swap('*')] };
      default:
        return { written: swap(`${own}\u00e9`), readings: [swap('*')] };
    }
  });
}

/** A policy of the vendor, and what it may do. */
export interface PlainRole {
  readonly policy: Policy;
  readonly says: readonly PlainStatement[];
}

/** Elements of a role's Action over the services `s` and `t`: what each prints, and the services that it names. */
const roleActions = [
  { written: '*:*:a*', readings: ['*:*:a*'], services: '*' },
  { written: '::A', readings: ['*:*:a*'], services: '*' },
  { written: '*', readings: ['*:*:*'], services: '*' },
  { written: 's:*:a', readings: ['s:*:a*'], services: 's' },
  { written: 'S:a:*', readings: ['s:a:*'], services: 's' },
  { written: 't:*:*', readings: ['t:*:*'], services: 't' },
  { written: 's*:b:b', readings: ['s*:b:b*'], services: 's*' },
];

const roleStatement = fc.record({
  effect: fc.constantFrom<PlainStatement['effect']>('allow', 'allow', 'deny'),
  actions: fc.array(fc.constantFrom(...roleActions), { minLength: 1, maxLength: 2 }),
});

/** A role whose content is known: what it prints, it does maybe; what it allows of a service, it may do with all of that. */
const publishedRole = fc.array(roleStatement, { minLength: 1, maxLength: 2 }).map((statements): PlainRole => {
  const printed = statements.map(
    ({ effect, actions }): PlainStatement => ({ effect, actions: [], maybe: true, doubtful: actions }),
  );
  const beyond = statements
    .filter(({ effect }) => effect === 'allow')
    .flatMap(({ actions }) => actions.map(({ services }) => `${services}:*:*`));
  const more: PlainStatement = {
    effect: 'allow',
    actions: [],
    maybe: true,
    doubtful: [{ written: '', readings: beyond }],
  };
  return { policy: { ...policyOf(printed), kind: 'role' }, says: [...printed, more] };
});

/** A role or policy whose content nobody knows: any Allow of its services, and if it is a role any Deny. */
const unpublishedRole = fc
  .record({
    kind: fc.constantFrom<'role' | 'policy'>('role', 'policy'),
    services: fc.constantFrom(null, ['s'], ['t'], ['s', 't']),
  })
  .map(({ kind, services }): PlainRole => {
    const any = (effect: PlainStatement['effect'], codes: readonly string[]): PlainStatement => ({
      effect,
      actions: [],
      maybe: true,
      doubtful: [{ written: '', readings: codes.map((code) => `${code}:*:*`) }],
    });
    return {
      policy: { ...policyOf([]), kind, unpublished: { services } },
      says: [any('allow', services ?? ['*']), ...(kind === 'role' ? [any('deny', ['*'])] : [])],
    };
  });

export const vendorRoles: fc.Arbitrary<readonly PlainRole[]> = fc.array(
  fc.oneof({ weight: 3, arbitrary: publishedRole }, { weight: 1, arbitrary: unpublishedRole }),
  { maxLength: 2 },
);
