import { cloudChoices, grantScopes } from '../../model/cloud.ts';
import { decisionKinds } from '../../model/decision.ts';
import { severities } from '../../model/finding.ts';
import {
  accessTestFormats,
  decisionFormats,
  diffFailures,
  diffFormats,
  expandFormats,
  generateFormats,
  lintFormats,
  lookupFormats,
  whoCanFormats,
} from '../../model/formats.ts';

/** One option of a command. The table is the only place that knows it: parsing and help both read it. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly describe: string;
  readonly choices?: readonly string[];
  readonly default?: string;
  /** The value of the option where it is given without one; another one has to be joined to it (`--fix=unsafe`). */
  readonly bare?: string;
  readonly short?: string;
  /** May be given several times; its value is a list. */
  readonly multiple?: true;
  /** Name of the value in help. */
  readonly value?: string;
}

export interface CommandSpec {
  readonly name: string;
  /** Positional arguments as help shows them. */
  readonly usage: string;
  readonly describe: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  readonly examples: readonly (readonly [command: string, what: string])[];
}

const cloud = {
  type: 'string',
  choices: cloudChoices,
  default: 'any',
  describe: 'cloud that the policies are for; with any, both are alternatives',
} as const;
const scope = {
  type: 'string',
  choices: grantScopes,
  default: 'project',
  describe: 'where the policies are granted: ordinarily, or in an enterprise project',
} as const;
const service = {
  type: 'string',
  value: 'code',
  describe: 'only this service, e.g. ims',
} as const;
const ignoreDependencies = {
  type: 'boolean',
  describe: "do not count documented dependencies, only the APIs' own actions",
} as const;
const config = {
  type: 'string',
  value: 'file',
  describe:
    'configuration; without it iamscope.yaml or .yml of the working directory or above it in the repository',
} as const;
const noConfig = { type: 'boolean', describe: 'read no configuration' } as const;
const noGitignore = {
  type: 'boolean',
  describe: 'look at files in folders that git ignores, too',
} as const;
const role = {
  type: 'string',
  value: 'name',
  describe:
    'the grants of this role of the configuration, instead of policies; or of a group, user or agency by its address in Terraform',
} as const;

const exact = {
  type: 'boolean',
  describe: 'take APIs, actions and named tasks only, no questions in plain words (for CI)',
} as const;

/** What is known of the request. */
const known = {
  context: {
    type: 'string',
    multiple: true,
    value: 'key=value',
    describe:
      'known value of a condition key, e.g. g:MFAPresent=true; repeat for more keys, and for several values of one; a value that the key cannot have is refused',
  },
  without: {
    type: 'string',
    multiple: true,
    value: 'key',
    describe: 'condition key that is known to be absent; repeat for several',
  },
  resource: {
    type: 'string',
    multiple: true,
    value: 'resource',
    describe: 'resource that the request is about, five segments; repeat for several',
  },
  'context-file': {
    type: 'string',
    value: 'file',
    describe: 'condition keys with their values, as JSON or YAML; null for absent',
  },
} as const satisfies Readonly<Record<string, OptionSpec>>;

const stdinFilename = {
  type: 'string',
  value: 'name',
  describe: 'name to show for standard input (-)',
} as const;

