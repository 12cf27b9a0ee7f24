/**
 * A log as the Terraform provider prints it, from a seed: calls with headers and bodies, ten at a time, some refused, with
 * secrets in every place that one can be in. Comes in pieces of 64 KiB.
 */
export function* generatedLog(bytes: number, seed: number): Generator<Uint8Array> {
  const random = randomNumbers(seed);
  const encoder = new TextEncoder();
  let text = '';
  let written = 0;
  let id = 0;
  while (written < bytes) {
    const waiting: string[] = [];
    for (let count = 0; count < 10; count++) {
      id += 1;
      const name = `${1_772_442_900_000 + id}-${id}`;
      text += request(name, random);
      waiting.push(name);
    }
    for (const name of waiting) text += answer(name, random);
    while (text.length >= piece) {
      const bytesOfPiece = encoder.encode(text.slice(0, piece));
      text = text.slice(piece);
      written += bytesOfPiece.length;
      yield bytesOfPiece;
    }
  }
  yield encoder.encode(text);
}

const piece = 64 * 1024;

/** What no output may contain. */
export const secret = 'S3CR3T';

const resources = ['cloudservers', 'vpcs', 'subnets', 'cloudvolumes', 'images', 'clusters', 'nat_gateways'];

function request(id: string, random: () => number): string {
  const service = ['ecs', 'vpc', 'evs', 'ims', 'nat'][Math.floor(random() * 5)] ?? 'ecs';
  const method = ['GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE'][Math.floor(random() * 6)] ?? 'GET';
  const resource = resources[Math.floor(random() * resources.length)] ?? 'vpcs';
  const url = `https://${service}.eu-de.otc.t-systems.com/v1/${hex(32, random)}/${resource}/${hex(32, random)}?marker=${secret}${hex(8, random)}`;
  const lines = [
    `[DEBUG] [${id}] API Request URL: ${method} ${url}`,
    'API Request Headers:',
    `X-Auth-Token: ${secret}${hex(200, random)}`,
    `[DEBUG] [${id}] API Request Body: {`,
    `  "user_data": "${secret} ü漢 ${hex(Math.floor(random() ** 8 * 200_000), random)}"`,
    '}',
  ];
  return lines.map(prefixed).join('');
}

function answer(id: string, random: () => number): string {
  const lines = [
    `[DEBUG] [${id}] API Response Code: ${random() < 0.05 ? 403 : 200}`,
    'API Response Headers:',
    `X-Request-Id: ${secret}`,
    `[DEBUG] [${id}] API Response Body: {"name":"${secret}${hex(1000, random)}"}`,
  ];
  return lines.map(prefixed).join('');
}

function prefixed(line: string): string {
  return `2026-03-02T10:15:00.100+0100 [DEBUG] provider.terraform-provider-huaweicloud_v1.64.0: 2026/03/02 10:15:00 ${line}\n`;
}

function hex(length: number, random: () => number): string {
  const block = Math.floor(random() * 0xffff_ffff)
    .toString(16)
    .padStart(8, '0');
  return block.repeat(Math.ceil(length / 8)).slice(0, length);
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
