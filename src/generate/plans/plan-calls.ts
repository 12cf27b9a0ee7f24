import type { PlanChange } from '../../carriers/terraform/read-plan.ts';
import { fitOf, isPlaceholder, segmentsOf } from '../../catalogue/path-template.ts';
import {
  type PlanChangeKind,
  type PlanOfCall,
  planChanges,
  type UnknownType,
} from '../../model/call-needs.ts';
import { httpMethods } from '../../model/claim.ts';
import type { TerraformCalls, TypeCall } from '../../model/terraform-calls.ts';

/** A call that applying a plan makes, or may make. */
export interface PlannedCall extends TypeCall, PlanOfCall {
  /** How many resources and data sources may make it. */
  readonly count: number;
}

/** What is known of a plan's calls, and what is not. */
export interface PlannedCalls {
  /** By product, path and method. */
  readonly calls: readonly PlannedCall[];
  /** Types that the table does not have. */
  readonly unknown: readonly UnknownType[];
}

/**
 * The calls that applying a plan makes. The table names the calls of a type, not those of a change: reading belongs to every
 * change; what creates and what deletes is taken from the verb where it leaves no doubt; everything else that the type calls
 * may belong to any change that writes, and is assumed.
 */
export function plannedCalls(changes: readonly PlanChange[], table: TerraformCalls): PlannedCalls {
  const calls = new Map<string, Planned>();
  const unknown = new Map<string, UnknownType>();
  const roles = new Map<string, readonly RoledCall[]>();
  for (const { mode, type, actions } of changes) {
    const byType = mode === 'data' ? table.dataSources : table.resources;
    const key = `${mode} ${type}`;
    if (!Object.hasOwn(byType, type)) {
      const isCovered = table.prefixes.some((prefix) => type.startsWith(prefix));
      unknown.set(key, { type, mode, isCovered, count: (unknown.get(key)?.count ?? 0) + 1 });
      continue;
    }
    const ofType =
      roles.get(key) ??
      rolesOf(
        (byType[type] ?? []).flatMap((place) => readCall(table.calls[place] ?? '') ?? []),
        mode,
      );
    roles.set(key, ofType);
    const kinds = kindsOf(actions);
    for (const { call, ...roled } of ofType) {
      const made = kinds
        .map((kind) => [kind, whether(roled, kind)] as const)
        .filter(([, how]) => how !== 'no');
      if (made.length === 0) continue;
      const text = `${call.product} ${call.path} ${call.query ?? ''} ${call.method}`;
      const planned = calls.get(text) ?? {
        call,
        assumed: true,
        types: new Set(),
        changes: new Set(),
        count: 0,
      };
      calls.set(text, planned);
      planned.count += 1;
      planned.types.add(type);
      for (const [kind, how] of made) {
        planned.changes.add(kind);
        if (how === 'yes') planned.assumed = false;
      }
    }
  }
  return {
    calls: [...calls]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, { call, assumed, types, changes: made, count }]) => ({
        ...call,
        assumed,
        types: [...types].sort(),
        changes: planChanges.filter((kind) => made.has(kind)),
        count,
      })),
    unknown: [...unknown].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, one]) => one),
  };
}

interface Planned {
  readonly call: TypeCall;
  assumed: boolean;
  readonly types: Set<string>;
  readonly changes: Set<PlanChangeKind>;
  count: number;
}

function readCall(text: string): TypeCall | undefined {
  const [product = '', word = '', target = ''] = text.split(' ');
  const method = httpMethods.find((known) => known === word);
  const [path = '', query] = target.split('?', 2);
  return method && { product, method, path, ...(query === undefined ? {} : { query }) };
}

/** Every change looks at the resource first, and so does what only looks. What Terraform forgets stays as it is. */
function kindsOf(actions: readonly string[]): readonly PlanChangeKind[] {
  return planChanges.filter((kind) => kind === 'read' || actions.includes(kind));
}

/** What a call of a type is for. */
type Role = 'read' | 'create' | 'delete' | 'query' | 'other';

interface RoledCall {
  readonly call: TypeCall;
  readonly role: Role;
  /** No other call of the type can be what the role says. */
  readonly isSure: boolean;
}

