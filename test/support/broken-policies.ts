/** Texts of policies with syntax errors of JSON and wrong members: what somebody may write by hand. */
import fc from 'fast-check';
import { layOut, layouts, policyDocuments } from './generated-policies.ts';

/** A text with faults, and the one without those that its JSON has. */
export interface BrokenText {
  readonly text: string;
  /** The same before the syntax errors of JSON were made. */
  readonly whole: string;
  /** The syntax errors, in words. */
  readonly syntaxErrors: readonly string[];
}

type Json = Record<string, unknown>;

/** Wrong members and values: each changes one object of the document in place, if it is one that it can change. */
const faults: Readonly<Record<string, (object: Json) => void>> = {
  'a member misspelt': (object) => rename(object, 'Statement', 'Statment'),
  'a member in lower case': (object) => rename(object, 'Action', 'action'),
  'a member in the plural': (object) => rename(object, 'Action', 'Actions'),
  'Effect misspelt': (object) => rename(object, 'Effect', 'Efect'),
  'no Version': (object) => remove(object, 'Version'),
  'no Effect': (object) => remove(object, 'Effect'),
  'no Action': (object) => remove(object, 'Action'),
  'Version as a number': (object) => change(object, 'Version', () => 1.1),
  'another Version': (object) => change(object, 'Version', () => '2012-10-17'),
  'white space in Version': (object) => change(object, 'Version', (version) => ` ${version} `),
  'Effect in lower case': (object) => change(object, 'Effect', (effect) => String(effect).toLowerCase()),
  'another Effect': (object) => change(object, 'Effect', () => 'Permit'),
  'Effect in a list': (object) => change(object, 'Effect', (effect) => [effect]),
  'Action as a string': (object) => change(object, 'Action', (actions) => first(actions)),
  'white space around an action': (object) =>
    change(object, 'Action', (actions) => [` ${first(actions)}\t`, ...rest(actions)]),
  'an action misspelt': (object) =>
    change(object, 'Action', (actions) => ['ims:images:lst', ...rest(actions)]),
  'a number as an action': (object) => change(object, 'Action', (actions) => [1, ...rest(actions)]),
  'no actions': (object) => change(object, 'Action', () => []),
  'Statement as an object': (object) => change(object, 'Statement', (list) => first(list)),
  'a list in a list': (object) => change(object, 'Statement', (list) => [list]),
  'Resource as a string': (object) => change(object, 'Resource', (list) => first(list)),
  'an operator misspelt': (object) =>
    change(object, 'Condition', () => ({ StringEqual: { 'g:UserName': ['a'] } })),
  'values without a list': (object) =>
    change(object, 'Condition', () => ({ Bool: { 'g:MFAPresent': 'true' } })),
  'a value in capitals': (object) =>
    change(object, 'Condition', () => ({ Bool: { 'g:MFAPresent': ['TRUE'] } })),
  'Null and IfExists': (object) =>
    change(object, 'Condition', () => ({ NullIfExists: { 'g:MFAPresent': ['true'] } })),
  'a key of another cloud': (object) =>
    change(object, 'Condition', () => ({ Bool: { 'aws:MultiFactorAuthPresent': ['true'] } })),
  Depends: (object) => {
    if ('Version' in object) object.Depends = [{ catalog: 'BASE', display_name: 'x' }];
  },
  'a policy in a string': (object) => change(object, 'policy', (policy) => JSON.stringify(policy)),
  'another type': (object) => change(object, 'type', () => 'QX'),
};

function rename(object: Json, name: string, other: string): void {
  const entries = Object.entries(object);
  for (const [key] of entries) delete object[key];
  for (const [key, value] of entries) object[key === name ? other : key] = value;
}

function remove(object: Json, name: string): void {
  delete object[name];
}

function change(object: Json, name: string, to: (value: unknown) => unknown): void {
  if (name in object) object[name] = to(object[name]);
}

function first(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : list;
}

function rest(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list.slice(1) : [];
}

