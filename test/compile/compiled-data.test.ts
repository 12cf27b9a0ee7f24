import { describe, expect, test } from 'vitest';
import { allClaims, sourcesOfAction } from '../../src/catalogue/find-entries.ts';
import { createCatalogue } from '../../src/catalogue/loaded-catalogue.ts';
import { compileData, tryCompileData } from '../../src/compile/compile-data.ts';
import { readAction } from '../../src/model/action.ts';
import { namedActions } from '../../src/model/claim.ts';
import { fewRulesFiles, rulesFiles } from '../support/rules-files.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';
import { testData } from '../support/test-data.ts';

const catalogue = loadTestCatalogue();

describe('the compiled data', () => {
  test('of ims: 47 APIs in the tables of one cloud, 43 in those of the other, and five that only API pages name', () => {
    const clouds = catalogue.entries('ims').map(({ cloud }) => cloud);
    const tabled = catalogue.entries('ims').filter((entry) => !entry.undocumentedRequirement);
    expect(tabled.filter(({ cloud }) => cloud === 'hwc')).toHaveLength(47);
    expect(tabled.filter(({ cloud }) => cloud === 'otc')).toHaveLength(43);
    expect(clouds).toHaveLength(47 + 3 + 43 + 2);
  });

  test('knows the actions of a service, their clouds, and its newest page', () => {
    expect(catalogue.actions('ims')).toHaveLength(13);
    expect(catalogue.actions('ims')[0]).toEqual({
      action: 'ims:dataImages:create',
      concerns: { dependencies: ['otc'], services: ['ims'] },
      clouds: ['hwc', 'otc'],
      known: 'api',
      access: 'write',
      resourceType: 'dataImages',
    });
    expect(catalogue.date('ims', 'any')).toBe('2025-12-17');
  });

  test('says nothing of a service that is not covered', () => {
    for (const service of ['nosuch', 'constructor', '__proto__', '']) {
      expect(catalogue.coverage(service, 'any')).toBe('none');
      expect(catalogue.mentions(service)).toEqual([]);
      expect(catalogue.covers(service)).toBe(false);
      expect(catalogue.actions(service)).toEqual([]);
      expect(catalogue.entries(service)).toEqual([]);
      expect(catalogue.evidence(service)).toEqual([]);
      expect(catalogue.looseClaims(service)).toEqual([]);
      expect(catalogue.date(service, 'any')).toBeUndefined();
    }
  });

  test('knows services that it does not cover', () => {
    const byCode = new Map(catalogue.services().map((service) => [service.code, service]));
    expect(byCode.get('obs')?.level).toBe('global');
    expect(byCode.get('scm')?.level).toBe('both');
    expect(byCode.get('eps')?.level).toBeNull();
    expect(byCode.get('vpc')?.aliases).toEqual(['eip']);
    const codes = catalogue.services().flatMap(({ code, aliases }) => [code, ...aliases]);
    expect(new Set(codes).size).toBe(codes.length);
  });

  test('is asked for only when a question needs it, and once', () => {
    const asked: string[] = [];
    const lazy = createCatalogue((name) => {
      asked.push(name);
      return JSON.parse(testData().get(name) ?? 'null') as unknown;
    });
    expect(asked).toEqual([]);
    lazy.covers('ims');
    lazy.coverage('hss', 'otc');
    lazy.services();
    expect(asked).toEqual(['index.json']);
    lazy.actions('ims');
    lazy.actions('ims');
    expect(asked).toEqual(['index.json', 'actions/ims.json']);
    lazy.entries('ims');
    lazy.entries('ims');
    expect(asked.slice(2)).toEqual(['ims.json']);
    lazy.evidence('ims');
    lazy.looseClaims('ims');
    expect(asked.slice(3)).toEqual(['ims.claims.json']);
  });

  test('keeps every claim: 308 of ims', () => {
    expect(allClaims(catalogue, 'ims')).toHaveLength(308);
    expect(allClaims(catalogue, 'nosuch')).toEqual([]);
  });

  test('finds the APIs that name an action, in whatever case', () => {
    const named = sourcesOfAction(catalogue, 'IMS:wholeimages:create').entries;
    expect(named.map(({ cloud, path }) => `${cloud} ${path}`)).toEqual([
      'hwc /v1/cloudimages/wholeimages/action',
      'otc /v1/cloudimages/wholeimages/action',
    ]);
    expect(sourcesOfAction(catalogue, 'ims:no:such').entries).toEqual([]);
  });

  test('holds no table that contradicts the index of services', () => {
    const known = new Set(catalogue.services().flatMap(({ code, aliases }) => [code, ...aliases]));
    const unknown = allClaims(catalogue)
      .flatMap(namedActions)
      .filter((action) => {
        const reading = readAction(action);
        return reading.ok && reading.pattern.segments[0] !== '*' && !known.has(reading.pattern.segments[0]);
      });
    expect(unknown).toEqual([]);
  });

  test('tells full from partial coverage, in each cloud', () => {
    expect(catalogue.coverage('ims', 'hwc')).toBe('full');
    expect(catalogue.coverage('hss', 'any')).toBe('partly');
    expect(catalogue.coverage('ces', 'otc')).toBe('full');
    expect(catalogue.coverage('er', 'hwc')).toBe('full');
    expect(catalogue.coverage('dss', 'otc')).toBe('none');
    // Of the pages of the help site only parts are stored.
    expect(catalogue.coverage('drs', 'hwc')).toBe('partly');
    // Its only pages were retired.
    expect(catalogue.coverage('apm', 'hwc')).toBe('partly');
    expect(catalogue.partlyCovered()).toContain('das');
    expect(catalogue.covered()).not.toContain('das');
  });

  test('knows actions without API and mentioned ones, with their pages', () => {
    const known = (service: string, name: string) =>
      catalogue.actions(service).find(({ action }) => action === name)?.known;
    expect(known('obs', 'obs:bucket:HeadBucket')).toBe('api-less');
    expect(known('hss', 'hss:hosts:list')).toBe('api-less');
    expect(known('iam', 'iam:agencies:assume')).toBe('mentioned');
    expect(catalogue.mentions('iam')).toContainEqual(
      expect.objectContaining({ cloud: 'otc', action: 'iam:agencies:assume' }),
    );
  });
});

