import type { InitArguments } from '../arguments/read-arguments.ts';
import { startingConfig } from '../config/starting-config.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { configName, configNames } from '../files/config-names.ts';
import { findPolicies } from '../files/find-policies.ts';
import { readBounded, reasonOf } from '../files/read-named.ts';
import { readPolicyBytes } from '../files/read-policy-bytes.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { initTests } from './init-tests.ts';

/** Where the package's schema lies when it is installed in the repository. */
const installedSchema = 'node_modules/iamscope/rules/schema/config.schema.json';

/** `iamscope init`: writes a configuration to start from, and says what comes next. */
export async function init(call: InitArguments, io: Io): Promise<ExitCode> {
  const { cloud, force, tests } = call;
  if (tests) return await initTests(call, io);
  const before = configNames.find((name) => io.kindOf(name) !== 'missing');
  if (before !== undefined && !force) {
    throw new UsageError(`there is an \`${before}\` already; --force writes over it`);
  }
  const file = before ?? configName;
  const schema = io.kindOf(installedSchema) === 'file' ? installedSchema : undefined;
  try {
    io.writeFile(file, startingConfig({ cloud, schema }));
  } catch (error) {
    throw new UsageError(`\`${file}\` cannot be written: ${reasonOf(error)}`);
  }
  io.out(nextSteps(await countPolicies(io), { file, isInstalled: schema !== undefined }));
  return exitCodes.ok;
}

interface PolicyCount {
  readonly policies: number;
  readonly files: number;
}

/** What cannot be read is left to `lint`, which says why. */
async function countPolicies(io: Io): Promise<PolicyCount> {
  let files = 0;
  let policies = 0;
  for (const { path } of (await findPolicies(['.'], io)).files) {
    const found = await policiesIn(path, io);
    policies += found;
    files += found > 0 ? 1 : 0;
  }
  return { policies, files };
}

async function policiesIn(path: string, io: Io): Promise<number> {
  let bytes: Uint8Array;
  try {
    bytes = readBounded(path, io);
  } catch {
    return 0;
  }
  return (await readPolicyBytes(path, bytes, { io, defaults: true })).policies.length;
}

interface Written {
  readonly file: string;
  /** The package lies in the repository, where no shell finds its program by name. */
  readonly isInstalled: boolean;
}

function nextSteps({ policies, files }: PolicyCount, { file, isInstalled }: Written): string {
  const found =
    policies === 0
      ? 'No policy was found below this folder yet.'
      : `There ${policies === 1 ? 'is 1 policy' : `are ${policies} policies`} below this folder, in ${files === 1 ? '1 file' : `${files} files`}.`;
  const program = isInstalled ? 'npx iamscope' : 'iamscope';
  return `wrote ${file}. ${found}

Next:
  ${program} lint
      look at every policy below this folder
  ${program} lint --baseline iamscope-baseline.json --update-baseline
      for a repository with many findings: accept those that are there, report what comes
      (then say \`baseline: iamscope-baseline.json\` in ${file})
  ${program} explain <rule>
      why a rule is there, with an example

To check policies before each commit, add this to .pre-commit-config.yaml:

repos:
  - repo: local
    hooks:
      - id: iamscope
        name: iamscope
        language: system
        entry: ${isInstalled ? 'node_modules/.bin/iamscope' : 'iamscope'} lint
        args: [--]
        files: (?i)\\.(?:json|ya?ml|tf|tofu|md|markdown|rst)$
        require_serial: true

and once, in a shell: pre-commit install
`;
}
