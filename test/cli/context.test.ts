import { describe, expect, test } from 'vitest';
import { requestContext } from '../../src/cli/arguments/context.ts';
import { readArguments } from '../../src/cli/arguments/read-arguments.ts';
import { fakeIo } from '../support/fake-io.ts';

async function context(argv: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const io = fakeIo(files);
  const call = await readArguments(['can', 'q', ...argv], io);
  if (call.command !== 'can') throw new Error(`not a question: ${call.command}`);
  const { keys, resources } = requestContext(call.context, io);
  return { keys: Object.fromEntries(keys), resources };
}

describe('what is known of a request', () => {
  test.each([
    { argv: [], keys: {}, resources: [] },
    { argv: ['--context', 'g:MFAPresent=true'], keys: { 'g:MFAPresent': ['true'] } },
    { argv: ['--context=g:UserName=a', '--context', 'g:UserName=b=c'], keys: { 'g:UserName': ['a', 'b=c'] } },
    { argv: ['--context', 'obs:prefix='], keys: { 'obs:prefix': [''] } },
    { argv: ['--context', 'g:SourceIp=10.0.0.1'], keys: { 'g:SourceIp': ['10.0.0.1'] } },
    { argv: ['--context', 'obs:SourceIp=2001:db8::1'], keys: { 'obs:SourceIp': ['2001:db8::1'] } },
    {
      argv: ['--context', 'g:CurrentTime=2026-06-01T00:00:00Z', '--context', 'g:MFAAge=2.5'],
      keys: { 'g:CurrentTime': ['2026-06-01T00:00:00Z'], 'g:MFAAge': ['2.5'] },
    },
    { argv: ['--context', 'xyz:size=big'], keys: { 'xyz:size': ['big'] } },
    { argv: ['--context', 'g:ResourceTag/team=x'], keys: { 'g:ResourceTag/team': ['x'] } },
    {
      argv: ['--without', 'g:MFAAge', '--without', 'obs:prefix'],
      keys: { 'g:MFAAge': [], 'obs:prefix': [] },
    },
    { argv: ['--context', 'k:__proto__=x'], keys: { 'k:__proto__': ['x'] } },
    {
      argv: ['--resource', 'obs:*:*:bucket:mine', '--resource', 'obs:*:*:object:mine/a:b'],
      keys: {},
      resources: ['obs:*:*:bucket:mine', 'obs:*:*:object:mine/a:b'],
    },
  ])('$argv', async ({ argv, keys, resources = [] }) => {
    expect(await context(argv)).toEqual({ keys, resources });
  });

  test.each([
    {
      name: 'JSON',
      text: '{"g:MFAPresent": true, "g:MFAAge": null, "obs:max-keys": 10, "g:UserName": ["a", "b"], "k:none": []}',
    },
    {
      name: 'YAML',
      text: 'g:MFAPresent: true\ng:MFAAge: null\nobs:max-keys: 10\ng:UserName: [a, b]\nk:none: []\n',
    },
  ])('from a file in $name', async ({ text }) => {
    expect((await context(['--context-file', 'c'], { c: text })).keys).toEqual({
      'g:MFAPresent': ['true'],
      'g:MFAAge': [],
      'obs:max-keys': ['10'],
      'g:UserName': ['a', 'b'],
      'k:none': [],
    });
  });

  test('numbers of a file keep the text that they are written with', async () => {
    const text = '{"g:UserId": 12345678901234567890, "g:MFAAge": 007, "g:UserName": [1.10, 0x10]}';
    expect((await context(['--context-file', 'c'], { c: text })).keys).toEqual({
      'g:UserId': ['12345678901234567890'],
      'g:MFAAge': ['007'],
      'g:UserName': ['1.10', '0x10'],
    });
  });

  test('an option outweighs the file', async () => {
    const files = { c: 'g:UserName: a\ng:MFAPresent: true\n' };
    const argv = ['--context-file', 'c', '--context', 'g:UserName=b', '--without', 'g:MFAPresent'];
    expect((await context(argv, files)).keys).toEqual({ 'g:UserName': ['b'], 'g:MFAPresent': [] });
  });
});

