import { expect, test } from 'vitest';
import { main } from '../../src/cli/run.ts';
import { fakeIo } from '../support/fake-io.ts';
import { policyText } from '../support/run-cli.ts';

const needed = ['index.json', 'language.json'];

test.each([
  ['GET /v2/cloudimages', ['ims.json', 'paths/2.json']],
  ['GET /v2/images/0a1b/members/c2d3', ['ims.json', 'paths/5.json']],
  ['GET https://ims.eu-de.otc.t-systems.com/v2/cloudimages', ['hosts.json', 'ims.json']],
  ['tag images', ['ims.json', 'tasks.json']],
  ['delete an image in ims', ['ims.json', 'questions.json', 'tasks.json']],
])('for `can "%s"` only the data that it needs is read', async (query, files) => {
  const io = fakeIo({ 'p.json': policyText(['ims:*:*']) });
  const read: string[] = [];
  const readData = (name: string) => {
    read.push(name);
    return io.readData(name);
  };
  expect(await main(['can', query, 'p.json'], { ...io, readData })).toBe(0);
  expect(read.sort()).toEqual([...needed, ...files].sort());
});
