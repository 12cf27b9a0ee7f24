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
import type { LintOptions } from '../../lint/lint-file.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { BaselineChoice, LintArguments } from '../arguments/lint-arguments.ts';
import { configuredFiles } from '../config/configured-files.ts';
import { idleSettings } from '../config/idle-settings.ts';
import { parseBaseline } from '../config/parse-baseline.ts';
import { absolutePaths } from '../files/absolute-path.ts';
import { largestBaseline, readSettings, reasonOf } from '../files/read-named.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';
import type { LintRun, LintSetup } from './lint-setup.ts';
import { resolveHouse } from './resolve-house.ts';

/** What the setup of a run is made from. */
export interface ConfiguredCall {
  readonly options: LintOptions;
  readonly tasks: World['tasks'];
  readonly hosts: World['hosts'];
  readonly call: LintArguments;
  readonly io: Io;
}

/** The setup of a run of `lint` as its configuration and options say. @throws UsageError where they are wrong. */
export function configuredLint({ options, tasks, hosts, call, io }: ConfiguredCall): LintSetup {
  const { config, only, levels } = call;
  const pathOf = absolutePaths(io);
  const openSuppressions = () =>
    createSuppressions(config?.suppressions ?? [], { pathOf, today: () => io.today() });
  const openBaseline = call.baseline && readBaseline(call.baseline, io);
  const suppressions = openSuppressions();
  const baseline = openBaseline?.();
  const known = config?.known ?? { services: [], actions: [] };
  const house = config?.house && resolveHouse(config.house, { ...options, tasks, hosts, pathOf });
  const isKnown = known.services.length + known.actions.length > 0;
  const common: LintOptions = {
    ...options,
    ...(house === undefined ? {} : { house }),
    ...(isKnown ? { catalogue: withKnownNames(options.catalogue, known) } : {}),
    ...(only === undefined ? {} : { rules: options.rules.filter(({ id }) => only.has(id)) }),
    severities: layeredSeverities(layersOf({ config, only, levels, pathOf })),
  };
  return {
    options: { ...common, suppress: suppressing(suppressions, baseline) },
    again: () => ({ ...common, suppress: suppressing(openSuppressions(), openBaseline?.()) }),
    settle(report, run) {
      const ran = (rule: string) => (only?.has(rule) ?? true) && levels.get(rule) !== 'off';
      const coverage = coverageOf(run, { call, io, ran });
      const update = call.baseline?.update === true;
      if (baseline !== undefined && update)
        writeBaseline(baseline, { coverage, sources: [...run.policies, ...(config?.files ?? [])], io });
      const stale = update ? [] : (baseline?.notes(coverage) ?? []);
      const notes = [...suppressions.notes(coverage), ...stale];
      return notes.length === 0 ? report : { ...report, notes };
    },
    faults: () => [],
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

interface Levels extends Pick<LintArguments, 'config' | 'only' | 'levels'> {
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
  {
    call,
    io,
    ran,
  }: { readonly call: LintArguments; readonly io: Io; readonly ran: (rule: string) => boolean },
): RunCoverage {
  const pathOf = absolutePaths(io);
  const folders = call.places.filter((path) => path !== '-' && io.kindOf(path) === 'directory');
  const skip = call.config && configuredFiles(call.config, io).skip;
  return {
    folders: complete ? folders.map(pathOf) : [],
    files: new Set(files.map(pathOf)),
    broken: new Set(broken.map(pathOf)),
    passedOver: (path) => io.kindOf(path) === 'file' && skip?.(path, 'file') !== true,
    ran,
  };
}

/** The baseline of the call; an empty one where it is going to be written for the first time. */
function readBaseline(
  { file, by, update }: BaselineChoice,
  io: Io,
): () => BaselineRun & { readonly file: string } {
  const isMissing = io.kindOf(file) === 'missing';
  if (isMissing && !update)
    throw new UsageError(`baseline ${inBackticks(file)} is missing; --update-baseline writes one`);
  const entries = isMissing
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
