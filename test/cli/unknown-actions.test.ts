import { describe, expect, test } from 'vitest';
import type { CanAnswer } from '../../src/model/answer.ts';
import { policyText, runCli } from '../support/run-cli.ts';

describe('an action that the catalogue does not know is decided by the policies, and said', () => {
  test.each([
    {
      query: 'ims:images:updat',
      allow: ['ims:images:*'],
      decision: 'allowed',
      note: /^iamscope: `ims:images:updat` is not a documented action of `ims` \(as of .+\): what is said of it follows from the policies alone; did you mean `ims:images:update`\?\n$/,
    },
    {
      query: 'ims:images:updat',
      allow: ['ims:images:update'],
      decision: 'not-allowed',
      note: /did you mean/,
    },
    // Nothing is near: another action with three other letters was not meant.
    { query: 'ims:images:foo', allow: ['ims:*:*'], decision: 'allowed', note: /alone\n$/ },
    { query: 'ims:images:foo', allow: [], deny: ['ims:*:f*'], decision: 'denied', note: /alone\n$/ },
    {
      query: 'ims:picture:*',
      allow: ['ims:*:*'],
      decision: 'allowed',
      note: /matches no documented action of `ims`/,
    },
    {
      query: 'ims:image:list',
      allow: ['ims:*:*'],
      decision: 'allowed',
      note: /did you mean `ims:images:list`\?/,
    },
    {
      query: 'acme:things:get',
      allow: ['acme:*:*'],
      decision: 'allowed',
      note: /`acme` is not a known service/,
    },
    {
      query: 'hss:hosts:frobnicate',
      allow: ['hss:*:*'],
      decision: 'allowed',
      note: /no page that was read names/,
    },
    { query: 'ims:images:get', allow: ['ims:*:*'], decision: 'allowed', note: /^$/ },
    { query: 'ims:images:*', allow: ['ims:*:*'], decision: 'allowed', note: /^$/ },
    { query: '*:*:get', allow: ['*:*:*'], decision: 'allowed', note: /^$/ },
    { query: 'obs:bucket:ListBucket', allow: ['obs:*:*'], decision: 'allowed', note: /^$/ },
  ])('$query with $allow', async ({ query, allow, deny = [], decision, note }) => {
    const files = { 'p.json': policyText(allow, deny) };
    const { stdout, stderr } = await runCli(['can', query, 'p.json', '-f', 'json'], files);
    expect((JSON.parse(stdout) as CanAnswer).decision).toBe(decision);
    expect(stderr).toMatch(note);
    const asked = await runCli(['who-can', query, 'p.json'], files);
    expect(asked.stderr).toMatch(note);
    const { exitCode, stderr: said } = await runCli(['explain', query]);
    expect(exitCode).toBe(0);
    expect(said).toMatch(note);
  });
});