const output = {
  output: {
    type: 'string',
    short: 'o',
    value: 'file',
    describe: 'write results to a file; one that was read for them is refused',
  },
  color: { type: 'boolean', describe: 'colour, also where output is not a terminal; --no-color for none' },
  help: { type: 'boolean', short: 'h', describe: 'show this help' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

function format<const Choices extends readonly string[]>(choices: Choices) {
  return { type: 'string', short: 'f', choices, default: 'pretty', describe: 'form of the results' } as const;
}

/** Every command, in the order of help. */
export const commands = [
  {
    name: 'lint',
    usage: '[paths..]',
    describe: 'find faults in policy files, folders and globs (the default command)',
    options: {
      cloud,
      scope,
      format: {
        ...format(lintFormats),
        describe: 'form of the results; repeat it, each with an --output but one, for several at once',
      },
      'fail-on': {
        type: 'string',
        choices: [...severities, 'never'],
        default: 'error',
        describe: 'lowest severity that makes the exit code 1',
      },
      'max-warnings': {
        type: 'string',
        value: 'number',
        describe: 'more warnings than this make the exit code 1',
      },
      rule: {
        type: 'string',
        multiple: true,
        value: 'id=level',
        describe: 'level of a rule: error, warning, info, off, or on; repeat for several',
      },
      only: { type: 'string', multiple: true, value: 'id,..', describe: 'these rules and no others' },
      baseline: {
        type: 'string',
        value: 'file',
        describe: 'accept the findings that this file has from before, by rule and content, not by line',
      },
      'update-baseline': { type: 'boolean', describe: 'write what is found now to the baseline' },
      quiet: { type: 'boolean', short: 'q', describe: 'show errors only' },
      statistics: {
        type: 'boolean',
        describe:
          'how often each rule reports, instead of the findings (pretty, markdown) or besides them (json)',
      },
      'no-inline-ignores': {
        type: 'boolean',
        describe: 'comments in files (`# iamscope-ignore rule: reason`) suppress nothing',
      },
      'show-suppressed': { type: 'boolean', describe: 'show findings that are accepted, too, and why' },
      fix: {
        type: 'string',
        choices: ['safe', 'unsafe'],
        bare: 'safe',
        describe:
          'fix what can be fixed without changing a decision, as is proved before a file is written; --fix=unsafe also what may change one',
      },
      diff: { type: 'boolean', describe: 'show what --fix would change, as a unified diff; write nothing' },
      'stdin-filename': stdinFilename,
      config,
      'no-config': noConfig,
      'no-gitignore': noGitignore,
      ...output,
      output: {
        ...output.output,
        describe: 'write results to a file; with several formats, those of the --format before it',
      },
    },
    examples: [
      ['iamscope lint policies/', 'lint every JSON and YAML file below a folder'],
      ['iamscope lint --format compact a.json b.json', 'one line a finding'],
      ['iamscope lint --statistics', 'how often each rule reports, and what can be fixed'],
      ['iamscope lint --baseline old.json --update-baseline', 'accept what is there, report what comes'],
      [
        'iamscope lint --format sarif --output a.sarif --format pretty',
        'SARIF in a file, and the findings on the terminal',
      ],
      ['iamscope lint --fix=unsafe --diff policies/', 'what could be fixed, nothing written'],
    ],
  },
  {
    name: 'report',
    usage: '<policies..>',
    describe: 'every API of the services concerned: can it be called with these policies together, and why',
    options: {
      cloud,
      scope,
      service,
      role,
      'ignore-dependencies': ignoreDependencies,
      ...known,
      format: format(decisionFormats),
      'stdin-filename': stdinFilename,
      config,
      'no-config': noConfig,
      ...output,
    },
    examples: [
      ['iamscope report --cloud otc role.json', 'what the policy can do in Open Telekom Cloud'],
      ['iamscope report --role image-team --format csv', 'what a role of iamscope.yaml can do, as a table'],
    ],
  },
  {
    name: 'can',
    usage: '<query> <policies..>',
    describe: 'can these policies together do a task, call an API, or use an action',
    options: {
      cloud,
      scope,
      service,
      role,
      'ignore-dependencies': ignoreDependencies,
      exact,
      ...known,
      explain: { type: 'boolean', describe: 'show every statement, and whether it applies and why' },
      suggest: {
        type: 'boolean',
        describe:
          'show what the request has to be like to pass as it is; then, as policies, the smallest addition that makes the answer better, marked where it goes around a condition, a resource or a scope; and what is in the way',
      },
      expect: {
        type: 'string',
        choices: decisionKinds,
        describe: 'exit 0 when this is the decision, else 1',
      },
      format: format(decisionFormats),
      'stdin-filename': stdinFilename,
      config,
      'no-config': noConfig,
      ...output,
    },
    examples: [
      ['iamscope can "tag images" role.json', 'a task; in plain words too, in English, Chinese or German'],
      ['iamscope can "PUT /v1/cloudimages/tags" role.json', 'an API'],
      ['iamscope can "ims:images:*" role.json "system:IMS ReadOnlyAccess"', 'an action or a pattern'],
    ],
  },
  {
    name: 'who-can',
    usage: '<query> [paths..]',
    describe:
      'the same question to each policy in files, folders and globs, or to each role of the configuration',
    options: {
      cloud,
      scope,
      service,
      'ignore-dependencies': ignoreDependencies,
      exact,
      ...known,
      format: format(whoCanFormats),
      'stdin-filename': stdinFilename,
      config,
      'no-config': noConfig,
      'no-gitignore': noGitignore,
      ...output,
    },
    examples: [
      ['iamscope who-can "delete images" policies/', 'which policies of a folder'],
      ['iamscope who-can "delete images"', 'which roles of iamscope.yaml'],
      ['iamscope who-can "delete images" infra/', 'which groups, users and agencies of Terraform'],
      ['iamscope who-can "delete images" "system:*" --cloud otc', 'which system roles and policies'],
    ],
  },
  {
    name: 'diff',
    usage: '<old> <new> | --against REF [paths..]',
    describe:
      'what a change of policies, folders, roles or Terraform lets people do that they could not do before, and the reverse',
    options: {
      against: {
        type: 'string',
        value: 'ref',
        describe:
          'compare the working tree with a commit of git (a branch, a tag, HEAD~1), read without a checkout; paths are files, folders and globs, by default the working directory',
      },
      cloud,
      scope,
      role: {
        ...role,
        multiple: true,
        describe:
          'compare this role only: of the iamscope.yaml in each folder, or a group, user or agency by its address in Terraform; repeat for several',
      },
      'ignore-dependencies': ignoreDependencies,
      'fail-on': {
        type: 'string',
        choices: diffFailures,
        default: 'broadening',
        describe: 'what makes the exit code 1: access that broadens, any change of access, or nothing',
      },
      format: format(diffFormats),
      'stdin-filename': stdinFilename,
      config,
      'no-config': noConfig,
      'no-gitignore': noGitignore,
      ...output,
    },
    examples: [
      ['iamscope diff old.json new.json', 'two versions of a policy'],
      [
        'iamscope diff main/policies policies',
        'two folders, policy by policy, and the roles of iamscope.yaml',
      ],
      ['iamscope diff --against origin/main policies/', 'what a branch changes'],
      ['iamscope diff plan.json', 'what a Terraform plan (terraform show -json) changes'],
    ],
  },
  {
    name: 'generate',
    usage: '[what..]',
    describe:
      'the least policies for tasks, APIs and actions: one for each level of services, decided again before it is printed',
    options: {
      cloud,
      scope,
      service,
      'ignore-dependencies': ignoreDependencies,
      exact,
      shrink: {
        type: 'boolean',
        describe:
          'write wildcards where they match exactly the same documented actions, and say which: they match what a cloud adds later, too',
      },
      log: {
        type: 'string',
        multiple: true,
        value: 'file',
        describe:
          'what a log of calls needs: debug logs of Terraform providers and of OpenStack clients, curl commands, HAR, lines of method and URL; - for standard input; only methods and paths are kept',
      },
      plan: {
        type: 'string',
        value: 'file',
        describe:
          'what applying a Terraform plan (terraform show -json) calls, by the types of its resources',
      },
      'from-policy': {
        type: 'string',
        value: 'file',
        describe:
          'reduce this policy (JSON, YAML, or main.tf#ADDRESS) to what is wanted; its conditions, resources and Denies stay, and what it would no longer allow is listed',
      },
      'max-bytes': {
        type: 'string',
        value: 'bytes',
        describe: 'split into several policies of at most so many bytes, as they are printed',
      },
      format: format(generateFormats),
      config,
      'no-config': noConfig,
      ...output,
    },
    examples: [
      ['iamscope generate "tag images" --cloud otc', 'a policy for a task'],
      ['iamscope generate "POST /v1/{project_id}/vpcs" ims:images:get', 'for an API and an action'],
      ['TF_LOG=DEBUG terraform apply 2>&1 | iamscope generate --log -', 'for what Terraform called'],
      [
        'iamscope generate @calls.txt --shrink --format terraform',
        'for what a file lists, one a line (@-: standard input), as Terraform',
      ],
    ],
  },
  {
    name: 'expand',
    usage: '<policy|pattern>',
    describe: 'the documented actions that the patterns of a policy, or one pattern, cover',
    options: {
      cloud,
      format: format(expandFormats),
      'stdin-filename': stdinFilename,
      config,
      'no-config': noConfig,
      ...output,
    },
    examples: [
      ['iamscope expand "ims:images:*" --cloud otc', 'what a pattern covers'],
      ['iamscope expand policies/images.json', 'what each pattern of a policy covers'],
    ],
  },
  {
    name: 'test',
    usage: '[paths..]',
    describe:
      'runs tests of access (*.iamtest.yaml): decisions that are expected of policies, roles and groups of Terraform, and what must never be possible',
    options: {
      coverage: {
        type: 'boolean',
        describe:
          'name the statements and actions that no test depends on: each is taken away, and everything asked again',
      },
      'min-coverage': {
        type: 'string',
        value: 'percent',
        describe: 'exit 1 where the tests depend on fewer statements and actions than so many of a hundred',
      },
      update: {
        type: 'boolean',
        describe:
          'write what is decided today as what is expected, for review; the rest of the files stays as it is',
      },
      cloud,
      scope,
      'ignore-dependencies': ignoreDependencies,
      format: format(accessTestFormats),
      config,
      'no-config': noConfig,
      'no-gitignore': noGitignore,
      ...output,
    },
    examples: [
      ['iamscope test', 'every *.iamtest.yaml below the working directory'],
      ['iamscope test --coverage --min-coverage 80 tests/', 'also what no test depends on'],
      ['iamscope test --update images.iamtest.yaml', 'accept today’s decisions'],
    ],
  },
  {
    name: 'explain',
    usage: '<subject>',
    describe:
      'a rule, an action (which APIs need it), an API (what it needs, and which page says so), a service, a system policy, or what a cloud printed when it refused a call',
    options: {
      cloud,
      scope,
      service,
      policy: {
        type: 'string',
        multiple: true,
        value: 'file',
        describe:
          'why these policies together do not allow what was refused, and what to add; repeat for several',
      },
      role,
      'ignore-dependencies': ignoreDependencies,
      ...known,
      list: { type: 'boolean', describe: 'list every rule' },
      exact,
      format: format(lookupFormats),
      'stdin-filename': stdinFilename,
      config,
      'no-config': noConfig,
      ...output,
    },
    examples: [
      ['iamscope explain unknown-action', 'a rule'],
      ['iamscope explain ims:images:update', 'an action'],
      ['iamscope explain "PUT /v1/cloudimages/tags"', 'an API'],
      ['iamscope explain "system:IMS Administrator"', 'a system role or policy'],
      ['terraform apply 2>&1 | iamscope explain - --policy role.json', 'what was refused, and what to add'],
    ],
  },
  {
    name: 'init',
    usage: '',
    describe: 'write a commented iamscope.yaml to start from',
    options: {
      cloud,
      tests: {
        type: 'boolean',
        describe:
          'write tests of access (*.iamtest.yaml) from what is decided today instead: of the roles of iamscope.yaml, else of the policies below the working directory',
      },
      force: { type: 'boolean', describe: 'write over what is there' },
      help: output.help,
    },
    examples: [
      ['iamscope init --cloud otc', 'for policies of Open Telekom Cloud'],
      ['iamscope init --tests', 'first tests of who can do what'],
    ],
  },
  {
    name: 'catalogue',
    usage: '<list|stats|search|show|dump|conflicts|build> [subject]',
    describe:
      'the catalogue of APIs and their required actions: list services, count, search, show every claim, compare pages, rebuild',
    options: {
      cloud,
      service,
      docs: { type: 'string', value: 'dir', describe: 'build: folder with the documentation pages' },
      into: {
        type: 'string',
        value: 'dir',
        default: 'rules/catalogue',
        describe: 'build: folder of the catalogue files',
      },
      check: { type: 'boolean', describe: 'build: write nothing, exit 1 when the files are not up to date' },
      format: format(lookupFormats),
      ...output,
    },
    examples: [
      ['iamscope catalogue list', 'every service, and how much of it is covered'],
      ['iamscope catalogue stats --cloud otc', 'pages, rows, APIs, actions, problems and repairs by service'],
      ['iamscope catalogue search tag image', 'APIs and actions that hold every word'],
      ['iamscope catalogue show "PUT /v1/cloudimages/tags"', 'every claim about an API, with page and row'],
      ['iamscope catalogue show obs:bucket:HeadBucket', 'every claim about an action'],
      ['iamscope catalogue dump', 'every claim as a line of JSON'],
      ['iamscope catalogue conflicts', 'where pages disagree'],
      ['iamscope catalogue build --docs ../docs', 'rebuild the catalogue files from the pages'],
    ],
  },
  {
    name: 'completion',
    usage: '<bash|zsh|fish>',
    describe: 'a script that lets a shell complete commands, options and their values',
    options: { output: output.output, help: output.help },
    examples: [['eval "$(iamscope completion bash)"', 'in ~/.bashrc']],
  },
] as const satisfies readonly CommandSpec[];

export type CommandName = (typeof commands)[number]['name'];

/** A list for an option that may be repeated. */
export type OptionValue = string | boolean | readonly string[] | undefined;

type SpecOf<Name extends CommandName> = Extract<
  (typeof commands)[number],
  { readonly name: Name }
>['options'];

/** The value of an option by its line of the table; a flag that is not given is `undefined`. */
type ValueOf<Spec> = Spec extends { readonly type: 'boolean' }
  ? boolean | undefined
  : Spec extends { readonly multiple: true }
    ? readonly string[] | undefined
    :
        | (Spec extends { readonly choices: readonly (infer Choice)[] } ? Choice : string)
        | (Spec extends { readonly default: string } ? never : undefined);

/** The values of a command's options, defaults filled in. */
export type Values<Name extends CommandName> = {
  readonly [Option in keyof SpecOf<Name>]: ValueOf<SpecOf<Name>[Option]>;
};