/** Whether a change makes a call: for sure, perhaps, or not. */
function whether({ role, isSure }: Omit<RoledCall, 'call'>, kind: PlanChangeKind): 'yes' | 'maybe' | 'no' {
  const how = isSure ? 'yes' : 'maybe';
  switch (role) {
    case 'read':
      return 'yes';
    case 'query':
      return kind === 'read' ? how : 'maybe';
    case 'create':
    case 'delete':
      if (kind === 'read') return 'no';
      return kind === role ? how : 'maybe';
    case 'other':
      if (kind === 'read') return 'no';
      return kind === 'update' ? how : 'maybe';
  }
}

function rolesOf(calls: readonly TypeCall[], mode: PlanChange['mode']): readonly RoledCall[] {
  const isRead = ({ method }: TypeCall) => method === 'GET' || method === 'HEAD';
  if (mode === 'data') {
    // A data source changes nothing: what it sends are its questions.
    const onlySends = !calls.some(isRead);
    return calls.map((call) => ({
      call,
      role: isRead(call) ? 'read' : 'query',
      isSure: isRead(call) || (onlySends && calls.length === 1),
    }));
  }
  const own = calls.filter((call) => !isAside(call, calls));
  const posts = own.filter((call) => call.method === 'POST' && !asksOnly(call));
  const deletes = own.filter(({ method }) => method === 'DELETE');
  const collections = posts.filter((call) => calls.some((other) => isItemOf(call, other)));
  const items = deletes.filter((call) =>
    calls.some((other) => isItemOf(other, call) || (isRead(other) && isSame(call, other))),
  );
  const creating = collections.length > 0 ? collections : posts.length === 1 ? posts : [];
  const deleting = items.length > 0 ? items : deletes.length === 1 ? deletes : [];
  const roles = calls.map((call): Role => {
    if (isRead(call)) return 'read';
    if (creating.includes(call)) return 'create';
    if (deleting.includes(call)) return 'delete';
    return call.method === 'POST' && asksOnly(call) ? 'query' : 'other';
  });
  const countOf = (role: Role) => roles.filter((one) => one === role).length;
  return calls.map((call, at) => {
    const role = roles[at] ?? 'other';
    return { call, role, isSure: role !== 'query' && countOf(role) === 1 };
  });
}

/**
 * Whether a call does not make or remove the resource itself: it orders and pays, moves between enterprise projects, or is
 * about a sub-resource or a part of what the type looks at or changes (`POST /vpcs/{id}/tags/action` beside `GET /vpcs/{id}`).
 */
function isAside(call: TypeCall, calls: readonly TypeCall[]): boolean {
  if (call.product === 'BSS' || call.product === 'EPS' || call.query !== undefined) return true;
  const segments = withoutVersion(call.path);
  return calls.some(({ product, path }) => {
    const item = withoutVersion(path);
    return (
      product === call.product &&
      item.length < segments.length &&
      isPlaceholder(item.at(-1) ?? '') &&
      item.some((segment) => !isPlaceholder(segment)) &&
      fitOf(item.join('/'), segments.slice(0, item.length).join('/')) !== undefined
    );
  });
}

function withoutVersion(path: string): readonly string[] {
  const segments = segmentsOf(path);
  return /^v\d/i.test(segments[0] ?? '') ? segments.slice(1) : segments;
}

/** Whether a call is about one item of what the other one creates: `POST /vpcs` and `DELETE /vpcs/{id}`. */
function isItemOf(creating: TypeCall, { product, method, path }: TypeCall): boolean {
  const segments = segmentsOf(path);
  return (
    creating.method === 'POST' &&
    method !== 'POST' &&
    product === creating.product &&
    isPlaceholder(segments.at(-1) ?? '') &&
    fitOf(creating.path, segments.slice(0, -1).join('/')) !== undefined
  );
}

function isSame(one: TypeCall, other: TypeCall): boolean {
  return one.product === other.product && fitOf(one.path, other.path) !== undefined;
}

/** Whether a path says that what is sent to it is a question. */
function asksOnly({ path }: TypeCall): boolean {
  const last = segmentsOf(path).findLast((segment) => !isPlaceholder(segment)) ?? '';
  return /(?:^|[-_])(?:quer(?:y|ies)|filter|search|list|details?|count)(?:$|[-_])/i.test(last);
}