describe('what cannot be known is refused in words', () => {
  test.each([
    { argv: ['--context', 'g:MFAPresent'], message: '--context takes a key and a value' },
    {
      argv: ['--context', 'MFAPresent=true'],
      message: '`MFAPresent` is not a condition key: write it with its prefix',
    },
    { argv: ['--context', '=x'], message: '`` is not a condition key' },
    { argv: ['--context', 'g: MFAPresent=x'], message: 'is not a condition key' },
    { argv: ['--context', 'g:MFAPresnt=true'], message: 'did you mean `g:MFAPresent`?' },
    { argv: ['--context', 'g:mfapresent=true'], message: 'did you mean `g:MFAPresent`?' },
    { argv: ['--without', 'g:MFAAges'], message: 'did you mean `g:MFAAge`?' },
    { argv: ['--without', 'g:MFAAge=1'], message: '--without takes a key alone' },
    { argv: ['--context', 'g:UserName=a', '--without', 'g:UserName'], message: 'cannot both have a value' },
    { argv: ['--resource', 'my-bucket'], message: '`my-bucket` is no resource: it takes five segments' },
    { argv: ['--resource', 'obs:*:*::'], message: 'is no resource' },
    { argv: ['--resource', ':*:*:bucket:x'], message: 'is no resource' },
    { argv: ['--context-file', 'none'], message: '`none` cannot be read: there is no such file' },
    { argv: ['--context-file', 'list'], message: '`list` has to be an object of condition keys' },
    { argv: ['--context-file', 'deep'], message: '`deep`: `g:UserName` has to be a text' },
    { argv: ['--context-file', 'broken'], message: 'broken:1: ' },
    {
      argv: ['--context', 'g:MFAPresent=maybe'],
      message: '`g:MFAPresent` takes `true` or `false`, not `maybe`',
    },
    { argv: ['--context', 'g:MFAPresent=True'], message: 'takes `true` or `false`, not `True`' },
    { argv: ['--context', 'g:MFAPresent='], message: 'takes `true` or `false`, not ``' },
    {
      argv: ['--context', 'g:MFAPresent=true', '--context', 'g:MFAPresent=yes'],
      message: 'takes `true` or `false`, not `yes`',
    },
    {
      argv: ['--context', 'g:MFAAge=5m'],
      message: '`g:MFAAge` takes a number such as `300`, not `5m`',
    },
    { argv: ['--context', 'obs:max-keys=1e3'], message: '`obs:max-keys` takes a number' },
    {
      argv: ['--context', 'g:CurrentTime=2026-06-01'],
      message: '`g:CurrentTime` takes a time such as `2026-06-01T00:00:00Z`, not `2026-06-01`',
    },
    { argv: ['--context', 'g:CurrentTime=2026-02-30T00:00:00Z'], message: '`g:CurrentTime` takes a time' },
    {
      argv: ['--context', 'obs:SecureTransport=1'],
      message: '`obs:SecureTransport` takes `true` or `false`',
    },
    {
      argv: ['--context', 'obs:SourceIp=10.0.0'],
      message: '`obs:SourceIp` takes an IP address such as `192.0.2.1`, not `10.0.0`',
    },
    { argv: ['--context', 'obs:SourceIp=10.0.0.0/8'], message: '`obs:SourceIp` takes an IP address' },
    {
      argv: ['--context-file', 'types'],
      message: '`types`: `g:MFAPresent` takes `true` or `false`, not `maybe`',
    },
    {
      argv: ['--context-file', 'types', '--context', 'g:MFAPresent=true'],
      message: '`types`: `g:MFAPresent` takes',
    },
    {
      argv: ['--context-file', 'list of types'],
      message: '`g:MFAAge` takes a number such as `300`, not `x`',
    },
  ])('$argv', async ({ argv, message }) => {
    const files = {
      list: '[1]',
      deep: 'g:UserName: { a: b }',
      broken: '{"a": [',
      types: '{"g:MFAPresent": "maybe"}',
      'list of types': 'g:MFAAge: [1, x]',
    };
    await expect(context(argv, files)).rejects.toThrow(message);
  });
});
