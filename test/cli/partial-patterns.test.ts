import { describe, expect, test } from 'vitest';
import { policyText, runCli } from '../support/run-cli.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';

const catalogue = loadTestCatalogue();

interface Asked {
  readonly query: string;
  readonly allow: readonly string[];
  readonly deny?: readonly string[];
  readonly says: RegExp;
}

describe('a pattern of which a part is granted', () => {
  test.each<Asked>([
    { query: 'ims:*:*', allow: ['ims:*:get'], says: /granted: `ims:images:get` is, `ims:[^`]+` is not$/ },
    { query: '*:*:*', allow: ['ims:*:get'], says: /granted: `ims:images:get` is, `[^`]+` is not$/ },
    {
      query: 'ims:images:*',
      allow: ['ims:images:e*'],
      says: /granted: `ims:images:export` is, `ims:images:[^`]+` is not$/,
    },
    { query: 'ims:images:get*', allow: ['ims:images:get'], says: /granted: `ims:images:get` is$/ },
    { query: 'ims:images:get*', allow: ['ims:images:getX*'], says: /granted: `ims:images:get` is not$/ },
    { query: 'acme:*:*', allow: ['acme:things:*'], says: /only part of `acme:\*:\*` is granted$/ },
    {
      query: 'IMS:images:*',
      allow: ['ims:images:get'],
      says: /granted: `ims:images:get` is, `ims:images:[^`]+` is not$/,
    },
    {
      query: 'ims:images:*',
      allow: ['ims:images:*'],
      deny: ['ims:images:delete'],
      says: /granted: `ims:images:[^`]+` is, `ims:images:delete` is not$/,
    },
  ])('$query with $allow names documented actions only', async ({ query, allow, deny = [], says }) => {
    const call = ['can', query, 'p.json', '--format', 'json'];
    const { exitCode, stdout } = await runCli(call, { 'p.json': policyText(allow, deny) });
    expect(exitCode).toBe(3);
    const { actions = [] } = JSON.parse(stdout) as {
      readonly actions?: readonly { readonly reasons: readonly { readonly message: string }[] }[];
    };
    const message = actions.flatMap(({ reasons }) => reasons.map((reason) => reason.message)).join('\n');
    expect(message).toMatch(says);
    for (const [, name = ''] of message.matchAll(/`([^`*]+)` is/g)) {
      const [service = ''] = name.split(':');
      expect(catalogue.actions(service).map(({ action }) => action)).toContain(name);
    }
  });
});
