import type { Finding, LintReport, RuleDescription } from '../model/finding.ts';
import type { Region } from '../model/position.ts';
import { type FingerprintOptions, fingerprintsOf } from './fingerprints.ts';
import { jsonLines, LazyList } from './json-text.ts';
import { messageWithHelp } from './lint-words.ts';
import { ruleDescriptors } from './sarif-rules.ts';
import { baseId, sarifLevels, sarifSentence, sarifText, sarifUri } from './sarif-text.ts';

/** What a SARIF log says besides the findings. */
interface SarifOptions extends FingerprintOptions {
  /** Version of the program. */
  readonly version: string;
  /** Every rule, in the order of the documentation. */
  readonly rules: readonly RuleDescription[];
  /** The address of a rule's documentation. */
  readonly ruleUri: (id: string) => string;
  /** What the call names and could not be read, in words. */
  readonly unreadable: readonly string[];
  /** What else could not be read, in words. */
  readonly unread: readonly string[];
}

/** Findings as a log of SARIF 2.1.0 in pieces, suppressed ones included and marked as such, with the rules and files that they
 * name. */
export function renderLintSarif({ findings }: LintReport, options: SarifOptions): Iterable<string> {
  const { version, rules, ruleUri, unreadable, unread } = options;
  const notification = (level: 'error' | 'warning') => (text: string) => ({
    level,
    message: { text: sarifSentence(text) },
  });
  const notifications = [...unreadable.map(notification('error')), ...unread.map(notification('warning'))];
  const descriptors = ruleDescriptors(rules, findings, ruleUri);
  const ruleIndexes = new Map(descriptors.map(({ id }, index) => [id, index]));
  const artifacts = artifactsOf(findings);
  const fingerprints = fingerprintsOf(findings, options);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'iamscope', version, semanticVersion: version, rules: descriptors } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          [baseId]: { description: { text: 'The root of the repository.' } },
        },
        invocations: [
          {
            executionSuccessful: unreadable.length === 0,
            ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
          },
        ],
        artifacts: new LazyList(artifacts.keys(), (file) => ({
          location: artifactLocation(file),
          roles: ['analysisTarget'],
        })),
        results: new LazyList(findings, (finding) =>
          resultOf(finding, {
            ruleIndex: ruleIndexes.get(finding.rule) ?? -1,
            fingerprint: fingerprints.get(finding) ?? '',
            artifacts,
          }),
        ),
      },
    ],
  };
  return jsonLines(log);
}

/** Where the documentation of the rules is. */
interface RuleDocs {
  /** The address of the page, where somebody says it. */
  readonly address: string | undefined;
  /** The address of the program's repository, where the package has one. */
  readonly repository: string | undefined;
}

/** The page of the rules in the repository and in the package. */
const page = 'rules/README.md';

/**
 * The addresses of the rules' documentation. SARIF wants absolute ones (3.49.12): where nobody has said where the page is
 * to be found, it is named instead, as a part of the package.
 */
export function ruleUris({ address, repository }: RuleDocs): (id: string) => string {
  const known = address ?? (repository === undefined ? undefined : `${repository}/blob/HEAD/${page}`);
  const isWeb = known !== undefined && /^https?:\/\/[^\s#"<>\\^`{|}]+$/u.test(known);
  const base = isWeb ? known : `urn:iamscope:${page}`;
  return (id) => `${base}#${encodeURIComponent(id)}`;
}

type Artifacts = ReadonlyMap<string, number>;

/** Every file that the log speaks of, and its index. */
function artifactsOf(findings: readonly Finding[]): Artifacts {
  const files = new Set<string>();
  for (const { file, related } of findings) {
    files.add(file);
    for (const place of related) files.add(place.file);
  }
  return new Map([...files].sort().map((file, index) => [file, index]));
}

interface ResultParts {
  readonly ruleIndex: number;
  readonly fingerprint: string;
  readonly artifacts: Artifacts;
}

function resultOf(finding: Finding, { ruleIndex, fingerprint, artifacts }: ResultParts) {
  const { rule, severity, file, pointer, related, suppressed } = finding;
  const location = (name: string) => artifactLocation(name, artifacts.get(name));
  return {
    ruleId: rule,
    ruleIndex,
    level: sarifLevels[severity],
    message: { text: sarifSentence(messageWithHelp(finding)) },
    locations: [
      {
        physicalLocation: { artifactLocation: location(file), region: regionOf(finding) },
        ...(pointer === '' ? {} : { logicalLocations: [{ fullyQualifiedName: pointer }] }),
      },
    ],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((place, at) => ({
            id: at + 1,
            physicalLocation: {
              artifactLocation: location(place.file),
              region: { startLine: place.line, startColumn: place.column },
            },
            message: { text: sarifSentence(place.note) },
          })),
        }),
    partialFingerprints: { 'iamscope/v1': fingerprint },
    ...(suppressed === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: suppressed.inline ? 'inSource' : 'external',
              justification: sarifText(suppressed.reason),
            },
          ],
        }),
    ...fixesOf(finding, location(file)),
  };
}

function fixesOf({ fix }: Finding, artifact: object) {
  if (fix === undefined) return {};
  const { safe, description, edits } = fix;
  const replacements = edits.map((edit) => ({
    deletedRegion: regionOf(edit),
    insertedContent: { text: edit.text },
  }));
  const text = sarifSentence(safe ? description : `${description} (may change what the policy decides)`);
  return {
    fixes: [
      {
        description: { text },
        artifactChanges: [{ artifactLocation: artifact, replacements }],
        properties: { safe },
      },
    ],
  };
}

function artifactLocation(file: string, index?: number) {
  return { ...sarifUri(file), ...(index === undefined ? {} : { index }) };
}

function regionOf({ line, column, endLine, endColumn }: Region) {
  return { startLine: line, startColumn: column, endLine, endColumn };
}