function objectsOf(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(objectsOf);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Json, ...Object.values(value).flatMap(objectsOf)];
}

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** SyntaxErrors: each puts something else in the place of one token of valid JSON. */
const syntaxErrors: readonly {
  readonly name: string;
  readonly of: (token: Token, text: string) => boolean;
  readonly instead: (token: string) => string;
}[] = [
  { name: 'comma left out', of: ({ text }) => text === ',', instead: () => '' },
  { name: 'two commas', of: ({ text }) => text === ',', instead: () => ',,' },
  { name: 'semicolon', of: ({ text }) => text === ',', instead: () => ';' },
  { name: 'full-width comma', of: ({ text }) => text === ',', instead: () => '，' },
  { name: 'colon left out', of: ({ text }) => text === ':', instead: () => ' ' },
  { name: 'equals sign', of: ({ text }) => text === ':', instead: () => '=' },
  { name: 'full-width colon', of: ({ text }) => text === ':', instead: () => '：' },
  { name: 'comma for a colon', of: ({ text }) => text === ':', instead: () => ',' },
  { name: 'trailing comma', of: ({ text }) => text === ']' || text === '}', instead: (token) => `,${token}` },
  { name: 'bracket left out', of: ({ text }) => text === ']' || text === '}', instead: () => '' },
  {
    name: 'bracket twice',
    of: ({ text }) => text === ']' || text === '}',
    instead: (token) => token + token,
  },
  { name: 'the other bracket', of: ({ text }) => text === ']', instead: () => '}' },
  { name: 'opening bracket left out', of: ({ text }) => text === '[' || text === '{', instead: () => '' },
  { name: 'full-width bracket', of: ({ text }) => text === '[', instead: () => '［' },
  { name: 'single quotes', of: isString, instead: (token) => `'${token.slice(1, -1)}'` },
  { name: 'curly quotes', of: isString, instead: (token) => `“${token.slice(1, -1)}”` },
  { name: 'closing curly quotes', of: isString, instead: (token) => `”${token.slice(1, -1)}”` },
  { name: 'no quotes', of: isString, instead: (token) => token.slice(1, -1) },
  { name: 'opening quote left out', of: isString, instead: (token) => token.slice(1) },
  { name: 'closing quote left out', of: isString, instead: (token) => token.slice(0, -1) },
  { name: 'quote inside', of: isString, instead: (token) => `"a"${token.slice(1)}` },
  { name: 'line break in a string', of: isString, instead: (token) => `${token.slice(0, -1)}\n"` },
  { name: 'tab in a string', of: isString, instead: (token) => `${token.slice(0, -1)}\t"` },
  { name: 'unknown escape', of: isString, instead: (token) => `"\\*${token.slice(1)}` },
  { name: 'line comment', of: () => true, instead: (token) => `// why, "and" {\n${token}` },
  { name: 'hash comment', of: () => true, instead: (token) => `\n# why: [\n${token}` },
  { name: 'block comment', of: () => true, instead: (token) => `/* a, } */${token}` },
  { name: 'no-break space', of: () => true, instead: (token) => `\u00a0${token}` },
  { name: 'ideographic space', of: () => true, instead: (token) => `${token}\u3000` },
  { name: 'zero-width space', of: () => true, instead: (token) => `\u200b${token}` },
  { name: 'stray letter', of: () => true, instead: (token) => `x ${token}` },
];

function isString({ text }: Token): boolean {
  return text.startsWith('"');
}

function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"\uFEFF]+/gu)].map(
    ({ 0: token, index }) => ({ text: token, start: index, end: index + token.length }),
  );
}

/** SyntaxErrors of a text as a whole. */
const wholeSyntaxErrors: Readonly<Record<string, (text: string, at: number) => string>> = {
  'cut off': (text, at) => text.slice(0, at % (text.length + 1)),
  'words behind': (text) => `${text}\nthat is all`,
  'words before': (text) => `here it is:\n${text}`,
  'a fence around': (text) => `\`\`\`json\n${text}\n\`\`\``,
  'twice in one file': (text) => `${text}\n${text.replace(/^\uFEFF/, '')}`,
  'a copy cut into it': (text, at) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + text.slice(place >> 1);
  },
};

const broken = fc.tuple(
  policyDocuments,
  layouts,
  fc.array(fc.tuple(fc.constantFrom(...Object.values(faults)), fc.nat()), { maxLength: 2 }),
  fc.array(fc.tuple(fc.constantFrom(...syntaxErrors), fc.nat()), { maxLength: 3 }),
  fc.tuple(fc.constantFrom(...Object.entries(wholeSyntaxErrors)), fc.nat(), fc.nat(9)),
);

/** Texts with some faults and syntax errors. */
export const brokenTexts: fc.Arbitrary<BrokenText> = broken.map(
  ([document, layout, faulty, slipped, [[wholeName, wholeSyntaxError], at, seldom]]) => {
    const value: unknown = structuredClone(document);
    for (const [fault, which] of faulty) {
      const objects = objectsOf(value);
      const before = JSON.stringify(value);
      // The first object, from the chosen one on, that the fault can change.
      for (let i = 0; i < objects.length && JSON.stringify(value) === before; i++)
        fault(objects[(which + i) % objects.length] as Json);
    }
    const whole = layOut(value, layout);
    let text = whole;
    const made: string[] = [];
    for (const { token, syntaxError } of placesOf(whole, slipped)) {
      text = text.slice(0, token.start) + syntaxError.instead(token.text) + text.slice(token.end);
      made.push(syntaxError.name);
    }
    if (seldom === 0) {
      text = wholeSyntaxError(text, at);
      made.push(wholeName);
    }
    return { text, whole, syntaxErrors: made };
  },
);

/** Each at a token of its own, the last one first, so that the places of the others stay. */
function placesOf(text: string, slipped: readonly (readonly [(typeof syntaxErrors)[number], number])[]) {
  const tokens = tokensOf(text);
  const chosen = slipped.flatMap(([syntaxError, which]) => {
    const fitting = tokens.filter((token) => syntaxError.of(token, text));
    const token = fitting[which % fitting.length];
    return token === undefined ? [] : [{ token, syntaxError }];
  });
  return [...new Map(chosen.map((one) => [one.token.start, one])).values()].sort(
    (a, b) => b.token.start - a.token.start,
  );
}
