import { nearest } from '../model/nearest.ts';
import type {
  DocumentPath,
  Effect,
  Fault,
  PlacedText,
  Policy,
  RoleDependency,
  Statement,
  StatementCondition,
  StatementReading,
  StatementResource,
} from '../model/policy.ts';
import { type Grammar, identityPolicyGrammar, meantMember, policyGrammar } from './grammar.ts';
import { type JsonNode, type JsonObject, lastMembers, memberOf } from './json-node.ts';
import { misfitOf } from './misfit.ts';
import { readCondition } from './read-condition.ts';

/** Version that a kind of policy has to have. */
const versions: Readonly<Record<Policy['kind'], string>> = {
  policy: '1.1',
  role: '1.0',
  'identity-policy': '5.0',
  unreadable: '1.1',
};

/** Vendors print system roles with either Version (iam-language 1.2). */
const systemVersions: readonly string[] = ['1.0', '1.1'];

/** How a document is to be read. */
export interface ReadingOptions {
  readonly kind: Policy['kind'];
  /** Where the document stands in its file. */
  readonly root?: DocumentPath;
  /** The text lost members by a slip, so that what is missing is no fault. */
  readonly cut?: boolean;
  /** The document is known to be the vendor's own. */
  readonly system?: boolean;
}

/** What a document's tree says as a policy. */
export interface PolicyReading {
  readonly statements: readonly Statement[];
  /** All statements, as far as they can be read; absent where `statements` says the same. */
  readonly readings?: readonly StatementReading[];
  /** In the order of the text, as far as they belong to a place; root causes only. */
  readonly faults: readonly Fault[];
  /** Absent where the document names no role that it depends on. */
  readonly depends?: readonly RoleDependency[];
}

/** Reads a document of a known kind. Every path starts at the file's root. */
export function readPolicy(document: JsonNode, options: ReadingOptions): PolicyReading {
  return new PolicyReader(options).read(document);
}

class PolicyReader {
  readonly #faults: Fault[] = [];
  readonly #statements: Statement[] = [];
  readonly #readings: StatementReading[] = [];
  readonly #depends: RoleDependency[] = [];
  readonly #grammar: Grammar;
  readonly #version: string;
  readonly #accepted: readonly string[];
  /** Documented for identity policies: one value may stand without a list. */
  readonly #bareValues: boolean;
  readonly #root: DocumentPath;
  readonly #cut: boolean;

  constructor({ kind, root = [], cut = false, system = false }: ReadingOptions) {
    this.#grammar = kind === 'identity-policy' ? identityPolicyGrammar : policyGrammar;
    this.#version = versions[kind];
    this.#accepted = system ? systemVersions : [this.#version];
    this.#bareValues = kind === 'identity-policy';
    this.#root = root;
    this.#cut = cut;
  }

