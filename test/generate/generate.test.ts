import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPolicyBytes } from '../../src/cli/files/read-policy-bytes.ts';
import type { Decider, DecisionOptions } from '../../src/decide/decide-api.ts';
import { deciderFor } from '../../src/decide/decide-over-places.ts';
import { splitByLevel, suggest, wayOfApis } from '../../src/decide/suggest.ts';
import { knownNames } from '../../src/generate/known-names.ts';
import {
  actionsInUse,
  grantsOfActions,
  neededActions,
  type Wanted,
} from '../../src/generate/needed-actions.ts';
import {
  documentLimits,
  documentOf,
  policyDocuments,
  printed,
  TooSmallLimit,
} from '../../src/generate/policy-documents.ts';
import { reducePolicy } from '../../src/generate/reduce-policy.ts';
import { shrinkActions } from '../../src/generate/shrink-actions.ts';
import { readAction, serviceOf } from '../../src/model/action.ts';
import { namedActions } from '../../src/model/claim.ts';
import { clouds } from '../../src/model/cloud.ts';
import { nothingKnown } from '../../src/model/context.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { GeneratedAnswer } from '../../src/model/generated.ts';
import type { Grant } from '../../src/model/grant.ts';
import type { Language } from '../../src/model/language.ts';
import type { Statement } from '../../src/model/policy.ts';
import { matchesAction } from '../../src/patterns/action-pattern.ts';
import { fakeIo } from '../support/fake-io.ts';
import { policyText, runCli } from '../support/run-cli.ts';
import { propertyRuns, propertyTimeout } from '../support/runs.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';
import { testData } from '../support/test-data.ts';

const catalogue = loadTestCatalogue();
const language = JSON.parse(testData().get('language.json') ?? '') as Language;
const place = { kind: 'iam' } as const;
const optionsOf = (cloud: 'hwc' | 'otc'): DecisionOptions => ({
  language,
  context: nothingKnown,
  levelOf: catalogue.level,
  ignoreDependencies: false,
  cloud,
});
const entriesIn = (cloud: 'hwc' | 'otc') =>
  catalogue
    .covered()
    .flatMap((service) => catalogue.entries(service))
    .filter((entry) => entry.cloud === cloud && entry.actions.length > 0 && entry.problem === undefined);
const neededFor = (entries: readonly Entry[], cloud: 'hwc' | 'otc') =>
  neededActions(
    entries.map((entry) => ({ groups: [[wayOfApis([entry])]] })),
    { options: optionsOf(cloud), place },
  );

/** What the documentation leaves open, however much is granted. */
const beyondActions: ReadonlySet<string> = new Set([
  'prerequisite',
  'requirement-unknown',
  'disputed',
  'use-case',
  'renamed',
  'role-content',
]);

/** What rules say of actions that an API needs, whichever policy allows them. */
const ofSingleActions: ReadonlySet<string> = new Set([
  'agency-without-resource',
  'credential-exposure',
  'deprecated-api-only',
  'disputed-requirement',
  'privilege-escalation',
  'renamed-action',
]);

describe.each(clouds)('every API of %s', (cloud) => {
  test(
    'is allowed with what is generated for it, or open for a documented reason',
    () => {
      const left = entriesIn(cloud).flatMap((entry) => {
        const granted = neededFor([entry], cloud);
        const { decision, reasons, requirements } = deciderFor(
          grantsOfActions(granted, place),
          optionsOf(cloud),
        ).api(entry);
        const isMet = requirements.every((one) => one.decision === 'allowed');
        if (decision === 'allowed' || decision === 'ungoverned') return [];
        if (decision === 'conditional' && isMet && reasons.every(({ kind }) => beyondActions.has(kind)))
          return [];
        return [
          `${entry.service} ${entry.method} ${entry.path}: ${decision} ${reasons.map(({ kind }) => kind)}`,
        ];
      });
      expect(left).toEqual([]);
    },
    propertyTimeout,
  );
});

test(
  'nothing that is generated can be left out',
  () => {
    for (const cloud of clouds) {
      const entries = entriesIn(cloud);
      fc.assert(
        fc.property(fc.uniqueArray(fc.nat(entries.length - 1), { minLength: 1, maxLength: 4 }), (picked) => {
          const chosen = picked.flatMap((at) => entries[at] ?? []);
          const granted = neededFor(chosen, cloud);
          const stateWith = (actions: readonly string[]) => {
            const decider = deciderFor(grantsOfActions(actions, place), optionsOf(cloud));
            return JSON.stringify(
              chosen
                .map((entry) => decider.api(entry))
                .map(({ decision, requirements }) => [decision, requirements.map((one) => one.decision)]),
            );
          };
          const whole = stateWith(granted);
          for (const action of granted)
            expect([action, stateWith(granted.filter((one) => one !== action))]).not.toEqual([action, whole]);
        }),
        { numRuns: Math.ceil(propertyRuns / 100) },
      );
    }
  },
  propertyTimeout,
);

