import { describe, expect, test } from 'vitest';
import { policyText, runCli } from '../support/run-cli.ts';

const ask = (question: string, ...more: readonly string[]) =>
  runCli(['can', question, 'p.json', '--format', 'json', ...more], {
    'p.json': policyText(['ims:*:*', 'iam:*:*']),
  });

describe('the host of a URL', () => {
  test.each([
    { url: 'https://ims.eu-de.otc.t-systems.com/v2/cloudimages', cloud: 'otc', service: 'ims' },
    { url: 'https://ims.cn-north-4.myhuaweicloud.com/v2/cloudimages', cloud: 'hwc', service: 'ims' },
    { url: 'https://iam-pub.eu-ch2.sc.otc.t-systems.com/v3/users', cloud: 'otc', service: 'iam' },
    { url: 'https://eip.myhuaweicloud.com/v1/1/publicips', cloud: 'hwc', service: 'vpc' },
    { url: 'https://{Endpoint}.eu-de.otc.t-systems.com/v2/cloudimages', cloud: 'otc', service: 'ims' },
  ])('says cloud and service: $url', async ({ url, cloud, service }) => {
    const { stdout, stderr } = await ask(`GET ${url}`);
    expect(stderr).toBe('');
    const { apis } = JSON.parse(stdout) as { apis: { cloud: string; service: string }[] };
    expect(new Set(apis.map((api) => `${api.cloud} ${api.service}`))).toEqual(
      new Set([`${cloud} ${service}`]),
    );
  });

  test.each([
    {
      question: 'GET https://nosuch.eu-de.otc.t-systems.com/v2/cloudimages',
      says: '`nosuch.eu-de.otc.t-systems.com` is not a known host of Open Telekom Cloud, so nothing says which service it belongs to; without the host, ask `GET /v2/cloudimages`',
    },
    {
      question: 'GET https://me:secret@proxy.example.com/v2/cloudimages?a=b',
      says: '`proxy.example.com` is not a known host of Huawei Cloud or Open Telekom Cloud; without the host, ask `GET /v2/cloudimages`',
    },
    {
      question: 'GET https://ecs.eu-de.otc.t-systems.com/v2/cloudimages',
      says: 'no API `GET /v2/cloudimages` of `ecs` in otc is in the catalogue; the path belongs to `ims`, and the host to `ecs`',
    },
    {
      question: 'GET https://ims.eu-de.otc.t-systems.com/v2/cloudimagez',
      says: 'no API `GET /v2/cloudimagez` of `ims` in otc is in the catalogue; did you mean `GET /v2/cloudimages`?',
    },
    {
      question: 'GET https://logs.obs.eu-de.otc.t-systems.com/v2/cloudimages',
      says: 'of `obs` in otc is in the catalogue; the path belongs to `ims`, and the host to `obs`',
    },
    {
      question: 'GET https://sdrs.cn-north-4.myhuaweicloud.com/v1/resource-shares',
      says: '`sdrs.cn-north-4.myhuaweicloud.com` is a host of `sdrs`: service `sdrs` is outside the catalogue; `iamscope catalogue list`',
    },
    {
      question: 'GET https://sdg.cn-north-4.myhuaweicloud.com/v1/x',
      says: '`sdg.cn-north-4.myhuaweicloud.com` is a host of `dsc`: service `dsc` is outside the catalogue;',
    },
  ])('that does not fit is said: $question', async ({ question, says }) => {
    const { exitCode, stdout, stderr } = await ask(question);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('secret');
    expect(stderr).toMatch(/^iamscope: [^\n]+\n$/);
  });

  test('and `--service` say the same', async () => {
    const url = 'GET https://ims.eu-de.otc.t-systems.com/v2/cloudimages';
    expect((await ask(url, '--service', 'ims')).exitCode).toBe(0);
    expect((await ask(url, '--service', 'ecs')).stderr).toContain(
      "the URL's host belongs to ims, but --service says ecs",
    );
  });
});
