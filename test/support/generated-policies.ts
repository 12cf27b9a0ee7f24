/**
 * Texts of policies with planted syntax errors that can be fixed: duplicates, services in capitals, redundant actions, in layouts of
 * every kind, bare and in the envelopes of the IAM API.
 */
import fc from 'fast-check';

/** Actions that exist, and patterns over them; a few that do not. */
const actions = [
  'ims:images:list',
  'ims:images:get',
  'ims:images:update',
  'ims:images:delete',
  'ims:serverImages:create',
  'ims:images:*',
  'ims:*:list',
  'ims:*:*',
  'ims:images:get*',
  'ims:images:*e',
  'ecs:cloudServers:list',
  'ecs:cloudServers:get',
  'ecs:servers:*',
  'ecs:*:get',
  'evs:volumes:list',
  'vpc:vpcs:*',
  'obs:bucket:ListBucket',
  'obs:object:GetObject',
  'obs:bucket:*',
  'iam:agencies:assume',
  'iam:tokens:assume',
  'functiongraph:function:invoke',
  'functiongraph:function:*',
  'kms:cmk:get',
  'dns:zone:list',
  'dns:*:list*',
  'image:images:get',
  'elb:loadbalancers:*',
  'nosuch:things:list',
];
/** Patterns that every service is concerned by: seldom, since they cover nearly everything beside them. */
const everywhere = ['*:*:get', '*:*:*', '*:*:list*'];
const malformed = ['ims:images', 'ims:images:lïst', ' ims:images:list', 'ims:images:ge?', 'im*:images:get'];

const conditions = [
  { Bool: { 'g:MFAPresent': ['true'] } },
  { StringEquals: { 'g:UserName': ['Zoë', '管理员', '\u2028'] } },
  { StringStartWith: { 'g:ProjectName': ['eu-de'] }, Bool: { 'g:MFAPresent': ['true', 'true'] } },
];

const resources = [
  ['*'],
  ['obs:*:*:bucket:*'],
  ['obs:*:*:bucket:büro', 'obs:*:*:object:büro/日本/*'],
  ['OBS:*:*:bucket:a', 'OBS:*:*:bucket:a'],
  ['OBS:*:*:object:a/"\u00fc"/*', 'obs:*:*:bucket:A', 'Obs:*:*:bucket:A'],
  ['OBS:*:*:BUCKET:a', 'obs:*:*:Object:b'],
  ['FunctionGraph:*:*:function:Default/*'],
  ['obs:eu-de:123:bucket', 'OBS:*:*:bucket:*'],
];

const agencies = { uri: ['/iam/agencies/0123456789abcdef0123456789abcdef', '/iam/agencies/x'] };

/** An action as somebody may write it: as it is, its service in capitals, another case. */
const written = fc
  .tuple(
    fc.oneof(
      { weight: 90, arbitrary: fc.constantFrom(...actions) },
      { weight: 2, arbitrary: fc.constantFrom(...everywhere) },
      { weight: 1, arbitrary: fc.constantFrom(...malformed) },
    ),
    fc.constantFrom('plain', 'plain', 'plain', 'service', 'operation', 'all'),
  )
  .map(([action, how]) => {
    const [service = '', ...rest] = action.split(':');
    switch (how) {
      case 'service':
        return [service.toUpperCase(), ...rest].join(':');
      case 'operation':
        return [service, ...rest.map((segment) => segment.toUpperCase())].join(':');
      case 'all':
        return action.toUpperCase();
      default:
        return action;
    }
  });

/** A list with copies in it. */
const actionList = fc
  .tuple(
    fc.array(written, { minLength: 1, maxLength: 8 }),
    fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 4 }),
  )
  .map(([list, copies]) => {
    const all = [...list];
    for (const [from, to] of copies) all.splice(to % (all.length + 1), 0, all[from % all.length] ?? '');
    return all;
  });

const statement = fc
  .record(
    {
      Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
      Action: actionList,
      Resource: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom<object[]>(...resources) },
        { weight: 1, arbitrary: fc.constant<object>(agencies) },
      ),
      Condition: fc.constantFrom(...conditions),
    },
    { requiredKeys: ['Effect', 'Action'] },
  )
  .chain((members) =>
    fc
      .shuffledSubarray(Object.entries(members), { minLength: Object.keys(members).length })
      .map((entries): object => Object.fromEntries(entries)),
  );

/** What a copied statement may look like: as it is, in another order, its actions in another case, without what narrows it. */
const copies: readonly ((statement: object) => object)[] = [
  (same) => same,
  (same) => Object.fromEntries(Object.entries(same).reverse()),
  (same) => withActions(same, (list) => [...list].reverse()),
  (same) => withActions(same, (list) => list.map((action) => action.toUpperCase())),
  (same) => withActions(same, (list) => [...list, ...list]),
  (same) =>
    Object.fromEntries(Object.entries(same).filter(([name]) => name === 'Effect' || name === 'Action')),
];

function withActions(one: object, change: (actions: readonly string[]) => readonly string[]): object {
  return { ...one, Action: change((one as { readonly Action: readonly string[] }).Action) };
}

/** Statements of which some stand twice. */
const statements = fc
  .tuple(
    fc.array(statement, { minLength: 1, maxLength: 4 }),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...copies)), { maxLength: 2 }),
    fc.nat(2),
  )
  .map(([list, copied, every]) =>
    every > 0 ? list : [...list, ...copied.map(([from, how]) => how(list[from % list.length] ?? {}))],
  );