  read(document: JsonNode): PolicyReading {
    if (document.type === 'object') this.#document(document);
    else this.#wrongType(this.#root, document, 'an object');
    return {
      statements: this.#statements,
      ...(this.#saysMore() ? { readings: this.#readings } : {}),
      faults: this.#faults,
      ...(this.#depends.length === 0 ? {} : { depends: this.#depends }),
    };
  }

  /** Whether the readings hold more than the statements: those are the same objects where nothing is wrong. */
  #saysMore(): boolean {
    return (
      this.#readings.length !== this.#statements.length ||
      this.#readings.some((reading, index) => reading !== this.#statements[index])
    );
  }

  #document(node: JsonObject): void {
    const { document, requiredInDocument, statement } = this.#grammar;
    const bare = memberOf(node, 'Statement') === undefined && memberOf(node, 'Effect') !== undefined;
    this.#unknownMembers(node, this.#root, bare ? [...document, ...statement] : document, document);
    for (const name of requiredInDocument) this.#required(node, this.#root, [name], document);
    if (bare) this.#statement(node, this.#root, { surely: false, around: document });
    for (const { name, value } of lastMembers(node)) {
      const at = [...this.#root, name];
      if (name === 'Version') this.#versionOf(value, at);
      if (name === 'Statement') this.#statementList(value, at, { surely: true });
      else if (this.#isMeant(node, name, 'Statement', document))
        this.#statementList(value, at, { surely: false });
      if (name === 'Depends') this.#dependencies(value, at);
    }
  }

  /** Whether a member is misspelt, and is the one that can be meant for a known name. */
  #isMeant(node: JsonObject, name: string, known: string, all: readonly string[]): boolean {
    return !all.includes(name) && memberOf(node, known) === undefined && meantMember(name, all) === known;
  }

  #versionOf(value: JsonNode, path: DocumentPath): void {
    if (value.type !== 'string') this.#wrongType(path, value, `the string "${this.#version}"`);
    else if (!this.#accepted.includes(value.value))
      this.#faults.push({ kind: 'invalid-version', path, found: value.value });
  }

  #statementList(value: JsonNode, at: DocumentPath, { surely }: { readonly surely: boolean }): void {
    if (value.type === 'object') {
      this.#wrongType(at, value, 'a list of statements');
      this.#statement(value, at, { surely });
      return;
    }
    if (!this.#isFilledList(value, at, 'Statement', 'a list of statements')) return;
    for (const [index, item] of value.items.entries()) {
      const path = [...at, index];
      if (item.type === 'object') {
        this.#statement(item, path, { surely });
        continue;
      }
      this.#wrongType(path, item, 'a statement (an object)');
      if (item.type !== 'list') continue;
      for (const [inner, one] of item.items.entries())
        if (one.type === 'object') this.#statement(one, [...path, inner], { surely: false });
    }
  }

  /**
   * @param surely the statement is where it belongs, so that it decides something
   * @param around names that are not the statement's, where it is not in an object of its own
   */
  #statement(
    node: JsonObject,
    path: DocumentPath,
    { surely, around = [] }: { readonly surely: boolean; readonly around?: readonly string[] },
  ): void {
    const { statement: known, requiredInStatement, exclusive } = this.#grammar;
    if (around.length === 0) this.#unknownMembers(node, path, known, known);
    for (const names of requiredInStatement) this.#required(node, path, names, known);
    for (const [other, member] of exclusive) {
      if (memberOf(node, other) !== undefined && memberOf(node, member) !== undefined)
        this.#faults.push({ kind: 'conflicting-members', path: [...path, member], member, other });
    }
    const sure = new StatementParts();
    // Parts under a misspelt name are checked too, and decide nothing.
    let misspelt: StatementParts | undefined;
    for (const { name, value } of lastMembers(node)) {
      if (around.includes(name)) continue;
      const at = [...path, name];
      if (known.includes(name)) {
        this.#part(name, value, at, sure);
        continue;
      }
      const meant = meantMember(name, known);
      if (meant === undefined || !this.#isMeant(node, name, meant, known)) continue;
      misspelt ??= new StatementParts();
      this.#part(meant, value, at, misspelt);
    }
    const statement = sure.statement(path);
    if (statement !== undefined && surely) this.#statements.push(statement);
    const whole = misspelt === undefined && statement !== undefined && !sure.hasOpposites();
    this.#readings.push(whole ? statement : sure.reading(path, misspelt));
  }

  #part(name: string, value: JsonNode, at: DocumentPath, parts: StatementParts): void {
    switch (name) {
      case 'Effect':
        parts.effect = this.#effect(value, at);
        parts.effectMeant = parts.effect ?? effectMeant(value);
        break;
      case 'Action':
        parts.actions = this.#actions(value, at);
        break;
      case 'NotAction':
        parts.notActions = this.#strings(value, at, name);
        break;
      case 'Resource':
        parts.resource = this.#resource(value, at);
        break;
      case 'NotResource':
        parts.notResources = this.#strings(value, at, name);
        break;
      case 'Condition':
        parts.condition = this.#condition(value, at);
        break;
      case 'Sid':
        if (value.type !== 'string') this.#wrongType(at, value, 'a string');
    }
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

  #actions(value: JsonNode, path: DocumentPath): readonly PlacedText[] | undefined {
    if (value.type === 'string') {
      this.#wrongType(path, value, 'a list of strings');
      return [{ text: value.value, path }];
    }
    const actions = this.#strings(value, path, 'Action');
    return value.type === 'list' ? actions : undefined;
  }

  /** The strings of a list, with their places. */
  #strings(value: JsonNode, path: DocumentPath, member: string): readonly PlacedText[] {
    if (!this.#isFilledList(value, path, member, 'a list of strings')) return [];
    const strings: PlacedText[] = [];
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
      return { kind: 'agencies', uris, path };
    }
    if (value.type === 'string') {
      // The vendor prints `"Resource": "*"`: all resources, and no doubt about it.
      if (value.value !== '*') this.#wrongType(path, value, 'a list of strings');
      return { kind: 'list', resources: [{ text: value.value, path }], path };
    }
    return { kind: 'list', resources: this.#strings(value, path, 'Resource'), path };
  }

