import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildCatalogue } from '../../src/compile/build-catalogue.ts';
import { parseCatalogue, printCatalogue } from '../../src/compile/catalogue-yaml.ts';
import { mergeClaims } from '../../src/compile/merge-claims.ts';
import { compileSchemas } from '../../src/compile/schema-check.ts';
import { aClaim, anApiPage, anyClaims } from '../support/claims.ts';
import { rulesFiles } from '../support/rules-files.ts';

const schema = JSON.parse(readFileSync('rules/schema/catalogue.schema.json', 'utf8')) as object;
const check = compileSchemas([schema])('catalogue');
const pages = [
  anApiPage(),
  anApiPage({ page: 'api-pages/hwc/crates/b.md', path: '/v1/ships', title: 'Ships' }),
];

describe('a catalogue file', () => {
  test('loaded again after saving is the same', () => {
    fc.assert(
      fc.property(anyClaims, fc.subarray(pages), (claims, apiPages) => {
        for (const cloud of ['hwc', 'otc'] as const) {
          const merged = mergeClaims(
            claims.filter((claim) => claim.cloud === cloud),
            cloud === 'hwc' ? apiPages : [],
          );
          if (merged.entries.length + merged.looseClaims.length === 0) continue;
          const file = { cloud, service: 'ims', ...merged };
          expect(parseCatalogue(printCatalogue(file), 'x.yaml', check)).toEqual({ ok: true, file });
        }
      }),
    );
  });

  test('is written byte for byte the same from claims in another order', () => {
    fc.assert(
      fc.property(anyClaims, (claims) => {
        const turned = { claims: [...claims].reverse(), apiPages: [...pages].reverse() };
        expect([...buildCatalogue(turned)]).toEqual([...buildCatalogue({ claims, apiPages: pages })]);
      }),
    );
  });

  const committed = [...rulesFiles().keys()].filter((name) =>
    /^catalogue\/[^/]+\/(?!mentioned\.yaml$)[^/]+\.yaml$/u.test(name),
  );

  test.each(committed)('rules/%s still says what its claims say, in a size that can be reviewed', (name) => {
    const text = readFileSync(`rules/${name}`, 'utf8');
    const reading = parseCatalogue(text, name, check);
    if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
    const { entries, looseClaims } = reading.file;
    const claims = [...entries.flatMap((entry) => entry.claims), ...looseClaims];
    const apiPages = [...new Set(entries.flatMap((entry) => entry.apiPages))];
    expect(mergeClaims(claims, apiPages)).toEqual({ entries, looseClaims });
    expect(printCatalogue(reading.file)).toBe(text);
    expect(text.split('\n').length).toBeLessThan(6000);
  });

  const good = printCatalogue({ cloud: 'hwc', service: 'ims', ...mergeClaims([aClaim()], []) });

  test.each([
    [
      'a member that is not known',
      good.replace('    title:', '    titel:'),
      'GET /v1/crates/{crate_id} (/entries/0)',
      /titel/u,
    ],
    [
      'an unknown method',
      good.replace('method: GET', 'method: GOT'),
      'GOT /v1/crates/{crate_id} (/entries/0/method)',
      /allowed values/u,
    ],
    [
      'a page that is not listed',
      good.replace('page: hwc/crates/a.md', 'page: hwc/crates/z.md'),
      'GET /v1/crates/{crate_id}',
      /hwc\/crates\/a\.md/u,
    ],
    ['no YAML', good.replace('entries:', 'entries: ]'), 'line', /./u],
    ['no entries', 'cloud: hwc\nservice: ims\n', '/', /entries|pages/u],
  ])('with %s is refused, naming file and entry', (_name, text, at, message) => {
    expect(text).not.toBe(good);
    const reading = parseCatalogue(text, 'hwc/ims.yaml', check);
    if (reading.ok) throw new Error('not refused');
    expect(reading.faults[0]?.file).toBe('hwc/ims.yaml');
    expect(reading.faults.some((fault) => fault.at.startsWith(at) && message.test(fault.message))).toBe(true);
  });
});
