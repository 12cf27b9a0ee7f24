import type { Fault, JsonSlip, Policy, PolicyFile } from '../model/policy.ts';
import { decodeText } from './decode-text.ts';
import { recognise } from './document-kind.ts';
import { documentPath, type Envelope, envelopesOf } from './envelope.ts';
import type { JsonNode } from './json-node.ts';
import { type JsonReading, readJson } from './json-reader.ts';
import { readPolicy } from './read-policy.ts';

/** Slips that lose members or values: what is missing after one of them is its consequence. */
const losing: ReadonlySet<JsonSlip['kind']> = new Set([
  'missing-colon',
  'unbalanced-bracket',
  'unclosed-string',
  'truncated',
  'too-deep',
  'trailing-text',
  'unexpected',
]);

/**
 * Reads a file as a policy, or as the IAM API's envelope of one or several. Takes any bytes and never throws: what is no
 * policy has kind `none`. A byte order mark is not part of the text: the character after it is line 1, column 1.
 */
export function readPolicyFile(file: string, bytes: Uint8Array | string): PolicyFile {
  const { text, problem } = decodeText(bytes);
  if (!mayHoldPolicy(text)) return { file, text, kind: 'none', policies: [] };
  const reading = readJson(text);
  const broken = reading.slips.length > 0;
  const cut = reading.slips.some(({ slip }) => losing.has(slip.kind));
  const textFaults = [...encodingFaults(text, problem), ...syntaxFaults(reading)];
  const recognised = recognise(reading.root, broken);
  const { kind } = recognised;
  if (kind === 'foreign') return { file, text, policies: [], ...recognised };
  if (kind === 'none') return readEnvelopes({ file, text, root: reading.root, broken, cut, textFaults });
  const { faults, ...rest } = readPolicy(reading.root, { kind, cut });
  return { file, text, kind, policies: [{ file, kind, ...rest, faults: [...textFaults, ...faults] }] };
}

interface Wrapped {
  readonly file: string;
  readonly text: string;
  readonly root: JsonNode;
  readonly broken: boolean;
  readonly cut: boolean;
  readonly textFaults: readonly Fault[];
}

/** The policies in envelopes. Once one of them holds a policy, the others are unreadable rather than none. */
function readEnvelopes({ file, text, root, broken, cut, textFaults }: Wrapped): PolicyFile {
  const envelopes = envelopesOf(root).map((envelope) => ({
    envelope,
    recognised:
      envelope.document === undefined ? ({ kind: 'none' } as const) : recognise(envelope.document, broken),
  }));
  if (!envelopes.some(({ recognised }) => isPolicy(recognised.kind))) {
    const foreign = envelopes.find(({ recognised }) => recognised.kind === 'foreign');
    return { file, text, kind: 'none', policies: [], ...foreign?.recognised };
  }
  const policies = envelopes.map(({ envelope, recognised }) =>
    readWrapped(file, envelope, isPolicy(recognised.kind) ? recognised.kind : 'unreadable', cut),
  );
  return { file, text, kind: policies[0]?.kind ?? 'none', policies: withTextFaults(policies, textFaults) };
}

function isPolicy(kind: PolicyFile['kind']): kind is Policy['kind'] {
  return kind !== 'none' && kind !== 'foreign';
}

function readWrapped(file: string, envelope: Envelope, found: Policy['kind'], cut: boolean): Policy {
  const { path, document, layer, displayName, systemRole } = envelope;
  const system = systemRole && found !== 'identity-policy';
  const kind = system && found === 'policy' ? 'role' : found;
  const root = documentPath(envelope);
  const missing: Fault = { kind: 'missing-member', path, member: 'policy' };
  const reading =
    document === undefined
      ? { statements: [], faults: [missing] }
      : readPolicy(document, { kind, root, cut, system });
  return {
    file,
    kind,
    root,
    ...reading,
    ...(layer === undefined ? {} : { layer }),
    ...(displayName === undefined ? {} : { displayName }),
  };
}

/** Each fault of the text goes to the policy that it lies in; one outside of all of them to the first. */
function withTextFaults(policies: readonly Policy[], faults: readonly Fault[]): readonly Policy[] {
  if (faults.length === 0) return policies;
  const roots = new Map(policies.map((policy, index) => [JSON.stringify(policy.root ?? []), index]));
  const faultsOf = policies.map((): Fault[] => []);
  for (const fault of faults) {
    // A document stands at most three steps deep: /roles/0/policy.
    const root = [3, 2, 1].find((steps) => roots.has(JSON.stringify(fault.path.slice(0, steps)))) ?? 0;
    const index = roots.get(JSON.stringify(fault.path.slice(0, root))) ?? 0;
    faultsOf[index]?.push(fault);
  }
  return policies.map((policy, index) => ({
    ...policy,
    faults: [...(faultsOf[index] ?? []), ...policy.faults],
  }));
}

/** A cheap look before the text is read: every policy names one of its members, perhaps behind an escape. */
function mayHoldPolicy(text: string): boolean {
  return (
    /statement|effect|action|"version|\\u/i.test(text) &&
    /^[\s\p{Cf}]*(?:[{["“”'｛［【]|\/[/*]|#|```)/u.test(text)
  );
}

function* encodingFaults(text: string, problem: string | undefined): Generator<Fault> {
  if (problem === undefined) return;
  const offset = Math.max(text.indexOf('\uFFFD'), 0);
  yield {
    kind: 'invalid-json',
    path: [],
    slip: { kind: 'invalid-character', offset, length: 1, message: problem, hint: 'save the file as UTF-8' },
  };
}

function* syntaxFaults({ slips, duplicates }: JsonReading): Generator<Fault> {
  for (const { slip, path } of slips) yield { kind: 'invalid-json', path, slip };
  for (const duplicate of duplicates) yield { kind: 'duplicate-member', ...duplicate };
}