test(
  'a policy that is reduced decides what is wanted as before, with actions it had',
  () => {
    for (const cloud of clouds) {
      const entries = entriesIn(cloud);
      const grantOf = (statements: readonly Statement[]): Grant => ({
        policy: { file: 'p.json', kind: 'policy', faults: [], statements },
        place,
      });
      const statementOf = (effect: 'allow' | 'deny', actions: readonly string[], at: number): Statement => ({
        path: ['Statement', at],
        effect,
        actions: actions.map((text) => ({ text, path: [] })),
        resource: { kind: 'omitted' },
        condition: undefined,
      });
      const widened = (action: string, how: number) => {
        const [service = '', type = ''] = action.split(':');
        return [action, action, `${service}:${type}:*`, `${service}:*:*`][how] ?? action;
      };
      const pick = fc.record({ at: fc.nat(entries.length - 1), how: fc.nat(3), drop: fc.boolean() });
      fc.assert(
        fc.property(
          fc.array(pick, { minLength: 1, maxLength: 4 }),
          fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
          (picks, denies) => {
            const chosen = picks.flatMap(({ at }) => entries[at] ?? []);
            const given = picks.map(({ at, how, drop }) =>
              neededFor(
                [entries[at]].flatMap((one) => one ?? []),
                cloud,
              )
                .slice(drop ? 1 : 0)
                .map((action) => widened(action, how)),
            );
            const statements = given.map((actions, at) =>
              statementOf(denies[at] === true && at > 0 ? 'deny' : 'allow', actions, at),
            );
            const whole = grantOf(statements);
            const reducedTo = (wanted: readonly Wanted[]) =>
              grantOf(reducePolicy(whole.policy, actionsInUse(wanted, [whole], optionsOf(cloud))).statements);
            const decided = (grant: Grant) => {
              const decider = deciderFor([grant], optionsOf(cloud));
              return chosen.map((entry) => decider.api(entry).decision);
            };
            const each = chosen.map((entry) => ({ groups: [[wayOfApis([entry])]] }));
            expect(decided(reducedTo(each))).toEqual(decided(whole));
            const either = [{ groups: [chosen.map((entry) => wayOfApis([entry]))] }];
            if (decided(whole).includes('allowed')) expect(decided(reducedTo(either))).toContain('allowed');
          },
        ),
        { numRuns: Math.ceil(propertyRuns / 20) },
      );
    }
  },
  propertyTimeout,
);

describe('what a list is shrunk to', () => {
  const documented = catalogue
    .covered()
    .flatMap((service) => catalogue.documented(service).map(({ known }) => known.action))
    .filter((action) => readAction(action).ok);
  const services = [...new Set(documented.map(serviceOf))].map((service) =>
    documented.filter((action) => serviceOf(action) === service),
  );
  const matched = (actions: readonly string[], known: readonly string[]) =>
    known.filter((action) =>
      actions.some((text) => {
        const [pattern, one] = [readAction(text), readAction(action)];
        return pattern.ok && one.ok && matchesAction(pattern.pattern, one.pattern);
      }),
    );

  test(
    'allows the same documented actions, and is never longer',
    () => {
      fc.assert(
        fc.property(
          fc.nat(services.length - 1),
          fc.array(fc.nat(400), { minLength: 1, maxLength: 60 }),
          (at, picks) => {
            const known = services[at] ?? [];
            const actions = [...new Set(picks.map((pick) => known[pick % known.length] ?? ''))].sort();
            const { actions: shrunk, patterns } = shrinkActions(actions, known);
            expect(matched(shrunk, known)).toEqual(matched(actions, known));
            expect(shrunk.join('').length).toBeLessThanOrEqual(actions.join('').length);
            expect(shrunk).toEqual(expect.arrayContaining([...patterns]));
          },
        ),
        { numRuns: Math.ceil(propertyRuns / 20) },
      );
    },
    propertyTimeout,
  );

  test(
    'decides everything in the catalogue as the list does',
    () => {
      const known = knownNames(catalogue);
      const all = catalogue.covered().flatMap((service) => catalogue.entries(service));
      const byCloud = clouds.map((cloud) => [cloud, entriesIn(cloud)] as const);
      fc.assert(
        fc.property(
          fc.constantFrom(...byCloud),
          fc.array(fc.tuple(fc.nat(5000), fc.nat(60)), { minLength: 1, maxLength: 4 }),
          ([cloud, entries], picks) => {
            // Neighbours are of one service.
            const chosen = picks.flatMap(([at, length]) =>
              entries.slice(at % entries.length, (at % entries.length) + length + 1),
            );
            const needed = neededFor(chosen, cloud);
            const codes = new Set(needed.map((action) => catalogue.serviceCode(serviceOf(action))));
            const { actions, patterns } = shrinkActions(needed, known);
            // Who has every action of a service may have the patterns that APIs ask for, too.
            if (patterns.length === 0 || patterns.some((one) => one.endsWith(':*:*'))) return;
            const around = all.filter((entry) =>
              namedActions(entry).some((name) => codes.has(catalogue.serviceCode(serviceOf(name)))),
            );
            const decisionsWith = (granted: readonly string[]) => {
              const decider = deciderFor(grantsOfActions(granted, place), optionsOf(cloud));
              return around.map((entry) => {
                const { decision, requirements } = decider.api(entry);
                return [
                  `${entry.cloud} ${entry.service} ${entry.method} ${entry.path}`,
                  decision,
                  requirements.map((one) => `${one.action} ${one.decision}`),
                ];
              });
            };
            expect(decisionsWith(actions)).toEqual(decisionsWith(needed));
          },
        ),
        { numRuns: Math.ceil(propertyRuns / 100) },
      );
    },
    propertyTimeout,
  );

  test('all of a service is one line, a part of it is none', () => {
    const ims = documented.filter((action) => serviceOf(action) === 'ims');
    expect(shrinkActions(ims, ims)).toEqual({ actions: ['ims:*:*'], patterns: ['ims:*:*'] });
    const [, ...most] = ims;
    expect(shrinkActions(most, ims).actions).not.toContain('ims:*:*');
    const many = ['vpc', 'ecs', 'evs'].map((code) =>
      documented.filter((action) => serviceOf(action) === code),
    );
    for (const own of many.filter(({ length }) => length >= 40))
      expect(shrinkActions(own, own).actions).toHaveLength(1);
  });

  test('what an API asks for as a pattern is met only where it was', () => {
    const own = ['ims:images:get', 'ims:tasks:get'];
    const known = [...own, 'ims:images:put'];
    expect(shrinkActions(own, known).actions).toEqual(['ims:*:get']);
    expect(shrinkActions(own, [...known, 'ims:*:get']).actions).toEqual(own);
    expect(shrinkActions([...own, 'ims:*:*'], [...known, 'ims:*:get']).actions).toEqual(['ims:*:*']);
    const apart = ['ims:images:getA', 'ims:images:getB'];
    const more = [...apart, 'ims:tasks:get'];
    expect(shrinkActions(apart, more).actions).toEqual(['ims:images:*']);
    expect(shrinkActions(apart, [...more, 'ims:images:getC*']).actions).toEqual(apart);
    expect(shrinkActions(more, [...more, 'ims:images:getC*']).actions).toEqual(['ims:*:*']);
    expect(knownNames(catalogue)).toEqual(expect.arrayContaining(['ims:*:get', 'kms:*:*', 'obs:bucket:*']));
  });

  test('an empty segment is beside no new wildcard: it may be read as one', () => {
    const own = ['rms::listTags', 'rms::listTagsForResource'];
    expect(shrinkActions(own, own).actions).toEqual(own);
  });

  test('a pattern that is there already stays', () => {
    expect(
      shrinkActions(['kms:*:*', 'ims:images:get'], ['ims:images:get', 'ims:images:list']).actions,
    ).toEqual(['ims:images:get', 'kms:*:*']);
  });
});

