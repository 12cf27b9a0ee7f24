/**
 * What can be read in several ways, for the properties of decisions: elements of an Action as they are written, with what
 * each may stand for, layers, and roles and policies that have names. Written from the specification (design section 3, "one rule for doubt";
 * iam-language 1.2, 1.4 and 7.5).
 */
import fc from 'fast-check';
import { holeCharacter } from '../../src/model/hole.ts';
import { type Policy, policyLayers } from '../../src/model/policy.ts';
import type { PlainDoubt, PlainStatement } from './plain-decision.ts';
import { policyOf } from './statements.ts';

const wholePlaceholders = ['xxx', 'XXX', 'TODO', '%s', '%[2]s', '...', holeCharacter];
const marks = [
  '$' + '{var.x}',
  '$' + '{aws:x}',
  '<x>',
  '{x}',
  '{{ x }}',
  '%X%',
  '__X__',
  holeCharacter,
  holeCharacter.repeat(5),
];
const white = [' ', '\t', '\u3000', '\u00a0'];

/** A pattern with something in it that leaves open what it matches. */
export function doubtfulVariants(pattern: fc.Arbitrary<string>): fc.Arbitrary<PlainDoubt> {
  return fc.tuple(pattern, fc.nat(2), fc.nat(20), fc.nat(8)).map(([text, which, at, variant]): PlainDoubt => {
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
      case 7:
        return { written: text, readings: [text], maybe: true };
      default:
        return { written: swap(`${own}\u00e9`), readings: [swap('*')] };
    }
  });
}

/** A policy, and what it may do. */
export interface PlainPolicy {
  readonly policy: Policy;
  readonly says: readonly PlainStatement[];
}

/** Mostly none. */
export const layer = fc.constantFrom(undefined, undefined, undefined, undefined, ...policyLayers);

/** A policy of the statements that declares a layer. */
export function policyInLayer(plain: readonly PlainStatement[], declared: Policy['layer']): PlainPolicy {
  if (declared === undefined) return { policy: policyOf(plain), says: plain };
  return {
    policy: { ...policyOf(plain), layer: declared },
    says: plain.map((one) => ({ ...one, layer: declared })),
  };
}

/** Few names, so that roles have what others ask for; in any case. */
export const roleName = fc.constantFrom('Role A', 'ROLE A', 'Role B', 'role b', 'Role C');

const naming = fc.oneof(
  fc.record({ displayName: roleName }),
  fc.record({ displayName: fc.constant('Role D'), aliases: fc.array(roleName, { maxLength: 2 }) }),
);

const depends = fc.oneof(
  fc.constant({}),
  fc.array(roleName, { minLength: 1, maxLength: 2 }).map((names) => ({
    depends: names.map((displayName) => ({ displayName, catalog: 'BASE' })),
  })),
);

const origin = fc.constantFrom<Pick<Policy, 'origin'>>({}, {}, { origin: 'vendor' }, { origin: 'customer' });

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

/**
 * A role whose content is known: what it prints, it does maybe; what it allows of a service, it may do with all of that.
 * A policy that depends on roles is one, whatever Version it is printed with.
 */
const publishedRole = fc
  .record({
    statements: fc.array(roleStatement, { minLength: 1, maxLength: 2 }),
    printed: fc.constantFrom<'role' | 'policy'>('role', 'role', 'policy'),
    names: naming,
    depends,
    origin,
  })
  .map(({ statements, printed: version, names, depends: needed, origin: from }): PlainPolicy => {
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
    const kind = Object.hasOwn(needed, 'depends') ? version : 'role';
    return {
      policy: { ...policyOf(printed), ...names, ...needed, ...from, kind },
      says: [...printed, more],
    };
  });

/** A policy with a name, which means what it says: the vendor's, or one that a customer has called so. */
const namedPolicy = fc
  .record({
    names: naming,
    origin,
    file: fc.constantFrom('p.json', 'system:Role A'),
    layer,
    action: fc.constantFrom('s:a:*', 't:*:*', 's:*:b'),
  })
  .map(({ names, origin: from, file, layer: declared, action }): PlainPolicy => {
    const { policy, says } = policyInLayer([{ effect: 'allow', actions: [action], maybe: false }], declared);
    return { policy: { ...policy, ...names, ...from, file }, says };
  });

/** A role or policy whose content nobody knows: any Allow of its services, and if it is a role any Deny. */
const unpublishedRole = fc
  .record({
    kind: fc.constantFrom<'role' | 'policy'>('role', 'policy'),
    services: fc.constantFrom(null, ['s'], ['t'], ['s', 't']),
    names: naming,
    depends,
  })
  .map(({ kind, services, names, depends: needed }): PlainPolicy => {
    const any = (effect: PlainStatement['effect'], codes: readonly string[]): PlainStatement => ({
      effect,
      actions: [],
      maybe: true,
      doubtful: [{ written: '', readings: codes.map((code) => `${code}:*:*`) }],
    });
    return {
      policy: { ...policyOf([]), ...names, ...needed, kind, unpublished: { services } },
      says: [any('allow', services ?? ['*']), ...(kind === 'role' ? [any('deny', ['*'])] : [])],
    };
  });

/** Roles and policies that have names. */
export const namedPolicies: fc.Arbitrary<readonly PlainPolicy[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: publishedRole },
    { weight: 1, arbitrary: unpublishedRole },
    { weight: 1, arbitrary: namedPolicy },
  ),
  { maxLength: 3 },
);
