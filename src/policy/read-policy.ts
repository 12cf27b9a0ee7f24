import { couldBecome, hasHole, holeCharacter } from '../model/hole.ts';
import { nearest } from '../model/nearest.ts';
import type {
  DocumentPath,
  Effect,
  Fault,
  PlacedText,
  Policy,
  PolicyHole,
  RoleDependency,
  Statement,
  StatementCondition,
  StatementDoubt,
  StatementReading,
  StatementResource,
} from '../model/policy.ts';
import { type Grammar, identityPolicyGrammar, meantMember, policyGrammar } from './grammar.ts';
import { type JsonHole, type JsonNode, type JsonObject, lastMembers, memberOf } from './json-node.ts';
import { listedTextsOf } from './listed-texts.ts';
import { readCondition } from './read-condition.ts';
import { mismatchOf } from './type-mismatch.ts';

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
  /** Where the document is in its file. */
  readonly root?: DocumentPath;
  /** The text lost members by a syntax error, so that missing members are not faults. */
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
  /** What the file does not fix, so that nobody can tell what it says; absent where there is nothing of it. */
  readonly holes?: readonly PolicyHole[];
  /** The document is there under a condition only. */
  readonly maybe?: true;
}

/**
 * Reads a document of a known kind. Every path starts at the file's root. Of holes nothing is claimed: what they become is taken
 * to be of the form that the language has in their place.
 */
export function readPolicy(document: JsonNode, options: ReadingOptions): PolicyReading {
  return new PolicyReader(options).read(document);
}