describe('documents', () => {
  const none = Number.POSITIVE_INFINITY;
  const alone: ReadonlySet<string> = new Set();
  test('one for each level, split where they are too large', () => {
    const actions = ['ims:images:get', 'iam:users:listUsers', 'ims:images:list'];
    const levelOf = (service: string) => (service === 'iam' ? ('global' as const) : ('project' as const));
    expect(
      policyDocuments(actions, levelOf, { bytes: none, actions: none, statements: none, alone }),
    ).toEqual([
      {
        level: 'global',
        document: { Version: '1.1', Statement: [{ Effect: 'Allow', Action: ['iam:users:listUsers'] }] },
      },
      {
        level: 'project',
        document: {
          Version: '1.1',
          Statement: [{ Effect: 'Allow', Action: ['ims:images:get', 'ims:images:list'] }],
        },
      },
    ]);
    const small = policyDocuments(actions, levelOf, { bytes: 150, actions: none, statements: none, alone });
    expect(small).toHaveLength(3);
    for (const { document } of small) expect(printed(document).length).toBeLessThanOrEqual(150);
    expect(() =>
      policyDocuments(actions, levelOf, { bytes: 20, actions: none, statements: none, alone }),
    ).toThrow(TooSmallLimit);
    const two = policyDocuments(actions, levelOf, { bytes: none, actions: 1, statements: none, alone });
    expect(two.map(({ document }) => document.Statement.length)).toEqual([1, 2]);
    const parts = policyDocuments(actions, levelOf, { bytes: none, actions: 1, statements: 1, alone });
    expect(parts).toHaveLength(3);
  });
});

test.each(clouds)(
  'what can --suggest adds to nothing for an API of %s is what is generated, as far as it changes the answer',
  (cloud) => {
    const options = optionsOf(cloud);
    const different = entriesIn(cloud).flatMap((entry) => {
      const question = {
        groups: [[wayOfApis([entry])]],
        decide: (decider: Decider) => decider.api(entry).decision,
      };
      const { policies, decision } = suggest(question, [], options);
      const suggested = policies.flatMap(({ level, actions }) =>
        actions.map((action) => `${level} ${action}`),
      );
      const generated = splitByLevel(neededFor([entry], cloud), options).flatMap(({ level, actions }) =>
        actions.map((action) => `${level} ${action}`),
      );
      const isSame =
        decision === 'allowed'
          ? JSON.stringify(suggested) === JSON.stringify(generated)
          : suggested.every((action) => generated.includes(action));
      return isSame ? [] : [{ api: `${entry.service} ${entry.method} ${entry.path}`, suggested, generated }];
    });
    expect(different).toEqual([]);
  },
  propertyTimeout,
);

test('can --suggest writes documents within the same limits', async () => {
  const most = documentLimits(language, 'otc').actions;
  const actions = catalogue.documented('ecs').map(({ known }) => known.action);
  expect(documentOf(actions, { actions: 40 }).Statement.map(({ Action }) => Action.length)).toEqual(
    Array.from({ length: Math.ceil(actions.length / 40) }, (_, at) => Math.min(40, actions.length - 40 * at)),
  );
  expect(Number.isFinite(most)).toBe(true);
  expect(documentLimits(language, undefined).actions).toBeLessThanOrEqual(most);
  const suggested = async (want: string) => {
    const { stdout } = await runCli(
      ['can', want, 'p.json', '--cloud', 'otc', '--suggest', '--format', 'json'],
      { 'p.json': '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["kms:cmk:list"]}]}' },
    );
    const { suggestion } = JSON.parse(stdout) as { suggestion: { policies: { policy: object }[] } };
    return suggestion.policies.map(({ policy }) => policy);
  };
  for (const want of ['PUT /v1/cloudimages/tags', 'tag images', 'create image']) {
    const { stdout } = await runCli(['generate', want, '--cloud', 'otc', '--format', 'json'], {});
    const { policies } = JSON.parse(stdout) as GeneratedAnswer;
    expect(await suggested(want)).toEqual(policies.map(({ document }) => document));
  }
});

