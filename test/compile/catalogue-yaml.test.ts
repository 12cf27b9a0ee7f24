import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildCatalogue } from '../../src/compile/build-catalogue.ts';
import type { CatalogueFile } from '../../src/compile/catalogue-file.ts';
import { parseCatalogue, printCatalogue } from '../../src/compile/catalogue-yaml.ts';
import { mergeClaims } from '../../src/compile/merge-claims.ts';
import { isOfSite } from '../../src/compile/page-order.ts';
import { compileSchemas } from '../../src/compile/schema-check.ts';
import { giveTitles } from '../../src/compile/titles.ts';
import { actionNames } from '../../src/model/claim.ts';
import { aClaim, anApiPage, anyClaims } from '../support/claims.ts';
import { committedTranslations } from '../support/committed-titles.ts';
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
        expect([...buildCatalogue(turned).files]).toEqual([
          ...buildCatalogue({ claims, apiPages: pages }).files,
        ]);
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
    if (claims.every((claim) => !isOfSite(claim)))
      expect(untitled(mergeClaims(claims, apiPages))).toEqual(untitled({ entries, looseClaims }));
    for (const { claims: of, actions, governed, problem } of entries) {
      // What a copy lost, older pages say; what pages of the site say of others, only all of them together.
      const deciding = of.filter(({ status }) => status === 'current');
      if (problem !== undefined || deciding.some(({ lost }) => lost?.includes('actions'))) continue;
      const named = (names: readonly string[]) => new Set(names.map((action) => action.toLowerCase()));
      expect(named(actionNames(deciding.flatMap((claim) => claim.actions)))).toEqual(
        named(actionNames(actions)),
      );
      if (deciding.length > 0) expect(deciding.some((claim) => claim.governed === governed)).toBe(true);
    }
    expect(printCatalogue(reading.file)).toBe(text);
    expect(text.split('\n').length).toBeLessThan(6000);
  });

  test('of each service has the titles that its claims and our translations give; each translation is needed', () => {
    const files = committed.map((name) => {
      const reading = parseCatalogue(readFileSync(`rules/${name}`, 'utf8'), name, check);
      if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
      return reading.file;
    });
    const { files: again, ...rest } = giveTitles(files, committedTranslations());
    expect(rest).toEqual({ unused: [], untitled: [] });
    for (const [index, file] of again.entries())
      expect(file, `${file.cloud} ${file.service}`).toEqual(files[index]);
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

/** Without the titles, which are given over the files of all services. */
function untitled({ entries, looseClaims }: Pick<CatalogueFile, 'entries' | 'looseClaims'>) {
  return {
    entries: entries.map(({ title: _title, titleZh: _titleZh, titleBy: _titleBy, ...rest }) => rest),
    looseClaims: looseClaims.map(({ titleEn: _titleEn, ...rest }) => rest),
  };
}
