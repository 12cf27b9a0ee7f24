import { nearest } from '../model/nearest.ts';
import type {
  DocumentPath,
  Effect,
  Fault,
  Policy,
  Statement,
  StatementAction,
  StatementResource,
} from '../model/policy.ts';
import { type Grammar, identityPolicyGrammar, policyGrammar } from './grammar.ts';
import { type JsonNode, type JsonObject, memberOf } from './json-node.ts';

/** Version that a kind of policy has to have. */
const versions: Readonly<Record<Policy['kind'], string>> = {
  policy: '1.1',
  role: '1.0',
  'identity-policy': '5.0',
  unreadable: '1.1',
};

/** What a document's tree says as a policy. */
export interface PolicyReading {
  readonly statements: readonly Statement[];
  /** In the order of the text, as far as they belong to a place; root causes only. */
  readonly faults: readonly Fault[];
}

/** Reads a document of a known kind. `cut`: the text lost members by a slip, so that what is missing is no fault. */
export function readPolicy(root: JsonNode, kind: Policy['kind'], cut: boolean): PolicyReading {
  return new PolicyReader(kind, cut).read(root);
}

class PolicyReader {
  readonly #faults: Fault[] = [];
  readonly #statements: Statement[] = [];
  readonly #grammar: Grammar;
  readonly #version: string;
  readonly #cut: boolean;

  constructor(kind: Policy['kind'], cut: boolean) {
    this.#grammar = kind === 'identity-policy' ? identityPolicyGrammar : policyGrammar;
    this.#version = versions[kind];
    this.#cut = cut;
  }

  read(root: JsonNode): PolicyReading {
    if (root.type === 'object') this.#document(root);
    else this.#wrongType([], root, 'an object');
    return { statements: this.#statements, faults: this.#faults };
  }

  #document(root: JsonObject): void {
    const { document, requiredInDocument, statement } = this.#grammar;
    const bare = memberOf(root, 'Statement') === undefined && memberOf(root, 'Effect') !== undefined;
    this.#unknownMembers(root, [], bare ? [...document, ...statement] : document, document);
    for (const name of requiredInDocument) this.#required(root, [], [name], document);
    for (const { name, value } of lastMembers(root)) {
      if (name === 'Version') this.#versionOf(value);
      if (name === 'Statement') this.#statementList(value);
      if (name === 'Depends') this.#depends(value);
    }
  }

  #versionOf(value: JsonNode): void {
    const path = ['Version'];
    if (value.type !== 'string') this.#wrongType(path, value, `the string "${this.#version}"`);
    else if (value.value !== this.#version)
      this.#faults.push({ kind: 'invalid-version', path, found: value.value });
  }

  #statementList(value: JsonNode): void {
    if (value.type === 'object') {
      this.#wrongType(['Statement'], value, 'a list of statements');
      this.#statement(value, ['Statement']);
      return;
    }
    if (!this.#isFilledList(value, ['Statement'], 'Statement', 'a list of statements')) return;
    for (const [index, item] of value.items.entries()) {
      const path = ['Statement', index];
      if (item.type === 'object') this.#statement(item, path);
      else this.#wrongType(path, item, 'a statement (an object)');
    }
  }

