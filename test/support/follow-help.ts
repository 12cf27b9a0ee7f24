import type { Finding } from '../../src/model/finding.ts';
import { editDistance } from '../../src/model/nearest.ts';

/** JSON as it can be changed. */
type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type JsonObject = { [name: string]: Json };

/**
 * What somebody makes of a policy who follows the help of a finding to the letter: for each thing that the help offers the
 * texts of the policies that come of it, mostly one. `undefined` where the help asks for something that only a person can
 * know or do.
 */
export function followHelp(text: string, finding: Finding): readonly (readonly string[])[] | undefined {
  for (const { help, follow } of followers) {
    const match = help.exec(finding.help ?? '');
    if (match === null) continue;
    const changes = follow(finding, match, JSON.parse(text) as Json);
    return changes.map((change) => {
      const document = JSON.parse(text) as Json;
      const others = change(document);
      return [document, ...(others ?? [])].map((one) => JSON.stringify(one, null, 2));
    });
  }
  return undefined;
}

/** Changes a document in its place; further policies are given back. */
type Change = (document: Json) => readonly Json[] | undefined;

interface Follower {
  readonly help: RegExp;
  readonly follow: (finding: Finding, match: RegExpExecArray, document: Json) => readonly Change[];
}

/** Values that a person would fill in. */
const filledIn: Readonly<Record<string, string>> = {
  '<agency ID>': '0760a9e2a60026664f1fc0031f9f205e',
  '…': 'real-value',
};

