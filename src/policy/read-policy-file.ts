import type { Fault, JsonSlip, PolicyFile } from '../model/policy.ts';
import { decodeText } from './decode-text.ts';
import { recognise } from './document-kind.ts';
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
 * Reads a file as a policy. Takes any bytes and never throws: what is no policy has kind `none`.
 * A byte order mark is not part of the text: the character after it is line 1, column 1.
 */
export function readPolicyFile(file: string, bytes: Uint8Array | string): PolicyFile {
  const { text, problem } = decodeText(bytes);
  if (!mayHoldPolicy(text)) return { file, text, kind: 'none' };
  const reading = readJson(text);
  const slips = reading.slips.map(({ slip }) => slip);
  const recognised = recognise(reading.root, slips.length > 0);
  const { kind } = recognised;
  if (kind === 'none' || kind === 'foreign') return { file, text, ...recognised };
  const { statements, faults } = readPolicy(
    reading.root,
    kind,
    slips.some((slip) => losing.has(slip.kind)),
  );
  const all = [...encodingFaults(text, problem), ...syntaxFaults(reading), ...faults];
  return { file, text, kind, policy: { file, kind, statements, faults: all } };
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