  #condition(value: JsonNode, path: DocumentPath): StatementCondition {
    const bareValues = this.#bareValues;
    const { condition, faults } = readCondition(value, path, { bareValues, cut: this.#cut });
    this.#faults.push(...faults);
    return condition;
  }

  #dependencies(value: JsonNode, at: DocumentPath): void {
    if (!this.#grammar.document.includes('Depends')) return;
    if (value.type !== 'list') {
      this.#wrongType(at, value, 'a list of roles');
      return;
    }
    for (const [index, item] of value.items.entries()) {
      const path = [...at, index];
      if (item.type === 'object') this.#dependency(item, path);
      else this.#wrongType(path, item, 'an object with `display_name`');
    }
  }

  #dependency(node: JsonObject, path: DocumentPath): void {
    this.#required(node, path, ['display_name'], ['display_name', 'catalog']);
    const name = memberOf(node, 'display_name')?.value;
    if (name !== undefined && name.type !== 'string') {
      this.#wrongType([...path, 'display_name'], name, 'a string');
    }
    if (name?.type !== 'string') return;
    const catalog = memberOf(node, 'catalog')?.value;
    this.#depends.push({
      displayName: name.value,
      ...(catalog?.type === 'string' ? { catalog: catalog.value } : {}),
    });
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
    for (const { name, value } of lastMembers(node)) {
      if (!accepted.includes(name)) {
        const meant = meantMember(name, known);
        const free = meant !== undefined && memberOf(node, meant) === undefined;
        this.#faults.push({
          kind: 'unknown-member',
          path: [...path, name],
          member: name,
          known,
          ...(free ? { meant } : {}),
          ...(value.type === 'object' || value.type === 'list' ? {} : { scalar: true }),
        });
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
      const meant = opposites.get(name) ?? meantMember(name, known);
      return meant !== undefined && names.includes(meant);
    });
    if (!misspelt) this.#faults.push({ kind: 'missing-member', path, member: names[0] });
  }

  #wrongType(path: DocumentPath, node: JsonNode, expected: string): void {
    const misfit = misfitOf(path, node, expected);
    if (misfit !== undefined) this.#faults.push({ kind: 'wrong-type', ...misfit });
  }
}

/** Members of other languages that stand for one of ours. */
const opposites: ReadonlyMap<string, string> = new Map([['NotAction', 'Action']]);

function effectMeant(value: JsonNode): Effect | undefined {
  const near =
    value.type === 'string' ? nearest(value.value.trim(), ['Allow', 'Deny'], { max: 2 }) : undefined;
  return near === 'Allow' ? 'allow' : near === 'Deny' ? 'deny' : undefined;
}

/** What is read of one statement, member by member. */
class StatementParts {
  effect: Effect | undefined;
  /** What a misspelt one is meant for. */
  effectMeant: Effect | undefined;
  actions: readonly PlacedText[] | undefined;
  notActions: readonly PlacedText[] | undefined;
  resource: StatementResource | undefined;
  notResources: readonly PlacedText[] | undefined;
  condition: StatementCondition | undefined;

  /** The statement that decides something: both its Effect and its Action can be read. */
  statement(path: DocumentPath): Statement | undefined {
    const { effect, actions, resource = { kind: 'omitted' }, condition } = this;
    if (effect === undefined || actions === undefined) return undefined;
    return { path, effect, actions, resource, condition };
  }

  hasOpposites(): boolean {
    return this.notActions !== undefined || this.notResources !== undefined;
  }

  /** All that can be checked, with what is misspelt in the place of what is missing. */
  reading(path: DocumentPath, misspelt?: StatementParts): StatementReading {
    const notActions = this.notActions ?? misspelt?.notActions;
    const notResources = this.notResources ?? misspelt?.notResources;
    return {
      path,
      effect: this.effectMeant ?? misspelt?.effectMeant,
      actions: this.actions ?? misspelt?.actions ?? [],
      resource: this.resource ?? misspelt?.resource ?? { kind: 'omitted' },
      condition: this.condition ?? misspelt?.condition,
      ...(notActions === undefined ? {} : { notActions }),
      ...(notResources === undefined ? {} : { notResources }),
    };
  }
}