describe('iamscope generate', () => {
  const schema = (name: string) =>
    JSON.parse(readFileSync(join(import.meta.dirname, '../../rules/schema', name), 'utf8')) as object;
  const ajv = new Ajv2020({ allowUnionTypes: true });
  ajv.addSchema(schema('answer-parts.schema.json'));
  const validate = ajv.compile(schema('generate.schema.json'));
  const generate = async (argv: readonly string[], files: Readonly<Record<string, string>> = {}) => {
    const { stdout, ...rest } = await runCli(['generate', ...argv, '--format', 'json'], files);
    const answer = JSON.parse(stdout) as GeneratedAnswer;
    expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
    const actions = answer.policies.map(
      ({ cloud, level, document }) =>
        `${cloud} ${level}: ${document.Statement.flatMap(({ Action }) => Action).join(' ')}`,
    );
    return { answer, actions, ...rest };
  };

  test.each([
    [['tag images'], ['any project: ims:images:update'], 0],
    [['给镜像打标签', '--cloud', 'otc'], ['otc project: ims:images:update'], 0],
    [['PUT /v1/cloudimages/tags', '--cloud', 'hwc'], ['hwc project: ims:images:get ims:images:update'], 0],
    [['DELETE https://ims.eu-de.otc.t-systems.com/v2/images/4711'], ['otc project: ims:images:delete'], 0],
    [
      ['ims:images:get', 'iam:users:listUsers', '--cloud', 'otc'],
      ['otc global: iam:users:listUsers', 'otc project: ims:images:get'],
      0,
    ],
    [['ims:images:*', 'ims:images:get', '--cloud', 'otc'], ['otc project: ims:images:*'], 0],
    [['IMS:Images:GET', 'ims:images:get', '--cloud', 'otc'], ['otc project: ims:images:get'], 0],
    [['kms:cmk:list', 'kms:*:*', '--cloud', 'hwc'], ['hwc project: kms:*:*'], 0],
    [['@wants.txt', '--cloud', 'otc'], ['otc project: ims:images:delete ims:images:update'], 0],
    [['acme:things:new', '--cloud', 'otc'], ['otc project: acme:things:new'], 3],
  ])('%j', async (argv, policies, code) => {
    const wants = { 'wants.txt': '# what the team does\ntag images\n\nDELETE /v2/images/{image_id}\r\n' };
    const { actions, exitCode } = await generate(argv, wants);
    expect(actions).toEqual(policies);
    expect(exitCode).toBe(code);
  });

  test('what is not known is listed, and the rest is written', async () => {
    const { answer, actions, stderr, exitCode } = await generate([
      'ims:images:get',
      'GET /v9/nothing',
      'blah blub',
      '--cloud',
      'otc',
    ]);
    expect(actions).toEqual(['otc project: ims:images:get']);
    expect(answer.unknown.map(({ text }) => text)).toEqual(['GET /v9/nothing', 'blah blub']);
    expect(stderr).toMatch(/^iamscope: unknown: no API `GET \/v9\/nothing` is in the catalogue/u);
    expect(exitCode).toBe(3);
  });

  test('what may be meant is said, and no misspelt action is written', async () => {
    const { answer, actions, stderr, exitCode } = await generate(
      ['@wants.txt', 'list tags', 'ims:images:nosuch', 'create', 'vpc', 'obs:buckett:*', '--cloud', 'otc'],
      { 'wants.txt': 'ims:images:get # to look\n#\n ims:image:get\n' },
    );
    expect(actions).toEqual(['otc project: ims:images:get']);
    expect(answer.unknown).toEqual([
      {
        text: 'ims:image:get',
        at: { file: 'wants.txt', line: 3 },
        because: expect.stringContaining('did you mean `ims:images:get`?'),
        near: ['ims:images:get'],
      },
      expect.objectContaining({ text: 'list tags', near: expect.arrayContaining(['list tag in vpc']) }),
      { text: 'ims:images:nosuch', because: expect.stringContaining('is not a documented action of `ims`') },
      { text: 'create', because: 'put the question in quotes: `"create vpc"`' },
      expect.objectContaining({ text: 'vpc' }),
      expect.objectContaining({ text: 'obs:buckett:*', near: ['obs:bucket:*'] }),
    ]);
    expect(stderr).toMatch(/^iamscope: wants.txt:3: unknown: `ims:image:get` is not a documented action/u);
    expect(stderr.trim().split('\n')).toHaveLength(6);
    expect(exitCode).toBe(3);
  });

  test('of what a cloud printed only what it says is kept', async () => {
    const { answer, stderr } = await generate([
      "curl -X GET https://ims.eu-de.otc.t-systems.com/v2/images -H 'X-Auth-Token: S3CR3T'",
      "curl -X GET https://ims.eu-de.otc.t-systems.com/v9/no -H 'X-Auth-Token: S3CR3T'",
    ]);
    expect(answer.answers.map(({ text }) => text)).toEqual(['GET /v2/images']);
    expect(answer.unknown).toHaveLength(1);
    expect(JSON.stringify(answer) + stderr).not.toContain('S3CR3T');
  });

  test('how words were understood is said beside the policy, and where a cloud has no such thing', async () => {
    const words = await runCli(['generate', 'create virtual private cloud', '--cloud', 'otc'], {});
    expect(JSON.parse(words.stdout)).toMatchObject({ Version: '1.1' });
    expect(words.stderr).toBe('iamscope: `create virtual private cloud` understood as: create vpc (vpc)\n');
    const onlyIn = catalogue.covered().flatMap((code) => catalogue.entries(code));
    const ofHwc = onlyIn.find(
      ({ cloud, path, actions }) =>
        cloud === 'hwc' &&
        actions.length > 0 &&
        !onlyIn.some((one) => one.cloud === 'otc' && one.path === path),
    );
    const { stderr } = await generate([`${ofHwc?.method} ${ofHwc?.path}`]);
    expect(stderr).toContain('is documented for Huawei Cloud only');
  });

  test('what no action governs needs no policy', async () => {
    const { answer, stderr, exitCode } = await generate(['GET /v2/schemas/image', '--cloud', 'otc']);
    expect(answer.policies).toEqual([]);
    expect(stderr).toContain('iamscope: nothing has to be granted\n');
    expect(exitCode).toBe(0);
  });

  test.each([
    ['@wants.txt', 'wants.txt'],
    ['@wants.txt', './wants.txt'],
    ['tag images', '--log', 'calls.log', 'calls.log'],
    ['tag images', '--plan', 'plan.json', 'plan.json'],
    ['tag images', '--from-policy', 'p.json', 'p.json'],
    ['tag images', '--from-policy', 'p.json#', 'p.json'],
  ])('results never replace what they were made from: %s', async (...argv) => {
    const files = {
      'wants.txt': 'tag images',
      'calls.log': 'GET https://ims.eu-de.otc.t-systems.com/v2/images\n',
      'plan.json': readFileSync(
        join(import.meta.dirname, '../../fixtures/plans/infrastructure.json'),
        'utf8',
      ),
      'p.json': policyText(['ims:images:*']),
    };
    const call = ['generate', ...argv.slice(0, -1), '--output', argv.at(-1) ?? ''];
    const { exitCode, stderr } = await runCli(call, files);
    expect(stderr).toContain('it is among what was read for them');
    expect(exitCode).toBe(2);
  });

  test.each([
    [['tag images', '--service', 'nosuch'], 'service `nosuch` is outside the catalogue'],
    [['@-', '-'], 'standard input can be read once only'],
    [['@wants.txt', '--from-policy', '-', '-'], 'standard input can be read once only'],
    [['@empty.txt'], '`empty.txt` lists nothing'],
    [['@nested.txt'], 'nested.txt:2: `@wants.txt` is for the command line'],
  ])('%j is refused', async (argv, message) => {
    const files = { 'wants.txt': 'tag images', 'empty.txt': '# nothing\n', 'nested.txt': '\n@wants.txt' };
    const { exitCode, stderr } = await runCli(['generate', ...argv], files);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test('an action that a policy has alone has a policy of its own', async () => {
    const { actions, stderr } = await generate([
      'iam:agencies:assume',
      'iam:users:listUsers',
      'POST /v3/auth/tokens',
      '--cloud',
      'otc',
      '--shrink',
    ]);
    expect(actions).toEqual([
      'otc global: iam:tokens:assume iam:users:listUsers',
      'otc global: iam:agencies:assume',
    ]);
    expect(stderr).toContain('without a Resource every agency can be assumed');
  });

  test('clouds that need different actions have policies of their own', async () => {
    const needs = new Map<string, Map<string, string>>();
    for (const entry of clouds.flatMap(entriesIn)) {
      const name = `${entry.method} ${entry.path}`;
      const own = neededFor([entry], entry.cloud).toSorted().join(' ');
      needs.set(name, (needs.get(name) ?? new Map<string, string>()).set(entry.cloud, own));
    }
    const [name = '', each] =
      [...needs].find(([api, { size }]) => size === 2 && new Set(needs.get(api)?.values()).size === 2) ?? [];
    const { answer } = await generate([name]);
    expect(answer.answers.map(({ cloud }) => cloud)).toEqual(['hwc', 'otc']);
    for (const cloud of clouds) {
      const own = answer.policies
        .filter((policy) => policy.cloud === cloud || policy.cloud === 'any')
        .flatMap(({ document }) => document.Statement.flatMap(({ Action }) => Action));
      expect(own.toSorted().join(' ')).toBe(each?.get(cloud));
    }
    expect(answer.policies.some(({ cloud }) => cloud !== 'any')).toBe(true);
  });

  test('a service whose level no page says has a policy of its own, and it is said', async () => {
    const { answer, actions, stderr } = await generate([
      'ims:images:get',
      'eps:resources:list',
      'anti-ddos:ip:listDefenseStatuses',
      'obs:bucket:ListBucket',
      '--cloud',
      'hwc',
    ]);
    expect(actions).toEqual([
      'hwc global: obs:bucket:ListBucket',
      'hwc global: eps:resources:list',
      'hwc project: ims:images:get',
      'hwc project: anti-ddos:ip:listDefenseStatuses',
    ]);
    expect(answer.policies.map(({ unsourced }) => unsourced)).toEqual([
      undefined,
      'eps',
      undefined,
      'anti-ddos',
    ]);
    expect(stderr).toContain('no page says whether `eps` is granted globally or in projects');
    expect(stderr).toContain('Huawei Cloud wants the policy for `obs` twice');
  });

  test('what stays conditional or refused says why', async () => {
    const { answer, actions, stderr, exitCode } = await generate([
      'GET /v1/cloudimages/tags',
      'iam:users:listUsers',
      'GET /v1/cloudimages/quota',
      '--scope',
      'enterprise-project',
      '--cloud',
      'otc',
    ]);
    expect(
      answer.answers.map(({ decision, reasons, missing }) => [
        decision,
        reasons.map(({ kind }) => kind),
        missing,
      ]),
    ).toEqual([
      ['not-allowed', ['scope'], undefined],
      ['conditional', ['scope-not-stated'], undefined],
      ['allowed', [], undefined],
    ]);
    expect(actions).toEqual(['otc global: iam:users:listUsers', 'otc project: ims:quotas:get']);
    expect(stderr).toContain(
      '`GET /v1/cloudimages/tags` is not-allowed in otc: it does not support enterprise',
    );
    // The policies are no files.
    expect(JSON.stringify(answer)).not.toContain('suggestion');
    expect(exitCode).toBe(3);
  });

  test('nothing stays conditional without a reason', async () => {
    for (const cloud of clouds) {
      const all = [...new Set(entriesIn(cloud).map(({ method, path }) => `${method} ${path}`))];
      const some = all.filter((want, at) => at % 40 === 0 || want === 'GET /');
      const { answer } = await generate(['@all.txt', '--cloud', cloud], { 'all.txt': some.join('\n') });
      const open = answer.answers.filter(
        ({ decision }) => decision !== 'allowed' && decision !== 'ungoverned',
      );
      expect(open.filter(({ reasons }) => reasons.length === 0)).toEqual([]);
      expect(open.find(({ text }) => text === 'GET /')?.reasons.map(({ message }) => message)).toEqual([
        expect.stringMatching(/^no action of a policy governs `GET \/` of /u),
      ]);
    }
  });

  test('Markdown says all of it', async () => {
    const files = { 'p.json': policyText(['ims:images:*', 'vpc:vpcs:list'], ['ims:images:delete']) };
    const argv = [
      'ims:images:get',
      'list tags',
      'GET /v9/no|where',
      '--cloud',
      'otc',
      '--format',
      'markdown',
    ];
    const { stdout } = await runCli(['generate', ...argv, '--from-policy', 'p.json'], files);
    expect(stdout).toMatch(/^### Open Telekom Cloud: project-level services.*\n\n```json\n\{\n/u);
    expect(stdout).toContain('\n```\n\n| wanted | cloud | decision | why |\n| --- | --- | --- | --- |\n');
    expect(stdout).toContain('| `ims:images:get` | otc | allowed |  |\n');
    expect(stdout).toContain('\n### Not known\n\n- unknown: `list tags` is not a known task');
    expect(stdout).toContain('<code>GET /v9/no\\|where</code>');
    expect(stdout).toContain('`ims:images:*` is removed, `ims:images:get` in its place\n');
    expect(stdout).toContain('\n### No longer allowed\n\n- ');
  });

  test('the Terraform that is written is read back as the same', async () => {
    const argv = ['generate', 'create image', 'iam:users:listUsers'];
    const { answer } = await generate(argv.slice(1));
    const { stdout } = await runCli([...argv, '--format', 'terraform'], {});
    const io = fakeIo({ 'main.tf': stdout });
    const { policies } = await readPolicyBytes('main.tf', new TextEncoder().encode(stdout), {
      io,
      defaults: false,
    });
    const actionsOf = (statements: readonly { readonly actions: readonly { readonly text: string }[] }[]) =>
      statements.flatMap(({ actions }) => actions.map(({ text }) => text));
    const written = policies.map(({ layer, statements }) => `${layer} ${actionsOf(statements).join(' ')}`);
    const wanted = answer.policies.flatMap(({ cloud, level, document }) => {
      const line = `${level === 'global' ? 'AX' : 'XA'} ${document.Statement.flatMap(({ Action }) => Action).join(' ')}`;
      return cloud === 'any' ? [line, line] : [line];
    });
    expect(written).toEqual(wanted);
    expect(policies.flatMap(({ faults }) => faults)).toEqual([]);
  });

  test.each(clouds)(
    'lint finds nothing in what is written for any API of %s but what is true of single actions',
    async (cloud) => {
      const limits = documentLimits(language, cloud);
      const documents = entriesIn(cloud).flatMap((entry) =>
        policyDocuments(neededFor([entry], cloud), catalogue.level, limits).map(({ document }) =>
          printed(document),
        ),
      );
      const files = Object.fromEntries([...new Set(documents)].map((text, at) => [`${at}.json`, text]));
      const { stdout } = await runCli(['lint', '.', '--cloud', cloud, '--format', 'jsonl'], files);
      const findings = stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { rule: string; message: string });
      expect(findings.filter(({ rule }) => !ofSingleActions.has(rule))).toEqual([]);
    },
    propertyTimeout,
  );

  test('lint finds nothing in Terraform that is written', async () => {
    for (const cloud of clouds) {
      const wants = ['tag images', 'create image', 'iam:users:listUsers', '--cloud', cloud];
      const { stdout } = await runCli(['generate', ...wants, '--format', 'terraform'], {});
      const lint = await runCli(['lint', 'main.tf', '--cloud', cloud, '--format', 'compact'], {
        'main.tf': stdout,
      });
      expect(lint.stdout).toBe('');
    }
  });

  test('--shrink says what its patterns match later', async () => {
    const list = catalogue.documented('ims').map(({ known }) => known.action);
    const { actions, stderr } = await generate(['@all.txt', '--shrink', '--cloud', 'otc', '--exact'], {
      'all.txt': list.join('\n'),
    });
    expect(actions).toEqual(['otc project: ims:*:*']);
    expect(stderr).toContain('`ims:*:*` matches what a cloud adds under these names later, too');
  });

  test('--max-bytes splits, and is refused where it leaves no room', async () => {
    const { answer } = await generate(['create image', '--cloud', 'otc', '--max-bytes', '200']);
    expect(answer.policies.length).toBeGreaterThan(2);
    for (const { document } of answer.policies) expect(printed(document).length).toBeLessThanOrEqual(200);
    expect(await runCli(['generate', 'create image', '--max-bytes', '20'], {})).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('`--max-bytes 20` is too few'),
    });
    expect((await runCli(['generate', 'create image', '--max-bytes', '1k'], {})).exitCode).toBe(2);
  });

  describe('--from-policy', () => {
    const policy = {
      Version: '1.1',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['ims:images:*', 'ims:images:share', 'vpc:vpcs:list'],
          Condition: { Bool: { 'g:MFAPresent': ['true'] } },
        },
        { Effect: 'Allow', Action: ['ecs:*:*'] },
        { Effect: 'Deny', Action: ['ims:images:delete'] },
      ],
    };
    const files = { 'p.json': JSON.stringify(policy) };

    test('keeps conditions and Denies, and says what is lost', async () => {
      const { answer, stderr, exitCode } = await generate(
        ['PUT /v1/cloudimages/tags', 'ecs:cloudServers:list', '--from-policy', 'p.json', '--cloud', 'otc'],
        files,
      );
      expect(answer.policies.map(({ document }) => document)).toEqual([
        {
          Version: '1.1',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['ims:images:get', 'ims:images:update'],
              Condition: { Bool: { 'g:MFAPresent': ['true'] } },
            },
            { Effect: 'Allow', Action: ['ecs:cloudServers:list'] },
            { Effect: 'Deny', Action: ['ims:images:delete'] },
          ],
        },
      ]);
      expect(answer.lost).toEqual(
        expect.arrayContaining(['ims:images:share', 'vpc:vpcs:list', 'ecs:cloudServers:delete']),
      );
      expect(answer.lost).not.toContain('ims:images:get');
      expect(answer.answers.map(({ decision }) => decision)).toEqual(['conditional', 'allowed']);
      expect(stderr).toContain('no longer allowed: ');
      expect(exitCode).toBe(3);
    });

    test('says what is removed, and where', async () => {
      const { answer, stderr } = await generate(
        ['PUT /v1/cloudimages/tags', '--from-policy', 'p.json', '--cloud', 'otc'],
        files,
      );
      expect(answer.removed?.map(({ at, action, kept }) => [at.pointer, action, kept])).toEqual([
        ['/Statement/0/Action/0', 'ims:images:*', ['ims:images:get', 'ims:images:update']],
        ['/Statement/0/Action/1', 'ims:images:share', []],
        ['/Statement/0/Action/2', 'vpc:vpcs:list', []],
        ['/Statement/1/Action/0', 'ecs:*:*', []],
      ]);
      expect(stderr).toContain(
        '`ims:images:*` is removed, `ims:images:get`, `ims:images:update` in its place',
      );
      // It was denied before.
      expect(answer.lost).not.toContain('ims:images:delete');
    });

    test.each([
      [
        'p.yaml',
        'Version: "1.1"\nStatement:\n  - Effect: Allow\n    Action: [ims:images:*]\n    Resource: ["IMS:*:*:image:x"]\n',
      ],
      [
        'main.tf#opentelekomcloud_identity_role_v3.a',
        `resource "opentelekomcloud_identity_role_v3" "a" {
  display_layer = "project"
  statement {
    effect   = "Allow"
    action   = ["ims:images:*"]
    resource = ["IMS:*:*:image:x"]
  }
}
resource "opentelekomcloud_identity_role_v3" "b" {
  display_layer = "domain"
  statement {
    effect = "Allow"
    action = ["obs:*:*"]
  }
}
`,
      ],
      [
        'role.json',
        '{"role": {"type": "XA", "display_name": "a", "description": "b", "policy": {"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": ["ims:images:*"], "Resource": ["IMS:*:*:image:x"]}]}}}',
      ],
    ])('reads policies in any form: %s', async (name, text) => {
      const { answer } = await generate(['ims:images:get', '--from-policy', name, '--cloud', 'otc'], {
        [name.replace(/#.*/u, '')]: text,
      });
      expect(answer.policies).toEqual([
        {
          cloud: 'otc',
          level: 'project',
          document: {
            Version: '1.1',
            Statement: [{ Effect: 'Allow', Action: ['ims:images:get'], Resource: ['IMS:*:*:image:x'] }],
          },
        },
      ]);
    });

    test('a declared layer stays', async () => {
      const text =
        '{"role": {"type": "AX", "display_name": "a", "description": "b", "policy": {"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": ["obs:*:*", "obs:bucket:ListBucket"]}]}}}';
      const { answer } = await generate(['obs:bucket:ListBucket', '--from-policy', 'p.json'], {
        'p.json': text,
      });
      expect(answer.policies.map(({ level }) => level)).toEqual(['global']);
    });

    test('what the policy does not allow is not added', async () => {
      const { answer, exitCode } = await generate(
        ['obs:bucket:ListBucket', '--from-policy', 'p.json', '--cloud', 'otc'],
        files,
      );
      expect(answer.policies.map(({ document }) => document.Statement.map(({ Effect }) => Effect))).toEqual([
        ['Deny'],
      ]);
      expect(answer.answers.map(({ decision }) => decision)).toEqual(['not-allowed']);
      expect(exitCode).toBe(3);
    });

    test('of a refusal the actions are named that are missing or denied', async () => {
      const { answer, stderr } = await generate(
        ['POST /v1/{project_id}/vpcs', 'ims:images:delete', '--from-policy', 'p.json', '--cloud', 'otc'],
        files,
      );
      expect(answer.answers.map(({ decision, missing, denied }) => [decision, missing, denied])).toEqual([
        ['not-allowed', ['vpc:vpcs:create'], undefined],
        ['denied', undefined, ['ims:images:delete']],
      ]);
      expect(stderr).toContain('is not-allowed in otc: missing `vpc:vpcs:create`');
      expect(stderr).toContain('is denied in otc: denied `ims:images:delete`');
    });

    test.each([
      [['--from-policy', 'gone.json'], '`gone.json` cannot be read'],
      [['--from-policy', 'broken.json'], 'takes one custom policy of Version 1.1 without faults'],
      [['--from-policy', 'open.tf'], 'without parts that its file does not fix'],
      [['--from-policy', 'identity.json'], 'of Version 1.1'],
      [['--from-policy', 'empty-condition.json'], 'without faults'],
      [['--from-policy', 'p.json', '--shrink'], 'it goes without `--shrink`'],
    ])('%j', async (argv, message) => {
      const allow = '"Effect": "Allow", "Action": ["ims:images:get"]';
      const world = {
        ...files,
        'broken.json': '{"Version": "1.1", "Statement": [',
        'open.tf':
          'resource "huaweicloud_identity_role" "a" {\n  policy = jsonencode({ Version = "1.1", Statement = [{ Effect = "Allow", Action = ["ims:images:${var.x}"] }] })\n}\n',
        'identity.json': `{"Version": "5.0", "Statement": [{${allow}}]}`,
        'empty-condition.json': `{"Version": "1.1", "Statement": [{${allow}, "Condition": {"Bool": {}}}]}`,
      };
      const { exitCode, stderr } = await runCli(['generate', 'ims:images:get', ...argv], world);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(message);
    });
  });

  describe('from logs', () => {
    const log = [
      'GET https://ims.eu-de.otc.t-systems.com/v2/images?owner=S3CR3T',
      'GET https://ims.eu-de.otc.t-systems.com/v2/images',
      'PUT https://ims.eu-de.otc.t-systems.com/v1/cloudimages/tags',
      'GET https://ims.eu-de.otc.t-systems.com/v9/nothing',
      '',
    ].join('\n');

    test('calls are counted, what is unknown is listed, and nothing else is kept', async () => {
      const { answer, actions, stderr, exitCode } = await generate(['--log', 'calls.log', '--cloud', 'otc'], {
        'calls.log': log,
      });
      expect(actions).toEqual(['otc project: ims:images:get ims:images:list ims:images:update']);
      expect(answer.calls?.map(({ api, count }) => [api, count])).toEqual(
        expect.arrayContaining([
          ['GET /v2/images', 2],
          ['PUT /v1/cloudimages/tags', 1],
        ]),
      );
      expect(answer.unknown.map(({ text }) => text)).toEqual([
        'GET https://ims.eu-de.otc.t-systems.com/v9/nothing',
      ]);
      expect(JSON.stringify(answer) + stderr).not.toContain('S3CR3T');
      expect(exitCode).toBe(3);
    });

    test('a log that is not whole is no proof: exit code 3', async () => {
      const { answer, stderr, exitCode } = await generate(['--log', 'calls.log', '--cloud', 'otc'], {
        'calls.log': 'GET /v2/cloudimages\n[DEBUG] API Request URL: GET ://S3CR3T\n',
      });
      expect(answer).toMatchObject({ incomplete: true, unknown: [] });
      expect(stderr).toContain('1 call in `calls.log` could not be read');
      expect(exitCode).toBe(3);
    });

    test('where nothing has to be granted, that is said', async () => {
      const { answer, stderr, exitCode } = await generate(['--log', 'calls.log'], {
        'calls.log': 'POST https://iam.eu-de.otc.t-systems.com/v3/auth/tokens\n',
      });
      expect(answer).toMatchObject({ policies: [], answers: [], unknown: [] });
      expect(stderr).toContain('1 call in `calls.log`, and no call of an API that needs an action');
      expect(stderr).toContain('add `iam:tokens:assume` then');
      expect(exitCode).toBe(0);
    });

    test('of several logs each API is counted once', async () => {
      const { answer } = await generate(['--log', 'a.log', '--log', 'b.log', '--cloud', 'otc'], {
        'a.log': 'GET /v2/cloudimages 403\n',
        'b.log': 'GET /v2/cloudimages\nGET https://ims.eu-de.otc.t-systems.com/v2/cloudimages\n',
      });
      expect(answer.calls).toMatchObject([{ api: 'GET /v2/cloudimages', count: 3, refused: 1 }]);
    });

    test('a plan says which types call, and what is assumed', async () => {
      const plan = readFileSync(
        join(import.meta.dirname, '../../fixtures/plans/infrastructure.json'),
        'utf8',
      );
      const { answer, stderr, exitCode } = await generate(['--plan', 'plan.json', '--cloud', 'hwc'], {
        'plan.json': plan,
      });
      expect(answer.calls?.some(({ assumed }) => assumed)).toBe(true);
      expect(answer.calls?.every(({ types, changes }) => types.length > 0 && changes.length > 0)).toBe(true);
      expect(answer.policies.length).toBeGreaterThan(0);
      expect(stderr).toMatch(/\d+ of \d+ APIs are assumed/u);
      expect(JSON.stringify(answer) + stderr).not.toContain('S3CR3T');
      expect(exitCode).toBe(3);
    });

    test.each([
      [['--log', 'empty.log'], 'no call was found in `empty.log`'],
      [['--log', 'gone.log'], '`gone.log` cannot be read'],
      [['--plan', 'empty.log'], '`empty.log` is not a plan of Terraform'],
      [['--plan', 'broken.json'], '`broken.json` cannot be read: it is not whole JSON\n'],
      [['--log', '-', '--log', '-'], 'standard input can be read once only'],
    ])('%j', async (argv, message) => {
      const { exitCode, stderr } = await runCli(['generate', ...argv], {
        'empty.log': 'S3CR3T\n',
        'broken.json': '{"resource_changes": [S3CR3T]}',
      });
      expect(stderr).not.toContain('S3CR3T');
      expect(exitCode).toBe(2);
      expect(stderr).toContain(message);
    });
  });

  test.each([
    [[], 'say what is wanted'],
    [['@gone.txt'], '`gone.txt` cannot be read'],
    [['@empty.txt'], '`empty.txt` lists nothing'],
  ])('a wrong call: %j', async (argv, message) => {
    const { exitCode, stderr } = await runCli(['generate', ...argv], { 'empty.txt': '# nothing\n' });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