  #statement(node: JsonObject, path: DocumentPath): void {
    const { statement, requiredInStatement } = this.#grammar;
    this.#unknownMembers(node, path, statement, statement);
    for (const names of requiredInStatement) this.#required(node, path, names, statement);
    let effect: Effect | undefined;
    let actions: readonly StatementAction[] | undefined;
    let resource: StatementResource = { kind: 'omitted' };
    let condition: Statement['condition'];
    for (const { name, value } of lastMembers(node)) {
      const at = [...path, name];
      if (name === 'Effect') effect = this.#effect(value, at);
      else if (name === 'Action') actions = this.#actions(value, at);
      else if (name === 'NotAction') this.#strings(value, at, name);
      else if (name === 'Resource') resource = this.#resource(value, at);
      else if (name === 'NotResource') this.#strings(value, at, name);
      else if (name === 'Condition') condition = this.#condition(value, at);
      else if (name === 'Sid' && statement.includes(name) && value.type !== 'string') {
        this.#wrongType(at, value, 'a string');
      }
    }
    if (effect === undefined || actions === undefined) return;
    this.#statements.push({ path, effect, actions, resource, condition });
  }

  #effect(value: JsonNode, path: DocumentPath): Effect | undefined {
    if (value.type !== 'string') {
      this.#wrongType(path, value, 'the string "Allow" or "Deny"');
      return undefined;
    }
    if (value.value === 'Allow') return 'allow';
    if (value.value === 'Deny') return 'deny';
    this.#faults.push({ kind: 'invalid-effect', path, found: value.value });
    return undefined;
  }

  #actions(value: JsonNode, path: DocumentPath): readonly StatementAction[] | undefined {
    if (value.type === 'string') {
      this.#wrongType(path, value, 'a list of strings');
      return [{ text: value.value, path }];
    }
    const actions = this.#strings(value, path, 'Action');
    return value.type === 'list' ? actions : undefined;
  }

  /** The strings of a list, with their places. */
  #strings(value: JsonNode, path: DocumentPath, member: string): readonly StatementAction[] {
    if (!this.#isFilledList(value, path, member, 'a list of strings')) return [];
    const strings: StatementAction[] = [];
    for (const [index, item] of value.items.entries()) {
      const at = [...path, index];
      if (item.type === 'string') strings.push({ text: item.value, path: at });
      else this.#wrongType(at, item, 'a string');
    }
    return strings;
  }

  #resource(value: JsonNode, path: DocumentPath): StatementResource {
    if (value.type === 'object') {
      this.#unknownMembers(value, path, ['uri'], ['uri']);
      this.#required(value, path, ['uri'], ['uri']);
      const uri = memberOf(value, 'uri')?.value;
      const uris = uri === undefined ? [] : this.#strings(uri, [...path, 'uri'], 'uri');
      return { kind: 'agencies', uris: uris.map(({ text }) => text), path };
    }
    if (value.type === 'string') {
      // The vendor prints `"Resource": "*"`: all resources, and no doubt about it.
      if (value.value !== '*') this.#wrongType(path, value, 'a list of strings');
      return { kind: 'list', resources: [value.value], path };
    }
    return { kind: 'list', resources: this.#strings(value, path, 'Resource').map(({ text }) => text), path };
  }

  #condition(value: JsonNode, path: DocumentPath): Statement['condition'] {
    if (value.type !== 'object') {
      this.#wrongType(path, value, 'an object of operators');
      return { path };
    }
    for (const { name, value: keys } of lastMembers(value)) {
      if (keys.type !== 'object') this.#wrongType([...path, name], keys, 'an object of condition keys');
    }
    return { path };
  }

  #depends(value: JsonNode): void {
    if (!this.#grammar.document.includes('Depends')) return;
    if (value.type !== 'list') {
      this.#wrongType(['Depends'], value, 'a list of roles');
      return;
    }
    for (const [index, item] of value.items.entries()) {
      if (item.type !== 'object') this.#wrongType(['Depends', index], item, 'an object with `display_name`');
    }
  }

  #isFilledList(
    value: JsonNode,
    path: DocumentPath,
    member: string,
    expected: string,
  ): value is Extract<JsonNode, { type: 'list' }> {
    if (value.type !== 'list') {
      this.#wrongType(path, value, expected);
      return false;
    }
    if (value.items.length === 0 && !this.#cut) this.#faults.push({ kind: 'empty-list', path, member });
    return true;
  }

  #unknownMembers(
    node: JsonObject,
    path: DocumentPath,
    accepted: readonly string[],
    known: readonly string[],
  ): void {
    for (const { name } of lastMembers(node)) {
      if (!accepted.includes(name)) {
        this.#faults.push({ kind: 'unknown-member', path: [...path, name], member: name, known });
      }
    }
  }

  /** One of the names has to be there. An unknown member that is meant for it is the root cause, and reported already. */
  #required(
    node: JsonObject,
    path: DocumentPath,
    names: readonly [string, ...string[]],
    known: readonly string[],
  ): void {
    if (this.#cut || names.some((name) => memberOf(node, name) !== undefined)) return;
    const misspelt = node.members.some(({ name }) => {
      if (known.includes(name)) return false;
      const meant = nearestMember(name, known);
      return meant !== undefined && names.includes(meant);
    });
    if (!misspelt) this.#faults.push({ kind: 'missing-member', path, member: names[0] });
  }

  #wrongType(path: DocumentPath, node: JsonNode, expected: string): void {
    if (node.type === 'missing') return;
    this.#faults.push({ kind: 'wrong-type', path, expected, found: typeNames[node.type] });
  }
}

const typeNames = {
  object: 'an object',
  list: 'a list',
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  null: 'null',
} as const;

/** The known member that an unknown name is meant for, if one is near. */
function nearestMember(name: string, known: readonly string[]): string | undefined {
  return nearest(name, known, { max: 2 });
}

/** Each name once, with the value that counts: a repeated name is a fault of its own. */
function* lastMembers(node: JsonObject): Generator<{ readonly name: string; readonly value: JsonNode }> {
  const seen = new Map<string, JsonNode>();
  for (const { name, value } of node.members) seen.set(name, value);
  for (const [name, value] of seen) yield { name, value };
}
