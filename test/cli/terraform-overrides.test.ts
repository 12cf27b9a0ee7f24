import { expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const main = `
resource "huaweicloud_identity_role" "a" {
  name = "n"
  type = "XA"
  description = "d"
  policy = jsonencode({Version="1.1",Statement=[{Effect="Allow",Action=["ims:images:delete"]}]})
}
resource "opentelekomcloud_identity_role_v3" "b" {
  display_name = "b"
  description = "d"
  display_layer = "project"
  statement {
    effect = "Allow"
    action = ["ims:images:delete"]
  }
}
resource "huaweicloud_identity_role" "c" {
  name = "n"
  type = "XA"
  description = "d"
  policy = jsonencode({Version="1.1",Statement=[{Effect="Allow",Action=["ims:images:delete"]}]})
}
module "m" {
  source = "./m"
  effect = "Allow"
}
resource "opentelekomcloud_identity_group_v3" "g" { name = "g" }
resource "opentelekomcloud_identity_role_assignment_v3" "g" {
  group_id = opentelekomcloud_identity_group_v3.g.id
  project_id = "p"
  role_id = opentelekomcloud_identity_role_v3.b.id
}
resource "huaweicloud_identity_role" "d" {
  policy = local.document
}
locals {
  document = jsonencode({Version="1.1",Statement=[{Effect="Allow",Action=["ims:images:delete"]}]})
}
`;
const over = `
resource "huaweicloud_identity_role" "a" {
  policy = jsonencode({Version="1.1",Statement=[{Effect="Deny",Action=["ims:images:delete"]}]})
}
resource "opentelekomcloud_identity_role_v3" "b" {
  statement {
    effect = "Allow"
    action = ["ims:images:get"]
  }
}
resource "huaweicloud_identity_role" "c" {
  count = var.n
}
module "m" {
  effect = "Deny"
}
locals {
  document = jsonencode({Version="1.1",Statement=[{Effect="Deny",Action=["ims:images:delete"]}]})
}
`;
const files = {
  'main.tf': main,
  'm/main.tf': `variable "effect" {}
resource "huaweicloud_identity_role" "i" {
  name = "n"
  type = "XA"
  description = "d"
  policy = jsonencode({Version="1.1",Statement=[{Effect=var.effect,Action=["ims:images:delete"]}]})
}
`,
};

/** Decisions about deleting an image, by what is asked. */
async function decisions(world: Readonly<Record<string, string>>) {
  const { stdout } = await runCli(['who-can', 'ims:images:delete', '.', '--format', 'json'], world);
  const { answers } = JSON.parse(stdout) as {
    answers: readonly { name?: string; role?: string; decision: string }[];
  };
  return Object.fromEntries(
    answers.map(({ name, role, decision }) => [(name ?? role)?.split(' ')[0]?.split('.').at(-1), decision]),
  );
}

const all = { a: 'allowed', c: 'allowed', d: 'allowed', g: 'allowed', i: 'allowed' };

test('without override files what is written is what counts', async () => {
  expect(await decisions(files)).toEqual(all);
});

test.each(['override.tf', 'zz_override.tf', 'a_override.tofu'])(
  'what %s says takes the place of arguments, nested blocks, locals and what modules are called with',
  async (name) => {
    expect(await decisions({ ...files, [name]: over })).toEqual({
      a: 'denied',
      c: 'conditional',
      d: 'denied',
      g: 'not-allowed',
      i: 'denied',
    });
  },
);

test('a file with another name overrides nothing that comes first', async () => {
  expect(await decisions({ ...files, 'notoverride.tf': 'locals { x = 1 }\n' })).toEqual(all);
});

test('of several override files the last one counts', async () => {
  const last = over.replaceAll('Deny', 'Allow');
  expect(await decisions({ ...files, 'a_override.tf': over, 'b_override.tf': last })).toMatchObject({
    a: 'allowed',
    d: 'allowed',
    i: 'allowed',
  });
});

test('one policy is asked about with its overrides, too', async () => {
  const argv = ['can', 'ims:images:delete', 'main.tf#huaweicloud_identity_role.a'];
  expect(await runCli(argv, files)).toMatchObject({ exitCode: 0 });
  expect(await runCli(argv, { ...files, 'override.tf': over })).toMatchObject({ exitCode: 1 });
});
