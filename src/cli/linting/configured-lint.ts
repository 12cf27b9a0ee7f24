import { withKnownNames } from '../../catalogue/known-names.ts';
import {
  type Baseline,
  type BaselineRun,
  createBaseline,
  renderBaseline,
} from '../../lint/adoption/baseline.ts';
import { globMatcher, type RunCoverage } from '../../lint/adoption/file-globs.ts';
import { layeredSeverities, type SeverityLayer } from '../../lint/adoption/severities.ts';
import { createSuppressions, type Suppressions } from '../../lint/adoption/suppressions.ts';
import type { LintOptions, RuleLevel } from '../../lint/lint-file.ts';
import { severities } from '../../model/finding.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { nearest } from '../../model/nearest.ts';
import { rules } from '../../rules/rules.ts';
import { listOption, textOption } from '../arguments/choices.ts';
import type { Call } from '../arguments/parse-arguments.ts';
import type { Config } from '../config/config.ts';
import { configuredFiles } from '../config/configured-files.ts';
import { idleSettings } from '../config/idle-settings.ts';
import { parseBaseline } from '../config/parse-baseline.ts';
import { resolveHouse } from '../config/resolve-house.ts';
import { absolutePaths } from '../files/absolute-path.ts';
import { placesOf } from '../files/file-selection.ts';
import { largestBaseline, readSettings, reasonOf } from '../files/read-named.ts';
import type { Io } from '../io.ts';
import { baselineOf } from '../output.ts';
import { UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';
import type { LintRun, LintSetup } from './lint-setup.ts';

/** What the setup of a run is made from. */
export interface ConfiguredCall {
  readonly options: LintOptions;
  readonly tasks: World['tasks'];
  readonly hosts: World['hosts'];
  readonly call: Call;
  readonly io: Io;
}

/** The setup of a run of `lint` as its configuration and options say. @throws UsageError where they are wrong. */
export function configuredLint({ options, tasks, hosts, call, io }: ConfiguredCall): LintSetup {
  const { config } = call;
  const pathOf = absolutePaths(io);
  const only = onlyRules(call);
  const levels = ruleLevels(call);
  const openSuppressions = () =>
    createSuppressions(config?.suppressions ?? [], { pathOf, today: () => io.today() });
  const openBaseline = findBaseline(call, io);
  const suppressions = openSuppressions();
  const baseline = openBaseline?.();
  const known = config?.known ?? { services: [], actions: [] };
  const house = config?.house && resolveHouse(config.house, { ...options, tasks, hosts, pathOf });
  const isKnown = known.services.length + known.actions.length > 0;
  const common: LintOptions = {
    ...options,
    ...(house === undefined ? {} : { house }),
    ...(isKnown ? { catalogue: withKnownNames(options.catalogue, known) } : {}),
    ...(only === undefined ? {} : { rules: rules.filter(({ id }) => only.has(id)) }),
    severities: layeredSeverities(layersOf({ config, only, levels, pathOf })),
  };
  return {
    options: { ...common, suppress: suppressing(suppressions, baseline) },
    again: () => ({ ...common, suppress: suppressing(openSuppressions(), openBaseline?.()) }),
    settle(report, run) {
      const ran = (rule: string) => (only?.has(rule) ?? true) && levels.get(rule) !== 'off';
      const coverage = coverageOf(run, { call, io, ran });
      if (baseline !== undefined && call.values['update-baseline'] === true)
        writeBaseline(baseline, { coverage, sources: [...run.policies, ...(config?.files ?? [])], io });
      const stale = call.values['update-baseline'] === true ? [] : (baseline?.notes(coverage) ?? []);
      const notes = [...suppressions.notes(coverage), ...stale];
      return notes.length === 0 ? report : { ...report, notes };
    },
    idle: (run) =>
      config === undefined
        ? []
        : idleSettings(config, { ...coverageOf(run, { call, io, ran: () => true }), unmet: run.unmet }, io),
  };
}

/** Suppressions first; what they accept is in the baseline for nothing, but there. */
function suppressing(
  suppressions: Suppressions,
  baseline: BaselineRun | undefined,
): NonNullable<LintOptions['suppress']> {
  return (finding, file) => {
    const suppressed = suppressions.suppress(finding, file);
    if (suppressed === undefined) return baseline?.suppress(finding, file);
    baseline?.meet(finding, file);
    return suppressed;
  };
}

/** The rules of `--only`. */
function onlyRules(call: Call): ReadonlySet<string> | undefined {
  const ids = listOption(call, 'only')
    .flatMap((list) => list.split(','))
    .map((id) => id.trim());
  for (const id of ids) checkRule({ option: 'only', id }, call);
  return ids.length === 0 ? undefined : new Set(ids);
}

const levelNames: readonly string[] = [...severities, 'off', 'on'] satisfies readonly RuleLevel[];

/** The levels of `--rule`. */
function ruleLevels(call: Call): ReadonlyMap<string, RuleLevel> {
  return new Map(
    listOption(call, 'rule').map((text) => {
      const [id = '', level, ...more] = text.split('=');
      checkRule({ option: 'rule', id }, call);
      if (level === undefined || more.length > 0 || !levelNames.includes(level)) {
        const near = level === undefined ? undefined : nearest(level, levelNames, { max: 2 });
        const hint =
          near === undefined
            ? `say \`--rule ${id}=level\` with one of ${levelNames.join(', ')}`
            : `did you mean \`${id}=${near}\`?`;
        throw new UsageError(`option \`--rule\` cannot be ${inBackticks(text)}; ${hint}`);
      }
      return [id, level as RuleLevel];
    }),
  );
}

/** @throws UsageError for a rule that does not exist, and for a house rule of which no house says anything. */
function checkRule({ option, id }: { readonly option: string; readonly id: string }, { config }: Call): void {
  const rule = rules.find((known) => known.id === id);
  if (rule === undefined) {
    const ids = rules.map((known) => known.id);
    const near = nearest(id, ids, { max: 3 });
    const hint =
      near === undefined ? '`iamscope explain --list` shows them all' : `did you mean \`${near}\`?`;
    throw new UsageError(`option \`--${option}\`: there is no rule ${inBackticks(id)}; ${hint}`);
  }
  const entries: Readonly<Record<string, readonly unknown[]>> = { ...config?.house };
  if (rule.group === 'house' && (entries[id] ?? []).length === 0) {
    throw new UsageError(
      `option \`--${option}\`: ${inBackticks(id)} has nothing to look after; list it under \`house\` in the configuration (\`iamscope explain ${id}\` shows how)`,
    );
  }
}

interface Levels {
  readonly config: Config | undefined;
  readonly only: ReadonlySet<string> | undefined;
  readonly levels: ReadonlyMap<string, RuleLevel>;
  readonly pathOf: (file: string) => string;
}

/** Options outweigh the configuration. A rule of `--only` runs though it is off, save in files that it is off for. */
function layersOf({ config, only, levels, pathOf }: Levels): readonly SeverityLayer[] {
  const turnedOn = new Map([...(only ?? [])].map((rule) => [rule, 'on'] as const));
  const configured = (config?.layers ?? []).map(({ files, rules }): SeverityLayer => {
    if (files === undefined) {
      return { rules: new Map([...rules].filter(([rule, level]) => level !== 'off' || !turnedOn.has(rule))) };
    }
    const matches = globMatcher(files);
    return { rules, concerns: (file) => matches(pathOf(file)) };
  });
  return [{ rules: turnedOn }, ...configured, { rules: levels }];
}

function coverageOf(
  { files, broken, complete }: LintRun,
  { call, io, ran }: { readonly call: Call; readonly io: Io; readonly ran: (rule: string) => boolean },
): RunCoverage {
  const pathOf = absolutePaths(io);
  const folders = placesOf(call).filter((path) => path !== '-' && io.kindOf(path) === 'directory');
  const skip = call.config && configuredFiles(call.config, io).skip;
  return {
    folders: complete ? folders.map(pathOf) : [],
    files: new Set(files.map(pathOf)),
    broken: new Set(broken.map(pathOf)),
    passedOver: (path) => io.kindOf(path) === 'file' && skip?.(path, 'file') !== true,
    ran,
  };
}

/** The baseline of the call or of the configuration; an empty one where it is going to be written for the first time. */
function findBaseline(call: Call, io: Io): (() => BaselineRun & { readonly file: string }) | undefined {
  const update = call.values['update-baseline'] === true;
  const file = baselineOf(call);
  const by = textOption(call, 'baseline') === undefined ? 'configuration' : 'call';
  if (file === undefined) {
    if (!update) return undefined;
    throw new UsageError('name the baseline to write, as in `--baseline iamscope-baseline.json`');
  }
  const isNew = update && io.kindOf(file) === 'missing';
  if (!isNew && io.kindOf(file) === 'missing') {
    throw new UsageError(`there is no baseline ${inBackticks(file)}; --update-baseline writes one`);
  }
  const entries = isNew
    ? []
    : parseBaseline(file, readSettings(file, largestBaseline, io, { instead: 'name the baseline file', by }));
  const path = absolutePaths(io)(file);
  const baseline: Baseline = { file, folder: path.slice(0, path.lastIndexOf('/')) || '/', entries };
  return () => ({ file, ...createBaseline(baseline, { pathOf: absolutePaths(io), update }) });
}

interface BaselineWriting {
  readonly coverage: RunCoverage;
  /** What was read to make it: nobody wants a policy to be replaced by what is accepted in it. */
  readonly sources: readonly string[];
  readonly io: Io;
}

function writeBaseline(
  baseline: BaselineRun & { readonly file: string },
  { coverage, sources, io }: BaselineWriting,
): void {
  const name = inBackticks(baseline.file);
  if (sources.some((source) => io.isSameFile(source, baseline.file)))
    throw new UsageError(`the baseline cannot be written to ${name}: it is among what was read for it`);
  const entries = baseline.updated(coverage);
  try {
    io.writeFile(baseline.file, renderBaseline(entries));
  } catch (error) {
    throw new UsageError(`${name} cannot be written: ${reasonOf(error)}`);
  }
  const count = entries.reduce((sum, entry) => sum + entry.count, 0);
  io.err(`iamscope: ${name} accepts ${count === 1 ? '1 finding' : `${count} findings`}\n`);
}