test('the built data is what `rules/` compiles to', () => {
  const built = new Map(testData());
  expect(built.delete('version.json')).toBe(true);
  const compiled = compileData(rulesFiles());
  expect([...built.keys()].sort(), 'run `npm run build`').toEqual([...compiled.keys()].sort());
  // The build writes letters beyond ASCII in another way.
  for (const [name, text] of built)
    expect(JSON.stringify(JSON.parse(text)) === compiled.get(name), `run \`npm run build\`: ${name}`).toBe(
      true,
    );
}, 120_000);

describe('broken data', () => {
  const few = fewRulesFiles();
  const broken = (name: string, text: string) => tryCompileData(new Map([...few, [name, text]]));

  test('is told from data that is not broken', () => {
    expect(tryCompileData(few).ok).toBe(true);
  });

  test.each([
    ['language/services.yaml', '- { code: ims, name: Images, level: project }', /source/u],
    ['language/services.yaml', '- { code: IMS, name: Images, level: null }', /pattern/u],
    ['vocabulary/columns.yaml', 'title: [Title]', /required/u],
    ['catalogue/hwc/ims.yaml', 'cloud: hwc', /required/u],
    ['catalogue/otc/ims.yaml', rulesFiles().get('catalogue/hwc/ims.yaml') ?? '', /do not match the path/u],
    ['catalogue/hwc/ims.yaml', 'cloud: [', /./u],
    [
      'catalogue/hwc/mentioned.yaml',
      'cloud: hwc\nactions: [{ action: hss:hosts, pages: 1, page: a }]',
      /pattern/u,
    ],
    ['catalogue/hwc/mentioned.yaml', 'cloud: otc\nactions: []', /does not match the path/u],
    ['corrections/access-levels.yaml', '- { action: ims:a:b, access: full, reason: x }', /allowed values/u],
    ['corrections/mentioned.yaml', '- { action: ims:a:b, verdict: slip }', /reason/u],
    ['corrections/titles.yaml', '- { service: ims, zh: 查看箱子, en: 查看箱子 }', /pattern/u],
    ['corrections/titles.yaml', '- { service: ims, zh: Crates, en: Crates }', /pattern/u],
    ['corrections/titles.yaml', '- { service: ims, en: Looking at a Crate }', /required/u],
  ])('in %s is a fault that names the file', (name, text, message) => {
    const result = broken(name, text);
    if (result.ok) throw new Error('not refused');
    const fault = result.faults.find((one) => message.test(one.message));
    expect(fault).toBeDefined();
    expect(name.startsWith(fault?.file ?? '?')).toBe(true);
  });

  test('stops the build, naming file and place', () => {
    expect(() => compileData(new Map([...few, ['catalogue/hwc/ims.yaml', 'cloud: hwc']]))).toThrow(
      /rules\/catalogue\/hwc\/ims\.yaml: \//u,
    );
  });
});
