import { compareText } from '../../catalogue/order.ts';
import type { Finding, LintNote, Suppression } from '../../model/finding.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { coversFile, joinPath, type RunCoverage, relativePath } from './file-globs.ts';
import { findingContents } from './finding-content.ts';

/** Findings that a baseline accepts: as many of a rule, in a file, at the same content. */
export interface BaselineEntry {
  /** Relative to the folder of the baseline, with `/`. */
  readonly file: string;
  readonly rule: string;
  /** See {@link findingContents}. */
  readonly content: string;
  readonly count: number;
}

/** A baseline, and where it lies. */
export interface Baseline {
  /** As the user names it. */
  readonly file: string;
  /** The folder that its files are relative to, as an absolute path. */
  readonly folder: string;
  readonly entries: readonly BaselineEntry[];
}

/** A baseline in one run. */
export interface BaselineRun {
  /** Accepts a finding, as long as the baseline has one like it left. */
  readonly suppress: (finding: Finding, file: PolicyFile) => Suppression | undefined;
  /** Notes a finding that something else accepts: it is not gone, and nothing that a new baseline needs. */
  readonly meet: (finding: Finding, file: PolicyFile) => void;
  /** What the baseline accepts and the run did not find, one note for each file and rule. */
  readonly notes: (run: RunCoverage) => readonly LintNote[];
  /** The baseline that accepts what the run found, and keeps what it did not look at. */
  readonly updated: (run: RunCoverage) => readonly BaselineEntry[];
}

/** How a baseline is used in a run. */
interface BaselineUse {
  /** The absolute path of a file, by the name that findings have. */
  readonly pathOf: (file: string) => string;
  /** Whether the baseline is going to be written anew: every finding is then in it. */
  readonly update: boolean;
}

export function createBaseline(baseline: Baseline, { pathOf, update }: BaselineUse): BaselineRun {
  const accepted = new Map<string, BaselineEntry>();
  for (const written of baseline.entries) {
    // Whoever writes one elsewhere may separate folders by backslashes, or begin names with `./`.
    const path = joinPath(baseline.folder, written.file.replaceAll('\\', '/'));
    const entry = { ...written, file: relativePath(baseline.folder, path) };
    const key = keyOf(entry);
    const before = accepted.get(key);
    accepted.set(key, before === undefined ? entry : { ...entry, count: before.count + entry.count });
  }
  const found = new Map<string, BaselineEntry>();
  const met = new Map<string, number>();
  const contentOf = findingContents();
  const entryOf = (finding: Finding, policyFile: PolicyFile) => ({
    file: relativePath(baseline.folder, pathOf(finding.file)),
    rule: finding.rule,
    content: contentOf(finding, policyFile),
  });
  const covers = (entry: BaselineEntry, run: RunCoverage) =>
    run.ran(entry.rule) && coversFile(joinPath(baseline.folder, entry.file), run);

  return {
    suppress(finding, policyFile) {
      const entry = entryOf(finding, policyFile);
      const key = keyOf(entry);
      const count = (found.get(key)?.count ?? 0) + 1;
      found.set(key, { ...entry, count });
      const isAccepted = update || count <= (accepted.get(key)?.count ?? 0);
      return isAccepted ? { reason: 'in the baseline' } : undefined;
    },
    meet(finding, policyFile) {
      const key = keyOf(entryOf(finding, policyFile));
      met.set(key, (met.get(key) ?? 0) + 1);
    },
    notes(run) {
      const gone = new Map<string, { readonly file: string; readonly rule: string; count: number }>();
      for (const [key, entry] of accepted) {
        const missing = entry.count - (found.get(key)?.count ?? 0) - (met.get(key) ?? 0);
        if (missing <= 0 || !covers(entry, run)) continue;
        const place = JSON.stringify([entry.file, entry.rule]);
        const note = gone.get(place) ?? { file: entry.file, rule: entry.rule, count: 0 };
        note.count += missing;
        gone.set(place, note);
      }
      return [...gone.values()]
        .sort((a, b) => compareText(a.file, b.file) || compareText(a.rule, b.rule))
        .map(({ file, rule, count }) => ({
          kind: 'stale-baseline',
          file: baseline.file,
          line: 1,
          message: `${count === 1 ? '1 finding' : `${count} findings`} of ${inBackticks(rule)} in ${inBackticks(file)} ${count === 1 ? 'is' : 'are'} gone: take ${count === 1 ? 'it' : 'them'} out with --update-baseline`,
        }));
    },
    updated(run) {
      const kept = [...accepted].filter(([key, entry]) => !found.has(key) && !covers(entry, run));
      return [...found.values(), ...kept.map(([, entry]) => entry)].sort(compareEntries);
    },
  };
}

/** A baseline as text: sorted, and one line an entry, so that a change of one is a change of one line. */
export function renderBaseline(entries: readonly BaselineEntry[]): string {
  const lines = [...entries]
    .sort(compareEntries)
    .map(({ file, rule, content, count }) => `    ${JSON.stringify({ file, rule, content, count })}`);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "schemaVersion": 1,\n  "findings": ${list}\n}\n`;
}

function keyOf({ file, rule, content }: Pick<BaselineEntry, 'file' | 'rule' | 'content'>): string {
  return JSON.stringify([file, rule, content]);
}

function compareEntries(a: BaselineEntry, b: BaselineEntry): number {
  return compareText(a.file, b.file) || compareText(a.rule, b.rule) || compareText(a.content, b.content);
}
