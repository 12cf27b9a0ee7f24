import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeIo } from '../../support/fake-io.ts';
import { readTerraform } from '../../support/read-terraform.ts';

const folder = join(import.meta.dirname, '../../../../shared/terraform');
const present = existsSync(folder);

interface Example {
  readonly name: string;
  readonly text: string;
}

/** The code blocks of the providers' pages that are Terraform's language, by their marks or by what they hold. */
function examples(): readonly Example[] {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  );
  return pages
    .sort()
    .flatMap((page) =>
      [...readFileSync(join(folder, page), 'utf8').matchAll(/^```(\S*)[^\n]*\n([\s\S]*?)^```$/gmu)]
        .filter(
          ([, mark = '', text = '']) =>
            /^(?:hcl'?|terraform)$/u.test(mark) || /^(?:resource|data) "/mu.test(text),
        )
        .map(([, , text = ''], i) => ({ name: `${page} ${i + 1}`, text })),
    );
}

const found = present ? examples() : [];

describe.skipIf(!present)(
  'the pages of the providers (skipped where ../shared/terraform is not at hand)',
  () => {
    test('have examples', () => {
      expect(found.length).toBeGreaterThan(40);
    });

    test.each(found)('$name is read', async ({ text }) => {
      const { syntaxErrors, limits } = await readTerraform('main.tf', text, fakeIo({ 'main.tf': text }));
      // `...` stands for what the page leaves out.
      const fragment = /^ *\.\.\.$/mu.test(text);
      expect(syntaxErrors.map(({ message }) => message)).toEqual(fragment ? ['the line cannot be read'] : []);
      expect(limits).toEqual([]);
    });

    test('hold policies in these resources', async () => {
      const names = new Set<string>();
      for (const { text } of found) {
        const { documents } = await readTerraform('main.tf', text, fakeIo({ 'main.tf': text }));
        for (const { name = '' } of documents) names.add(name.replace(/\..*/u, ''));
      }
      expect([...names].sort()).toEqual([
        'flexibleengine_identity_role_v3',
        'hcs_vdc_role',
        'huaweicloud_identity_role',
        'huaweicloud_identitycenter_custom_policy_attachment',
        'huaweicloud_identitycenter_custom_role_attachment',
        'huaweicloud_identityv5_policy',
        'huaweicloud_obs_bucket_policy',
        'huaweicloud_organizations_policy',
        'opentelekomcloud_identity_role_v3',
        'sbercloud_identity_role',
      ]);
    });
  },
);