const followers: readonly Follower[] = [
  {
    help: /did you mean (.+)\?$/,
    follow: (finding, [, names = '']) => inTicks(names).map((name) => write(finding, name)),
  },
  {
    help: /^write `"1\.1"` and remove `Depends`$/,
    follow: (finding) => [
      (document) => {
        write(finding, '"1.1"')(document);
        const holder = at(document, tokens(finding.pointer).slice(0, -1)) as JsonObject;
        delete holder.Depends;
      },
    ],
  },
  {
    // Not what describes a form, such as `YYYY-MM-DD`.
    help: /^(?:name each service, or )?write (?:it as )?(`[^`]+`(?: or `[^`]+`)*)(?:, or name the actions| for (?:every|all|the) \w+)?$/,
    follow: (finding, [, names = '']) =>
      inTicks(names).flatMap((name) => (/^service:|YYYY/.test(name) ? [] : [write(finding, name)])),
  },
  {
    help: /^write it as `service:resourceType:operation`, or `([^`]+)` for all operations$/,
    follow: (finding, [, name = '']) => [write(finding, name)],
  },
  {
    help: /^remove it, or write (`[^`]+`) for every resource$/,
    follow: (finding, [, name = '']) => [remove(finding), ...inTicks(name).map((one) => write(finding, one))],
  },
  { help: /^remove it(?:[,;].*|$)/, follow: (finding) => [remove(finding)] },
  { help: /^remove the (?:statement|Allow)\b/, follow: (finding) => [removeStatement(finding)] },
  { help: /^remove the policy\b/, follow: () => [] },
  {
    help: /^remove the Condition\b/,
    follow: (finding) => [
      (document) => {
        delete statementOf(document, finding).Condition;
        return undefined;
      },
    ],
  },
  {
    help: /^remove `([^`]+)`/,
    follow: (finding, [, name = '']) => [removeMember(finding, name)],
  },
  {
    help: /^add (?:the Condition `\{(.+)\}`|`([^`]+)` to the (?:statement's )?Condition)$/,
    follow: (finding, [, whole, member = whole ?? '']) => [addToCondition(finding, member)],
  },
  {
    help: /^give (?:it|the actions about agencies) a policy of (?:its|their) own that names the agencies: `(.+)`$/,
    follow: (finding, [, member = '']) => [moveAction(finding, member)],
  },
  {
    help: /^give (?:it|the actions about agencies) a policy of (?:its|their) own$/,
    follow: (finding) => [moveAction(finding)],
  },
  {
    help: /^give it a statement of its own, without Resource$/,
    follow: (finding) => [ownStatement(finding)],
  },
  {
    help: /^move it into each statement that it is about, as `(\w+)`$/,
    follow: (finding, [, name = '']) => [
      (document) => {
        const { holder, value } = takeOut(document, finding);
        for (const statement of holder.Statement as JsonObject[]) statement[name] ??= value;
        return undefined;
      },
    ],
  },
  {
    help: /^move it out of the statement, beside `Statement`, as `(\w+)`$/,
    follow: (finding, [, name = '']) => [
      (document) => {
        const { value } = takeOut(document, finding);
        const path = statementPath(finding.pointer);
        (at(document, path.slice(0, path.indexOf('Statement'))) as JsonObject)[name] ??= value;
        return undefined;
      },
    ],
  },
  {
    help: /^move it into the `Condition` of the statement$/,
    follow: (finding) => [
      (document) => {
        const { holder, value } = takeOut(document, finding);
        const name = tokens(finding.pointer).at(-1) ?? '';
        holder.Condition = { [name]: value, ...(holder.Condition as JsonObject | undefined) };
        return undefined;
      },
    ],
  },
  {
    help: /^(?:add|name the agencies:) (`"\w+": .+`)$/,
    follow: (finding, [, members = '']) => inTicks(members).map((member) => addToStatement(finding, member)),
  },
  {
    help: /^put the real value in its place(, or `\*` for all)?/,
    follow: (finding, [, all]) =>
      ['real-value', ...(all === undefined ? [] : ['*'])].map((value) => fillIn(finding, value)),
  },
  {
    help: /^make two policies: one for global services \((.+?)\), one for/,
    follow: (_, [, global = '']) => [splitByService(inTicks(global))],
  },
  {
    help: /^allow (?:(.+) too|(?:it|them) too)/,
    follow: (finding, [, names]) => [
      allowToo(finding, inTicks(names ?? finding.message.replace(/.* calls /, ''))),
    ],
  },
  {
    help: /^use (`\w+`(?:, `\w+`)*)(?: with values such as `(.+)`)?$/,
    follow: (finding, [, names = '', value]) =>
      inTicks(names).map((name) => renameOperator(finding, name, value)),
  },
  {
    help: /^leave Resource out for the actions of `/,
    follow: (finding) => [
      (document) => {
        delete statementOf(document, finding).Resource;
        return undefined;
      },
    ],
  },
  {
    help: /^write `Null` with `true`/,
    follow: (finding) => [write(finding, 'Null')],
  },
  {
    help: /^name the services that are needed, or deny `([^`]+)` beside it$/,
    follow: (finding, [, action = '']) => [
      (document) => {
        (at(document, statementPath(finding.pointer).slice(0, -1)) as Json[]).push({
          Effect: 'Deny',
          Action: [action],
        });
        return undefined;
      },
    ],
  },
  {
    help: /^put it in `\[` and `\]`$/,
    follow: (finding) => [replace(finding, (value) => [value])],
  },
  { help: /^put it in quotes$/, follow: (finding) => [replace(finding, String)] },
  {
    help: /^put it in quotes, and in `\[` and `\]`$/,
    follow: (finding) => [replace(finding, (value) => [String(value)])],
  },
];

function inTicks(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

function tokens(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function at(document: Json, path: readonly string[]): Json {
  return path.reduce<Json>((value, token) => (value as JsonObject)[token] ?? null, document);
}

/** The value at a pointer, or its segment that is meant; the name of a member where what is there is no text. */
function write({ pointer }: Finding, text: string): Change {
  return (document) => {
    const path = tokens(pointer);
    const last = path.pop() ?? '';
    const parent = at(document, path) as JsonObject;
    const value = parent[last];
    if (/^["[{]/.test(text)) parent[last] = JSON.parse(text) as Json;
    else if (typeof value === 'object' && value !== null) rename(parent, last, text);
    else parent[last] = isPart(text, value) ? withSegment(String(value), text) : text;
  };
}

/** Whether a text is named that is only a part of a value: a segment of it, or a wildcard in one. */
function isPart(text: string, value: Json | undefined): boolean {
  return typeof value === 'string' && value.includes(':') && !text.includes(':');
}

function withSegment(value: string, part: string): string {
  if (part === '*' && value.includes('?')) return value.replaceAll('?', part);
  const segments = value.split(':');
  const edits = segments.map((one) => editDistance(one, part, 5));
  const at =
    part === '*' ? segments.findIndex((one) => one.includes('*')) : edits.indexOf(Math.min(...edits));
  return segments.with(at, part).join(':');
}

function replace({ pointer }: Finding, change: (value: Json) => Json): Change {
  return (document) => {
    const path = tokens(pointer);
    const last = path.pop() ?? '';
    const parent = at(document, path) as JsonObject;
    parent[last] = change(parent[last] ?? null);
  };
}

function rename(parent: JsonObject, from: string, to: string): void {
  const members = Object.entries(parent).map(([name, value]) => [name === from ? to : name, value] as const);
  for (const name of Object.keys(parent)) delete parent[name];
  Object.assign(parent, Object.fromEntries(members));
}

function remove({ pointer }: Finding): Change {
  return (document) => {
    const path = tokens(pointer);
    const last = path.pop() ?? '';
    const parent = at(document, path);
    if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else delete (parent as JsonObject)[last];
  };
}

/** Takes a member out of the object that holds it. */
function takeOut(
  document: Json,
  { pointer }: Finding,
): { readonly holder: JsonObject; readonly value: Json } {
  const path = tokens(pointer);
  const name = path.pop() ?? '';
  const holder = at(document, path) as JsonObject;
  const value = holder[name] ?? null;
  delete holder[name];
  return { holder, value };
}

/** Moves an action into a new statement about all resources. */
function ownStatement(finding: Finding): Change {
  return (document) => {
    const statement = statementOf(document, finding);
    const [action] = (statement.Action as Json[]).splice(Number(tokens(finding.pointer).at(-1)), 1);
    const { Resource: _, ...own } = statement;
    const list = at(document, statementPath(finding.pointer).slice(0, -1)) as Json[];
    list.push({ ...own, Action: [action ?? null] });
    if ((statement.Action as Json[]).length === 0) list.splice(list.indexOf(statement), 1);
  };
}

function statementPath(pointer: string): string[] {
  const path = tokens(pointer);
  return path.slice(0, path.indexOf('Statement') + 2);
}

function statementOf(document: Json, { pointer }: Finding): JsonObject {
  return at(document, statementPath(pointer)) as JsonObject;
}

function removeStatement({ pointer }: Finding): Change {
  return (document) => {
    const path = statementPath(pointer);
    const index = Number(path.pop());
    (at(document, path) as Json[]).splice(index, 1);
  };
}

function removeMember({ pointer }: Finding, name: string): Change {
  return (document) => {
    const path = tokens(pointer);
    const holder = path.at(-1) === name ? path.slice(0, -1) : path;
    delete (at(document, holder) as JsonObject)[name];
  };
}

function filled(member: string): JsonObject {
  const text = Object.entries(filledIn).reduce((one, [name, value]) => one.replaceAll(name, value), member);
  return JSON.parse(`{${text}}`) as JsonObject;
}

/** A member as the help prints it, put into the object that the finding is about, else into its statement. */
function addToStatement(finding: Finding, member: string): Change {
  return (document) => {
    const found = at(document, tokens(finding.pointer));
    const isObject = typeof found === 'object' && found !== null && !Array.isArray(found);
    const isOutside = isObject && !/Statement\/\d+\//.test(finding.pointer);
    Object.assign(isOutside ? found : statementOf(document, finding), filled(member));
  };
}

/** An operator with its keys, put beside those that are there. */
function addToCondition(finding: Finding, member: string): Change {
  return (document) => {
    const statement = statementOf(document, finding);
    const condition = (statement.Condition ?? {}) as JsonObject;
    for (const [operator, tests] of Object.entries(filled(member)))
      condition[operator] = { ...(condition[operator] as JsonObject | undefined), ...(tests as JsonObject) };
    statement.Condition = condition;
  };
}

function fillIn({ pointer, message, related }: Finding, value: string): Change {
  const [placeholder = ''] = inTicks(message);
  return (document) => {
    for (const place of [pointer, ...related.map((one) => one.pointer)]) {
      const path = tokens(place);
      const last = path.pop() ?? '';
      const parent = at(document, path) as JsonObject;
      parent[last] = String(parent[last]).replaceAll(placeholder, value);
    }
  };
}

function moveAction(finding: Finding, member?: string): Change {
  return (document) => {
    const statement = statementOf(document, finding);
    const actions = statement.Action as Json[];
    const index = Number(tokens(finding.pointer).at(-1));
    const moves = (action: Json, position: number) =>
      finding.help?.startsWith('give it') ? position === index : /:assume$/i.test(String(action));
    statement.Action = actions.filter((action, position) => !moves(action, position));
    const own: JsonObject = { ...statement, Action: actions.filter(moves) };
    if (Array.isArray(statement.Resource)) delete own.Resource;
    else delete statement.Resource;
    return [{ Version: '1.1', Statement: [{ ...own, ...(member === undefined ? {} : filled(member)) }] }];
  };
}

/** The resources and condition keys go with their services; a key that begins with `g:` is of both. */
function splitByService(global: readonly string[]): Change {
  const isGlobal = (text: Json) => global.includes(String(text).split(':')[0]?.toLowerCase() ?? '');
  const half = (statement: JsonObject, wanted: boolean): JsonObject[] => {
    const ours = (text: Json) => isGlobal(text) === wanted;
    const Action = (statement.Action as Json[]).filter(ours);
    if (Action.length === 0) return [];
    const own: JsonObject = { ...statement, Action };
    // What is of every service keeps what it is granted under.
    if (Action.some((action) => String(action).startsWith('*'))) return [own];
    if (Array.isArray(own.Resource))
      own.Resource = own.Resource.filter((text) => ours(text) || String(text).startsWith('*'));
    if (Array.isArray(own.Resource) && own.Resource.length === 0) delete own.Resource;
    const operators = Object.entries((own.Condition ?? {}) as Record<string, JsonObject>).flatMap(
      ([operator, tests]) => {
        const kept = Object.entries(tests).filter(([key]) => key.startsWith('g:') || ours(key));
        return kept.length === 0 ? [] : [[operator, Object.fromEntries(kept)] as const];
      },
    );
    if (operators.length === 0) delete own.Condition;
    else own.Condition = Object.fromEntries(operators);
    return [own];
  };
  return (document) => {
    const statements = (document as JsonObject).Statement as JsonObject[];
    const halves = [false, true].map((wanted) => statements.flatMap((statement) => half(statement, wanted)));
    const [own = [], other = []] = halves;
    (document as JsonObject).Statement = own;
    return [{ Version: '1.1', Statement: other }];
  };
}

function allowToo(finding: Finding, actions: readonly string[]): Change {
  return (document) => {
    (statementOf(document, finding).Action as Json[]).push(...actions.filter((name) => name.includes(':')));
  };
}

/** Puts a key with its values under another operator. */
function renameOperator({ pointer }: Finding, operator: string, value?: string): Change {
  return (document) => {
    const path = tokens(pointer);
    const key = path.pop() ?? '';
    const before = path.pop() ?? '';
    const condition = at(document, path) as JsonObject;
    const tests = condition[before] as JsonObject;
    const values = value === undefined ? (tests[key] ?? null) : [value];
    delete tests[key];
    if (Object.keys(tests).length === 0) delete condition[before];
    condition[operator] = { ...(condition[operator] as JsonObject | undefined), [key]: values };
  };
}
