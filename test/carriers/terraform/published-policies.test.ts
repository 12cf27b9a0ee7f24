import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPolicyBytes } from '../../../src/cli/files/read-policy-bytes.ts';
import type { PolicyFile } from '../../../src/model/policy.ts';
import { fakeIo } from '../../support/fake-io.ts';

const folder = join(import.meta.dirname, '../../../../shared/policies');
const present = existsSync(join(folder, 'INDEX.tsv'));

interface Published {
  readonly name: string;
  readonly kind: string;
  readonly form: string;
  readonly text: string;
}

function published(): readonly Published[] {
  const [, ...rows] = readFileSync(join(folder, 'INDEX.tsv'), 'utf8').trim().split('\n');
  return rows.map((row) => {
    const [name = '', , , , , kind = '', , form = ''] = row.split('\t');
    return { name, kind, form, text: readFileSync(join(folder, name), 'utf8').trimEnd() };
  });
}

/** A resource that takes a document of a kind, and its argument. */
const resources: Readonly<Record<string, { readonly type: string; readonly argument: string }>> = {
  'policy-1.1': { type: 'huaweicloud_identity_role', argument: 'policy' },
  'role-1.0': { type: 'huaweicloud_identity_role', argument: 'policy' },
  'agency-policy': { type: 'huaweicloud_identity_temporary_access_key', argument: 'policy' },
  'identity-policy-5.0': { type: 'huaweicloud_identityv5_policy', argument: 'policy_document' },
  'trust-policy-5.0': { type: 'huaweicloud_identity_trust_agency', argument: 'trust_policy' },
  'obs-bucket-policy': { type: 'huaweicloud_obs_bucket_policy', argument: 'policy' },
  'smn-topic-policy': { type: 'huaweicloud_smn_topic_attributes', argument: 'topic_attribute' },
};

/** The argument of a kind set to a value. */
function resource(kind: string, value: string): string {
  const { type, argument } = resources[kind] ?? { type: '', argument: '' };
  return `resource "${type}" "a" {\n  name = "a"\n  ${argument} = ${value}\n}\n`;
}

function described({ kind, foreign, policies }: PolicyFile) {
  return {
    kind,
    foreign,
    policies: policies.map((policy) => ({
      kind: policy.kind,
      faults: policy.faults.map((fault) => fault.kind),
      statements: policy.statements.map(({ effect, actions }) => [
        effect,
        actions.map(({ text }) => text.replace(/\s+/gu, ' ')),
      ]),
    })),
  };
}

/** As a text in Terraform's language, in which `${` begins what is put in. */
const doubled = (text: string) => text.replaceAll('${', '$${').replaceAll('%{', '%%{');

const read = async (text: string) =>
  described(await readPolicyBytes('main.tf', text, { io: fakeIo({ 'main.tf': text }), defaults: false }));

const policies = present ? published() : [];
const json = policies.filter(({ text }) => /^\s*[{[]\s*"/.test(text));
const hcl = policies.filter(({ form, text }) => form === 'hcl' && !/^\s*[{[]\s*"/.test(text));
const blocks = policies.filter(({ form }) => form === 'hclblock');
/** Where the text is cut off: nothing is said of the kind of half a document. */
const isWhole = ({ text }: Published) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe.skipIf(!present)(
  'the published policies in Terraform (skipped where ../shared/policies is not at hand)',
  () => {
    test('are those in JSON, in values of Terraform and in blocks', () => {
      expect(json.length + hcl.length + blocks.length).toBe(policies.length);
      expect([hcl.length, blocks.length]).toEqual([3, 4]);
    });

    test.each(json)('$name is the same in a heredoc and in quotes as by itself', async ({ kind, text }) => {
      const bare = described(await readPolicyBytes('p.json', text, { io: fakeIo({}), defaults: false }));
      const lines = text.replace(/^/gm, '    ');
      expect(await read(resource(kind, `<<EOF\n${doubled(text)}\nEOF`))).toEqual(bare);
      expect(await read(resource(kind, `<<-EOF\n${doubled(lines)}\n    EOF`))).toEqual(bare);
      expect(await read(resource(kind, doubled(JSON.stringify(text))))).toEqual(bare);
      expect(
        await read(resource(kind, `<<EOF\r\n${doubled(text).replaceAll('\n', '\r\n')}\r\nEOF\r`)),
      ).toEqual(bare);
    });

    test.each(json.filter(isWhole))('$name is the same in jsonencode', async ({ kind, text }) => {
      const bare = described(await readPolicyBytes('p.json', text, { io: fakeIo({}), defaults: false }));
      expect(await read(resource(kind, `jsonencode(${doubled(text)})`))).toEqual(bare);
    });

    test.each(hcl)('$name is read as its kind', async ({ name, kind, text }) => {
      expect(await read(resource(kind, `jsonencode(${text})`))).toEqual(
        name === '00169-policy-1.1.tf.txt'
          ? {
              kind: 'policy',
              foreign: undefined,
              policies: [{ kind: 'policy', faults: [], statements: [['allow', ['\u{e000}']]] }],
            }
          : { kind: 'foreign', foreign: 'trust policy', policies: [] },
      );
    });

    test.each(blocks)('$name is a policy of its statements', async ({ name, text }) => {
      const { policies: found } = await read(text);
      expect(found).toMatchObject([{ kind: 'policy' }]);
      expect(found[0]?.faults).toEqual([]);
      expect(found[0]?.statements).toHaveLength(name.startsWith('00452') || name.startsWith('00498') ? 2 : 1);
    });
  },
);
