import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogueOver } from '../../src/catalogue/catalogue-over.ts';
import { wordsOf } from '../../src/catalogue/real-names.ts';
import { lintFile } from '../../src/lint/lint-file.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { isMisspelt } from '../../src/rules/misspelling.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { rules } from '../../src/rules/rules.ts';
import { ruleWorld } from '../support/rule-world.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';

const world = { ...ruleWorld(), catalogue: loadTestCatalogue() };
const ofNames = (rules as readonly Rule[]).filter(({ id }) =>
  ['unknown-action', 'unknown-service', 'pattern-matches-nothing'].includes(id),
);

function findingsFor(...actions: readonly string[]) {
  const text = JSON.stringify({ Version: '1.1', Statement: [{ Effect: 'Allow', Action: actions }] });
  return lintFile(readPolicyFile('p.json', text), { ...world, rules: ofNames });
}

/** What the findings of actions say was meant, and what their fixes write. */
function suggestionsFor(...actions: readonly string[]) {
  const found = findingsFor(...actions);
  return {
    meant: found.flatMap(({ help = '' }) =>
      [...help.matchAll(/(?<=did you mean .*)`([^`]+)`/g)].map(([, one]) => one),
    ),
    fixes: found.flatMap(({ fix }) => fix?.edits.map(({ text }) => JSON.parse(text) as string) ?? []),
  };
}

describe('a name that exists is not taken for a misspelt one', () => {
  test.each([
    ['SMS:*:*'],
    ['sms:servers:list'],
    ['ram:*:*'],
    ['ram:users:get'],
    ['cse:*:*'],
    ['cse:cluster:create'],
    ['anti-ddos:ip:get'],
    ['anti-ddos:*:*'],
    ['kps:*:*'],
    ['cgs:images:operate'],
    ['cgs:*:get'],
    ['server:servers:list'],
    ['iamm:users:listUsers'],
    ['iams:*:*'],
    ['vpc:vpns:delete'],
    ['vpc:vpn:delete'],
    ['vpc:vpns:*'],
    ['vpc:vpns:get*'],
    ['vpc:lbaas:*'],
    ['vpc:quotas:get'],
    ['vpc:quotas:get*'],
    ['evs:*:count'],
    ['aom:autoScalingRule:*'],
    ['aom:metric:set'],
    ['cce:kubernetes:*'],
    ['drs:migrationJobs:create'],
    ['drs:migrationJobs:action'],
    ['dds:instances:downloadAuditLog'],
    ['hss:accountCrack:unblock'],
    ['iam:users:createUserV5'],
    ['iam:groups:listGroupsV5'],
    ['ecs:servers:listV2'],
  ])('%s', (action) => {
    expect(suggestionsFor(action)).toEqual({ meant: [], fixes: [] });
    expect(findingsFor(action).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('a misspelt name is', () => {
  test.each([
    { action: 'ims:image:list', meant: ['ims:images:list'] },
    { action: 'ims:images:lits', meant: ['ims:images:list'] },
    { action: 'ims:imagse:list', meant: ['ims:images:list'] },
    { action: 'ims:serverImage:create', meant: ['ims:serverImages:create'] },
    { action: 'IMS:Images:Lst', meant: ['ims:images:list'] },
    { action: 'vpc:vpxs:delete', meant: ['vpc:vpcs:delete'] },
    { action: 'ims:image:*', meant: ['ims:images:*'] },
    { action: 'imss:images:list', meant: ['ims:images:list'] },
    { action: 'modelart:*:*', meant: ['modelarts:*:*'] },
    { action: 'functiongrahp:function:list', meant: ['functiongraph:function:list'] },
  ])('$action', ({ action, meant }) => {
    expect(suggestionsFor(action)).toEqual({ meant, fixes: meant });
  });

  test('one of several that are equally near: they are named, and no fix writes one of them', () => {
    const twins = { ...world, catalogue: catalogueOver({ ...world.catalogue, actions: () => twinActions }) };
    const text = JSON.stringify({
      Version: '1.1',
      Statement: [{ Effect: 'Allow', Action: ['ims:queues:createAnl'] }],
    });
    const [finding] = lintFile(readPolicyFile('p.json', text), { ...twins, rules: ofNames });
    expect(finding?.help).toBe('did you mean `ims:queues:createAll` or `ims:queues:createAny`?');
    expect(finding?.fix).toBeUndefined();
  });
});

describe('a malformed action was probably meant to be', () => {
  const ofForm = (rules as readonly Rule[]).filter(({ id }) => id === 'malformed-action');
  test.each([
    { action: 'ims.images.get', help: 'did you mean `ims:images:get`?' },
    { action: 'ims.images.g*', help: 'did you mean `ims:images:g*`?' },
    { action: 'image.images.gett', help: undefined },
    // Of every service some action may be like it: that is no evidence.
    { action: '*.images.get', help: undefined },
  ])('$action: $help', ({ action, help }) => {
    const text = JSON.stringify({ Version: '1.1', Statement: [{ Effect: 'Allow', Action: [action] }] });
    const [finding] = lintFile(readPolicyFile('p.json', text), { ...world, rules: ofForm });
    expect(finding?.help?.startsWith('did you mean') ? finding.help : undefined).toBe(help);
  });
});

const twinActions = ['ims:queues:createAll', 'ims:queues:createAny'].map((action) => ({
  action,
  clouds: ['hwc', 'otc'] as const,
  known: 'api' as const,
  access: 'write' as const,
  resourceType: 'queues',
}));

describe('an unknown service', () => {
  test('is one finding in a policy, whatever stands behind its code', () => {
    const nine = ['*:*', 'images:operate', '*:get', '*:list', 'a:b', 'c:d', 'e:f', 'g:h', 'i:j'];
    const found = findingsFor(...nine.map((rest) => `cgs:${rest}`), 'acme:x:y');
    expect(
      found.map(({ rule, severity, pointer, related }) => [rule, severity, pointer, related.length]),
    ).toEqual([
      ['unknown-service', 'info', '/Statement/0/Action/0', 8],
      ['unknown-service', 'info', '/Statement/0/Action/9', 0],
    ]);
  });

  test('that is misspelt is written right everywhere by one fix', () => {
    const { meant, fixes } = suggestionsFor('imss:*:get', 'imss:images:list');
    expect({ meant, fixes }).toEqual({ meant: ['ims:images:list'], fixes: ['ims:*:get', 'ims:images:list'] });
  });

  test('is taken for a misspelt one only if everything that is written out with it is documented there', () => {
    expect(suggestionsFor('imz:images:list', 'imz:pictures:list')).toEqual({ meant: [], fixes: [] });
    expect(suggestionsFor('imz:images:list', 'imz:images:get').meant).toEqual(['ims:images:list']);
  });
});

describe('what is evidence for a slip', () => {
  const names = {
    isWord: (word: string) => ['get', 'set', 'vpn', 'image', 'images', 'detach'].includes(word),
  };
  test.each([
    { written: 'imags', meant: 'images', full: true, partly: true },
    { written: 'image', meant: 'images', full: true, partly: false },
    { written: 'set', meant: 'get', full: false, partly: false },
    { written: 'listImageVpn', meant: 'listImageVpc', full: false, partly: false },
    { written: 'listImagVpc', meant: 'listImageVpc', full: true, partly: true },
    { written: 'listV3', meant: 'listV2', full: false, partly: false },
    { written: 'createUserV5', meant: 'createUser', full: false, partly: false },
    { written: 'createUser', meant: 'createUserV5', full: false, partly: false },
    { written: 'listimage', meant: 'listImages', full: true, partly: true },
    { written: 'detachNic', meant: 'attachNic', full: false, partly: false },
    { written: 'submitjob', meant: 'submit_job', full: true, partly: true },
  ])('$written for $meant', ({ written, meant, full, partly }) => {
    expect(isMisspelt({ written, meant }, 'full', names)).toBe(full);
    expect(isMisspelt({ written, meant }, 'partly', names)).toBe(partly);
  });

  test.each([
    { name: 'listServerTags', words: ['list', 'server', 'tags'] },
    { name: 'submit_job', words: ['submit', 'job'] },
    { name: 'getDDoSStatus', words: ['get', 'd', 'do', 's', 'status'] },
    { name: 'SSHKeyPair', words: ['ssh', 'key', 'pair'] },
    { name: 'security-policies', words: ['security', 'policies'] },
    { name: 'createUserV5', words: ['create', 'user', 'v5'] },
  ])('$name is made of words', ({ name, words }) => {
    expect(wordsOf(name)).toEqual(words);
  });
});

test('slips of one letter in real names are found', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  let state = 7;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % limit;
  };
  const slip = (name: string) => {
    const at = below(name.length);
    const letter = letters[below(letters.length)] ?? '';
    const [before, here, after] = [name.slice(0, at), name.slice(at, at + 1), name.slice(at + 1)];
    const kinds = [before + after, before + letter + here + after, before + letter + after];
    return kinds[below(4)] ?? before + after.slice(0, 1) + here + after.slice(1);
  };
  const known = world.catalogue
    .covered()
    .filter((service) => world.catalogue.coverage(service, 'any') === 'full')
    .flatMap((service) => world.catalogue.actions(service).map(({ action }) => action))
    .filter((action) => !action.includes('*'));
  const folded = new Set(known.map((action) => action.toLowerCase()));
  const slips = Array.from({ length: 2000 }, () => {
    const action = known[below(known.length)] ?? '';
    const segments = action.split(':');
    const at = 1 + below(2);
    return { action, slip: segments.with(at, slip(segments[at] ?? '')).join(':') };
  }).filter(({ slip: text }) => /^[^:]+:[^:]+:[^:]+$/.test(text) && !folded.has(text.toLowerCase()));
  const found = slips.filter(({ action, slip: text }) =>
    suggestionsFor(text).meant.some((one) => one?.toLowerCase() === action.toLowerCase()),
  );
  expect(found.length / slips.length).toBeGreaterThan(0.95);
});

const shared = join(import.meta.dirname, '../../../shared/docs');
const present = existsSync(join(shared, 'mentioned-actions.tsv'));

describe.skipIf(!present)('the names on the pages (needs ../shared/docs beside the project)', () => {
  /** Slips of the pages themselves, each looked at. */
  const slipsOfPages = ['vpc:ports:creare', 'vpc:svpcs:list'];

  test('are not corrected', () => {
    const names = new Set<string>();
    for (const file of readdirSync(shared, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(?:md|rst|txt|tsv)$/.test(file)) continue;
      const text = readFileSync(join(shared, file), 'utf8');
      const name = /(?<![\w:/.{$-])[a-z][a-z0-9-]*:(?:[a-z][\w-]*|\*):[a-z*][\w*-]*(?![\w:])/gi;
      for (const [found] of text.matchAll(name)) names.add(found);
    }
    expect(names.size).toBeGreaterThan(2500);
    const corrected = [...names].filter((name) => suggestionsFor(name).meant.length > 0);
    expect(corrected.sort()).toEqual(slipsOfPages);
  });
});