class PolicyReader {
  readonly #faults: Fault[] = [];
  readonly #statements: Statement[] = [];
  readonly #readings: StatementReading[] = [];
  readonly #depends: RoleDependency[] = [];
  readonly #holes: PolicyHole[] = [];
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
    else if (document.type === 'hole') this.#hole('document', this.#root, document);
    else this.#wrongType(this.#root, document, 'an object');
    return {
      statements: this.#statements,
      ...(this.#saysMore() ? { readings: this.#readings } : {}),
      faults: this.#faults,
      ...(this.#depends.length === 0 ? {} : { depends: this.#depends }),
      ...(this.#holes.length === 0 ? {} : { holes: this.#holes }),
      ...(document.maybe ? { maybe: true } : {}),
    };
  }

  #hole(kind: PolicyHole['kind'], path: DocumentPath, hole?: JsonHole): void {
    this.#holes.push({ kind, path, ...(hole === undefined ? {} : { written: hole.written }) });
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
    if (isOpen(node, document)) this.#hole('document', this.#root, node.open);
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
    if (value.type === 'hole') this.#hole('document', path, value);
    else if (value.maybe || this.#accepted.some((version) => isInDoubt(value, version)))
      this.#hole('document', path);
    else if (value.type !== 'string') this.#wrongType(path, value, `the string "${this.#version}"`);
    else if (!this.#accepted.includes(value.value))
      this.#faults.push({ kind: 'invalid-version', path, found: value.value });
  }

  #statementList(value: JsonNode, at: DocumentPath, { surely }: { readonly surely: boolean }): void {
    if (value.type === 'object') {
      this.#wrongType(at, value, 'a list of statements');
      this.#statement(value, at, { surely });
      return;
    }
    if (value.type === 'hole' || (value.type === 'list' && (value.open || value.maybe)))
      this.#hole('statements', at, value.type === 'hole' ? value : value.open);
    if (!this.#isFilledList(value, at, 'Statement', 'a list of statements')) return;
    for (const [index, item] of value.items.entries()) {
      const path = [...at, index];
      if (item.type === 'hole') {
        this.#hole('statements', path, item);
        continue;
      }
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
    const open = around.length === 0 && isOpen(node, known);
    if (open) this.#hole('statements', path, node.open);
    if (around.length === 0) this.#unknownMembers(node, path, known, known);
    for (const names of requiredInStatement) this.#required(node, path, names, known);
    const isThere = (name: string) => {
      const value = memberOf(node, name)?.value;
      return value !== undefined && !value.maybe;
    };
    for (const [other, member] of exclusive) {
      if (isThere(other) && isThere(member))
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
    const unsure = open ? 'members' : node.maybe ? 'maybe-there' : undefined;
    const statements = sure.statements(path, unsure);
    if (surely) this.#statements.push(...statements);
    const [statement, ...more] = statements;
    const whole =
      misspelt === undefined && statement !== undefined && more.length === 0 && !sure.hasOpposites();
    this.#readings.push(whole ? statement : sure.reading(path, unsure, misspelt));
  }

  #part(name: string, value: JsonNode, at: DocumentPath, parts: StatementParts): void {
    switch (name) {
      case 'Effect':
        parts.effects = this.#effects(value, at);
        parts.effectInDoubt = isHoleOrMaybe(value);
        parts.effectMeant = parts.effectInDoubt ? undefined : (parts.effects[0] ?? effectMeant(value));
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

  /** The Effects that it may be: one, unless a hole leaves it open. */
  #effects(value: JsonNode, path: DocumentPath): readonly Effect[] {
    if (value.type === 'hole') return ['allow', 'deny'];
    if (value.type !== 'string') {
      this.#wrongType(path, value, 'the string "Allow" or "Deny"');
      return [];
    }
    const possible = effects.filter(([name]) => couldBecome(value.value, name)).map(([, effect]) => effect);
    if (possible.length === 0) this.#faults.push({ kind: 'invalid-effect', path, found: value.value });
    return value.maybe ? ['allow', 'deny'] : possible;
  }

  #actions(value: JsonNode, path: DocumentPath): readonly PlacedText[] | undefined {
    if (value.type === 'string') {
      this.#wrongType(path, value, 'a list of strings');
      return [{ text: value.value, path }];
    }
    const actions = this.#strings(value, path, 'Action');
    return value.type === 'list' || value.type === 'hole' ? actions : undefined;
  }

  /** The strings of a list, with their places. */
  #strings(value: JsonNode, path: DocumentPath, member: string): readonly PlacedText[] {
    if (this.#isFilledList(value, path, member, 'a list of strings')) {
      for (const [index, item] of value.items.entries())
        if (item.type !== 'string') this.#wrongType([...path, index], item, 'a string');
    }
    return listedTextsOf(value, path);
  }

  #resource(value: JsonNode, path: DocumentPath): StatementResource {
    if (value.type === 'object') {
      this.#unknownMembers(value, path, ['uri'], ['uri']);
      this.#required(value, path, ['uri'], ['uri']);
      const uri = memberOf(value, 'uri')?.value;
      const uris = uri === undefined ? [] : this.#strings(uri, [...path, 'uri'], 'uri');
      const hole = { text: holeCharacter, path: [...path, 'uri', uris.length] };
      if (value.maybe) return { kind: 'list', resources: [hole], path };
      return { kind: 'agencies', uris: isOpen(value, ['uri']) ? [...uris, hole] : uris, path };
    }
    if (value.type === 'string') {
      // The vendor prints `"Resource": "*"`: all resources, and no doubt about it.
      if (!couldBecome(value.value, '*')) this.#wrongType(path, value, 'a list of strings');
      const text = { text: value.value, path };
      const hole = { text: holeCharacter, path: [...path, 1] };
      return { kind: 'list', resources: value.maybe ? [{ ...text, maybe: true }, hole] : [text], path };
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
    if (value.type === 'hole' || (value.type === 'list' && value.open)) this.#depends.push(unknownRole);
    if (value.type !== 'list') {
      this.#wrongType(at, value, 'a list of roles');
      return;
    }
    for (const [index, item] of value.items.entries()) {
      const path = [...at, index];
      if (item.type === 'hole' || item.maybe || value.maybe) this.#depends.push(unknownRole);
      else if (item.type === 'object') this.#dependency(item, path);
      else this.#wrongType(path, item, 'an object with `display_name`');
    }
  }

  #dependency(node: JsonObject, path: DocumentPath): void {
    this.#required(node, path, ['display_name'], ['display_name', 'catalog']);
    const name = memberOf(node, 'display_name')?.value;
    if (name !== undefined && name.type !== 'string') {
      this.#wrongType([...path, 'display_name'], name, 'a string');
    }
    if (name?.type === 'hole' || node.open) this.#depends.push(unknownRole);
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
    if (value.items.length === 0 && value.open === undefined && !this.#cut)
      this.#faults.push({ kind: 'empty-list', path, member });
    return true;
  }

  #unknownMembers(
    node: JsonObject,
    path: DocumentPath,
    accepted: readonly string[],
    known: readonly string[],
  ): void {
    const open = isOpen(node, known);
    for (const { name, value } of lastMembers(node)) {
      if (!accepted.includes(name) && !isNamedByHole(name, accepted)) {
        const meant = meantMember(name, known);
        const free = meant !== undefined && memberOf(node, meant) === undefined && !open;
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
    if (this.#cut || isOpen(node, known) || names.some((name) => memberOf(node, name) !== undefined)) return;
    const misspelt = node.members.some(({ name }) => {
      if (known.includes(name)) return false;
      const meant = opposites.get(name) ?? meantMember(name, known);
      return meant !== undefined && names.includes(meant);
    });
    if (!misspelt) this.#faults.push({ kind: 'missing-member', path, member: names[0] });
  }

  #wrongType(path: DocumentPath, node: JsonNode, expected: string): void {
    const mismatch = mismatchOf(path, node, expected);
    if (mismatch !== undefined) this.#faults.push({ kind: 'wrong-type', ...mismatch });
  }
}

/** A role that is not known: nobody is granted it for sure. */
const unknownRole: RoleDependency = { displayName: holeCharacter };

const effects = [
  ['Allow', 'allow'],
  ['Deny', 'deny'],
] as const satisfies readonly (readonly [string, Effect])[];

/** Whether an object may have more of its known members than it is seen to have. */
function isOpen(node: JsonObject, known: readonly string[]): boolean {
  return node.open !== undefined || node.members.some(({ name }) => isNamedByHole(name, known));
}

function isNamedByHole(name: string, known: readonly string[]): boolean {
  return hasHole(name) && known.some((one) => couldBecome(name, one));
}

function isHoleOrMaybe(node: JsonNode): boolean {
  return node.type === 'hole' || node.maybe === true || (node.type === 'string' && hasHole(node.value));
}

/** Whether a text has holes and may be a certain one. */
function isInDoubt(node: JsonNode, text: string): boolean {
  return node.type === 'string' && hasHole(node.value) && couldBecome(node.value, text);
}

/** Members of other languages that stand for one of ours. */
const opposites: ReadonlyMap<string, string> = new Map([['NotAction', 'Action']]);

function effectMeant(value: JsonNode): Effect | undefined {
  const near =
    value.type === 'string' ? nearest(value.value.trim(), ['Allow', 'Deny'], { max: 2 }) : undefined;
  return near === 'Allow' ? 'allow' : near === 'Deny' ? 'deny' : undefined;
}

/** Why a statement is not sure whose Effect is open besides. Where it may have other members, that is said already. */
function withEffect(unsure: StatementDoubt | undefined): StatementDoubt {
  if (unsure === undefined) return 'effect';
  return unsure === 'maybe-there' ? 'maybe-there-and-effect' : unsure;
}

/** What is read of one statement, member by member. */
class StatementParts {
  effects: readonly Effect[] = [];
  /** A hole leaves open which it is, or whether it is there. */
  effectInDoubt = false;
  /** What a misspelt one is meant for. */
  effectMeant: Effect | undefined;
  actions: readonly PlacedText[] | undefined;
  notActions: readonly PlacedText[] | undefined;
  resource: StatementResource | undefined;
  notResources: readonly PlacedText[] | undefined;
  condition: StatementCondition | undefined;

  /** The statement that decides something: both its Effect and its Action can be read. One for each Effect that it may have. */
  statements(path: DocumentPath, unsure: StatementDoubt | undefined): readonly Statement[] {
    const { effects, actions, resource = { kind: 'omitted' }, condition } = this;
    if (actions === undefined) return [];
    const doubt = this.#doubt(unsure);
    return effects.map((effect) => ({ path, effect, actions, resource, condition, ...doubt }));
  }

  #doubt(unsure: StatementDoubt | undefined): { readonly unsure?: StatementDoubt } {
    const doubt = this.effectInDoubt ? withEffect(unsure) : unsure;
    return doubt === undefined ? {} : { unsure: doubt };
  }

  hasOpposites(): boolean {
    return this.notActions !== undefined || this.notResources !== undefined;
  }

  /** All that can be checked, with what is misspelt in the place of what is missing. */
  reading(
    path: DocumentPath,
    unsure: StatementDoubt | undefined,
    misspelt: StatementParts | undefined,
  ): StatementReading {
    const notActions = this.notActions ?? misspelt?.notActions;
    const notResources = this.notResources ?? misspelt?.notResources;
    return {
      path,
      effect: this.effectMeant ?? misspelt?.effectMeant,
      actions: this.actions ?? misspelt?.actions ?? [],
      resource: this.resource ?? misspelt?.resource ?? { kind: 'omitted' },
      condition: this.condition ?? misspelt?.condition,
      ...this.#doubt(unsure),
      ...(notActions === undefined ? {} : { notActions }),
      ...(notResources === undefined ? {} : { notResources }),
    };
  }
}