const policy = fc.oneof(
  { weight: 12, arbitrary: statements.map((Statement): object => ({ Version: '1.1', Statement })) },
  // A fault in its structure, so that nothing of it is sure.
  { weight: 1, arbitrary: statements.map((Statement): object => ({ Statement, Version: '1.1', Id: 'x' })) },
  {
    weight: 1,
    arbitrary: statements.map((Statement): object => ({ Version: '1.0', Statement, Depends: [] })),
  },
  // Of another vocabulary, which is not looked into.
  { weight: 1, arbitrary: statements.map((Statement): object => ({ Version: '5.0', Statement })) },
);

/** Documents: policies bare and in envelopes. */
export const policyDocuments: fc.Arbitrary<object> = fc.oneof(
  { weight: 6, arbitrary: policy },
  {
    weight: 1,
    arbitrary: fc.tuple(policy, fc.constantFrom('AX', 'XA')).map(([one, type]): object => ({
      role: { display_name: 'Größe "1"', type, description: 'a\\b', policy: one },
    })),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(policy, { minLength: 1, maxLength: 3 })
      .map((list): object => ({ roles: list.map((one) => ({ policy: one, description: '\u0000' })) })),
  },
);

/** How a text is laid out; where the same thing may be written in several ways, `choose` says how. */
interface Layout {
  readonly kind: 'compact' | 'inline' | 'indented' | 'grid' | 'leading-commas' | 'random';
  readonly step: string;
  readonly lineEnd: string;
  readonly colon: string;
  readonly escapes: boolean;
  readonly choose: (count: number) => number;
}

/** How a text is to be laid out. */
export interface LayoutChoice extends Omit<Layout, 'choose'> {
  readonly seed: number;
  /** Before and behind the document. */
  readonly mark: string;
  readonly tail: string;
}

/** Layouts of every kind. */
export const layouts: fc.Arbitrary<LayoutChoice> = fc.record({
  kind: fc.constantFrom<Layout['kind'][]>(
    'compact',
    'inline',
    'indented',
    'indented',
    'grid',
    'leading-commas',
    'random',
  ),
  step: fc.constantFrom('  ', '    ', '\t', ' '),
  lineEnd: fc.constantFrom('\n', '\n', '\r\n', '\r'),
  colon: fc.constantFrom(': ', ': ', ':', ' : ', ':\t'),
  escapes: fc.boolean(),
  seed: fc.nat(),
  mark: fc.constantFrom('', '', '', '\uFEFF'),
  tail: fc.constantFrom('\n', '\n', '', '\r\n', '\n\n', '  \t'),
});

/** Texts of files that hold a policy, or several. */
export const policyTexts: fc.Arbitrary<string> = fc
  .tuple(policyDocuments, layouts)
  .map(([value, layout]) => layOut(value, layout));

/** Writes a document down. */
export function layOut(value: unknown, { seed, mark, tail, ...how }: LayoutChoice): string {
  return `${mark}${print(value, { ...how, choose: chooser(seed) }, '')}${tail}`;
}

/** Numbers that look random and hang on the seed alone. */
function chooser(seed: number): (count: number) => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return (count) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % count;
  };
}

function print(value: unknown, how: Layout, indentation: string): string {
  if (typeof value === 'string') return quoted(value, how);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = indentation + how.step;
  const list = Array.isArray(value);
  const parts = list
    ? value.map((item) => print(item, how, inner))
    : Object.entries(value).map(
        ([name, member]) => `${quoted(name, how)}${how.colon}${print(member, how, inner)}`,
      );
  const [open, close] = list ? '[]' : '{}';
  if (parts.length === 0) return `${open}${blank(how)}${close}`;
  const line = `${how.lineEnd}${inner}`;
  const end = `${how.lineEnd}${indentation}`;
  switch (how.kind) {
    case 'compact':
      return `${open}${parts.join(',')}${close}`;
    case 'inline':
      return list ? `${open}${parts.join(', ')}${close}` : `${open} ${parts.join(', ')} ${close}`;
    case 'indented':
      return `${open}${line}${parts.join(`,${line}`)}${end}${close}`;
    case 'grid': {
      const rest = parts.slice(1).map((part) => (how.choose(3) === 0 ? `,${line}${part}` : `, ${part}`));
      return `${open}${how.choose(2) === 0 ? line : ''}${parts[0]}${rest.join('')}${end}${close}`;
    }
    case 'leading-commas':
      return `${open} ${parts.join(`${line}, `)}${end}${close}`;
    case 'random':
      return `${open}${blank(how)}${parts.join(`${blank(how)},${blank(how)}`)}${blank(how)}${close}`;
  }
}

function blank({ choose, lineEnd }: Layout): string {
  return ['', ' ', '\t', lineEnd, `${lineEnd}${lineEnd}  `, '   '][choose(6)] ?? '';
}

/** A string, now and then with a character as an escape that need not be one. */
function quoted(text: string, { escapes, choose }: Layout): string {
  const plain = JSON.stringify(text);
  if (!escapes || choose(4) > 0) return plain;
  const at = choose(text.length + 1);
  const code = text.charCodeAt(at);
  if (!/[a-z:/*]/i.test(text[at] ?? '')) return plain;
  const digits = code.toString(16).padStart(4, '0');
  const escaped = text[at] === '/' ? '\\/' : `\\u${choose(2) === 0 ? digits : digits.toUpperCase()}`;
  return `${JSON.stringify(text.slice(0, at)).slice(0, -1)}${escaped}${JSON.stringify(text.slice(at + 1)).slice(1)}`;
}
